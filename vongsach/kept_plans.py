"""Do what the verbs about kept plans ask for, and say what came of it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vongsach.errors import FileError
from vongsach.job import Job
from vongsach.keeping.asking import ask_trip
from vongsach.keeping.figures import Statistics, write_statistics
from vongsach.keeping.publishing import Decision, decide
from vongsach.keeping.recording import Recorded, open_ledger, take, take_file, write_template
from vongsach.keeping.statistics import Kept
from vongsach.keeping.survey import history, survey
from vongsach.store import PlanStore, Version, newest_published
from vongsach.wording import (
    Answer,
    decided_answer,
    history_answer,
    ledger_answer,
    recorded_answer,
    statistics_answer,
    status_answer,
    would_publish_answer,
    written_answer,
)

DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
BAD_DAY, ONE_OF_THREE, TYPED = "bad_day", "record_what", "–"


def day_of(typed: str | None, today: dt.date) -> dt.date:
    """Return a day as typed; today where nothing is.

    Raises
    ------
    FileError
        It is not a day.
    """
    if typed is None:
        return today
    for form in DAY_FORMS:
        try:
            return dt.datetime.strptime(typed, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise FileError(BAD_DAY, value=typed)


def published(job: Job, name: str | None, decision: Decision) -> Answer:
    """Approve or publish a plan that the checker finds sound."""
    version = job.store.find(name)
    judged = job.load_judged(version.name)
    if job.dry_run:
        return would_publish_answer(version, job.language)
    done = decide(job.store, version, judged.report, decision, language=job.language)
    standing = job.store.standing(done.version)
    day = standing.approved_on or decision.day
    return decided_answer(done, standing.approver, f"{day:%d/%m/%Y}", job.language)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be recorded, and from where: one of the three is given."""

    actuals: Path | None = None
    """A filled workbook."""
    template: Path | None = None
    """Where a blank one goes."""
    trip: int | None = None
    """A trip that somebody is asked about."""


def recorded(job: Job, name: str | None, asked: Asked, ask: Callable[[str], str]) -> Answer:
    """Record what happened, or write the blank workbook for it."""
    given = [one for one in (asked.actuals, asked.template, asked.trip) if one is not None]
    if len(given) != 1:
        raise FileError(ONE_OF_THREE)
    ledger = open_ledger(job.store, name)
    if asked.template is not None:
        if not job.dry_run:
            write_template(ledger, asked.template, job.language)
        return written_answer("record_template", asked.template, job.language, dry=job.dry_run)
    done: Recorded
    if asked.actuals is not None:
        done = take_file(ledger, asked.actuals, dry=job.dry_run)
    else:
        try:
            trip = ask_trip(ledger.view, asked.trip or 0, ask, job.language, known=ledger.actuals)
        except EOFError as end:  # nobody is there to answer: that is no blank answer
            raise KeyboardInterrupt from end
        done = take(ledger, (trip,), TYPED, dry=job.dry_run)
    return recorded_answer(done, job.language, dry=job.dry_run)


def counted(job: Job, name: str | None, path: Path | None) -> Answer:
    """Count the service of a plan, or of every published one."""
    store = job.store
    newest = [] if name else [*_published(store)]
    versions = newest or [open_ledger(store, name).version]
    plans = tuple(Kept.of(store.load_version(one), store.actuals(one)) for one in versions)
    statistics = Statistics(plans)
    if path is not None and not job.dry_run:
        write_statistics(statistics, path, job.language)
    written = None if job.dry_run else path
    return statistics_answer(statistics, written, job.language)


def _published(store: PlanStore) -> Iterator[Version]:
    """Yield the published plan of each quarter that people go by."""
    quarters: dict[str, list[Version]] = {}
    for version in store.versions():
        quarters.setdefault(version.folder.parent.name, []).append(version)
    for versions in quarters.values():
        published = newest_published(versions)
        if published is not None:
            yield published


def listed(job: Job, *, boxes: bool) -> Answer:
    """List every stored plan, or every recorded movement of a box."""
    if boxes:
        return ledger_answer(job.store.movements(), job.language)
    return history_answer(tuple(history(job.store)), job.language)


def surveyed(job: Job) -> Answer:
    """Tell where the workspace stands."""
    return status_answer(survey(job.workspace, job.store), job.language)
