"""Read what is asked on the command line, have it done, and print the answer.

The only composition root: here, and only here, the house meets its solvers and the terminal.
"""

import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.text import Text

from vongsach import beginning, kept_plans, paperwork, replanning, revising, solving, wording
from vongsach.arguments import LANGUAGE_VARIABLE, global_first, spoken_language
from vongsach.audit.files import Files, audit_files, write_audit
from vongsach.doctor import TIME_ZONE, examine
from vongsach.errors import PlannerError, Problem
from vongsach.exports import FORMATS, asked_formats
from vongsach.exports.stored import Asked, export_folder, export_stored
from vongsach.importing import Wish, imported
from vongsach.improving import Joint
from vongsach.job import Job, Told
from vongsach.keeping.publishing import Decision
from vongsach.later import later
from vongsach.network import Network
from vongsach.onlooker import Onlooker
from vongsach.output.ways import WayFinder
from vongsach.plan import ReplanMode
from vongsach.planning import plan_quarter, program_version
from vongsach.quarter import Quarter
from vongsach.store import Status, Stored
from vongsach.survey import RoadSurvey
from vongsach.travel import Travel
from vongsach.validation import Wanted, validated
from vongsach.wording import Answer, Judged
from vongsach.words import LANGUAGES, Language, say
from vongsach.workspace import Workspace, write_fault_log

solve_routing: solving.RoutingSolver = later("routing", "solve_routing")
solve_rotation: solving.RotationSolver = later("rotation", "solve_rotation")
solve_shelves: solving.ShelfSolver = later("rotation", "solve_shelves")
joint = Joint(
    later("routing", "open_trips"),
    later("rotation", "open_boxes"),
    later("rotation", "prove_rotation"),
)
travel_from_legs: Callable[[Network, Quarter], Travel] = later("routing.roads", "travel_from_legs")
ways_of: Callable[..., WayFinder] = later("routing.roads", "ways_of")
kept_roads: Callable[[Path], object] = later("routing.roads", "kept_roads")
solve_cycle = later("routing.cycle", "solve_cycle")
leg_findings: Callable[..., tuple[Problem, ...]] = later("routing.roads", "leg_findings")
take_roads: Callable[..., RoadSurvey] = later("routing.roads", "take_roads")
travel_in: Callable[..., Travel] = later("routing.roads", "travel_in")
travel_from_roads: Callable[..., Travel] = later("routing.roads", "travel_from_roads")

# Typer hands on one of the usage errors by name; its parent is what they have in common.
USAGE_ERROR = cast("type[Exception]", typer.BadParameter.__mro__[1])
app = typer.Typer(add_completion=False, add_help_option=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def begin(  # noqa: PLR0913 -- one argument for each global option
    context: typer.Context,
    *,
    directory: Annotated[Path, typer.Option("-C", metavar="DIR")] = Path(),
    language: Annotated[str, typer.Option("--lang", envvar=LANGUAGE_VARIABLE)] = LANGUAGES[0],
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v")] = False,
    version_wanted: Annotated[bool, typer.Option("--version")] = False,
    help_wanted: Annotated[bool, typer.Option("--help", "-h")] = False,
) -> None:
    """Take the options that every verb has."""
    spoken = next((known for known in LANGUAGES if known == language), None)
    if spoken is None:
        raise typer.BadParameter(language, param_hint="--lang")
    if version_wanted:
        raise Told(wording.version_answer(program_version(), spoken))
    if help_wanted or context.invoked_subcommand is None:
        page = wording.help_page(context.command, context.invoked_subcommand, spoken)
        raise Told(Answer(lines=page, document={"help": page}))
    context.obj = Job(
        Workspace(directory), spoken, seed, dry_run=dry_run, quiet=quiet or as_json, verbose=verbose
    )


PublicOption = Annotated[bool, typer.Option("--public")]
NumberOption = Annotated[int | None, typer.Option(min=1, metavar="N")]
VersionArgument = Annotated[str | None, typer.Argument(metavar="[VERSION]")]
EffortOption = Annotated[int, typer.Option(min=1, max=solving.MOST_THOROUGH, metavar="1..5")]
WEEK = 7 * 86_400
SecondsOption = Annotated[float | None, typer.Option("--seconds", min=0.1, max=WEEK, metavar="S")]


@app.command(add_help_option=False)
def init(
    context: typer.Context,
    sample: Annotated[str | None, typer.Option(metavar="NAME")] = None,
    quarter: Annotated[str | None, typer.Option(metavar="Q")] = None,
    last: Annotated[Path | None, typer.Option("--from", metavar="PLAN")] = None,
    *,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> Answer:
    """Write the workbook of a new workspace."""
    job: Job = context.obj
    path, today = beginning.require_room(job.workspace, force=force), _today()
    source = beginning.Source(sample, last)
    begin = partial(beginning.first_workbook, today=today, language=job.language)
    write = begin(job.workspace, source, quarter)
    if not job.dry_run:
        write(path)
    case = "init_sample" if sample else "init"
    return wording.written_answer(case, path, job.language, dry=job.dry_run)


@app.command(add_help_option=False)
def validate(
    context: typer.Context,
    annotate: Annotated[Path | None, typer.Option(metavar="OUT.xlsx")] = None,
    *,
    page: Annotated[bool, typer.Option("--html")] = False,
    strict: Annotated[bool, typer.Option("--strict")] = False,
) -> Answer:
    """Tell everything that is wrong in the workbook."""
    job: Job = context.obj
    wanted = Wanted(annotate=annotate, page=page, strict=strict, dry=job.dry_run)
    return validated(job.workspace, wanted, job.language, partial(leg_findings, folder=job.roads))


@app.command("roads", add_help_option=False)
def bring_roads(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...")] = None,
) -> Answer:
    """Import roads into the workspace, and tell how they fit its places."""
    job: Job = context.obj
    survey = take_roads(job.read().network, job.roads, files or (), dry=job.dry_run)
    return wording.roads_answer(survey, job.roads, job.language, dry=job.dry_run)


@app.command("import", add_help_option=False)
def take_in(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    mapping: Annotated[str | None, typer.Option("--map", metavar="NAME|FILE")] = None,
    keep: Annotated[str | None, typer.Option("--save-map", metavar="NAME")] = None,
    target: Annotated[Path | None, typer.Option("--out", metavar="OUT.xlsx")] = None,
    update: Annotated[bool, typer.Option("--update")] = False,
) -> Answer:
    """Merge a list of places, boxes or titles into a copy of the workbook."""
    job: Job = context.obj
    wish = Wish(source, mapping, keep, target, update=update, dry=job.dry_run)
    return imported(job.workspace, wish, job.language)


@app.command(add_help_option=False)
def plan(
    context: typer.Context, effort: EffortOption = solving.USUAL, seconds: SecondsOption = None
) -> Answer:
    """Plan the quarter, check the plan and store it."""
    judged = _plan(context.obj, solving.Effort(level=effort, seconds=seconds))
    return wording.plan_answer(judged, context.obj.language)


def _plan(job: Job, effort: solving.Effort) -> Judged:
    book = job.read()
    find = partial(travel_in, job.roads, otherwise=travel_from_legs)
    travel = find(book.network, book.quarter, keep=not job.dry_run)
    solve = partial(plan_quarter, solve_routing=solve_routing, solve_rotation=solve_rotation)
    made = partial(solve, solve_shelves=solve_shelves, joint=joint)
    how = partial(made, effort=effort, seed=job.seed)
    with (watch := Onlooker(job, _talk)).bars:
        make = partial(how, book.network, book.quarter, travel, watch=watch)
        planned = watch.follow(make)
    return job.keep(planned, book.network, travel, take_roads(book.network, job.roads))


@app.command(add_help_option=False)
def check(context: typer.Context, version: VersionArgument = None) -> Answer:
    """Check a stored plan again."""
    return wording.check_answer(context.obj.load_judged(version), context.obj.language)


@app.command(add_help_option=False)
def show(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    week: Annotated[int | None, typer.Option(metavar="N")] = None,
    place: Annotated[str | None, typer.Option(metavar="ID")] = None,
    box: Annotated[str | None, typer.Option(metavar="ID")] = None,
) -> Answer:
    """Show a stored plan, or a week, a place or a box of it."""
    job: Job = context.obj
    judged, view = job.load_viewed(version)
    lines = wording.chosen_lines(view, week=week, place=place, box=box, language=job.language)
    chosen = wording.chosen_records(view, week=week, place=place, box=box)
    return wording.show_answer(judged, lines, job.language, chosen)


@app.command("map", add_help_option=False)
def draw(
    context: typer.Context, version: VersionArgument = None, *, public: PublicOption = False
) -> Answer:
    """Draw the map of a stored plan."""
    job: Job = context.obj
    desk = _desk(job.load(version), job)
    path = desk.map_path(public=public) if job.dry_run else desk.draw_map(public=public)
    return wording.written_answer("map", path, job.language, dry=job.dry_run)


@app.command("print", add_help_option=False)
def make_paper(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    trip: NumberOption = None,
    week: NumberOption = None,
    every: Annotated[bool, typer.Option("--all")] = False,
) -> Answer:
    """Make the paper of a stored plan."""
    job: Job = context.obj
    wanted = paperwork.Wanted() if every else paperwork.Wanted(trip=trip, week=week)
    desk = _desk(job.load(version), job)
    papers = () if job.dry_run else desk.make_papers(wanted)
    return wording.sheets_answer(desk.paper_folder, papers, job.language, dry=job.dry_run)


@app.command(add_help_option=False)
def report(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    remedies: Annotated[bool, typer.Option("--remedies")] = False,
) -> Answer:
    """Write the page on which a manager decides on a stored plan."""
    return revising.answer_report(_bench(context.obj), version, _desk, remedies=remedies)


def _desk(stored: Stored, job: Job) -> paperwork.Desk:
    roads = kept_roads(job.roads)
    ways = ways_of(stored.network, stored.plan.quarter, stored.travel, roads)
    return paperwork.Desk(stored, ways, job.language, _today())


def _today() -> dt.date:
    return dt.datetime.now(ZoneInfo(TIME_ZONE)).date()


def _ask(question: str) -> str:
    _talk(question)
    return input()  # raises at the end of input, where ``readline`` would answer nothing


@app.command(add_help_option=False)
def export(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    forms: Annotated[str, typer.Option("--to", metavar="A,B,C")] = ",".join(FORMATS),
    folder: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    public: Annotated[bool, typer.Option("--public")] = False,
    extended: Annotated[bool, typer.Option("--extended")] = False,
) -> Answer:
    """Write a stored plan in the forms that other programs read."""
    job: Job = context.obj
    asked = Asked(asked_formats(forms), job.language, public=public, extended=extended)
    stored = job.load(version)
    target = export_folder(stored, folder, public=public)
    files = () if job.dry_run else export_stored(job.store, stored, target, asked)
    return wording.exported_answer(target, files, job.language, dry=job.dry_run)


@app.command(add_help_option=False)
def audit(
    context: typer.Context,
    timetable: Annotated[Path, typer.Argument(metavar="TIMETABLE.csv")],
    *,
    depots: Annotated[Path | None, typer.Option(metavar="F")] = None,
    legs: Annotated[Path | None, typer.Option(metavar="F")] = None,
    exact: Annotated[bool, typer.Option("--legs-exact")] = False,
    audit_seconds: SecondsOption = None,
    max_changes: Annotated[int | None, typer.Option(min=0, metavar="K")] = None,
    folder: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
) -> Answer:
    """Tell what a published timetable costs, and plan the same service again."""
    job: Job = context.obj
    level = solving.MOST_THOROUGH if audit_seconds else solving.USUAL
    effort = solving.Effort(level, audit_seconds)
    kept = None if legs else kept_roads(job.roads)
    roads = None if kept is None else partial(travel_from_roads, roads=kept)
    how = partial(
        audit_files, Files(timetable, depots, legs, exact=exact, roads=roads), seed=job.seed
    )
    with (watch := Onlooker(job, _talk)).bars:
        ask = partial(how, effort=effort, most_changes=max_changes, solve_cycle=solve_cycle)
        found = watch.follow(lambda: ask(watch=watch))
    document = wording.audit_document(found, job.language)
    files = write_audit(found, document, folder) if folder and not job.dry_run else ()
    return wording.audit_answer(found, files, job.language)


def _bench(job: Job, effort: int = solving.QUICKEST) -> revising.Bench:
    def solvers(watch: solving.Watch) -> replanning.Solvers:
        how = solving.Effort(effort)
        who = partial(replanning.Solvers, solve_routing, solve_rotation, shelves=solve_shelves)
        return who(effort=how, seed=job.seed, watch=watch, joint=joint)

    def watched(act: Callable[[solving.Watch], Answer]) -> Answer:
        with (watch := Onlooker(job, _talk)).bars:
            return watch.follow(lambda: act(watch))

    find = partial(travel_in, job.roads, otherwise=travel_from_legs, keep=not job.dry_run)
    return revising.Bench(job, solvers, find, partial(take_roads, folder=job.roads), watched)


@app.command(add_help_option=False)
def replan(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    since: Annotated[str, typer.Option("--from", metavar="DAY")],
    changes_file: Annotated[Path | None, typer.Option("--changes", metavar="FILE")] = None,
    mode: Annotated[ReplanMode, typer.Option(metavar="MODE")] = ReplanMode.KEEP_TRIPS,
    most: Annotated[int | None, typer.Option("--max-changes", min=0, metavar="N")] = None,
    change_price: Annotated[int, typer.Option(min=0, metavar="DONG")] = replanning.CHANGE_PRICE,
    effort: EffortOption = solving.QUICKEST,
) -> Answer:
    """Plan the rest of a plan anew with what has changed."""
    asked = revising.Changes(since, changes_file, mode, most, change_price)
    return revising.answer_replan(_bench(context.obj, effort), version, asked)


@app.command(add_help_option=False)
def suggest(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    place: Annotated[str, typer.Option(metavar="ID")],
    top: Annotated[int, typer.Option(min=1, max=9, metavar="N")] = 3,
) -> Answer:
    """Suggest days for a visit more."""
    return revising.answer_suggest(_bench(context.obj), version, place, top)


@app.command(add_help_option=False)
def compare(
    context: typer.Context,
    plans: Annotated[list[str] | None, typer.Argument(metavar="A B [C]")] = None,
    *,
    scenarios: Annotated[Path | None, typer.Option(metavar="F.toml")] = None,
    as_page: Annotated[bool, typer.Option("--html")] = False,
    as_sheet: Annotated[bool, typer.Option("--xlsx")] = False,
) -> Answer:
    """Lay plans beside each other."""
    asked = revising.Beside(plans or (), scenarios, page=as_page, sheet=as_sheet)
    return revising.answer_compare(_bench(context.obj), asked)


@app.command(add_help_option=False)
def explain(  # noqa: PLR0913 -- one argument for each option
    context: typer.Context,
    version: VersionArgument = None,
    *,
    unserved: Annotated[bool, typer.Option("--unserved")] = False,
    place: Annotated[str | None, typer.Option(metavar="ID")] = None,
    box: Annotated[str | None, typer.Option(metavar="ID")] = None,
    trip_name: Annotated[str | None, typer.Option("--trip", metavar="ID")] = None,
    infeasible: Annotated[bool, typer.Option("--infeasible")] = False,
    stock: Annotated[bool, typer.Option("--stock")] = False,
    effort: EffortOption = solving.QUICKEST,
) -> Answer:
    """Say why something is not planned, and what would help."""
    what = revising.Asked(unserved, place, box, trip_name, infeasible=infeasible, stock=stock)
    return revising.answer_explain(_bench(context.obj, effort), version, what)


@app.command(add_help_option=False)
def publish(
    context: typer.Context,
    version: VersionArgument = None,
    *,
    approver: Annotated[str, typer.Option(metavar="NAME")] = "",
    day: Annotated[str | None, typer.Option("--date", metavar="DAY")] = None,
    approve_only: Annotated[bool, typer.Option("--approve-only")] = False,
) -> Answer:
    """Publish a stored plan, or record that it was approved."""
    status = Status.APPROVED if approve_only else Status.PUBLISHED
    decision = Decision(status, approver, kept_plans.day_of(day, _today()))
    return kept_plans.published(context.obj, version, decision)


@app.command(add_help_option=False)
def record(
    context: typer.Context,
    actuals: Annotated[Path | None, typer.Argument(metavar="[ACTUALS.xlsx]")] = None,
    *,
    template: Annotated[Path | None, typer.Option(metavar="OUT.xlsx")] = None,
    record_trip: Annotated[int | None, typer.Option("--trip", min=1, metavar="N")] = None,
    of: Annotated[str | None, typer.Option(metavar="VERSION")] = None,
) -> Answer:
    """Record what happened on the trips of a published plan."""
    asked = kept_plans.Asked(actuals, template, record_trip)
    return kept_plans.recorded(context.obj, of, asked, _ask)


@app.command(add_help_option=False)
def statistics(
    context: typer.Context,
    of: Annotated[str | None, typer.Option(metavar="VERSION")] = None,
    statistics_out: Annotated[Path | None, typer.Option("--out", metavar="OUT.xlsx")] = None,
) -> Answer:
    """Count the service, planned beside held."""
    return kept_plans.counted(context.obj, of, statistics_out)


@app.command(add_help_option=False)
def history(
    context: typer.Context, *, boxes: Annotated[bool, typer.Option("--boxes")] = False
) -> Answer:
    """List the stored plans, or the recorded movements of boxes."""
    return kept_plans.listed(context.obj, boxes=boxes)


@app.command(add_help_option=False)
def status(context: typer.Context) -> Answer:
    """Tell where the workspace stands."""
    return kept_plans.surveyed(context.obj)


@app.command(add_help_option=False)
def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="DIR")] = Path("vongsach-demo"),
    effort: EffortOption = solving.USUAL,
    seconds: SecondsOption = None,
) -> Answer:
    """Go all the way with the bundled example."""
    job = replace(context.obj, workspace=Workspace(context.obj.workspace.folder / out))
    if job.dry_run:
        return wording.written_answer("demo", job.workspace.folder, job.language, dry=True)
    beginning.write_demo(job.workspace)
    judged = _plan(job, solving.Effort(level=effort, seconds=seconds))
    (desk := _desk(judged.stored, job)).draw_map()
    desk.write_report(judged.report)
    papers = desk.make_papers(paperwork.Wanted())
    return wording.demo_answer(judged, job.workspace, desk, len(papers))


@app.command(add_help_option=False)
def doctor(context: typer.Context) -> Answer:
    """Examine the machine and the folder."""
    return wording.doctor_answer(tuple(examine(context.obj.workspace)), context.obj.language)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for, print the answer, and return the exit code."""
    group: Any = typer.main.get_command(app)  # its class differs between versions of Typer
    ahead, rest = global_first(arguments, group.params)
    language = spoken_language(ahead, os.environ)
    try:
        with group.make_context("vongsach", [*ahead, *rest]) as context:
            answer: Answer = group.invoke(context)
    except Told as told:
        answer = told.answer
    except USAGE_ERROR as error:
        answer = wording.usage_answer(error, rest, list(group.commands), language)
    except (PlannerError, KeyboardInterrupt) as error:
        answer = wording.error_answer(error, language)
    except Exception as fault:  # noqa: BLE001 -- the one end of every fault of ours
        log = write_fault_log(Path(), traceback.format_exc(), dt.datetime.now(dt.UTC))
        answer = wording.fault_answer(repr(fault), log, language)
    _print(answer, language, ahead)
    return answer.code


def _print(answer: Answer, language: Language, asked: Sequence[str]) -> None:
    as_json = "--json" in asked
    sys.stdout.write(wording.standard_output(answer, as_json=as_json))
    sys.stdout.flush()
    if answer.alarm:
        _talk(answer.alarm, "bold red")
    if answer.next_step and not as_json and not {"-q", "--quiet"} & {*asked}:
        _talk(say(language, "cli.next", step=answer.next_step), "bold")


def _talk(line: str, style: str = "") -> None:
    console = Console(stderr=True, highlight=False)
    console.print(Text(wording.visible(line), style=style), soft_wrap=True)
