"""Begin from trips of an earlier plan that may change, and give those that return their clocks.

Whoever has seen a timetable wants to see it again: the search goes out from it, and a trip that
makes the same stops as before makes them at the same times.
"""

from itertools import groupby

from routing.board import Board, Desk
from routing.case import Case, Halt
from routing.routes import Night, Route, make_route
from vongsach.plan import Routing, Trip


def returning_board(desk: Desk) -> Board:
    """Return a board with the trips of before that can still be made, one beside the other."""
    board = Board(desk)
    for trip in desk.case.kept.before:
        route = _route(desk.case, trip)
        if route is not None and _welcome(board, route):
            board.add(route)
    return board


def with_old_clocks(case: Case, routing: Routing) -> Routing:
    """Return a routing in which trips with the stops of before have their clocks and names.

    Where a whole week of trips returns, its crews do as well.
    """
    before = {_stops(trip): trip for trip in case.kept.before}
    if not before:
        return routing
    trips: list[Trip] = []
    for _, week in groupby(routing.trips, key=lambda trip: trip.days[0].day.isocalendar()[:2]):
        now = list(week)
        old = [before.get(_stops(trip)) for trip in now]
        whole = None not in old
        for trip, was in zip(now, old, strict=True):
            same = {} if was is None else {"id": was.id, "days": was.days}
            crew = was.crew if was is not None and whole else trip.crew
            trips.append(trip.model_copy(update={**same, "crew": crew}))
    return routing.model_copy(update={"trips": tuple(trips)})


def _route(case: Case, trip: Trip) -> Route | None:
    asks = {ask.service.id: ask.index for ask in case.asks}
    vans = {van.id: number for number, van in enumerate(case.vans)}
    rows = {place.id: row for row, place in enumerate(case.network.places)}
    halts: list[Halt] = []
    nights: list[Night] = []
    for day in trip.days:
        for stop in day.stops:
            if not all(name in asks for name in stop.services):
                return None
            halts.append(tuple(sorted(asks[name] for name in stop.services)))
        if day.ends_at not in rows:
            return None
        nights.append(Night(len(halts), rows[day.ends_at]))
    if trip.van not in vans or not halts:
        return None
    first = (trip.days[0].day - case.quarter.first_day).days
    return make_route(case, first, vans[trip.van], tuple(halts), nights=tuple(nights[:-1]))


def _welcome(board: Board, route: Route) -> bool:
    """Say whether a trip may stand beside those that do."""
    options = board.desk.options
    visits = list(route.visits())
    return (
        all(route.van in options[ask].get(day, ()) for ask, day in visits)
        and all(board.missing(ask) > 0 and day not in board.visits[ask] for ask, day in visits)
        and board.free(route)
        and board.may_become(route)
    )


def _stops(trip: Trip) -> tuple[object, ...]:
    """Return what makes two trips the same for those who wait for them."""
    days = (
        (day.day, day.ends_at, tuple((stop.place, stop.services) for stop in day.stops))
        for day in trip.days
    )
    return trip.van, *days
