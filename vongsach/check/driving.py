"""Replay the clock of every trip: legs with their true driving time, and the visits made."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vongsach.check.ground import Ground
from vongsach.check.movements import Movements
from vongsach.fleet import Van
from vongsach.places import Service, ServiceKind
from vongsach.plan import Plan, Stop, Trip, TripDay
from vongsach.units import PlaceId


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive from a place to the next, as claimed and as the matrix has it."""

    start: PlaceId
    end: PlaceId
    leaves: int
    """Claimed, seconds after midnight."""
    arrives: int
    """Claimed, seconds after midnight."""
    seconds: int = 0
    """Driving time; 0 where there is none to read."""
    metres: int = 0
    """Length; 0 where there is none to read."""
    obstacle: str = ""
    """Why there is no driving time: ``no_state``, ``no_matrix``, ``no_place`` or ``no_road``."""


@dataclass(frozen=True, slots=True)
class DrivenDay:
    """One day of one trip."""

    trip: Trip
    number: int
    """Which day of the trip, from 0."""
    day: TripDay
    van: Van | None
    """``None`` where the plan names a van that is not known; then there are no legs."""
    legs: tuple[Leg, ...]
    exchanged: tuple[int, ...]
    """Boxes that change hands at each stop."""

    def seconds(self) -> int:
        """Return the driving time of the day."""
        return sum(leg.seconds for leg in self.legs)

    def metres(self) -> int:
        """Return the length driven on the day."""
        return sum(leg.metres for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Visit:
    """One service done at its place on a day of the quarter."""

    service: Service
    day: dt.date
    trip: Trip
    stop: Stop


def drive(plan: Plan, ground: Ground, movements: Movements) -> tuple[DrivenDay, ...]:
    """Return every day of every trip with its legs."""
    found: list[DrivenDay] = []
    for trip_number, trip in enumerate(plan.routing.trips):
        van = ground.vans.get(trip.van)
        for number, day in enumerate(trip.days):
            exchanged = tuple(
                handing.count()
                if (handing := movements.exchanges.get((trip_number, number, position)))
                else 0
                for position in range(len(day.stops))
            )
            legs = tuple(_legs(day, van, ground)) if van else ()
            found.append(DrivenDay(trip, number, day, van, legs, exchanged))
    return tuple(found)


def visits_made(plan: Plan, ground: Ground) -> tuple[Visit, ...]:
    """Return the visits that truly happen: a known service, at its own place, in the quarter."""
    found = [
        Visit(service, day.day, trip, stop)
        for trip in plan.routing.trips
        for day in trip.days
        if ground.in_quarter(day.day)
        for stop in day.stops
        for service in known_services(stop, ground)
        if service.place == stop.place
    ]
    return tuple(sorted(found, key=lambda visit: (visit.day, visit.stop.start)))


def known_services(stop: Stop, ground: Ground) -> tuple[Service, ...]:
    """Return the services of a stop that the network knows, as often as they are listed."""
    return tuple(ground.services[name] for name in stop.services if name in ground.services)


def serves_mobile(stop: Stop, ground: Ground) -> bool:
    """Say whether the van itself serves at a stop."""
    return any(service.kind is not ServiceKind.ROTATION for service in known_services(stop, ground))


def serves_rotation(stop: Stop, ground: Ground) -> bool:
    """Say whether boxes may change hands at a stop."""
    return any(service.kind is not ServiceKind.MOBILE for service in known_services(stop, ground))


def _legs(day: TripDay, van: Van, ground: Ground) -> Iterator[Leg]:
    calls = [
        (day.leaves_from, day.leaves, day.leaves),
        *((stop.place, stop.arrival, stop.departure) for stop in day.stops),
        (day.ends_at, day.ends, day.ends),
    ]
    for (start, _, leaves), (end, arrives, _) in pairwise(calls):
        seconds, metres, obstacle = _measure(ground, van, day.day, (start, end))
        yield Leg(start, end, leaves, arrives, seconds, metres, obstacle)


def _measure(
    ground: Ground, van: Van, day: dt.date, ends: tuple[PlaceId, PlaceId]
) -> tuple[int, int, str]:
    state = ground.travel.states.get(day)
    if state is None:
        return 0, 0, "no_state"
    key = (van.vehicle_class, state)
    if key not in ground.rows:
        return 0, 0, "no_matrix"
    row, column = (ground.rows[key].get(place) for place in ends)
    if row is None or column is None:
        return 0, 0, "no_place"
    matrix = ground.travel.matrices[key]
    seconds, metres = int(matrix.seconds[row, column]), int(matrix.metres[row, column])
    if not matrix.reachable[row, column] or seconds < 0 or metres < 0:
        return 0, 0, "no_road"
    return seconds, metres, ""
