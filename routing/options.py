"""Find, for every service alone, the days and vans with which it can be visited at all."""

from dataclasses import replace

from routing.case import Case
from routing.crews import crew_alone
from routing.nights import trips_around
from routing.requests import Ask
from routing.routes import Entry, Route, make_route
from routing.wants import Wanted
from vongsach.places import Place

Options = dict[int, dict[int, Entry]]
"""By day and van: the trip that does this service alone, with nights away only where it must."""


def read_options(case: Case, wanted: tuple[Wanted, ...]) -> tuple[Options, ...]:
    """Return by ask the days and vans that can do it alone, held to the vans of the pins."""
    found = tuple(options_alone(case, ask) for ask in case.asks)
    for one in wanted:
        if one.van is not None:
            for ask in one.asks:
                _hold_to_van(found[ask], one)
    return found


def options_alone(case: Case, ask: Ask) -> Options:
    """Return the days and vans that can do a service if nothing else is done, pins left aside."""
    place = case.network.places[ask.place]
    known: _Known = {}
    found: Options = {}
    for day in ask.open:
        vans = {}
        for van in _vans(case, day, place):
            route = _alone(case, ask, (day, van), known)
            if route is not None:
                vans[van] = Entry(route.cost, route, day)
        if vans:
            found[day] = vans
    return found


_Known = dict[tuple[object, ...], Route | None]
"""Trips by what they depend on; their days do not count."""


def _alone(case: Case, ask: Ask, at: tuple[int, int], known: _Known) -> Route | None:
    day, van = at
    key = van, case.states[day], case.weekday(day)
    if key not in known:
        known[key] = make_route(case, day, van, ((ask.index,),))
    route = known[key]
    if route is not None:
        return _moved(route, day) if crew_alone(case, day, route.crew) else None
    nights = case.vans[van].nights
    if not nights or not case.night_stops:
        return None
    around = [one for one in range(day - nights, day + nights + 1) if 0 <= one < case.length]
    long = (
        *key,
        tuple(
            (one - day, case.states[one], (one, van) in case.working, case.at_work[one])
            for one in around
        ),
    )
    if long not in known:
        trip = next(iter(trips_around(case, ask, day, van)), None)
        known[long] = None if trip is None else _moved(trip, trip.day - day)
    trip = known[long]
    return None if trip is None else _moved(trip, trip.day + day)


def _moved(route: Route, day: int) -> Route:
    """Return the same trip on another day, with nothing remembered."""
    return replace(route, day=day, entries={})


def _vans(case: Case, day: int, place: Place) -> list[int]:
    return [
        number
        for number, van in enumerate(case.vans)
        if (day, number) in case.working and van.vehicle_class in place.reachable_by
    ]


def _hold_to_van(options: Options, one: Wanted) -> None:
    """Leave only the van of a pin in its days; a soft pin yields where that van cannot come."""
    hard = one.pin is not None and one.pin.hard
    for day in [day for day in options if one.want.first <= day <= one.want.last]:
        vans = {van: entry for van, entry in options[day].items() if van == one.van}
        if vans or hard:
            options[day] = vans
        if not options[day]:
            del options[day]
