"""Search days and tours with the compiled loops, and bring what they find back to a board."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from routing.board import Board, Desk
from routing.improvement import Step, fill
from routing.islands import REHEAT, Pace, ends_recombining, search_in_rounds
from routing.partition import RoutePool
from routing.search.ground import LENGTH, NEVER, Ground
from routing.search.run import HOTTEST, Search
from routing.terrain import Terrain, land, lay_out

LOOK_STEPS = 2_000
"""Steps after which tours are good enough to see whether a board agrees with their cost."""

MOST_LANDINGS = 12
"""Times that tours are brought to a board, each time with what the last one told."""

MENDING = 0.9
"""What is reported as done meanwhile where time is not limited."""

MEND_PART = 0.25
"""Part of the time left that each of them may take, where time is limited."""

MEND_STEPS, MEND_SHARE = 10_000, 0.05
"""Steps between two of them, at most, and as a share of all."""


def search_tours(desk: Desk, seed: int, pace: Pace) -> Board | None:
    """Return the best board that the compiled search leads to; ``None`` where nothing can be."""
    if not desk.case.vans or not desk.case.working:
        return None
    terrain = lay_out(desk, seed)
    if not terrain.asks or not len(terrain.ground.slots):
        return None
    timed = pace.seconds is not None
    if timed and not ends_recombining(terrain.ground) and tells_all(terrain, seed):
        pace = replace(pace, share=pace.share_alone)
    return _whole(_landed(terrain, search_in_rounds(terrain.ground, seed, pace), seed, pace))


def _landed(terrain: Terrain, search: Search, seed: int, pace: Pace) -> Board:
    """Return the best board that the tours lead to, what was lost on the way told to the tables.

    A visit that the exact rules do not allow on a van-day is not tried there again: the tours go
    on a little without it, and land once more.
    """
    landed = land(terrain, search.best)
    best, ground = landed.board, terrain.ground
    for number in range(1, MOST_LANDINGS):
        if not landed.lost or _late(pace, search.cost):
            break
        ground = forbidding(ground, landed.lost)
        after = going_on(ground, search, {task for task, _ in landed.lost}, seed + number)
        if after is None:
            break
        search = after
        search.cool(HOTTEST * REHEAT, _mending(pace, search.cost))
        landed = land(terrain, search.best)
        best = min(best, landed.board, key=lambda board: board.cost())
    return best


def _late(pace: Pace, cost: float) -> bool:
    """Report, and say whether somebody asked to end, or hardly any time is left."""
    return _spent(pace, cost) >= 1.0


def _spent(pace: Pace, cost: float) -> float:
    """Report, and return the share of the time that is over, where it is limited."""
    return pace.share_alone(MENDING if pace.seconds is None else 0.0, cost)


def _mending(pace: Pace, cost: float) -> Callable[[int, float], float]:
    """Return how much of going on is done, by steps and by the time where that is limited."""
    steps = min(MEND_STEPS, pace.steps * MEND_SHARE)
    began = _spent(pace, cost)

    def share(done: int, best: float) -> float:
        now = _spent(pace, best)
        late = (now - began) / (MEND_PART * max(1e-9, 1.0 - began))
        return 1.0 if now >= 1.0 else max(done / steps, late)

    return share


def forbidding(ground: Ground, lost: Iterable[tuple[int, int]]) -> Ground:
    """Return tables in which some tasks may not be visited by some van-days."""
    may = ground.may.copy()
    for task, slot in lost:
        may[task, slot] = False
    return ground._replace(may=may)


def going_on(ground: Ground, search: Search, without: set[int], seed: int) -> Search | None:
    """Return a search on other tables from the best tours, with nothing of some tasks.

    ``None`` where the others cannot be driven without them: times that break the triangle rule,
    or two services of one place that now follow each other and have no opening in common.
    """
    best, after = search.best, Search.begin(ground, seed)
    costs = RoutePool.empty(ground)
    routes = [
        (slot, tuple(task for task in best.stops[slot, :length].tolist() if task not in without))
        for slot, length in enumerate(best.routes[:, LENGTH].tolist())
    ]
    routes = [(slot, order) for slot, order in routes if order]
    undone = without | set(np.flatnonzero(best.pattern == NEVER).tolist())
    cost = float(ground.price[sorted(undone)].sum())
    nothing = after.cost
    after.load(routes, cost + sum(costs.cost(slot, order) for slot, order in routes))
    if routes and after.cost == nothing:
        return None
    after.back_to_best()
    return after


def _whole(board: Board) -> Board:
    """Return a board with all visits that it can take in besides."""
    asks = sorted(range(len(board.visits)), key=lambda ask: -board.desk.case.asks[ask].price)
    fill(board, asks, np.random.default_rng(0), Step())
    return board


def tells_all(terrain: Terrain, seed: int) -> bool:
    """Say whether tours cost on a board what the tables say: then no exact rule adds to it.

    Nights away, which may save something, are known to the board alone; and what found no room
    beside meals may find some there.
    """
    if any(van.nights for van in terrain.desk.case.vans):
        return False
    search = Search.begin(terrain.ground, seed)
    search.cool(HOTTEST, lambda steps, _: steps / LOOK_STEPS)
    eats = any(van.meal is not None for van in terrain.desk.case.vans)
    if eats and (search.best.pattern == NEVER).any():
        return False
    board = land(terrain, search.best).board
    return abs(board.cost() - search.cost) <= len(board.routes) + 1
