"""Read a sheet that was written for another version of a plan: its trips may be numbered anew."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from vongsach.output.view import PlanView, TripView
from vongsach.store import Version
from vongsach.units import PlaceId, VanId
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record

Records = Mapping[str, tuple[Record, ...]]
"""Rows of each sheet, by its key."""
Same = tuple[VanId, tuple[tuple[dt.date, tuple[PlaceId, ...]], ...]]
"""What makes two trips one: van, days, and stops in their order."""

MARKED = "plan"
_TOLD = frozenset(
    {"odometer_from", "odometer_to", "fuel", "note", "held", "arrival", "departure", "readers",
     "loans", "fate"}
)  # fmt: skip


def mark_of(version: Version) -> str:
    """Return the mark of a plan on the sheets that are written for it: ``2027Q1/v2-1a2b3c4``."""
    return f"{version.folder.parent.name}/v{version.number}-{version.short_hash}"


def renumbered(
    records: Records,
    view: PlanView,
    marked: Callable[[str], PlanView | None],
    findings: Findings,
) -> Records:
    """Return rows with the numbers that their trips bear in a plan.

    Rows of trips of which nothing is written go where the plan has them no more; of those of
    which something is, the sheet is refused in one sentence.

    Parameters
    ----------
    records
        The rows as written.
    view
        The plan that is recorded of.
    marked
        Gives the plan of a mark; ``None``: the workspace does not hold it.
    """
    marks = _marks(records)
    if len(marks) > 1:
        other = next(reversed(marks.values())).address(MARKED)
        findings.in_cell(Code.SEVERAL_PLANS, next(iter(marks.values())), MARKED, other=other)
        return records
    for mark, record in marks.items():
        written_for = marked(mark)
        if written_for is None:
            findings.in_cell(Code.UNKNOWN_PLAN, record, MARKED)
        elif written_for is not view:
            return _moved(records, written_for, view, (findings, record))
    return records


def _marks(records: Records) -> dict[str, Record]:
    marks: dict[str, Record] = {}
    for record in records.get("recorded_trips", ()):
        if record.text(MARKED):
            marks.setdefault(record.text(MARKED), record)
    return marks


def _moved(
    records: Records, old: PlanView, view: PlanView, told: tuple[Findings, Record]
) -> Records:
    numbers, known, (findings, stamp) = _numbers(old, view), _by_number(old), told
    gone: set[int] = set()
    moved: dict[str, tuple[Record, ...]] = {}
    for key, rows in records.items():
        kept = []
        for record in rows:
            number = record.values.get("trip")
            if not isinstance(number, int):
                kept.append(record)
            elif number in numbers:
                kept.append(replace(record, values={**record.values, "trip": numbers[number]}))
            elif number not in known:
                most = str(len(known))
                findings.in_cell(Code.NO_SUCH_TRIP, record, "trip", number=str(number), most=most)
            elif any(record.given(cell) for cell in _TOLD) or record.values.get("cleared"):
                gone.add(number)
        moved[key] = tuple(kept)
    if gone:
        trips = ", ".join(f"{one} ({known[one].days[0].day:%d/%m/%Y})" for one in sorted(gone))
        findings.in_cell(Code.TRIPS_CHANGED, stamp, MARKED, trips=trips)
    return moved


def _by_number(view: PlanView) -> Mapping[int, TripView]:
    return {trip.number: trip for trip in view.trips}


def _numbers(old: PlanView, view: PlanView) -> dict[int, int]:
    """Return the number in a plan of each trip of another one that is the same in both."""
    there: dict[Same, list[int]] = {}
    for trip in view.trips:
        there.setdefault(_same(trip), []).append(trip.number)
    return dict(_paired(old.trips, there))


def _paired(
    trips: Iterable[TripView], there: Mapping[Same, list[int]]
) -> Iterator[tuple[int, int]]:
    for trip in trips:
        if there.get(_same(trip)):
            yield trip.number, there[_same(trip)].pop(0)


def _same(trip: TripView) -> Same:
    days = ((day.day, tuple(stop.place.id for stop in day.stops)) for day in trip.days)
    return trip.van.id, tuple(days)
