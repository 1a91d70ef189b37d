"""Draw small changes of trips: one trip in another order, or a visit with another van-day.

A change may be no plan at all; :mod:`routing.variations` looks whether it keeps the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from routing.board import Board
from routing.case import Halt
from routing.routes import Halts, Route, cheapest_entry, make_route, without
from vongsach.places import ServiceKind

FARTHEST = 10
"""Days by which a visit or a trip is moved at most."""

Key = tuple[int, int]
"""Day and van."""


@dataclass(frozen=True, slots=True)
class Change:
    """Van-days to be put in place of others."""

    gone: tuple[Key, ...]
    come: tuple[Route | None, ...]
    """``None`` among them: one cannot be driven."""
    moved: dict[tuple[int, Key], Key] = field(default_factory=dict)
    """Rows of places, from which van-day to which."""


def _draw(rng: np.random.Generator, count: int) -> int:
    return int(rng.integers(count))


def _carries_boxes(board: Board, route: Route) -> bool:
    asks = (board.desk.case.asks[ask] for halt in route.halts for ask in halt)
    return any(ask.service.kind is not ServiceKind.MOBILE for ask in asks)


def _day_trips(board: Board) -> list[Route]:
    """Return the trips without a night away, by day and van."""
    trips = (route for route in board.trips() if not route.nights)
    return sorted(trips, key=lambda route: (route.day, route.van))


def _drawn_route(board: Board, rng: np.random.Generator, *, stops: int = 1) -> Route | None:
    """Return a van-day that exchanges boxes and has so many stops at least."""
    found = [
        route
        for route in _day_trips(board)
        if len(route.halts) >= stops and _carries_boxes(board, route)
    ]
    return found[_draw(rng, len(found))] if found else None


def _ordered(board: Board, route: Route, halts: Halts) -> Change:
    made = make_route(board.desk.case, route.day, route.van, halts)
    return Change(((route.day, route.van),), (made,))


def _reverse(board: Board, rng: np.random.Generator) -> Change | None:
    route = _drawn_route(board, rng, stops=2)
    return None if route is None else _ordered(board, route, route.halts[::-1])


def _reorder(board: Board, rng: np.random.Generator) -> Change | None:
    """Put one stop elsewhere in its trip."""
    route = _drawn_route(board, rng, stops=3)
    if route is None:
        return None
    at, to = _draw(rng, len(route.halts)), _draw(rng, len(route.halts) - 1)
    rest = [*route.halts[:at], *route.halts[at + 1 :]]
    halts = (*rest[:to], route.halts[at], *rest[to:])
    return None if halts == route.halts else _ordered(board, route, halts)


def _move_visit(board: Board, rng: np.random.Generator) -> Change | None:
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
        entry = cheapest_entry(case, there, ask, target[0])
        if entry is None:
            return None
        came = entry.route
    key, alone = (route.day, route.van), sum(map(len, route.halts)) == 1
    left = () if alone else (without(case, route, ask, route.day),)
    gone = (key,) if there is None else (key, (there.day, there.van))
    moved = {(case.asks[ask].place, key): target}
    return Change(gone, (came, *left), moved)


def _swap_places(board: Board, rng: np.random.Generator) -> Change | None:
    """Let two trips that are near in time swap a stop each."""
    case, one = board.desk.case, _drawn_route(board, rng)
    if one is None:
        return None
    others = [
        route
        for route in _day_trips(board)
        if abs(route.day - one.day) <= FARTHEST and route is not one
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
    return Change(keys, come, {(rows[0], keys[0]): keys[1], (rows[1], keys[1]): keys[0]})


def _with(halts: Halts, at: int, halt: Halt) -> Halts:
    return (*halts[:at], halt, *halts[at + 1 :])


def _shift_trip(board: Board, rng: np.random.Generator) -> Change | None:
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
    return Change((key,), (make_route(case, *target, route.halts),), moved)


Move = Callable[[Board, np.random.Generator], Change | None]

MOVES: tuple[tuple[str, Move], ...] = (
    ("reverse", _reverse),
    ("reorder", _reorder),
    ("move_visit", _move_visit),
    ("swap_places", _swap_places),
    ("shift_trip", _shift_trip),
)
