"""Let all workers search one problem: founders from nothing, then children of two; recombine."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from routing.days_model import Patience
from routing.partition import RoutePool, can_recombine, recombine, slots_for
from routing.population import Member, Population, has_choice
from routing.search.ground import NEVER, PATTERNS, Ground, Pool, copied
from routing.search.run import HOTTEST, Search
from routing.turns import Turns

FOUNDING = 0.3
"""Share of the whole within which searches begin from nothing; the first may take more."""

RECOMBINE_AT = (0.6, 1.0)
"""Shares of the whole from which all routes met are recombined."""

RECOMBINE_ALONE_AT = (0.4, 0.65, 0.87, 1.0)
"""The same where no task has a choice of days: nothing else joins several tours there."""

REHEAT = 0.1
"""Warmth of a search that goes on from tours at hand, as a share of that of a fresh one."""

SEED_STRIDE = 1_000
"""Between the seeds of rounds: more than there are workers."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long one search of one worker lasts."""

    steps: float
    """Steps a visit that it takes to cool well."""
    least: float
    """Share of the whole that it takes at least, so that a longer search also cools slower."""
    most: float
    """Share of the whole that it takes at most, however slowly it cools then."""


FOUNDER = Length(steps=700.0, least=0.05, most=0.4)
CHILD = Length(steps=30.0, least=0.002, most=0.25)
ALONE = (Length(np.inf, 0.0, 0.4), Length(np.inf, 0.0, 0.25))
"""The same where no task has a choice of days: there is nothing to cross."""

WHOLE = Length(np.inf, 0.0, 1.0)
"""All in one search, where there are so many combinations of days that a short one finds little."""


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

    In the first rounds every worker begins from nothing, in each later one it crosses the days of
    two tours that survived. From time to time the routes that all met are recombined. The first
    worker asks the pace; the others end a round with it. With one worker the same ground, seed
    and steps give the same tours.
    """
    best, rng = Search.begin(ground, seed), np.random.default_rng(seed)
    population, pool = Population(ground, rng, Turns.of_ground(ground)), RoutePool.empty(ground)
    clock = _Clock(pace, best)
    founder, child = lengths(ground)
    marks = list(_marks(ground))
    number, founding = 0, True
    with ThreadPoolExecutor(max_workers=pace.workers) as threads:
        while not clock.ended:
            clock.begin(founder if founding else child)
            seeds = [seed + SEED_STRIDE * number + worker for worker in range(pace.workers)]
            islands = [
                _Island.found(ground, one) if founding else _Island.breed(population, one)
                for one in seeds
            ]
            _cool_together(threads, islands, clock)
            for island in islands:
                best.adopt(island.search.best, island.search.cost)
                population.add(Member(island.search.best, island.search.cost))
                for rows in island.met:
                    pool.take_in(rows)
            number, founding = number + 1, founding and clock.done + clock.took <= FOUNDING
            if marks and clock.done >= marks[0]:
                marks = [mark for mark in marks if mark > clock.done]
                _recombine(best, pool, Patience(pace.work, pace.seconds, seed % 2**31), pace)
                population.add(Member(copied(best.best), best.cost))
    return best


def lengths(ground: Ground) -> tuple[Length, Length]:
    """Return how long a search from nothing lasts, and one that goes on from what survived."""
    if not can_recombine(ground):
        return WHOLE, WHOLE
    return (FOUNDER, CHILD) if has_choice(ground) else ALONE


def _marks(ground: Ground) -> tuple[float, ...]:
    if not can_recombine(ground):
        return ()
    return RECOMBINE_AT if has_choice(ground) else RECOMBINE_ALONE_AT


@dataclass(slots=True)
class _Island:
    """What one worker does in one round."""

    search: Search
    hottest: float
    met: list[Pool] = field(default_factory=list)
    """Routes of good tours, piece by piece."""

    @classmethod
    def found(cls, ground: Ground, seed: int) -> "_Island":
        """Begin with nothing."""
        return cls(Search.begin(ground, seed), HOTTEST)

    @classmethod
    def breed(cls, population: Population, seed: int) -> "_Island":
        """Begin with tours that survived, some tasks on the days that they have in others."""
        search, (first, second) = Search.begin(population.ground, seed), population.parents()
        search.adopt(first.tours, first.cost)
        search.cross(population.patterns(first, second))
        return cls(search, HOTTEST * REHEAT)

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


def _recombine(best: Search, pool: RoutePool, patience: Patience, pace: Pace) -> None:
    """Load the best choice among all routes of the pool, if it is better."""
    columns = recombine(pool, best.best, patience, pace.workers)
    if columns is not None:
        undone = float(best.ground.price[best.best.pattern == NEVER].sum())
        best.load(slots_for(pool, columns), undone + sum(column.cost for column in columns))


class _Clock:
    """Counts the steps of the first worker, and says how much of the present round is done."""

    def __init__(self, pace: Pace, best: Search) -> None:
        self._pace, self._best = pace, best
        self._visits = max(1, _visits(best.ground))
        self._before = self._steps = 0
        self._from = self.done = self._now = 0.0
        self._length = FOUNDER

    def begin(self, length: Length) -> None:
        """Begin a round; recombining took time meanwhile."""
        self._before += self._steps
        self._steps = 0
        self.done = self._pace.share(self._before / self._pace.steps, self._best.cost)
        self._from, self._length, self._now = self.done, length, 0.0

    def share_of_round(self, steps: int, cost: float) -> float:
        """Return how much of the round is done."""
        self._steps = steps
        share = (self._before + steps) / self._pace.steps
        self.done = self._pace.share(share, min(cost, self._best.cost))
        # Told to stop between two rounds it ends at once.
        self._now = 1.0 if self.ended else self._of_round()
        return self._now

    def _of_round(self) -> float:
        """Return the share by steps, if not too little of the whole is spent, nor too much."""
        length, most = self._length, min(self._length.most, 1.0 - self._from)
        by_steps = self._steps / (length.steps * self._visits)
        if length.least:
            by_steps = min(by_steps, self.took / length.least)
        return min(1.0, max(by_steps, self.took / most))

    @property
    def took(self) -> float:
        """Return the share of the whole that the present round took so far."""
        return self.done - self._from

    def share_of_round_now(self, _steps: int, _cost: float) -> float:
        """Return what the first worker was told last."""
        return self._now

    def end_round(self) -> None:
        """Tell all workers that the round is over."""
        self._now = 1.0

    @property
    def ended(self) -> bool:
        """Say whether all is done."""
        return self.done >= 1.0


def _visits(ground: Ground) -> int:
    """Return how many visits are planned where each task takes the first of its patterns."""
    first = ground.tasks[:-1, PATTERNS]
    some = first < ground.tasks[1:, PATTERNS]
    return int(np.diff(ground.patterns)[first[some]].sum())
