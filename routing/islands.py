"""Let all workers search one problem in rounds, and recombine what they met after each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from routing.days_model import Patience
from routing.partition import RoutePool, can_recombine, recombine, slots_for
from routing.search.ground import NEVER, Ground, Pool
from routing.search.run import HOTTEST, Search

ROUND_ENDS = (0.4, 0.65, 0.87, 1.0)
"""Shares of the whole at which the rounds end."""

REHEAT = 0.15
"""Warmth of a round that goes on from the best, as a share of that of a fresh one."""

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


def search_in_rounds(ground: Ground, seed: int, pace: Pace) -> Search:
    """Return a search that holds the best tours of all workers and rounds.

    After each round the routes that all workers met are recombined, and the best tours are
    everybody's. The first worker asks the pace; the others end a round with it. With one worker
    the same ground, seed and steps give the same tours.
    """
    best, pool = Search.begin(ground, seed), RoutePool.empty(ground)
    clock = _Clock(pace, best)
    ends = ROUND_ENDS if can_recombine(ground) else (1.0,)
    with ThreadPoolExecutor(max_workers=pace.workers) as threads:
        for number, end in enumerate(ends):
            clock.begin(end)
            islands = [
                _Island.begin(best, number, worker, seed + SEED_STRIDE * number + worker)
                for worker in range(pace.workers)
            ]
            _cool_together(threads, islands, clock)
            for island in islands:
                best.adopt(island.search)
                for rows in island.met:
                    pool.take_in(rows)
            patience = Patience(pace.work, pace.seconds, seed % 2**31)
            _recombine(best, pool, patience, pace.workers)
            if clock.ended:
                break
    return best


@dataclass(slots=True)
class _Island:
    """What one worker does in one round."""

    search: Search
    hottest: float
    met: list[Pool]
    """Routes of good tours, piece by piece."""

    @classmethod
    def begin(cls, best: Search, number: int, worker: int, seed: int) -> "_Island":
        """Begin with nothing, or go on from the best tours.

        Workers take turns; all begin with nothing in the first round and none in the last.
        """
        search = Search.begin(best.ground, seed)
        fresh = number == 0 or ((number + worker) % 2 == 1 and number < len(ROUND_ENDS) - 1)
        if not fresh:
            search.adopt(best)
            search.back_to_best()
        return cls(search, HOTTEST if fresh else HOTTEST * REHEAT, [])

    def keep(self, rows: Pool) -> None:
        """Put routes aside: they are noted after the round, when no compiled loop waits."""
        if len(rows):
            self.met.append(rows[:, : 2 + int(rows[:, 1].max())].copy())


def _cool_together(threads: ThreadPoolExecutor, islands: list[_Island], clock: "_Clock") -> None:
    others = [
        threads.submit(island.search.cool, island.hottest, clock.share_of_round_now, island.keep)
        for island in islands[1:]
    ]
    try:
        first = islands[0]
        first.search.cool(first.hottest, clock.share_of_round, first.keep)
    finally:
        clock.end_round()
        for other in others:
            other.result()


def _recombine(best: Search, pool: RoutePool, patience: Patience, workers: int) -> None:
    """Load the best choice among all routes of the pool, if it is better."""
    columns = recombine(pool, best.best, patience, workers)
    if columns is not None:
        undone = float(best.ground.price[best.best.pattern == NEVER].sum())
        best.load(slots_for(pool, columns), undone + sum(column.cost for column in columns))


class _Clock:
    """Counts the steps of the first worker, and says how much of the present round is done."""

    def __init__(self, pace: Pace, best: Search) -> None:
        self._pace, self._best = pace, best
        self._before = self._steps = 0
        self._from = self._to = self._done = self._now = 0.0

    def begin(self, end: float) -> None:
        """Begin a round that ends at a share of the whole; recombining took time meanwhile."""
        self._before += self._steps
        self._steps = 0
        self._done = self._pace.share(self._before / self._pace.steps, self._best.cost)
        self._from, self._to, self._now = self._done, end, 0.0

    def share_of_round(self, steps: int, cost: float) -> float:
        """Return how much of the round is done."""
        self._steps = steps
        share = (self._before + steps) / self._pace.steps
        self._done = self._pace.share(share, min(cost, self._best.cost))
        length = self._to - self._from
        # Told to stop between two rounds, or with the time of a round gone, it ends at once.
        over = self.ended or length <= 0.0
        self._now = 1.0 if over else min(1.0, (self._done - self._from) / length)
        return self._now

    def share_of_round_now(self, _steps: int, _cost: float) -> float:
        """Return what the first worker was told last."""
        return self._now

    def end_round(self) -> None:
        """Tell all workers that the round is over."""
        self._now = 1.0

    @property
    def ended(self) -> bool:
        """Say whether all is done."""
        return self._done >= 1.0
