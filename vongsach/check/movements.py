"""Gather which boxes a plan loads and exchanges, trip by trip and stop by stop."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vongsach.plan import Exchange, Load, Plan, Trip
from vongsach.units import BoxId, TripId

StopKey = tuple[int, int, int]
"""Number of the trip, of its day and of the stop on that day, each from 0."""


@dataclass(frozen=True, slots=True)
class Handing:
    """Boxes that change hands at one stop, each once, in the order of the plan."""

    handed_in: tuple[BoxId, ...] = ()
    taken_out: tuple[BoxId, ...] = ()

    def count(self) -> int:
        """Return how many boxes change hands."""
        return len(self.handed_in) + len(self.taken_out)


@dataclass(frozen=True, slots=True)
class Movements:
    """What a plan says of its boxes, addressed to trips; what cannot be addressed stands apart.

    Where a load or an exchange is listed twice its boxes are taken together.
    """

    trips: Mapping[TripId, int]
    """Number of the first trip with this id."""
    loads: Mapping[int, tuple[BoxId, ...]]
    exchanges: Mapping[StopKey, Handing]
    misplaced: tuple[Exchange, ...]
    """Exchanges of a known trip at a stop that it does not make."""
    repeated_loads: tuple[Load, ...]
    repeated_exchanges: tuple[Exchange, ...]


def gather_movements(plan: Plan) -> Movements:
    """Return the loads and exchanges of a plan by trip, day and stop."""
    trips = _first_numbers(plan.routing.trips)
    loads, repeated_loads = _loads(plan.rotation.loads, trips)
    exchanges: dict[StopKey, Handing] = {}
    misplaced: list[Exchange] = []
    repeated: list[Exchange] = []
    stops = _stops(plan.routing.trips)
    for exchange in plan.rotation.exchanges:
        if exchange.trip not in trips:
            continue
        key = stops.get((trips[exchange.trip], exchange.day, exchange.position))
        if key is None:
            misplaced.append(exchange)
            continue
        if key in exchanges or _repeats(exchange.handed_in) or _repeats(exchange.taken_out):
            repeated.append(exchange)
        exchanges[key] = _joined(exchanges.get(key, Handing()), exchange)
    return Movements(
        trips=trips,
        loads=loads,
        exchanges=exchanges,
        misplaced=tuple(misplaced),
        repeated_loads=repeated_loads,
        repeated_exchanges=tuple(repeated),
    )


def _first_numbers(trips: Iterable[Trip]) -> dict[TripId, int]:
    numbers: dict[TripId, int] = {}
    for number, trip in enumerate(trips):
        numbers.setdefault(trip.id, number)
    return numbers


def _loads(
    loads: Iterable[Load], trips: Mapping[TripId, int]
) -> tuple[dict[int, tuple[BoxId, ...]], tuple[Load, ...]]:
    found: dict[int, tuple[BoxId, ...]] = {}
    repeated: list[Load] = []
    for load in loads:
        if load.trip not in trips:
            continue
        number = trips[load.trip]
        if number in found or _repeats(load.boxes):
            repeated.append(load)
        found[number] = _once(found.get(number, ()) + load.boxes)
    return found, tuple(repeated)


def _stops(trips: Iterable[Trip]) -> dict[tuple[int, dt.date, int], StopKey]:
    stops: dict[tuple[int, dt.date, int], StopKey] = {}
    for number, trip in enumerate(trips):
        for day_number, day in enumerate(trip.days):
            for position in range(len(day.stops)):
                stops.setdefault((number, day.day, position), (number, day_number, position))
    return stops


def _joined(known: Handing, exchange: Exchange) -> Handing:
    return Handing(
        handed_in=_once(known.handed_in + exchange.handed_in),
        taken_out=_once(known.taken_out + exchange.taken_out),
    )


def _once(boxes: tuple[BoxId, ...]) -> tuple[BoxId, ...]:
    return tuple(dict.fromkeys(boxes))


def _repeats(boxes: tuple[BoxId, ...]) -> bool:
    return len(set(boxes)) < len(boxes)
