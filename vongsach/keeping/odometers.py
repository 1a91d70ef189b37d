"""Hold what odometers read against the plan, and against earlier trips of the same van."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vongsach.actuals import TripActual
from vongsach.keeping.sheets import TripRow
from vongsach.output.presentation import Presentation
from vongsach.output.view import PlanView, TripView
from vongsach.units import TripId
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record

FAR_OFF: Final = 1.5
"""An odometer that differs more than this from the plan, either way, is probably misread."""

Rows = Mapping[int, tuple[Record, TripRow]]
"""Rows of trips by number, each with its cells."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an odometer read on one trip, first and last, in metres."""

    trip: TripView
    first: int
    last: int
    record: Record | None
    """Where it is written; ``None``: it was recorded before."""


def compare_distance(record: Record, row: TripRow, trip: TripView, findings: Findings) -> None:
    """Note an odometer that ran backwards on a trip, or much more or less than was planned."""
    if row.odometer_from is None or row.odometer_to is None:
        return
    key = "odometer_to" if record.given("odometer_to") else "odometer_from"
    if not record.given(key):
        return
    driven = row.odometer_to - row.odometer_from
    planned = sum(leg.metres or 0 for leg in trip.legs)
    if driven < 0:
        findings.in_cell(Code.ODOMETER_BACKWARDS, record, key)
    elif not planned / FAR_OFF <= driven <= planned * FAR_OFF:
        show = Presentation(record.found.language)
        findings.in_cell(
            Code.OTHER_DISTANCE,
            record,
            key,
            driven=show.kilometres(driven),
            planned=show.kilometres(planned),
        )


def compare_odometers(
    rows: Rows, view: PlanView, known: Mapping[TripId, TripActual], findings: Findings
) -> None:
    """Note every reading that lies below one of an earlier trip of the same van.

    A warning: an odometer may have been replaced. Trips that were recorded before count as well.
    """
    by_van: dict[str, list[_Reading]] = {}
    for one in _readings(rows, view, known):
        by_van.setdefault(one.trip.van.id, []).append(one)
    for readings in by_van.values():
        for before, after in pairwise(readings):
            if after.first < before.last:
                _note(before, after, findings)


def _readings(rows: Rows, view: PlanView, known: Mapping[TripId, TripActual]) -> Iterator[_Reading]:
    for trip in sorted(view.trips, key=lambda trip: trip.days[0].day):
        record, row = rows.get(trip.number, (None, None))
        before = known.get(TripId(trip.id))
        # A row that is left blank says nothing: what was recorded of its trip stands.
        read = _read(row)
        if not read and not (row is not None and row.cleared & {"odometer_from", "odometer_to"}):
            record, read = None, _read(before)
        if read:
            yield _Reading(trip, read[0], read[-1], record)


def _read(told: TripRow | TripActual | None) -> list[int]:
    """Return what the odometer read at departure and return, as far as it is told."""
    if told is None:
        return []
    return [one for one in (told.odometer_from, told.odometer_to) if one is not None]


def _note(before: _Reading, after: _Reading, findings: Findings) -> None:
    record, later = after.record or before.record, after.record is not None
    if record is None:
        return
    show = Presentation(record.found.language)
    other = before if later else after
    key = "odometer_from" if later else "odometer_to"
    if not record.given(key):
        key = "odometer_to" if later else "odometer_from"
    findings.in_cell(
        Code.ODOMETER_FELL,
        record,
        key,
        earlier=show.kilometres(before.last),
        later=show.kilometres(after.first),
        trip=str(other.trip.number),
        day=show.day(other.trip.days[0].day),
    )
