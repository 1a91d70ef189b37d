"""Join a plan with its network once, so that nothing that is shown looks anything up again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vongsach.boxes import Box
from vongsach.days import ONE_DAY, week_of
from vongsach.errors import FileError
from vongsach.fingerprint import short_hash
from vongsach.network import Network
from vongsach.output.distances import Distances
from vongsach.output.journeys import journeys_of
from vongsach.output.statuses import place_views
from vongsach.output.view import (
    DayView,
    LegView,
    LoadedBox,
    PlanView,
    StopView,
    TripView,
    UnservedView,
    WeekView,
)
from vongsach.output.ways import WayFinder
from vongsach.places import Accuracy, Place
from vongsach.plan import Plan, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import BoxId, SecondOfDay, TripId

K = TypeVar("K", bound=str)
T = TypeVar("T")


def join(
    plan: Plan,
    network: Network,
    travel: Travel | None = None,
    ways: WayFinder | None = None,
) -> PlanView:
    """Return the plan as people are shown it.

    Without travel the legs have no length; without ways they have no course.

    Raises
    ------
    FileError
        The plan names something that the network does not know: it was made for another.
    """
    books = _Books(plan, network, Distances(network, travel, ways))
    ordered = sorted(plan.routing.trips, key=_order)
    trips = tuple(books.trip(number, trip) for number, trip in enumerate(ordered, start=1))
    unserved = tuple(books.unserved())
    journeys = journeys_of(network, trips)
    return PlanView(
        network_name=network.name,
        quarter=plan.quarter,
        weeks=tuple(_weeks(plan.quarter)),
        plan_hash=short_hash(plan),
        places=place_views(network, trips, unserved, journeys),
        vans=network.vans,
        trips=trips,
        unserved=unserved,
        journeys=journeys,
        closures=network.closures,
        from_maps=_from_maps(network, trips),
        titles={title.id: title for title in network.titles},
        roads=tuple(
            (leg, books.places[leg.from_place], books.places[leg.to_place])
            for leg in network.road_legs
        ),
    )


def _from_maps(network: Network, trips: Sequence[TripView]) -> bool:
    """Say whether anything shown was read off a map: a place, or the bends of a road.

    A course of legs from the workbook runs from place to place; only an imported map knows bends.
    """
    if any(place.accuracy is Accuracy.MAP for place in network.places):
        return True
    known = {(place.location.lon, place.location.lat) for place in network.places}
    courses = {leg.course.line for trip in trips for leg in trip.legs if leg.course}
    return any(point not in known for line in courses for point in line)


def _order(trip: Trip) -> tuple[dt.date, int, str, str]:
    return (trip.days[0].day, trip.days[0].leaves, trip.van, trip.id)


def _weeks(quarter: Quarter) -> Iterator[WeekView]:
    monday = week_of(quarter.first_day)
    number = 1
    while monday <= quarter.last_day:
        yield WeekView(
            number=number,
            first_day=max(monday, quarter.first_day),
            last_day=min(monday + 6 * ONE_DAY, quarter.last_day),
        )
        monday += 7 * ONE_DAY
        number += 1


def _find(known: Mapping[K, T], what: str, name: K) -> T:
    try:
        return known[name]
    except KeyError:
        code = "plan_of_another_network"
        raise FileError(code, what=what, id=name) from None


class _Books:
    """Everything by its id, while a plan is joined."""

    def __init__(self, plan: Plan, network: Network, distances: Distances) -> None:
        self.plan = plan
        self.places = {place.id: place for place in network.places}
        self.services = {service.id: service for service in network.services}
        self.boxes = {box.id: box for box in network.boxes}
        self.vans = {van.id: van for van in network.vans}
        self.workers = {worker.id: worker for worker in network.workers}
        self.distances = distances
        self.loads: dict[TripId, list[BoxId]] = defaultdict(list)
        for load in plan.rotation.loads:
            self.loads[load.trip].extend(load.boxes)
        self.exchanges = {
            (exchange.trip, exchange.day, exchange.position): exchange
            for exchange in plan.rotation.exchanges
        }

    def trip(self, number: int, trip: Trip) -> TripView:
        """Return one trip, joined."""
        loaded = self._boxes(self.loads[trip.id])
        joining = _Joining(self, trip, list(loaded))
        days = tuple(joining.day(day) for day in trip.days)
        stops = [stop for day in days for stop in day.stops]
        return TripView(
            number=number,
            id=trip.id,
            van=_find(self.vans, "van", trip.van),
            crew=tuple(_find(self.workers, "worker", worker) for worker in trip.crew),
            week=(week_of(trip.days[0].day) - week_of(self.plan.quarter.first_day)).days // 7 + 1,
            days=days,
            load=_in_order_of_loading(loaded, stops),
            brought_back=tuple(joining.aboard),
        )

    def unserved(self) -> Iterator[UnservedView]:
        """Yield what is left out, the required first."""
        found = [
            (_find(self.services, "service", entry.service), entry)
            for entry in self.plan.routing.unserved
        ]
        for service, entry in sorted(found, key=lambda pair: not pair[0].required):
            yield UnservedView(
                place=self.places[service.place],
                service=service,
                missing=entry.missing,
                reason=entry.reason,
                facts=entry.facts,
            )

    def _boxes(self, names: Sequence[BoxId]) -> tuple[Box, ...]:
        return tuple(_find(self.boxes, "box", name) for name in names)

    def exchanged(
        self, trip: TripId, day: dt.date, position: int
    ) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
        """Return what is handed in and what is taken out at a stop."""
        exchange = self.exchanges.get((trip, day, position))
        if exchange is None:
            return (), ()
        return self._boxes(exchange.handed_in), self._boxes(exchange.taken_out)


@dataclass(slots=True)
class _Joining:
    """One trip while it is followed from stop to stop."""

    books: _Books
    trip: Trip
    aboard: list[Box]
    number: int = 0

    def day(self, day: TripDay) -> DayView:
        start = _find(self.books.places, "place", day.leaves_from)
        end = _find(self.books.places, "place", day.ends_at)
        stops: list[StopView] = []
        here, leaves = start, day.leaves
        for position, stop in enumerate(day.stops):
            stops.append(self._stop(day, position, stop, self._leg(day, here, leaves, stop)))
            here, leaves = stops[-1].place, stop.departure
        return DayView(
            day=day.day,
            leaves_from=start,
            leaves=day.leaves,
            stops=tuple(stops),
            pauses=day.pauses,
            ends_at=end,
            ends=day.ends,
            last_leg=self._drive(day, (here, end), (leaves, day.ends)),
        )

    def _stop(self, day: TripDay, position: int, stop: Stop, leg: LegView) -> StopView:
        handed_in, taken_out = self.books.exchanged(self.trip.id, day.day, position)
        self.aboard = [box for box in self.aboard if box not in handed_in] + list(taken_out)
        self.number += 1
        return StopView(
            number=self.number,
            place=leg.to_place,
            services=tuple(_find(self.books.services, "service", name) for name in stop.services),
            arrival=stop.arrival,
            start=stop.start,
            departure=stop.departure,
            handed_in=handed_in,
            taken_out=taken_out,
            aboard=tuple(self.aboard),
            leg=leg,
        )

    def _leg(self, day: TripDay, here: Place, leaves: SecondOfDay, stop: Stop) -> LegView:
        place = _find(self.books.places, "place", stop.place)
        return self._drive(day, (here, place), (leaves, stop.arrival))

    def _drive(
        self, day: TripDay, ends: tuple[Place, Place], clock: tuple[SecondOfDay, SecondOfDay]
    ) -> LegView:
        van = _find(self.books.vans, "van", self.trip.van)
        metres, seconds, estimated = self.books.distances.between(
            ends[0], ends[1], van.vehicle_class, day.day
        )
        return LegView(
            from_place=ends[0],
            to_place=ends[1],
            leaves=clock[0],
            arrives=clock[1],
            metres=metres,
            seconds=seconds,
            estimated=estimated,
            course=self.books.distances.course(*ends, van.vehicle_class, day.day),
        )


def _in_order_of_loading(loaded: Sequence[Box], stops: Sequence[StopView]) -> tuple[LoadedBox, ...]:
    first: dict[BoxId, StopView] = {}
    for stop in stops:
        for box in stop.handed_in:
            first.setdefault(box.id, stop)
    entries = [LoadedBox(box=box, stop=first.get(box.id)) for box in loaded]
    last = len(stops) + 1
    return tuple(sorted(entries, key=lambda entry: -(entry.stop.number if entry.stop else last)))
