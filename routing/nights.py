"""Build trips with nights away around one visit, for places that no day trip serves."""

from collections.abc import Iterator
from itertools import product

from routing.case import Case
from routing.crews import Duty, name_crews
from routing.outings import may_stay_out, price
from routing.requests import Ask
from routing.routes import Night, Nights, Route, make_route, measure

MOST_CHOICES = {1: 12, 2: 5}
"""Night stops looked at for each night, by the nights of a trip; else two."""


def trips_around(
    case: Case, ask: Ask, day: int, van: int, *, crewed: bool = True
) -> tuple[Route, ...]:
    """Return trips with nights away that visit a service on a day and nothing else.

    For each number of nights, and each day of the trip on which the visit may lie, the cheapest
    that can be driven and, where that is asked, crewed; the cheapest first.
    """
    found = []
    for nights in range(1, case.vans[van].nights + 1):
        for before in range(nights + 1):
            trips = _drivable(case, ask, (day - before, van), (nights, before))
            trip = next((one for one in trips if not crewed or crewed_alone(case, one)), None)
            if trip is not None:
                found.append(trip)
    return tuple(sorted(found, key=lambda trip: (trip.cost, trip.day)))


def crewed_alone(case: Case, route: Route) -> bool:
    """Say whether a trip finds its crew if no other van goes out in its week."""
    return name_crews(case, (duty_of(route, route.seconds),)) is not None


def duty_of(route: Route, driving: int) -> Duty:
    """Return what a trip asks of people."""
    return Duty(route.day, route.van, route.crew, driving, len(route.nights))


def _drivable(case: Case, ask: Ask, at: tuple[int, int], shape: tuple[int, int]) -> Iterator[Route]:
    """Yield trips with some nights, of which some lie before the visit, the cheapest first."""
    first, van = at
    nights, before = shape
    if not may_stay_out(case, first, van, nights):
        return
    halts = ((ask.index,),)
    people = case.crew(halts)[0]
    tries = []
    for places in product(_choices(case, ask, at, shape), repeat=nights):
        kept: Nights = tuple(
            Night(0 if number < before else 1, place) for number, place in enumerate(places)
        )
        driven = measure(case, at, halts, kept)
        tries.append((price(case, van, driven, people=people, nights=nights), kept))
    for _, kept in sorted(tries):
        trip = make_route(case, first, van, halts, nights=kept)
        if trip is not None:
            yield trip


def _choices(case: Case, ask: Ask, at: tuple[int, int], shape: tuple[int, int]) -> list[int]:
    """Return night stops: on the way, near the place, and half way to it."""
    seconds = case.frame(at[1], at[0]).seconds
    depot, place = case.frame(at[1], at[0]).depot, ask.place

    def detour(stop: int) -> int:
        return seconds[depot][stop] + seconds[stop][place]

    def unbalanced(stop: int) -> int:
        return max(seconds[depot][stop], seconds[stop][place])

    orders = [
        sorted(case.night_stops, key=lambda stop: (detour(stop), stop)),
        sorted(case.night_stops, key=lambda stop: (seconds[stop][place], stop)),
        sorted(case.night_stops, key=lambda stop: (unbalanced(stop), stop)),
    ]
    mixed = dict.fromkeys(stop for row in zip(*orders, strict=True) for stop in row)
    return list(mixed)[: MOST_CHOICES.get(shape[0], 2)]
