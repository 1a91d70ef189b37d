"""Vary trips a little for the sake of what rides on them: the hard rules stay kept.

Reversed and re-ordered trips open other ways from shelf to shelf; visits on other days make books
fresh sooner. What a variation is worth is judged outside, trips and boxes together.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from routing.board import Board, Desk
from routing.case import Halt, read_case
from routing.routes import Night, Route, make_route
from routing.sharing import share_weeks
from routing.solve import make_desk
from routing.spacing import NEVER
from routing.tables import make_trip, trip_id
from routing.trip_moves import MOVES, Key
from vongsach.network import Network
from vongsach.objective import uneven_work_cost
from vongsach.plan import Routing, Trip
from vongsach.quarter import Quarter
from vongsach.solving import TripVaryer, VanDay, Variation
from vongsach.travel import Travel
from vongsach.units import PlaceId


def open_trips(network: Network, quarter: Quarter, travel: Travel) -> TripVaryer:
    """Return what varies the trips of a quarter. See ``vongsach.solving.TripOpener``."""
    return _Varyer(make_desk(read_case(network, quarter, travel)))


class _Varyer:
    """Vary trips, and remember the board of the trips that were varied last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: tuple[Routing, Board | None] | None = None

    def __call__(self, routing: Routing, seed: int) -> Variation | None:
        """Return a variation of trips by chance; ``None`` where the draw allows none.

        Trips that were timed by other rules than ours are not varied.
        """
        if self._known is None or self._known[0] is not routing:
            self._known = routing, board_of(self._desk, routing)
        board = self._known[1]
        if board is None or not board.routes:
            return None
        return _variation_of(board, routing, np.random.default_rng(seed))


def _variation_of(board: Board, routing: Routing, rng: np.random.Generator) -> Variation | None:
    desk = board.desk
    kind, move = MOVES[int(rng.integers(len(MOVES)))]
    change = move(board, rng)
    if change is None or None in change.come:
        return None
    come = [route for route in change.come if route is not None]
    after = _after(board, change.gone, come)
    if after is None:
        return None
    touched = [*(board.routes[key] for key in change.gone), *come]
    changed = {(day, route.van) for route in touched for day in route.days}
    network, becomes = desk.case.network, _routing(after, routing, changed)
    uneven = uneven_work_cost(network, becomes) - uneven_work_cost(network, routing)
    return Variation(
        kind=kind,
        before=routing,
        routing=becomes,
        dearer=after.cost() - board.cost() + uneven,
        changed=frozenset(_van_day(desk, key) for key in changed),
        moved={
            (_place(desk, row), _van_day(desk, old)): _van_day(desk, new)
            for (row, old), new in change.moved.items()
        },
    )


def board_of(desk: Desk, routing: Routing) -> Board | None:
    """Return the board of a routing; ``None`` where a trip is not one that a board holds."""
    asks = {ask.service.id: ask.index for ask in desk.case.asks}
    vans = {van.id: number for number, van in enumerate(desk.case.vans)}
    rows = {place.id: row for row, place in enumerate(desk.case.network.places)}
    routes = []
    for trip in routing.trips:
        first = (trip.days[0].day - desk.case.quarter.first_day).days
        halts: list[Halt] = []
        nights: list[Night] = []
        for day in trip.days:
            halts += (tuple(sorted(asks[name] for name in stop.services)) for stop in day.stops)
            nights.append(Night(len(halts), rows[day.ends_at]))
        route = make_route(
            desk.case, first, vans[trip.van], tuple(halts), nights=tuple(nights[:-1])
        )
        if route is None or not all(day in desk.options[ask] for ask, day in route.visits()):
            return None
        routes.append(route)
    return Board.of_routes(desk, routes)


def _after(board: Board, gone: Iterable[Key], come: list[Route]) -> Board | None:
    """Return the board after a change; ``None`` where it breaks a hard rule or loses a visit."""
    desk = board.desk
    lost = set(gone)
    kept = [route for route in board.trips() if (route.day, route.van) not in lost]
    routes = sorted([*kept, *come], key=lambda route: (route.day, route.van))
    out = Counter((day, route.van) for route in routes for day in route.days)
    if max(out.values()) > 1 or not all(_allowed(desk, route) for route in come):
        return None
    after = Board.of_routes(desk, routes)
    if Counter(map(len, after.visits)) != Counter(map(len, board.visits)):
        return None
    weeks = {desk.case.week(day) for day, _ in (*gone, *((it.day, it.van) for it in come))}
    crewed = all(desk.crews(after.duties(week)) is not None for week in weeks)
    pinned = all(
        not (one.pin is not None and one.pin.hard and after.open_want(number))
        for number, one in enumerate(desk.wanted)
    )
    return after if crewed and pinned and after.cost() < NEVER // 2 else None


def _allowed(desk: Desk, route: Route) -> bool:
    return all(route.van in desk.options[ask].get(day, ()) for ask, day in route.visits())


def _routing(board: Board, before: Routing, changed: set[Key]) -> Routing:
    """Write a board down; trips of other weeks are taken over as they are."""
    desk, case = board.desk, board.desk.case
    keys = sorted((route.day, route.van) for route in board.trips())
    known = {_van_day(desk, key): key for key in keys}
    old: dict[Key, Trip] = {}
    for trip in before.trips:
        key = known.get((trip.days[0].day, trip.van))
        if key is not None and key not in changed:
            old[key] = trip
    weeks = {case.week(day) for day, _ in changed}
    numbers = {worker.id: number for number, worker in enumerate(case.workers)}
    others = {
        key: tuple(numbers[name] for name in trip.crew)
        for key, trip in old.items()
        if case.week(key[0]) not in weeks
    }
    crews = share_weeks(board, weeks, others)
    trips = []
    for number, key in enumerate(keys, start=1):
        if key not in old:
            trips.append(make_trip(case, board.routes[key], number, crews[key]))
            continue
        update: dict[str, object] = {"id": trip_id(number)}
        if key in crews:
            update["crew"] = tuple(case.workers[worker].id for worker in crews[key])
        trips.append(old[key].model_copy(update=update))
    return Routing(trips=tuple(trips), unserved=before.unserved)


def _van_day(desk: Desk, key: Key) -> VanDay:
    return desk.case.date(key[0]), desk.case.vans[key[1]].id


def _place(desk: Desk, row: int) -> PlaceId:
    return desk.case.network.places[row].id
