"""Order what happens to boxes: vans leave depots, visit places and come back."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from vongsach.network import Network
from vongsach.places import Service, ServiceKind
from vongsach.plan import Routing, Stop, Trip
from vongsach.quarter import Quarter
from vongsach.units import Grams, PlaceId, ServiceId, TripId

DAY_SECONDS = 86_400

Call = tuple[PlaceId, dt.date, int]
"""A stop as people know it: place, day, and how many stops there came before it on the day."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop at which boxes may change hands.

    ``rank`` counts the rotating visits of its voyage from 0: segment ``rank`` of the voyage leads
    to it, segment ``rank + 1`` leads away.
    """

    index: int
    """Place in the order of time among all visits."""
    voyage: int
    rank: int
    place: PlaceId
    day: dt.date
    position: int
    """Index of the stop among the stops of its day."""
    starts: int
    """Seconds since the first midnight of the quarter."""
    most_moves: int | None
    """Boxes in and out that the time on site allows; ``None``: any number."""
    wished: int
    """Fresh boxes wished here."""


@dataclass(frozen=True, slots=True)
class Voyage:
    """A trip as boxes see it; only trips with a rotating visit are voyages."""

    index: int
    """Place in the order of leaving."""
    trip: TripId
    depot: PlaceId
    leaves: int
    """Seconds since the first midnight of the quarter."""
    returns: int
    first_day: dt.date
    last_day: dt.date
    visits: tuple[int, ...]
    """Rotating visits in the order of driving."""
    most_boxes: int
    payload: Grams


@dataclass(frozen=True, slots=True)
class Events:
    """Everything that can happen to boxes in a quarter."""

    voyages: tuple[Voyage, ...]
    visits: tuple[Visit, ...]
    visits_at: Mapping[PlaceId, tuple[Visit, ...]]
    """Visits of each place in the order of time."""
    depots: frozenset[PlaceId]
    """Where a van is based; stock there is not limited."""

    def segment_days(self, voyage: Voyage, segment: int) -> tuple[dt.date, dt.date]:
        """Return the first and last day on which a segment of a voyage is ridden."""
        stops = voyage.visits
        first = self.visits[stops[segment - 1]].day if segment else voyage.first_day
        last = self.visits[stops[segment]].day if segment < len(stops) else voyage.last_day
        return first, last


@dataclass(frozen=True, slots=True)
class _Found:
    """A rotating stop before it knows its place in the order of time."""

    trip: Trip
    day: dt.date
    position: int
    stop: Stop


def events_of(network: Network, quarter: Quarter, routing: Routing) -> Events:
    """Return the events of a routing in the order of time.

    Depots are never visited to exchange boxes: their stock changes when vans leave and return.
    """
    services = {service.id: service for service in network.services}
    depots = frozenset(van.depot for van in network.vans)
    found = {trip.id: _rotating_stops(trip, services, depots) for trip in routing.trips}
    trips = sorted(
        (trip for trip in routing.trips if found[trip.id]),
        key=lambda trip: (trip.days[0].day, trip.days[0].leaves, trip.id),
    )
    stops = sorted(
        (stop for trip in trips for stop in found[trip.id]),
        key=lambda stop: (stop.day, stop.stop.start, stop.trip.id, stop.position),
    )
    number = {(stop.trip.id, stop.day, stop.position): n for n, stop in enumerate(stops)}
    visits_of = {
        trip.id: tuple(number[trip.id, stop.day, stop.position] for stop in found[trip.id])
        for trip in trips
    }
    voyages = tuple(
        _voyage(network, quarter, trip, index=n, visits=visits_of[trip.id])
        for n, trip in enumerate(trips)
    )
    voyage_of = {voyage.trip: voyage for voyage in voyages}
    visits = tuple(
        _visit(quarter, stop, services, index=n, voyage=voyage_of[stop.trip.id])
        for n, stop in enumerate(stops)
    )
    places: dict[PlaceId, list[Visit]] = {}
    for visit in visits:
        places.setdefault(visit.place, []).append(visit)
    return Events(
        voyages=voyages,
        visits=visits,
        visits_at={place: tuple(here) for place, here in places.items()},
        depots=depots,
    )


def _moment(quarter: Quarter, day: dt.date, second: int) -> int:
    return (day - quarter.first_day).days * DAY_SECONDS + second


def _voyage(
    network: Network, quarter: Quarter, trip: Trip, *, index: int, visits: tuple[int, ...]
) -> Voyage:
    van = next(van for van in network.vans if van.id == trip.van)
    first, last = trip.days[0], trip.days[-1]
    return Voyage(
        index=index,
        trip=trip.id,
        depot=van.depot,
        leaves=_moment(quarter, first.day, first.leaves),
        returns=_moment(quarter, last.day, last.ends),
        first_day=first.day,
        last_day=last.day,
        visits=visits,
        most_boxes=van.boxes,
        payload=van.payload,
    )


def _visit(
    quarter: Quarter,
    found: _Found,
    services: Mapping[ServiceId, Service],
    *,
    index: int,
    voyage: Voyage,
) -> Visit:
    asked = [services[name] for name in found.stop.services]
    return Visit(
        index=index,
        voyage=voyage.index,
        rank=voyage.visits.index(index),
        place=found.stop.place,
        day=found.day,
        position=found.position,
        starts=_moment(quarter, found.day, found.stop.start),
        most_moves=_moves_in_time(found.stop, asked),
        wished=sum(service.boxes for service in asked if service.kind is not ServiceKind.MOBILE),
    )


def _moves_in_time(stop: Stop, services: list[Service]) -> int | None:
    per_box = max(service.per_box for service in services)
    if not per_box:
        return None
    taken = sum(service.fixed + service.session for service in services)
    return max(0, (stop.departure - stop.start - taken) // per_box)


def _rotating_stops(
    trip: Trip, services: Mapping[ServiceId, Service], depots: frozenset[PlaceId]
) -> tuple[_Found, ...]:
    """Return the stops with a rotating service, in the order of driving."""
    return tuple(
        _Found(trip, trip_day.day, position, stop)
        for trip_day in trip.days
        for position, stop in enumerate(trip_day.stops)
        if stop.place not in depots
        and any(services[name].kind is not ServiceKind.MOBILE for name in stop.services)
    )


def calls_of(routing: Routing) -> dict[tuple[object, ...], Call]:
    """Return the call of every stop, by trip, day and position."""
    times: Counter[tuple[PlaceId, dt.date]] = Counter()
    found: dict[tuple[object, ...], Call] = {}
    stops = sorted(
        (day.day, stop.start, trip.id, position, stop.place)
        for trip in routing.trips
        for day in trip.days
        for position, stop in enumerate(day.stops)
    )
    for day, _, trip, position, place in stops:
        found[trip, day, position] = place, day, times[place, day]
        times[place, day] += 1
    return found
