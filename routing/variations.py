"""Vary trips a little for the sake of what rides on them: the hard rules stay kept.

Reversed and re-ordered trips open other ways from shelf to shelf; visits on other days make books
fresh sooner. What a variation is worth is judged outside, trips and boxes together.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from routing.board import Board, Desk
from routing.case import Halt, read_case
from routing.routes import Halts, Route, cheapest_entry, make_route, without
from routing.solve import make_desk
from routing.spacing import NEVER
from routing.tables import make_trip, trip_id
from vongsach.network import Network
from vongsach.plan import Routing, Trip
from vongsach.quarter import Quarter
from vongsach.solving import TripVaryer, VanDay, Variation
from vongsach.travel import Travel
from vongsach.units import PlaceId

FARTHEST = 10
"""Days by which a visit or a trip is moved at most."""

Key = tuple[int, int]
"""Day and van."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Van-days to be put in place of others."""

    gone: tuple[Key, ...]
    come: tuple[Route | None, ...]
    """``None`` among them: one cannot be driven."""
    moved: dict[tuple[int, Key], Key] = field(default_factory=dict)
    """Rows of places, from which van-day to which."""


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

        Trips with nights away are not varied, nor those that were timed by other rules than ours.
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
    changed = {*change.gone, *((route.day, route.van) for route in come)}
    return Variation(
        kind=kind,
        before=routing,
        routing=_routing(after, routing, changed),
        dearer=after.cost() - board.cost(),
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
    routes = []
    for trip in routing.trips:
        if len(trip.days) > 1:
            return None
        day = (trip.days[0].day - desk.case.quarter.first_day).days
        halts = tuple(
            tuple(sorted(asks[name] for name in stop.services)) for stop in trip.days[0].stops
        )
        route = make_route(desk.case, day, vans[trip.van], halts)
        known = all(day in desk.options[ask] for halt in halts for ask in halt)
        if route is None or not known:
            return None
        routes.append(route)
    return Board.of_routes(desk, routes)


def _after(board: Board, gone: Iterable[Key], come: list[Route]) -> Board | None:
    """Return the board after a change; ``None`` where it breaks a hard rule or loses a visit."""
    desk = board.desk
    routes = {key: route for key, route in board.routes.items() if key not in set(gone)}
    for route in come:
        key = route.day, route.van
        if key in routes or not _allowed(desk, route):
            return None
        routes[key] = route
    after = Board.of_routes(desk, [routes[key] for key in sorted(routes)])
    if Counter(map(len, after.visits)) != Counter(map(len, board.visits)):
        return None
    weeks = {desk.case.week(day) for day, _ in (*gone, *((it.day, it.van) for it in come))}
    crewed = all(desk.crews(after.duties(week)) is not None for week in weeks)
    kept = all(
        not (one.pin is not None and one.pin.hard and after.open_want(number))
        for number, one in enumerate(desk.wanted)
    )
    return after if crewed and kept and after.cost() < NEVER // 2 else None


def _allowed(desk: Desk, route: Route) -> bool:
    return all(
        route.van in desk.options[ask].get(route.day, {}) for halt in route.halts for ask in halt
    )


def _routing(board: Board, before: Routing, changed: set[Key]) -> Routing:
    """Write a board down; trips of other weeks are taken over as they are."""
    desk, case = board.desk, board.desk.case
    known = {_van_day(desk, key): key for key in board.routes}
    old: dict[Key, Trip] = {}
    for trip in before.trips:
        key = known.get((trip.days[0].day, trip.van))
        if key is not None and key not in changed:
            old[key] = trip
    crews: dict[Key, tuple[int, ...]] = {}
    for week in {case.week(day) for day, _ in changed}:
        named = desk.crews(board.duties(week)) or {}
        crews |= {(duty.day, duty.van): crew for duty, crew in named.items()}
    trips = []
    for number, key in enumerate(sorted(board.routes), start=1):
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


def _draw(rng: np.random.Generator, count: int) -> int:
    return int(rng.integers(count))


def _carries_boxes(board: Board, route: Route) -> bool:
    return any(board.desk.case.asks[ask].moves for halt in route.halts for ask in halt)


def _drawn_route(board: Board, rng: np.random.Generator, *, stops: int = 1) -> Route | None:
    """Return a van-day that exchanges boxes and has so many stops at least."""
    found = [
        route
        for _, route in sorted(board.routes.items())
        if len(route.halts) >= stops and _carries_boxes(board, route)
    ]
    return found[_draw(rng, len(found))] if found else None


def _ordered(board: Board, route: Route, halts: Halts) -> _Change:
    made = make_route(board.desk.case, route.day, route.van, halts)
    return _Change(((route.day, route.van),), (made,))


def _reverse(board: Board, rng: np.random.Generator) -> _Change | None:
    route = _drawn_route(board, rng, stops=2)
    return None if route is None else _ordered(board, route, route.halts[::-1])


def _reorder(board: Board, rng: np.random.Generator) -> _Change | None:
    """Put one stop elsewhere in its trip."""
    route = _drawn_route(board, rng, stops=3)
    if route is None:
        return None
    at, to = _draw(rng, len(route.halts)), _draw(rng, len(route.halts) - 1)
    rest = [*route.halts[:at], *route.halts[at + 1 :]]
    halts = (*rest[:to], route.halts[at], *rest[to:])
    return None if halts == route.halts else _ordered(board, route, halts)


def _move_visit(board: Board, rng: np.random.Generator) -> _Change | None:
    """Move a visit to another van-day, near in time."""
    case, route = board.desk.case, _drawn_route(board, rng)
    if route is None:
        return None
    halt = route.halts[_draw(rng, len(route.halts))]
    ask = halt[_draw(rng, len(halt))]
    targets = [
        (day, van)
        for day, vans in board.desk.options[ask].items()
        for van in vans
        if abs(day - route.day) <= FARTHEST
        and (day, van) != (route.day, route.van)
        and (day == route.day or day not in board.visits[ask])
    ]
    if not targets:
        return None
    target = targets[_draw(rng, len(targets))]
    there = board.routes.get(target)
    if there is None:
        came = board.desk.options[ask][target[0]][target[1]].route
    else:
        entry = cheapest_entry(case, there, ask)
        if entry is None:
            return None
        came = entry.route
    key, alone = (route.day, route.van), sum(map(len, route.halts)) == 1
    left = () if alone else (without(case, route, ask),)
    gone = (key,) if there is None else (key, target)
    moved = {(case.asks[ask].place, key): target}
    return _Change(gone, (came, *left), moved)


def _swap_places(board: Board, rng: np.random.Generator) -> _Change | None:
    """Let two trips that are near in time swap a stop each."""
    case, one = board.desk.case, _drawn_route(board, rng)
    if one is None:
        return None
    others = [
        route
        for key, route in sorted(board.routes.items())
        if abs(key[0] - one.day) <= FARTHEST and route is not one
    ]
    if not others:
        return None
    other = others[_draw(rng, len(others))]
    here, there = _draw(rng, len(one.halts)), _draw(rng, len(other.halts))
    keys = (one.day, one.van), (other.day, other.van)
    come = (
        make_route(case, *keys[0], _with(one.halts, here, other.halts[there])),
        make_route(case, *keys[1], _with(other.halts, there, one.halts[here])),
    )
    rows = case.asks[one.halts[here][0]].place, case.asks[other.halts[there][0]].place
    if rows[0] == rows[1]:
        return None
    return _Change(keys, come, {(rows[0], keys[0]): keys[1], (rows[1], keys[1]): keys[0]})


def _with(halts: Halts, at: int, halt: Halt) -> Halts:
    return (*halts[:at], halt, *halts[at + 1 :])


def _shift_trip(board: Board, rng: np.random.Generator) -> _Change | None:
    """Let a whole trip be driven on another day, or by another van."""
    case, route = board.desk.case, _drawn_route(board, rng)
    if route is None:
        return None
    key = route.day, route.van
    free = [
        other
        for other in sorted(case.working)
        if abs(other[0] - route.day) <= FARTHEST and other not in board.routes
    ]
    if not free:
        return None
    target = free[_draw(rng, len(free))]
    rows = {case.asks[halt[0]].place for halt in route.halts}
    moved = {(row, key): target for row in rows}
    return _Change((key,), (make_route(case, *target, route.halts),), moved)


Move = Callable[[Board, np.random.Generator], _Change | None]

MOVES: tuple[tuple[str, Move], ...] = (
    ("reverse", _reverse),
    ("reorder", _reorder),
    ("move_visit", _move_visit),
    ("swap_places", _swap_places),
    ("shift_trip", _shift_trip),
)
