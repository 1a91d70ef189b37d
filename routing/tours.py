"""Search days and tours with the compiled loops, and bring what they find back to a board."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from routing.board import Board, Desk
from routing.improvement import Step, fill
from routing.islands import Pace, ends_recombining, search_in_rounds
from routing.search.run import HOTTEST, Search
from routing.terrain import Terrain, land, lay_out

LOOK_STEPS = 2_000
"""Steps after which tours are good enough to see whether a board agrees with their cost."""

TRIAL_SHARE = 0.05
"""Share of the steps that goes into each way of leaving room for meals, before one is chosen."""


def search_tours(desk: Desk, seed: int, pace: Pace) -> Board | None:
    """Return the best board that the compiled search leads to; ``None`` where nothing can be."""
    if not desk.case.vans or not desk.case.working:
        return None
    terrain = _choose_terrain(desk, seed, pace)
    if not terrain.asks:
        return None
    timed = pace.seconds is not None
    if timed and not ends_recombining(terrain.ground) and tells_all(terrain, seed):
        pace = replace(pace, share=pace.share_alone)
    return land_whole(terrain, search_in_rounds(terrain.ground, seed, pace))


def land_whole(terrain: Terrain, search: Search) -> Board:
    """Return a board with the best tours, and with all visits that it can take in besides."""
    board = land(terrain, search.best)
    asks = sorted(range(len(board.visits)), key=lambda ask: -terrain.desk.case.asks[ask].price)
    fill(board, asks, np.random.default_rng(0), Step())
    return board


def tells_all(terrain: Terrain, seed: int) -> bool:
    """Say whether tours cost on a board what the tables say: then no exact rule adds to it.

    Meals may cost nothing now and something in better tours.
    """
    if any(van.meal is not None for van in terrain.desk.case.vans):
        return False
    search = Search.begin(terrain.ground, seed)
    search.cool(HOTTEST, lambda steps, _: steps / LOOK_STEPS)
    board = land(terrain, search.best)
    return abs(board.cost() - search.cost) <= len(board.routes) + 1


def _choose_terrain(desk: Desk, seed: int, pace: Pace) -> Terrain:
    """Return the tables with or without room for meals, whichever leads to the better board."""
    loose = lay_out(desk, seed, meals=False)
    if not loose.asks or all(van.meal is None for van in desk.case.vans):
        return loose
    strict = lay_out(desk, seed, meals=True)

    costs = []
    for terrain in (loose, strict):
        search = Search.begin(terrain.ground, seed)
        search.cool(HOTTEST, _trial(pace))
        whole = pace.seconds is None
        board = land_whole(terrain, search) if whole else land(terrain, search.best)
        costs.append(board.cost())
    return loose if costs[0] <= costs[1] else strict


def _trial(pace: Pace) -> Callable[[int, float], float]:
    """Return how much of a trial is done, by steps and by the time where that is limited."""
    steps = max(1, int(pace.steps * TRIAL_SHARE))
    began: list[float] = []

    def share(done: int, cost: float) -> float:
        now = pace.share(0.0, cost)
        began.append(now)
        late = (now - began[0]) / TRIAL_SHARE
        return 1.0 if now >= 1.0 else max(done / steps, late)

    return share
