"""Read what was written of the stops and boxes of one trip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.keeping.correcting import STAYS, boxes_over, stop_over, was_held
from vongsach.keeping.sheets import BoxRow, StopRow, TripRow
from vongsach.output.view import DayView, PlanView, StopView, TripView
from vongsach.units import BoxId, TripId
from vongsach.whereabouts import Whereabouts
from vongsach.words import say
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record

Stand = tuple[int, int]
"""A stop: number of the trip, number of the stop."""
Before = Mapping[Stand, StopActual]
"""What was recorded before, by the numbers that the plan gives."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a workbook that could be read, each with its cells."""

    trips: Mapping[int, tuple[Record, TripRow]]
    stops: Mapping[Stand, tuple[Record, StopRow]]
    boxes: Mapping[Stand, tuple[tuple[Record, BoxRow], ...]]
    before: Mapping[TripId, TripActual]
    """What was recorded before."""


def stops_before(view: PlanView, known: Mapping[TripId, TripActual]) -> Before:
    """Return what was recorded of the stops of a plan."""
    numbers = {
        (trip.id, day.day, position): (trip.number, stop.number)
        for trip in view.trips
        for day in trip.days
        for position, stop in enumerate(day.stops)
    }
    return {
        numbers[actual.trip, stop.day, stop.position]: stop
        for actual in known.values()
        for stop in actual.stops
        if (actual.trip, stop.day, stop.position) in numbers
    }


def planned_at(stop: StopView) -> dict[BoxId, BoxActual]:
    """Return what counts as done with the boxes of a stop where nothing is written."""
    planned = {box.id: Fate.HANDED_IN for box in stop.handed_in}
    planned |= {box.id: Fate.TAKEN_OUT for box in stop.taken_out}
    return {box: BoxActual(box=box, fate=fate, assumed=True) for box, fate in planned.items()}


@dataclass(slots=True)
class TripReader:
    """Reads the stops of one trip, and holds its boxes against each other."""

    trip: TripView
    rows: Rows
    before: Before
    where: Whereabouts
    last: dict[BoxId, Fate]
    """The last recorded fate of each box on the trips before."""
    findings: Findings
    moved: dict[tuple[BoxId, Fate], Record] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Say whether anything is written of the stops of the trip, if only a dash."""
        return any(self._written(stop) for stop in self.trip.stops)

    def stops(self) -> Iterator[StopActual]:
        """Yield every stop of which something was written down, now or before."""
        for day in self.trip.days:
            for position, stop in enumerate(day.stops):
                key = self.trip.number, stop.number
                row = stop_over(self._row(stop), self.before.get(key))
                written = self.rows.boxes.get(key, ())
                if not (row.told or any(one.fate is not None for _, one in written)):
                    continue
                yield StopActual(
                    day=day.day,
                    position=position,
                    place=stop.place.id,
                    held=was_held(row),
                    arrival=row.arrival,
                    departure=row.departure,
                    readers=row.readers,
                    loans=row.loans,
                    boxes=tuple(self._boxes(day, stop, row)),
                    note=row.note,
                )

    def _row(self, stop: StopView) -> StopRow:
        # Where the row of a stop is gone, what is said of its boxes still counts.
        blank = StopRow(trip=self.trip.number, stop=stop.number)
        return self.rows.stops.get((self.trip.number, stop.number), (None, blank))[1]

    def _written(self, stop: StopView) -> bool:
        key = self.trip.number, stop.number
        row, boxes = self._row(stop), (one for _, one in self.rows.boxes.get(key, ()))
        cleared = key in self.before and bool(row.cleared)
        said = row.told or bool(row.note) or cleared
        known = key in self.before
        return said or any(one.fate is not None or (one.cleared and known) for one in boxes)

    def _boxes(self, day: DayView, stop: StopView, row: StopRow) -> Iterator[BoxActual]:
        key = self.trip.number, stop.number
        taken = {box.id for box in stop.taken_out}
        planned = {
            box: one for box, one in planned_at(stop).items() if self.last.get(box) not in STAYS
        }
        done = boxes_over(row, self.before.get(key), planned)
        for record, one in self.rows.boxes.get(key, ()):
            if one.cleared:
                done.pop(one.box, None)
                if was_held(row) and one.box in planned:
                    done[one.box] = planned[one.box]
            if one.fate is not None:
                self._hold(record, one.box, one.fate, held=was_held(row))
                if one.fate is Fate.TAKEN_OUT and one.box not in taken:
                    self._require_there(record, one.box, stop, day)
                done[one.box] = BoxActual(box=one.box, fate=one.fate)
        self.last |= {box: one.fate for box, one in done.items()}
        yield from done.values()

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
