"""Put together what a command answers: lines for people, one document for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vongsach.check import Report
from vongsach.errors import Problem
from vongsach.measures import Measures, measure
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.paperwork import Desk
from vongsach.plan import Plan, RunStatus
from vongsach.quarter import Quarter
from vongsach.solving import Progress
from vongsach.store import Stored
from vongsach.survey import RoadSurvey
from vongsach.wording.alarm import alarm_of, blames_input
from vongsach.wording.problems import problem_document, problem_lines
from vongsach.wording.summary import summary_lines
from vongsach.wording.surveys import survey_document, used_roads_lines
from vongsach.wording.unserved import unserved_lines
from vongsach.wording.violations import violation_lines
from vongsach.words import Language, say, sentences
from vongsach.workspace import Workspace

FINDINGS, UNMET = 1, 3
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gives back."""

    lines: Sequence[str] = ()
    document: Mapping[str, object] = field(default_factory=dict)
    """The same as data."""
    code: int = 0
    """Exit code."""
    next_step: str = ""
    alarm: str = ""
    """What must not be overlooked; shown last."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan with all that is said of it."""

    stored: Stored
    measures: Measures
    report: Report
    kept: bool
    """Whether it is in the store; a plan that was only tried is not."""
    known: bool = False  # it was in the store before
    roads: RoadSurvey | None = None
    """What its roads are made of, where they were looked at for it."""

    @property
    def plan(self) -> Plan:
        """Return the plan."""
        return self.stored.plan

    @property
    def network(self) -> Network:
        """Return the network that it was made for."""
        return self.stored.network


def judge(
    stored: Stored,
    report: Report,
    *,
    kept: bool = True,
    known: bool = False,
    roads: RoadSurvey | None = None,
) -> Judged:
    """Return a plan with its measures and what the checker says of it."""
    measures = measure(stored.plan, stored.network, stored.travel)
    return Judged(stored, measures, report, kept=kept, known=known, roads=roads)


def problems_answer(problems: Sequence[Problem], head: str, language: Language) -> Answer:
    """Answer with the problems of the input."""
    bad = any(problem.level == "error" for problem in problems)
    clean = [] if problems else [say(language, "cli.done.clean")]
    return Answer(
        lines=[*([head] if head else []), *clean, *_listed(problems, language)],
        document={"problems": [problem_document(problem, language) for problem in problems]},
        code=FINDINGS if bad else 0,
        next_step=_next("validate", "bad" if bad else "", language),
    )


def network_line(network: Network, quarter: Quarter, language: Language) -> str:
    """Return in one line what a workbook holds."""
    return say(
        language,
        "cli.done.network",
        name=plain(network.name),
        places=len(network.places),
        services=len(network.services),
        boxes=len(network.boxes),
        vans=len(network.vans),
        quarter=plain(quarter.name),
    )


def plan_answer(judged: Judged, language: Language) -> Answer:
    """Answer with the summary of a plan and what the checker says of it."""
    bad = not judged.report.ok
    unmet = judged.measures.required.made < judged.measures.required.asked
    return Answer(
        lines=[*_head(judged, language), *plan_lines(judged, language)],
        document=plan_document(judged, language),
        code=FINDINGS if bad else UNMET if unmet else 0,
        next_step=_after_plan(judged, language, unmet=unmet),
        alarm=alarm_of(judged.report, judged.stored, language),
    )


def _after_plan(judged: Judged, language: Language, *, unmet: bool) -> str:
    """Return what to do with a plan; it is named, for an older one may have come out again."""
    bad = not judged.report.ok
    blame = "bad" if bad and blames_input(judged.report, judged.stored) else "fault"
    what = blame if bad else "unserved" if unmet else ""
    if not judged.kept and what != "bad":
        what = "dry"
    key = f"cli.verb.plan.next{what and '_' + what}"
    return say(language, key, version=judged.stored.short_name)


def plan_lines(judged: Judged, language: Language) -> list[str]:
    """Return the summary of a plan, what it leaves out, and the verdict of the checker."""
    unserved = unserved_lines(judged.plan, judged.network, language)
    return [
        *summary_lines(judged.measures, language),
        *(used_roads_lines(judged.roads, language) if judged.roads else []),
        *([say(language, "cli.done.unserved")] if unserved else []),
        *(unserved or [say(language, "cli.done.all_served")]),
        *violation_lines(judged.report, judged.network, language),
    ]


def plan_document(judged: Judged, language: Language) -> dict[str, object]:
    """Return a plan's measures, gaps and violations as data."""
    return {
        "version": version_name(judged.stored.folder) if judged.kept else "",
        "folder": str(judged.stored.folder) if judged.kept else "",
        "quarter": judged.plan.quarter.name,
        "measures": judged.measures.model_dump(mode="json"),
        "roads": survey_document(judged.roads, language) if judged.roads else None,
        "unserved": [entry.model_dump(mode="json") for entry in judged.plan.routing.unserved],
    } | report_document(judged.report)


def check_answer(judged: Judged, language: Language) -> Answer:
    """Answer with what the checker finds in a stored plan."""
    version, report = version_name(judged.stored.folder), judged.report
    return Answer(
        lines=[plain(version), *violation_lines(report, judged.network, language)],
        document={"version": version} | report_document(report),
        code=0 if report.ok else FINDINGS,
        next_step=_next("check", "" if report.ok else "bad", language),
    )


def report_document(report: Report) -> dict[str, object]:
    """Return what the checker found as data."""
    found = [violation.model_dump(mode="json") for violation in report.violations]
    return {"ok": report.ok, "violations": found}


def show_answer(
    judged: Judged,
    lines: Sequence[str],
    language: Language,
    chosen: Mapping[str, object] | None = None,
) -> Answer:
    """Answer with chosen parts of a plan, or where none are chosen with its summary."""
    return Answer(
        lines=lines or [*_head(judged, language), *plan_lines(judged, language)],
        document={**plan_document(judged, language), **(chosen or {})},
        next_step=_next("show", "", language),
    )


def demo_answer(judged: Judged, workspace: Workspace, desk: Desk, papers: int) -> Answer:
    """Answer with the summary of the example's plan and where its files are."""
    language = desk.language
    answer = plan_answer(judged, language)
    files = {
        "workbook": workspace.workbook,
        "plan_file": judged.stored.folder,
        "map": desk.map_path(),
        "report": desk.report_path,
        "paper": desk.paper_folder,
    }
    lines = [
        say(language, f"cli.done.{name}", path=path, count=papers) for name, path in files.items()
    ]
    return replace(
        answer,
        lines=[*answer.lines, say(language, "cli.done.files"), *lines],
        document={**answer.document, "files": {name: str(path) for name, path in files.items()}},
        next_step=say(language, "cli.verb.demo.next", path=files["map"]),
    )


def sheets_answer(
    folder: Path, sheets: Sequence[Path], language: Language, *, dry: bool = False
) -> Answer:
    """Answer that the paper is made, or would be."""
    if dry:
        return written_answer("print", folder, language, dry=True)
    return Answer(
        lines=[say(language, "cli.done.sheets", count=len(sheets), path=folder)],
        document={"path": str(folder), "files": [str(path) for path in sheets], "written": True},
        next_step=say(language, "cli.verb.print.next", path=folder),
    )


def version_answer(version: str, language: Language) -> Answer:
    """Answer which version this is."""
    line = say(language, "cli.version", version=version)
    return Answer(lines=[line], document={"version": version})


def stage_line(progress: Progress, language: Language) -> str:
    """Return what a solver is doing, with the best cost so far."""
    known = progress.stage in sentences(language)
    stage = say(language, progress.stage) if known else plain(progress.stage)
    if progress.cost is None:
        return stage
    dong = Presentation(language).number(progress.cost)
    return f"{stage}, {say(language, 'cli.stage.best', dong=dong)}"


def written_answer(verb: str, path: Path, language: Language, *, dry: bool = False) -> Answer:
    """Answer that a file is written, or would be; ``verb`` may name a case: ``init_sample``."""
    verb, mark, case = verb.partition("_")
    key = "cli.done.would_write" if dry else "cli.done.written"
    return Answer(
        lines=[say(language, key, path=path)],
        document={"path": str(path), "written": not dry},
        next_step=say(language, f"cli.verb.{verb}.next{mark}{case}", path=path),
    )


def exported_answer(
    folder: Path, files: Sequence[Path], language: Language, *, dry: bool = False
) -> Answer:
    """Answer which files other programs can read, or where they would be."""
    if dry:
        return written_answer("export", folder, language, dry=True)
    lines = [say(language, "cli.done.exported", count=len(files), path=folder)]
    shown = [f"  {path.relative_to(folder)}" for path in files[:MOST_SHOWN]]
    more = ["  …"] if len(files) > MOST_SHOWN else []
    return Answer(
        lines=[*lines, *shown, *more],
        document={"path": str(folder), "files": [str(path) for path in files], "written": True},
        next_step=say(language, "cli.verb.export.next", path=folder),
    )


def version_name(folder: Path) -> str:
    """Return the name under which a stored plan is asked for."""
    return f"{folder.parent.name}/{folder.name}"


def _next(verb: str, what: str, language: Language) -> str:
    return say(language, f"cli.verb.{verb}.next_{what}" if what else f"cli.verb.{verb}.next")


def _listed(problems: Sequence[Problem], language: Language) -> list[str]:
    return problem_lines(problems, language) if problems else []


def _head(judged: Judged, language: Language) -> list[str]:
    runs = judged.plan.runs
    lines = [network_line(judged.network, judged.plan.quarter, language)]
    if any(run.status is RunStatus.STOPPED for run in runs):
        lines.append(say(language, "cli.done.stopped"))
    limits = [run.seconds_limit for run in runs if run.seconds_limit is not None]
    if limits:
        lines.append(say(language, "cli.done.limited", seconds=f"{limits[0]:g}"))
    if not judged.kept:
        return [*lines, say(language, "cli.done.not_stored")]
    name = version_name(judged.stored.folder)
    key = "cli.done.stored_before" if judged.known else "cli.done.stored"
    return [*lines, say(language, key, version=name, path=judged.stored.folder)]
