"""Search days and tours with the compiled loops, and bring what they find back to a board."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from routing.board import Board, Desk
from routing.days_model import Patience
from routing.improvement import Step, fill
from routing.partition import RoutePool, can_recombine, recombine, slots_for
from routing.search.ground import NEVER, Ground
from routing.search.run import HOTTEST, Search
from routing.terrain import Terrain, land, lay_out

TRIAL_SHARE = 0.05
"""Share of the steps that goes into each way of leaving room for meals, before one is chosen."""

ROUND_ENDS = (0.4, 0.6, 0.8, 1.0)
"""Shares of the whole at which the rounds end."""

FRESH_ROUNDS = frozenset({0, 1, 3})
"""Rounds that begin with nothing; the others go on from the best, a little warmed up."""

REHEAT = 0.1
SEED_STRIDE = 1_000
"""Between the seeds of rounds: more than there are workers."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to search."""

    steps: int
    share: Callable[[float, float], float]
    """Told the share of the steps done and the best cost; says how much of all is done."""
    workers: int
    work: float
    """Work of CP-SAT on each recombination, in its deterministic measure."""
    seconds: float | None
    """Wall-clock limit of the same; ``None``: none."""


def search_tours(desk: Desk, seed: int, pace: Pace) -> Board | None:
    """Return the best board that the compiled search leads to; ``None`` where nothing can be."""
    if not desk.case.vans or not desk.case.working:
        return None
    terrain = _choose_terrain(desk, seed, pace)
    if not terrain.asks:
        return None
    searches = _search_together(terrain.ground, seed, pace)
    boards = [land_whole(terrain, search) for search in searches]
    return min(boards, key=lambda board: board.cost())


def _search_together(ground: Ground, seed: int, pace: Pace) -> list[Search]:
    """Return a search for each worker, all at the pace of the first, which alone is looked at."""
    done = [0.0]

    def leading(steps: int, cost: float) -> float:
        done[0] = pace.share(steps / pace.steps, cost)
        return done[0]

    def following(_steps: int, _cost: float) -> float:
        return done[0]

    with ThreadPoolExecutor(max_workers=pace.workers) as threads:
        others = [
            threads.submit(_search_in_rounds, ground, seed + number, following, pace)
            for number in range(1, pace.workers)
        ]
        try:
            first = _search_in_rounds(ground, seed, leading, pace)
        finally:
            done[0] = 1.0
        return [first, *(other.result() for other in others)]


def _search_in_rounds(
    ground: Ground, seed: int, share: Callable[[int, float], float], pace: Pace
) -> Search:
    """Return a search after rounds from nothing or from the best, recombined after each."""
    best, pool = Search.begin(ground, seed), RoutePool.empty(ground)
    clock = _Clock(share, best)
    ends = ROUND_ENDS if can_recombine(ground) else (1.0,)
    for number, end in enumerate(ends):
        fresh = number in FRESH_ROUNDS
        search = Search.begin(ground, seed + SEED_STRIDE * number) if fresh else best
        if not fresh:
            best.back_to_best()
        clock.begin(end)
        search.cool(HOTTEST if fresh else HOTTEST * REHEAT, clock.share_of_round, pool.take_in)
        best.adopt(search)
        patience = Patience(pace.work, pace.seconds, seed % 2**31)
        columns = recombine(pool, best.best, patience)
        if columns is not None:
            undone = float(ground.price[best.best.pattern == NEVER].sum())
            cost = undone + sum(column.cost for column in columns)
            best.load(slots_for(pool, columns), cost)
        if clock.ended:
            break
    return best


class _Clock:
    """Counts the steps of all rounds, and says how much of the present round is done."""

    def __init__(self, share: Callable[[int, float], float], best: Search) -> None:
        self._share, self._best = share, best
        self._before = self._steps = 0
        self._from = self._to = self._done = 0.0

    def begin(self, end: float) -> None:
        """Begin a round that ends at a share of the whole."""
        self._before += self._steps
        self._steps = 0
        self._from, self._to = self._done, end

    def share_of_round(self, steps: int, cost: float) -> float:
        """Return how much of the round is done."""
        self._steps = steps
        self._done = self._share(self._before + steps, min(cost, self._best.cost))
        return min(1.0, (self._done - self._from) / max(1e-9, self._to - self._from))

    @property
    def ended(self) -> bool:
        """Say whether all is done."""
        return self._done >= 1.0


def land_whole(terrain: Terrain, search: Search) -> Board:
    """Return a board with the best tours, and with all visits that it can take in besides."""
    board = land(terrain, search.best)
    asks = sorted(range(len(board.visits)), key=lambda ask: -terrain.desk.case.asks[ask].price)
    fill(board, asks, np.random.default_rng(0), Step())
    return board


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
