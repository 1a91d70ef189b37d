"""Tell where a workspace stands: its workbook, its plans, and what comes next."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vongsach.errors import FileError, InputError
from vongsach.fingerprint import network_sha256
from vongsach.network import Network
from vongsach.store import (
    EARLIER_DAMAGED,
    PlanStore,
    Standing,
    Status,
    Stored,
    Version,
    newest_published,
)
from vongsach.units import Given
from vongsach.workbook import Workbook, read_workbook
from vongsach.workbook.sheets import SHEETS
from vongsach.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored plan, as the history lists it."""

    version: Version
    standing: Standing
    trips: int
    recorded: int
    """Trips of which something was recorded."""
    fault: FileError | None = None
    """Why the plan or its records cannot be read; ``None``: they can."""
    doubt: FileError | None = None
    """Which plan before it is damaged, so that its own records are not all that holds."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a workspace stands."""

    workbook: Workbook | None
    faults: int
    """Errors of the workbook; 0 where it can be planned with."""
    newest: Entry | None
    published: Entry | None
    damaged: tuple[Entry, ...]
    """Other plans of which nobody can say how far they have come."""
    changed: tuple[str, ...]
    """Keys of the sheets that changed since the newest plan was made."""
    next_step: str
    """``workbook``, ``plan``, ``publish``, ``record``, ``quarter`` or ``damaged``."""


def history(store: PlanStore) -> Iterator[Entry]:
    """Yield every stored plan, oldest first; what is damaged is told, not left out.

    Raises
    ------
    FileError
        The store itself cannot be read.
    """
    for version in store.versions():
        yield entry_of(store, version)[0]


def entry_of(store: PlanStore, version: Version) -> tuple[Entry, Stored | None]:
    """Return what is to be listed of a plan, and the plan where it is sound."""
    try:
        stored = store.load_version(version)
    except FileError as fault:
        return Entry(version, store.standing(version), 0, 0, fault), None
    trips = len(stored.plan.routing.trips)
    try:
        recorded = len(store.actuals(version))
    except FileError as fault:
        if fault.code == EARLIER_DAMAGED:
            return Entry(version, stored.standing, trips, 0, doubt=fault), stored
        return Entry(version, stored.standing, trips, 0, fault), stored
    return Entry(version, stored.standing, trips, recorded), stored


def survey(workspace: Workspace, store: PlanStore) -> State:
    """Return where a workspace stands.

    Raises
    ------
    FileError
        The workbook or the store cannot be read.
    """
    book, faults = _workbook(workspace)
    versions = store.versions()
    newest, published, changed = None, None, tuple[str, ...]()
    if versions:
        newest, stored = entry_of(store, versions[-1])
        changed = _changed(book, stored) if book and stored else ()
    with contextlib.suppress(FileError):  # the damaged one that hides it is told below
        final = newest_published(versions)
        published = entry_of(store, final)[0] if final else None
    damaged = tuple(entry_of(store, one)[0] for one in versions[:-1] if one.fault)
    there = book is not None or faults > 0
    step = _next(there=there, newest=newest, published=published, changed=changed)
    step = "damaged" if damaged else step
    return State(book, faults, newest, published, damaged, changed, step)


def _next(
    *, there: bool, newest: Entry | None, published: Entry | None, changed: tuple[str, ...]
) -> str:
    if any(entry and (entry.fault or entry.doubt) for entry in (newest, published)):
        return "damaged"
    if not there and newest is None:
        return "workbook"
    if newest is None or (changed and newest.standing.status is Status.DRAFT):
        return "plan"
    if published is None:
        return "publish"
    return "record" if published.recorded < published.trips else "quarter"


def _workbook(workspace: Workspace) -> tuple[Workbook | None, int]:
    if not workspace.workbook.exists():
        return None, 0
    try:
        return read_workbook(workspace.workbook), 0
    except InputError as error:
        return None, sum(problem.level == "error" for problem in error.problems)


def _changed(book: Workbook, stored: Stored) -> tuple[str, ...]:
    """Return the sheets whose rows differ from those that a plan was made from."""
    before, now = stored.network, book.network
    if network_sha256(before) == network_sha256(now) and book.quarter == stored.plan.quarter:
        return ()
    differ = [sheet.key for sheet in SHEETS if _rows(sheet.rows, before) != _rows(sheet.rows, now)]
    settings = "configuration"
    head = (before.name, before.province_code, stored.plan.quarter)
    if head != (now.name, now.province_code, book.quarter):
        differ = [settings, *(key for key in differ if key != settings)]
    if before.rules != now.rules and "rules" not in differ:
        differ.append("rules")
    return tuple(differ)


def _rows(take: Callable[[Network], Iterable[Given]], network: Network) -> tuple[Given, ...]:
    return tuple(take(network))
