"""Read what crews wrote down, with every contradiction at its cell."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from vongsach.actuals import Fate, TripActual
from vongsach.errors import FileError, InputError, Problem
from vongsach.keeping.correcting import (
    fates_of,
    in_order,
    stop_over,
    trip_over,
    was_held,
    with_dashes,
    without_dashes,
)
from vongsach.keeping.odometers import compare_distance, compare_odometers
from vongsach.keeping.renumbering import renumbered
from vongsach.keeping.sheets import RECORD_SHEETS, BoxRow, StopRow, TripRow
from vongsach.keeping.stops_told import Before, Rows, Stand, TripReader, stops_before
from vongsach.output.view import PlanView, StopView, TripView
from vongsach.units import BoxId, Given, TripId
from vongsach.whereabouts import Whereabouts
from vongsach.workbook.build import build
from vongsach.workbook.codes import Code
from vongsach.workbook.contents import CHANGES, NETWORK, contents_of
from vongsach.workbook.match import find_sheets
from vongsach.workbook.read import grid_of_file
from vongsach.workbook.read_rows import read_rows
from vongsach.workbook.records import Findings, Found, Record

Row = TypeVar("Row", bound=Given)

GIVEN_INSTEAD: Final = {CHANGES: "changes_as_records", NETWORK: "workbook_as_records"}
_FIGURES: Final = ("arrival", "departure", "readers", "loans")


@dataclass(frozen=True, slots=True)
class Written:
    """What a filled workbook says."""

    trips: tuple[TripActual, ...]
    problems: tuple[Problem, ...]
    """Warnings."""


def read_actuals(
    path: Path,
    view: PlanView,
    where: Whereabouts,
    known: Iterable[TripActual] = (),
    *,
    marked: Callable[[str], PlanView | None] = lambda _: None,
) -> Written:
    """Return what crews wrote down of the trips of a plan.

    Trips of which nothing is written are left out. Where a trip was recorded before, a blank cell
    keeps what was recorded, and a dash takes it away. At a visit that was held, a planned hand-over
    of which nothing is written counts as done, but for a box whose last record, in the order of
    trips, is no hand-over: it was missing, damaged or not moved.

    Parameters
    ----------
    path
        The filled workbook.
    view
        The plan.
    where
        Where every box stands by what was recorded before.
    known
        What was recorded before.
    marked
        Gives the plan of a mark, so that a sheet of another version can be read.

    Raises
    ------
    InputError
        Something contradicts the plan, the ledger or itself: every problem, at its cell.
    FileError
        The file cannot be read as a workbook, or is one of another kind.
    """
    findings = Findings.of(grid := grid_of_file(path))
    if (what := contents_of(grid)) in GIVEN_INSTEAD:
        raise FileError(GIVEN_INSTEAD[what], path=path.name)
    found = find_sheets(grid, findings, RECORD_SHEETS)
    records = renumbered(
        {key: tuple(_rows(sheet, findings)) for key, sheet in found.items()},
        view,
        marked,
        findings,
    )
    trips, before = {trip.number: trip for trip in view.trips}, {one.trip: one for one in known}
    rows = Rows(
        trips=dict(_trip_rows(records.get("recorded_trips", ()), trips, before, findings)),
        stops=dict(
            _stop_rows(
                records.get("recorded_stops", ()), trips, stops_before(view, before), findings
            )
        ),
        boxes=_box_rows(records.get("recorded_boxes", ()), trips, findings),
        before=before,
    )
    compare_odometers(rows.trips, view, rows.before, findings)
    actuals = tuple(_actuals(view, rows, where, findings))
    if not actuals and not findings.hopeless:
        findings.in_file(Code.NOTHING_RECORDED)
    if findings.hopeless:
        raise InputError(tuple(findings.problems))
    return Written(actuals, tuple(findings.problems))


def _rows(sheet: Found, findings: Findings) -> Iterator[Record]:
    rows = {row.number: row for row in sheet.raw.rows}
    for record in read_rows(without_dashes(sheet), findings):
        yield with_dashes(record, sheet, rows)


def _trip_rows(
    records: tuple[Record, ...],
    trips: Mapping[int, TripView],
    before: Mapping[TripId, TripActual],
    findings: Findings,
) -> Iterator[tuple[int, tuple[Record, TripRow]]]:
    seen: dict[int, Record] = {}
    for record, row in _built(records, TripRow, findings):
        if _known_trip(record, row.trip, trips, findings) is None:
            continue
        if row.trip in seen:
            _twice(record, "trip", seen[row.trip], findings)
            continue
        seen[row.trip] = record
        if row.told or row.cleared:
            whole = trip_over(row, before.get(TripId(trips[row.trip].id)))
            compare_distance(record, whole, trips[row.trip], findings)
            yield row.trip, (record, whole)
        else:
            yield row.trip, (record, row)


def _stop_rows(
    records: tuple[Record, ...], trips: Mapping[int, TripView], before: Before, findings: Findings
) -> Iterator[tuple[Stand, tuple[Record, StopRow]]]:
    seen: dict[Stand, Record] = {}
    for record, row in _built(records, StopRow, findings):
        stop = _known_stop(record, row, trips, findings)
        if stop is None:
            continue
        key = row.trip, row.stop
        if key in seen:
            _twice(record, "stop", seen[key], findings)
            continue
        seen[key] = record
        if row.place is not None and row.place != stop.place.id:
            findings.in_cell(
                Code.OTHER_PLACE, record, "place", stop=str(row.stop), there=stop.place.id
            )
        _hold_to_itself(record, stop_over(row, before.get(key)), findings)
        yield key, (record, row)


def _hold_to_itself(record: Record, row: StopRow, findings: Findings) -> None:
    if row.arrival is not None and row.departure is not None and row.departure <= row.arrival:
        key = "departure" if record.given("departure") else "arrival"
        findings.in_cell(Code.LEFT_BEFORE_ARRIVAL, record, key)
    if row.note and not row.told:
        findings.in_cell(Code.NOTE_ALONE, record, "held")
    if not was_held(row):
        for key in _FIGURES:
            if record.given(key) and getattr(row, key) != 0:
                findings.in_cell(Code.FIGURES_OF_NO_VISIT, record, key)


def _box_rows(
    records: tuple[Record, ...], trips: Mapping[int, TripView], findings: Findings
) -> Mapping[Stand, tuple[tuple[Record, BoxRow], ...]]:
    rows: dict[Stand, tuple[tuple[Record, BoxRow], ...]] = {}
    for record, row in _built(records, BoxRow, findings):
        if _known_stop(record, row, trips, findings) is None:
            continue
        key = row.trip, row.stop
        same = [other for other, known in rows.get(key, ()) if known.box == row.box]
        if same:
            _twice(record, "box", same[0], findings)
            continue
        rows[key] = (*rows.get(key, ()), (record, row))
    return rows


def _actuals(
    view: PlanView, rows: Rows, where: Whereabouts, findings: Findings
) -> Iterator[TripActual]:
    last: dict[BoxId, Fate] = {}
    stood = stops_before(view, rows.before)
    for trip in in_order(view):
        kept = rows.before.get(TripId(trip.id))
        _, row = rows.trips.get(trip.number, (None, TripRow(trip=trip.number)))
        reader = TripReader(trip, rows, stood, where, dict(last), findings)
        told = reader.told or row.told or (kept is not None and bool(row.cleared))
        if not told and kept is None:
            continue
        row = trip_over(row, kept)
        actual = TripActual(
            trip=TripId(trip.id),
            odometer_from=row.odometer_from,
            odometer_to=row.odometer_to,
            fuel=row.fuel,
            stops=tuple(reader.stops()),
            note=row.note,
        )
        last |= fates_of(actual)
        # Of a trip that is not spoken of, what was assumed may have turned out otherwise.
        if told or kept is None or _handled(actual) != _handled(kept):
            yield actual


def _handled(actual: TripActual) -> set[tuple[dt.date, int, BoxId, Fate]]:
    """Return what became of the boxes of a trip, at which stop."""
    return {
        (stop.day, stop.position, one.box, one.fate) for stop in actual.stops for one in stop.boxes
    }


def _built(
    records: tuple[Record, ...], model: type[Row], findings: Findings
) -> Iterator[tuple[Record, Row]]:
    for record in records:
        row = build(model, record, record.values, findings)
        if row is not None:
            yield record, row


def _known_trip(
    record: Record, number: int, trips: Mapping[int, TripView], findings: Findings
) -> TripView | None:
    if number not in trips:
        most = str(len(trips))
        findings.in_cell(Code.NO_SUCH_TRIP, record, "trip", number=str(number), most=most)
    return trips.get(number)


def _known_stop(
    record: Record, row: StopRow | BoxRow, trips: Mapping[int, TripView], findings: Findings
) -> StopView | None:
    known = _known_trip(record, row.trip, trips, findings)
    if known is None:
        return None
    for one in known.stops:
        if one.number == row.stop:
            return one
    facts = {"trip": str(row.trip), "stop": str(row.stop), "most": str(len(known.stops))}
    findings.in_cell(Code.NO_SUCH_STOP, record, "stop", **facts)
    return None


def _twice(record: Record, key: str, other: Record, findings: Findings) -> None:
    findings.in_cell(Code.RECORDED_TWICE, record, key, other=other.address(key))
