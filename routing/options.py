"""Find, for every service alone, the days and vans with which it can be visited at all."""

from dataclasses import replace

from routing.case import Case
from routing.crews import crew_alone
from routing.requests import Ask
from routing.routes import Entry, Route, make_route
from routing.wants import Wanted
from vongsach.places import Place

Options = dict[int, dict[int, Entry]]
"""By day and van: the van-day that does this service alone."""


def read_options(case: Case, wanted: tuple[Wanted, ...]) -> tuple[Options, ...]:
    """Return by ask the days and vans that can do it alone, held to the vans of the pins."""
    found = tuple(options_alone(case, ask) for ask in case.asks)
    for one in wanted:
        if one.van is not None:
            for ask in one.asks:
                _hold_to_van(found[ask], one)
    return found


def options_alone(case: Case, ask: Ask) -> Options:
    """Return the days and vans that can do a service if nothing else is done, pins left aside.

    A day on which it is visited already is there without vans.
    """
    place = case.network.places[ask.place]
    known: dict[tuple[int, str, int], Route | None] = {}
    found: Options = {}
    for day in sorted({*ask.open, *ask.kept}):
        if day in ask.kept:
            found[day] = {}
            continue
        vans = {}
        for van in _vans(case, day, place):
            key = van, case.states[day], case.weekday(day)
            if key not in known:
                known[key] = make_route(case, day, van, ((ask.index,),))
            route = known[key]
            if route is not None and crew_alone(case, day, route.crew):
                vans[van] = Entry(route.cost, replace(route, day=day, entries={}))
        if vans:
            found[day] = vans
    return found


def _vans(case: Case, day: int, place: Place) -> list[int]:
    return [
        number
        for number, van in enumerate(case.vans)
        if (day, number) in case.working and van.vehicle_class in place.reachable_by
    ]


def _hold_to_van(options: Options, one: Wanted) -> None:
    """Leave only the van of a pin in its days; a soft pin yields where that van cannot come."""
    hard = one.pin is not None and one.pin.hard
    days = [day for day in options if one.want.first <= day <= one.want.last and options[day]]
    for day in days:
        vans = {van: entry for van, entry in options[day].items() if van == one.van}
        if vans or hard:
            options[day] = vans
        if not options[day]:
            del options[day]
