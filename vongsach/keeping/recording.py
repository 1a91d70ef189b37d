"""Take what happened on trips into the store, whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from vongsach.actuals import TripActual
from vongsach.errors import FileError, Problem
from vongsach.keeping.reading import read_actuals
from vongsach.keeping.renumbering import mark_of
from vongsach.keeping.sheets import blank_rows
from vongsach.output.joining import join
from vongsach.output.view import PlanView
from vongsach.store import PlanStore, Stored, Version, newest_published
from vongsach.whereabouts import Whereabouts, follow
from vongsach.words import Language, say
from vongsach.workbook.cells.kind import UnwritableError
from vongsach.workbook.write import table_workbook
from vongsach.workspace import write_whole

NOTHING_PUBLISHED, NOT_WRITABLE = "nothing_published", "not_writable"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A plan that is being carried out, with what is recorded of it."""

    store: PlanStore
    version: Version
    stored: Stored
    view: PlanView
    actuals: tuple[TripActual, ...]

    @property
    def where(self) -> Whereabouts:
        """Return where every box stood and stands."""
        return follow(self.stored.network, self.stored.plan, self.actuals)

    def marked(self, mark: str) -> PlanView | None:
        """Return the plan whose mark a sheet bears; ``None``: the workspace does not hold it."""
        if mark == mark_of(self.version):
            return self.view
        for version in self.store.versions():
            if mark == mark_of(version):
                stored = self.store.load_version(version)
                return join(stored.plan, stored.network, stored.travel)
        return None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was taken into the store."""

    version: Version
    taken: int
    """Trips that were new or corrected."""
    held: int
    missed: int
    lost: tuple[str, ...]
    damaged: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def open_ledger(store: PlanStore, name: str | None) -> Ledger:
    """Return a plan with its records; the newest published one where none is named.

    Raises
    ------
    FileError
        There is no such plan, none is published, or a damaged row hides which one is.
    """
    if name is None:
        published = newest_published(store.versions())
        if published is None:
            raise FileError(NOTHING_PUBLISHED)
        version = published
    else:
        version = store.find(name)
    stored = store.load_version(version)
    view = join(stored.plan, stored.network, stored.travel)
    return Ledger(store, version, stored, view, store.actuals(version))


def write_template(ledger: Ledger, path: Path, language: Language) -> Path:
    """Write the blank workbook of a plan, to be filled in.

    Raises
    ------
    FileError
        It cannot be written.
    """
    title = say(language, "keeping.record.template")
    try:
        rows = blank_rows(ledger.view, mark_of(ledger.version))
        content = table_workbook(rows, title, language)
    except UnwritableError as error:
        raise FileError(NOT_WRITABLE, path=str(path), cause=str(error)) from error
    return write_whole(path, lambda part: part.write_bytes(content))


def take_file(ledger: Ledger, path: Path, *, dry: bool) -> Recorded:
    """Record what a filled workbook says, all of it or nothing.

    Raises
    ------
    InputError
        It contradicts the plan, the ledger or itself.
    FileError
        It cannot be read, or the store cannot be written.
    """
    written = read_actuals(path, ledger.view, ledger.where, ledger.actuals, marked=ledger.marked)
    return take(ledger, written.trips, path.name, problems=written.problems, dry=dry)


def take(
    ledger: Ledger,
    trips: tuple[TripActual, ...],
    source: str,
    *,
    problems: tuple[Problem, ...] = (),
    dry: bool = False,
) -> Recorded:
    """Record what happened on some trips, put together on top of what the ledger holds.

    Raises
    ------
    FileError
        Another process recorded one of them meanwhile, or the store cannot be written.
    """
    known = {actual.trip: actual for actual in ledger.actuals}
    new = [trip for trip in trips if known.get(trip.trip) != trip]
    taken = len(new)
    if not dry:
        taken = ledger.store.record(ledger.version, trips, source, before=ledger.actuals)
    after = follow(
        ledger.stored.network,
        ledger.stored.plan,
        (known | {trip.trip: trip for trip in trips}).values(),
    )
    stops = [stop for trip in trips for stop in trip.stops]
    return Recorded(
        version=ledger.version,
        taken=taken,
        held=sum(stop.held for stop in stops),
        missed=sum(not stop.held for stop in stops),
        lost=tuple(sorted(after.lost)),
        damaged=tuple(sorted(after.damaged)),
        problems=problems,
    )
