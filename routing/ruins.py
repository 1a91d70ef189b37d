"""Take visits out of a board, so that they can be put back better."""

import numpy as np

from routing.board import Board
from routing.nights import trips_around
from routing.routes import Entry

SERVICES, ROUTES = 0.45, 0.45
"""Chances of taking out whole services and whole van-days; else single visits."""

NIGHTS = 0.2
"""Chance of trying a trip with a night away, where a van may stay away overnight."""

HALF = 0.5

MOST_NEAR = 7
MOST_ROUTES = 3


def take_out(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out services, van-days or single visits; return the services that lost a visit.

    ``near`` holds for every service the others, nearest first.
    """
    kind = rng.random()
    if _stays_out(board) and rng.random() < NIGHTS:
        return _stay_out(board, near, rng)
    if kind < SERVICES:
        return _take_services(board, near, rng)
    if kind < SERVICES + ROUTES:
        return _take_routes(board, near, rng)
    return _take_visits(board, near, rng)


def alone_cost(board: Board, ask: int) -> int:
    """Return what a visit costs if nothing else is done on its day."""
    for alone in board.desk.options[ask].values():
        if alone:
            return alone.least_cost()
    return 0


def _take_services(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out every visit of a service and of some near it."""
    seed = int(rng.integers(len(near)))
    count = int(rng.integers(1, MOST_NEAR + 1))
    lost: set[int] = set()
    for ask in near[seed][:count]:
        lost |= _take_all(board, ask)
    return lost


def _take_all(board: Board, ask: int) -> set[int]:
    lost: set[int] = set()
    for day in list(board.visits[ask]):
        if day in board.visits[ask]:
            lost |= board.take(ask, day)
    return lost


def _stays_out(board: Board) -> bool:
    case = board.desk.case
    return bool(case.night_stops) and any(van.nights for van in case.vans)


def _stay_out(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Send a van out overnight to a far service, and take out what is near it or in the way."""
    case, options = board.desk.case, board.desk.options
    tries = [int(rng.integers(len(near))) for _ in range(2)]
    seed = max(tries, key=lambda ask: alone_cost(board, ask))
    days = sorted(options[seed])
    if not days or not case.asks[seed].left:
        return set()
    day = days[int(rng.integers(len(days)))]
    vans = [van for van in sorted(options[seed][day]) if case.vans[van].nights]
    if not vans:
        return set()
    trips = trips_around(case, case.asks[seed], day, vans[int(rng.integers(len(vans)))])
    if not trips:
        return set()
    trip = trips[int(rng.integers(len(trips)))]
    lost: set[int] = set()
    for ask in [seed, *near[seed][: int(rng.integers(2 * MOST_NEAR))]]:
        lost |= _take_all(board, ask)
    for out in trip.days:
        lost |= _empty(board, out, trip.van)
    board.put(seed, Entry(trip.cost, trip, day))
    return lost


def _empty(board: Board, day: int, van: int) -> set[int]:
    """Take out all visits of the trip of a van on a day."""
    lost: set[int] = set()
    route = board.routes.get((day, van))
    for ask, at in [] if route is None else list(route.visits()):
        if board.visits[ask].get(at) == van:
            lost |= board.take(ask, at)
    return lost


def _take_routes(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out a van-day and some that go near the same places, those with few stops first."""
    if not board.routes:
        return set()
    keys = sorted(board.routes)
    tries = [keys[int(rng.integers(len(keys)))] for _ in range(2)]
    first = min(tries, key=lambda key: len(board.routes[key].halts))
    chosen = [first]
    more = int(rng.integers(MOST_ROUTES))
    for ask in near[board.routes[first].halts[0][0]]:
        if more <= 0:
            break
        days = [(day, van) for day, van in sorted(board.visits[ask].items())]
        others = [key for key in days if key not in chosen]
        if others:
            chosen.append(others[int(rng.integers(len(others)))])
            more -= 1
    lost: set[int] = set()
    for key in chosen:
        lost |= _empty(board, *key)
    return lost


def _take_visits(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out one visit each of some services that are near each other."""
    seed = int(rng.integers(len(near)))
    lost: set[int] = set()
    for ask in near[seed][: 2 * MOST_NEAR]:
        days = sorted(board.visits[ask])
        if days and rng.random() < HALF:
            lost |= board.take(ask, days[int(rng.integers(len(days)))])
    return lost
