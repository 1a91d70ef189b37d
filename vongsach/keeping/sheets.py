"""Lay out the workbook in which crews write down what happened, and fill it from a plan."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import Field

from vongsach.actuals import Fate
from vongsach.network import Network
from vongsach.output.captions import place_name, van_name
from vongsach.output.presentation import plain
from vongsach.output.view import PlanView
from vongsach.units import BoxId, ClockTime, Count, Given, PlaceId
from vongsach.workbook.cells.anything import Anything
from vongsach.workbook.cells.choices import Choice
from vongsach.workbook.cells.clocks import Clock
from vongsach.workbook.cells.days import Day
from vongsach.workbook.cells.numbers import Quantity, Whole
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import FATE, YES_NO

Number = Annotated[int, Field(ge=1)]


class TripRow(Given):
    """A row of the sheet of trips."""

    trip: Number
    day: dt.date | None = None
    van: str = ""
    odometer_from: Count | None = None
    odometer_to: Count | None = None
    fuel: Count | None = None
    note: str = ""
    plan: str = ""
    """Mark of the plan that the sheet was written for; empty in an old one."""
    cleared: frozenset[str] = frozenset()
    """Columns in which a dash takes away what was recorded."""

    @property
    def told(self) -> bool:
        """Say whether anything was written down of the trip as a whole."""
        read = self.odometer_from, self.odometer_to, self.fuel
        return bool(self.note) or any(one is not None for one in read)


class StopRow(Given):
    """A row of the sheet of stops."""

    trip: Number
    stop: Number
    """As on the route sheet: from 1, through all days of the trip."""
    day: dt.date | None = None
    place: PlaceId | None = None
    name: str = ""
    held: bool | None = None
    arrival: ClockTime | None = None
    departure: ClockTime | None = None
    readers: Count | None = None
    loans: Count | None = None
    note: str = ""
    cleared: frozenset[str] = frozenset()
    """Columns in which a dash takes away what was recorded."""

    @property
    def told(self) -> bool:
        """Say whether somebody wrote down what happened; a note alone does not say that."""
        said = self.held, self.arrival, self.departure, self.readers, self.loans
        return any(one is not None for one in said)


class BoxRow(Given):
    """A row of the sheet of boxes."""

    trip: Number
    stop: Number
    box: BoxId
    planned: Fate | None = None
    fate: Fate | None = None
    cleared: frozenset[str] = frozenset()
    """``fate`` where a dash takes away what was recorded."""


def _nothing(_: Network) -> Iterable[Given]:
    return ()


_TRIP = Column(key="trip", kind=Whole(), required=True, width=9)
_STOP = (_TRIP, Column(key="stop", kind=Whole(), required=True, width=9))

TRIPS: Final = Sheet(
    key="recorded_trips",
    model=TripRow,
    rows=_nothing,
    columns=(
        _TRIP,
        Column(key="day", kind=Day(), width=12),
        Column(key="van", kind=Anything(), width=22),
        Column(key="odometer_from", kind=Quantity(unit="km", per=1000), width=16),
        Column(key="odometer_to", kind=Quantity(unit="km", per=1000), width=16),
        Column(key="fuel", kind=Quantity(unit="litres", per=1000), width=14),
        Column(key="note", kind=Text(), width=40),
        Column(key="plan", kind=Text(), width=20),
    ),
)

STOPS: Final = Sheet(
    key="recorded_stops",
    model=StopRow,
    rows=_nothing,
    columns=(
        *_STOP,
        Column(key="day", kind=Day(), width=12),
        Column(key="place", kind=Text(), width=12),
        Column(key="name", kind=Anything(), width=34),
        Column(key="held", kind=Choice(words=YES_NO), width=12),
        Column(key="arrival", kind=Clock(), width=10),
        Column(key="departure", kind=Clock(), width=10),
        Column(key="readers", kind=Whole(unit="visitors"), width=12),
        Column(key="loans", kind=Whole(unit="loans"), width=14),
        Column(key="note", kind=Text(), width=40),
    ),
)

BOXES: Final = Sheet(
    key="recorded_boxes",
    model=BoxRow,
    rows=_nothing,
    columns=(
        *_STOP,
        Column(key="box", kind=Text(), required=True, width=14),
        Column(key="planned", kind=Choice(words=FATE), width=14),
        Column(key="fate", kind=Choice(words=FATE), width=14),
    ),
)

RECORD_SHEETS: Final = (TRIPS, STOPS, BOXES)


def blank_rows(view: PlanView, mark: str) -> tuple[tuple[Sheet, tuple[Given, ...]], ...]:
    """Return the rows of each sheet with all that the plan knows; what happened is blank.

    The trips bear the mark of the plan: another version may number them otherwise.
    """
    trips = tuple(
        TripRow(trip=trip.number, day=trip.days[0].day, van=van_name(trip.van), plan=mark)
        for trip in view.trips
    )
    return (TRIPS, trips), (STOPS, tuple(_stops(view))), (BOXES, tuple(_boxes(view)))


def _stops(view: PlanView) -> Iterator[StopRow]:
    for trip in view.trips:
        for day in trip.days:
            for stop in day.stops:
                yield StopRow(
                    trip=trip.number,
                    stop=stop.number,
                    day=day.day,
                    place=stop.place.id,
                    name=plain(place_name(stop.place)),
                )


def _boxes(view: PlanView) -> Iterator[BoxRow]:
    for trip in view.trips:
        for stop in trip.stops:
            moved = [(Fate.HANDED_IN, box) for box in stop.handed_in]
            moved += [(Fate.TAKEN_OUT, box) for box in stop.taken_out]
            for fate, box in moved:
                yield BoxRow(trip=trip.number, stop=stop.number, box=box.id, planned=fate)
