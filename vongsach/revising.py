"""Do what the verbs ask that look at a plan with something changed, and answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from vongsach.beside import compared, compared_scenarios, comparison
from vongsach.changing import Unknown, unknown_roads
from vongsach.errors import FileError
from vongsach.job import Job
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.paperwork import Desk
from vongsach.plan import ReplanMode
from vongsach.replanning import Solvers, Wish
from vongsach.solving import Watch
from vongsach.store import PlanStore, Stored, newest_published
from vongsach.survey import RoadSurvey
from vongsach.trying import (
    Asked,
    MakeTravel,
    cheapest_remedies,
    day_of,
    deadlock,
    explained,
    replanned,
    suggested,
)
from vongsach.units import ServiceId
from vongsach.whereabouts import follow
from vongsach.wording import written_answer
from vongsach.wording.answers import Answer
from vongsach.wording.changes import replan_answer
from vongsach.words import Language, say

BAD_DAY, SCENARIOS_BESIDE = "bad_day", "scenarios_beside"
__all__ = ["Asked", "Bench", "Beside", "Changes"]


@dataclass(frozen=True, slots=True)
class Bench:
    """Who does the work of these verbs, and for which job."""

    job: Job
    solvers: Callable[[Watch], Solvers]
    travel: MakeTravel
    roads: Callable[[Network], RoadSurvey]
    watched: Callable[[Callable[[Watch], Answer]], Answer]
    """Has something done while somebody looks on."""

    def unknown(self, stored: Stored) -> Unknown:
        """Return what says which roads nobody knows that a change of a plan names."""
        return unknown_roads(stored.network, stored.plan.quarter, self.roads)


@dataclass(frozen=True, slots=True)
class Changes:
    """What ``replan`` is asked for."""

    since: str
    file: Path | None
    mode: ReplanMode
    most: int | None
    price: int

    def wish(self) -> Wish:
        """Return the wish.

        Raises
        ------
        FileError
            The day is none.
        """
        day = day_of(self.since)
        if day is None:
            raise FileError(BAD_DAY, value=self.since)
        return Wish(day, self.mode, self.most, self.price)


@dataclass(frozen=True, slots=True)
class Beside:
    """What ``compare`` is asked for."""

    names: Sequence[str]
    scenarios: Path | None
    page: bool
    sheet: bool


def answer_replan(bench: Bench, version: str | None, asked: Changes) -> Answer:
    """Plan the rest of a stored plan anew, keep it and tell what changes."""
    job, wish = bench.job, asked.wish()
    version = version or _promised(job.store)
    stored = job.load(version)
    actuals = job.store.actuals(job.store.find(version))
    missing = follow(stored.network, stored.plan, actuals).lost
    source = asked.file or job.workspace.require_workbook()

    def work(watch: Watch) -> Answer:
        solvers = bench.solvers(watch)
        found, now, idle = replanned(
            stored,
            source,
            wish,
            missing=missing,
            travel=bench.travel,
            solvers=solvers,
            unknown=bench.unknown(stored),
        )
        judged = job.keep(found.planned, now.network, now.travel, bench.roads(now.network))
        answer = replan_answer(judged, found, version or stored.folder.name, job.language)
        notes = [say(job.language, "replan.same_travel", road=plain(road)) for road in idle]
        notes += _newly_lost(stored.network, now.network, job.language)
        return replace(answer, lines=[*answer.lines, *notes])

    return bench.watched(work)


def _promised(store: PlanStore) -> str | None:
    """Return the published plan that people go by in the newest quarter; ``None``: none is.

    Raises
    ------
    FileError
        That cannot be said, for a row of the store is damaged.
    """
    versions = store.versions()
    quarter = [one for one in versions if one.folder.parent == versions[-1].folder.parent]
    published = newest_published(quarter)
    return None if published is None else published.name


def _newly_lost(before: Network, now: Network, language: Language) -> Iterator[str]:
    """Yield a sentence for each box that is lost now and was not before."""
    known = {box.id: box.lost_from for box in before.boxes}
    for box in now.boxes:
        if box.lost_from is not None and box.lost_from != known.get(box.id):
            day = Presentation(language).day(box.lost_from)
            yield say(language, "replan.lost", box=plain(box.id), day=day)


def answer_report(
    bench: Bench, version: str | None, desk_of: Callable[[Stored, Job], Desk], *, remedies: bool
) -> Answer:
    """Write the manager's page, with a tried remedy for each missing visit where asked."""
    job = bench.job
    judged = job.load_judged(version)
    desk = desk_of(judged.stored, job)

    def write(tried: Mapping[ServiceId, str]) -> Answer:
        path = desk.report_path if job.dry_run else desk.write_report(judged.report, tried)
        return written_answer("report", path, job.language, dry=job.dry_run)

    if not remedies:
        return write({})
    find = partial(cheapest_remedies, judged.stored, language=job.language)
    return bench.watched(lambda watch: write(find(solvers=bench.solvers(watch))))


def answer_suggest(bench: Bench, version: str | None, place: str, top: int) -> Answer:
    """Suggest days for a visit more."""
    stored = bench.job.load(version)
    ask = partial(suggested, stored, place, top, language=bench.job.language)
    return bench.watched(lambda watch: ask(solvers=bench.solvers(watch)))


def answer_explain(bench: Bench, version: str | None, asked: Asked) -> Answer:
    """Say why something is not planned."""
    language = bench.job.language
    if asked.infeasible:
        tell = partial(deadlock, bench.job.read(), travel=bench.travel, language=language)
        return bench.watched(lambda watch: tell(solvers=bench.solvers(watch)))
    stored = bench.job.load(version)
    return bench.watched(lambda watch: explained(stored, asked, bench.solvers(watch), language))


def answer_compare(bench: Bench, asked: Beside) -> Answer:
    """Lay plans, or a plan and scenarios, beside each other.

    Raises
    ------
    FileError
        More plans are named than are compared.
    """
    job = bench.job
    if asked.scenarios is not None and len(asked.names) > 1:
        raise FileError(SCENARIOS_BESIDE, count=str(len(asked.names)))
    named = [(name, job.load(name)) for name in asked.names]
    if not named and asked.scenarios is not None:
        newest = job.load(None)
        named = [(newest.folder.name, newest)]
    write = partial(
        comparison,
        network=named[0][1].network if named else None,
        folder=job.workspace.folder,
        page=asked.page and not job.dry_run,
        sheet=asked.sheet and not job.dry_run,
        language=job.language,
    )
    path = asked.scenarios
    if path is None:
        return write(compared(named))
    first, travel = named[0], bench.travel
    return bench.watched(
        lambda watch: write(
            compared_scenarios(
                first,
                path,
                travel=travel,
                solvers=bench.solvers(watch),
                unknown=bench.unknown(first[1]),
            )
        )
    )
