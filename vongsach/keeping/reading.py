"""Read what crews wrote down, with every contradiction at its cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.errors import InputError, Problem
from vongsach.keeping.odometers import compare_distance, compare_odometers
from vongsach.keeping.sheets import RECORD_SHEETS, BoxRow, StopRow, TripRow
from vongsach.output.view import DayView, PlanView, StopView, TripView
from vongsach.units import BoxId, Given, TripId
from vongsach.whereabouts import Whereabouts
from vongsach.words import say
from vongsach.workbook.build import build
from vongsach.workbook.codes import Code
from vongsach.workbook.match import find_sheets
from vongsach.workbook.read import grid_of_file
from vongsach.workbook.read_rows import read_rows
from vongsach.workbook.records import Findings, Record

Row = TypeVar("Row", bound=Given)
Stand = tuple[int, int]
"""A stop: number of the trip, number of the stop."""

_STAYS: Final = {Fate.MISSING, Fate.DAMAGED, Fate.NOT_MOVED}
_FIGURES: Final = ("arrival", "departure", "readers", "loans")


@dataclass(frozen=True, slots=True)
class Written:
    """What a filled workbook says."""

    trips: tuple[TripActual, ...]
    problems: tuple[Problem, ...]
    """Warnings."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a workbook that could be read, each with its cells."""

    trips: Mapping[int, tuple[Record, TripRow]]
    stops: Mapping[Stand, tuple[Record, StopRow]]
    boxes: Mapping[Stand, tuple[tuple[Record, BoxRow], ...]]
    before: Mapping[TripId, TripActual]
    """What was recorded before."""


def read_actuals(
    path: Path, view: PlanView, where: Whereabouts, known: Iterable[TripActual] = ()
) -> Written:
    """Return what crews wrote down of the trips of a plan.

    Trips of which nothing is written are left out. At a visit that was held, a planned hand-over
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

    Raises
    ------
    InputError
        Something contradicts the plan, the ledger or itself: every problem, at its cell.
    FileError
        The file cannot be read as a workbook.
    """
    findings = Findings.of(grid := grid_of_file(path))
    found = find_sheets(grid, findings, RECORD_SHEETS)
    records = {key: read_rows(sheet, findings) for key, sheet in found.items()}
    trips = {trip.number: trip for trip in view.trips}
    rows = _Rows(
        trips=dict(_trip_rows(records.get("recorded_trips", ()), trips, findings)),
        stops=dict(_stop_rows(records.get("recorded_stops", ()), trips, findings)),
        boxes=_box_rows(records.get("recorded_boxes", ()), trips, findings),
        before={one.trip: one for one in known},
    )
    compare_odometers(rows.trips, view, rows.before, findings)
    actuals = tuple(_actuals(view, rows, where, findings))
    if not actuals and not findings.hopeless:
        findings.in_file(Code.NOTHING_RECORDED)
    if findings.hopeless:
        raise InputError(tuple(findings.problems))
    return Written(actuals, tuple(findings.problems))


def _trip_rows(
    records: tuple[Record, ...], trips: Mapping[int, TripView], findings: Findings
) -> Iterator[tuple[int, tuple[Record, TripRow]]]:
    seen: dict[int, Record] = {}
    for record, row in _built(records, TripRow, findings):
        if _known_trip(record, row.trip, trips, findings) is None:
            continue
        if row.trip in seen:
            _twice(record, "trip", seen[row.trip], findings)
            continue
        seen[row.trip] = record
        compare_distance(record, row, trips[row.trip], findings)
        yield row.trip, (record, row)


def _stop_rows(
    records: tuple[Record, ...], trips: Mapping[int, TripView], findings: Findings
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
        _hold_to_itself(record, row, findings)
        yield key, (record, row)


def _hold_to_itself(record: Record, row: StopRow, findings: Findings) -> None:
    if row.arrival is not None and row.departure is not None and row.departure <= row.arrival:
        findings.in_cell(Code.LEFT_BEFORE_ARRIVAL, record, "departure")
    if row.note and not row.told:
        findings.in_cell(Code.NOTE_ALONE, record, "held")
    if row.held is False:
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
    view: PlanView, rows: _Rows, where: Whereabouts, findings: Findings
) -> Iterator[TripActual]:
    last: dict[BoxId, Fate] = {}
    for trip in sorted(view.trips, key=lambda one: (one.days[0].day, one.number)):
        stops = tuple(_TripReader(trip, rows, where, dict(last), findings).stops())
        _, row = rows.trips.get(trip.number, (None, TripRow(trip=trip.number)))
        read = row.odometer_from, row.odometer_to, row.fuel
        told = stops or row.note or any(one is not None for one in read)
        kept = rows.before.get(TripId(trip.id))
        for stop in stops if told or kept is None else kept.stops:
            last |= {one.box: one.fate for one in stop.boxes}
        if told:
            yield TripActual(
                trip=TripId(trip.id),
                odometer_from=row.odometer_from,
                odometer_to=row.odometer_to,
                fuel=row.fuel,
                stops=stops,
                note=row.note,
            )


@dataclass(slots=True)
class _TripReader:
    """Reads the stops of one trip, and holds its boxes against each other."""

    trip: TripView
    rows: _Rows
    where: Whereabouts
    last: dict[BoxId, Fate]
    findings: Findings
    moved: dict[tuple[BoxId, Fate], Record] = field(default_factory=dict)

    def stops(self) -> Iterator[StopActual]:
        """Yield every stop of which something was written down."""
        for day in self.trip.days:
            for position, stop in enumerate(day.stops):
                key = self.trip.number, stop.number
                # Where the row of a stop is gone, what is said of its boxes still counts.
                blank = None, StopRow(trip=self.trip.number, stop=stop.number)
                _, row = self.rows.stops.get(key, blank)
                written = self.rows.boxes.get(key, ())
                if not (row.told or any(one.fate is not None for _, one in written)):
                    continue
                held = row.held is not False
                yield StopActual(
                    day=day.day,
                    position=position,
                    place=stop.place.id,
                    held=held,
                    arrival=row.arrival,
                    departure=row.departure,
                    readers=row.readers,
                    loans=row.loans,
                    boxes=tuple(self._boxes(day, stop, written, held=held)),
                    note=row.note,
                )

    def _boxes(
        self,
        day: DayView,
        stop: StopView,
        written: tuple[tuple[Record, BoxRow], ...],
        *,
        held: bool,
    ) -> Iterator[BoxActual]:
        done: dict[BoxId, Fate] = {}
        planned = {box.id for box in stop.taken_out}
        if held:
            done = {box.id: Fate.HANDED_IN for box in stop.handed_in}
            done |= {box.id: Fate.TAKEN_OUT for box in stop.taken_out}
            done = {box: fate for box, fate in done.items() if self.last.get(box) not in _STAYS}
        for record, row in written:
            if row.fate is not None:
                self._hold(record, row.box, row.fate, held=held)
                if row.fate is Fate.TAKEN_OUT and row.box not in planned:
                    self._require_there(record, row.box, stop, day)
                done[row.box] = row.fate
        self.last |= done
        for box, fate in done.items():
            yield BoxActual(box=box, fate=fate)

    def _hold(self, record: Record, box: BoxId, fate: Fate, *, held: bool) -> None:
        """Note a box that is unknown, or that moves twice in the same way or at no visit."""
        if not self.where.knows(box):
            self.findings.in_cell(Code.NO_SUCH_BOX, record, "box")
        elif fate not in {Fate.HANDED_IN, Fate.TAKEN_OUT}:
            return
        elif not held:
            self.findings.in_cell(Code.FIGURES_OF_NO_VISIT, record, "fate")
        elif (box, fate) in self.moved:
            other = self.moved[box, fate].address("fate")
            word = say(record.found.language, f"workbook.choice.fate.{fate.value}")
            self.findings.in_cell(Code.MOVED_TWICE, record, "fate", other=other, fate=word)
        self.moved.setdefault((box, fate), record)

    def _require_there(self, record: Record, box: BoxId, stop: StopView, day: DayView) -> None:
        if self.where.knows(box) and not self.where.stood(box, stop.place.id, day.day):
            facts = {"there": stop.place.id, "where": self.where.at(box, day.day)}
            self.findings.in_cell(Code.BOX_NOT_THERE, record, "fate", **facts)


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
