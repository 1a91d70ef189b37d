"""Let all workers search one problem: founders from nothing, then children of two; recombine."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from routing.courses import WHOLE, Length, course_of, visits_of
from routing.days_model import Patience
from routing.partition import MOST_ROUTES, RoutePool, can_recombine, recombine, slots_for
from routing.population import Member, Population, has_choice
from routing.search.ground import NEVER, Ground, Pool, copied
from routing.search.run import HOTTEST, Search
from routing.search.together import COLD_TOGETHER, HOT_TOGETHER, Together, most_together
from routing.turns import Turns

RECOMBINE_AT = (0.7,)
"""Shares of the whole from which all routes met are recombined."""

RECOMBINE_ALONE_AT = (0.4, 0.65, 0.87, 1.0)
"""The same where no task has a choice of days: nothing else joins several tours there."""

REHEAT = 0.1
"""Warmth of a search that goes on from tours at hand, as a share of that of a fresh one."""

SEED_STRIDE = 1_000
"""Between the seeds of rounds: more than there are workers."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to search."""

    steps: float
    """After how many steps of one worker all is done; infinite where the time alone says."""
    share: Callable[[float, float], float]
    """Told the share of the steps done and the best cost; says how much of all is done."""
    share_alone: Callable[[float, float], float]
    """The same where the tours are all that is to be found."""
    stopped: Callable[[], bool]
    """Says whether somebody asked to end now with the best there is."""
    workers: int
    work: float
    """Work of CP-SAT on each recombination, in its deterministic measure."""
    seconds: float | None
    """Wall-clock limit of the same; ``None``: none."""


def search_in_rounds(ground: Ground, seed: int, pace: Pace) -> Search:
    """Return a search that holds the best tours of all workers and rounds.

    Every worker begins some rounds from nothing; in each later one it crosses the days of two
    tours that survived, whoever found them. From time to time the routes that all met are
    recombined. The first worker asks the pace; the others end with it. With one worker the same
    ground, seed and steps give the same tours. Where all is one search, and depots enough
    lie apart, the workers share it.
    """
    partners = min(pace.workers, most_together(ground))
    if partners > 1 and course_of(ground, 0) is WHOLE:
        with Together.of(ground, seed, partners) as search:
            search.cool(
                HOT_TOGETHER,
                lambda steps, cost: pace.share(steps / pace.steps, cost),
                coldest=COLD_TOGETHER,
            )
            return search.alone()
    rounds = _Rounds.begin(ground, seed, pace)
    with ThreadPoolExecutor(max_workers=pace.workers) as threads:
        others = [threads.submit(rounds.work, worker) for worker in range(1, pace.workers)]
        try:
            rounds.work(0)
        finally:
            rounds.clock.end()
            for other in others:
                other.result()
    rounds.recombine()
    return rounds.best


def ends_recombining(ground: Ground) -> bool:
    """Say whether the last thing done is to recombine, which takes time of its own."""
    return 1.0 in _marks(ground)


def _marks(ground: Ground) -> tuple[float, ...]:
    if not can_recombine(ground):
        return ()
    return RECOMBINE_AT if has_choice(ground) else RECOMBINE_ALONE_AT


@dataclass(slots=True)
class _Rounds:
    """What all workers share; whoever reads or changes it holds the lock."""

    seed: int
    pace: Pace
    clock: "_Clock"
    best: Search
    population: Population
    pool: RoutePool
    marks: list[float]
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls, ground: Ground, seed: int, pace: Pace) -> "_Rounds":
        """Return rounds before the first."""
        best, rng = Search.begin(ground, seed), np.random.default_rng(seed)
        return cls(
            seed=seed,
            pace=pace,
            clock=_Clock(pace, best),
            best=best,
            population=Population(ground, rng, Turns.of_ground(ground)),
            pool=RoutePool.empty(ground),
            marks=list(_marks(ground)),
        )

    def work(self, worker: int) -> None:
        """Go through the rounds of one worker."""
        course, clock = course_of(self.best.ground, worker), self.clock
        number, at = 0, 0
        while not clock.ended:
            leg = course[at]
            timed = clock.begin(leg.length, asks=worker == 0)
            seed = self.seed + SEED_STRIDE * number + worker
            with self.lock:
                fresh = leg.fresh or not self.population.members
                island = (
                    _Island.found(self.best.ground, seed)
                    if fresh
                    else _Island.breed(self.population, seed)
                )
            keep = island.keep if self.marks else None
            island.search.cool(island.hottest, timed.share, keep, leg.ruins)
            with self.lock:
                self._take_in(island)
            number += 1
            # A leg of which another round would not end in time is over.
            while at < len(course) - 1 and clock.done + timed.took * leg.fresh > course[at].until:
                at += 1

    def _take_in(self, island: "_Island") -> None:
        self.best.adopt(island.search.best, island.search.cost)
        self.population.add(Member(island.search.best, island.search.cost))
        for rows in island.met:
            self.pool.take_in(rows)
        if self.marks and self.marks[0] <= self.clock.done < 1.0:
            self.recombine()

    def recombine(self) -> None:
        """Load the best choice among all routes met, if it is better and a mark was passed."""
        if not self.marks or self.clock.done < self.marks[0] or self.pace.stopped():
            return
        self.marks = [mark for mark in self.marks if mark > self.clock.done]
        pace, best = self.pace, self.best
        patience = Patience(pace.work, pace.seconds, self.seed % 2**31)
        columns = recombine(self.pool, best.best, patience, pace.workers)
        if columns is not None:
            undone = float(best.ground.price[best.best.pattern == NEVER].sum())
            best.load(slots_for(self.pool, columns), undone + sum(one.cost for one in columns))
        self.population.add(Member(copied(best.best), best.cost))


@dataclass(slots=True)
class _Island:
    """What one worker does in one round."""

    search: Search
    hottest: float
    met: deque[Pool] = field(default_factory=deque)
    """Routes of good tours, piece by piece; the latest, as many as a pool keeps."""
    held: int = 0

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
        if not len(rows):
            return
        self.met.append(rows[:, : 2 + int(rows[:, 1].max())].copy())
        self.held += len(rows)
        while self.held - len(self.met[0]) >= MOST_ROUTES:
            self.held -= len(self.met.popleft())


class _Clock:
    """Counts the steps of the first worker, and says how much of the whole is done."""

    def __init__(self, pace: Pace, best: Search) -> None:
        self._pace, self._best = pace, best
        self.visits = max(1, visits_of(best.ground))
        self._before = self._steps = 0
        self.done = 0.0

    def begin(self, length: Length, *, asks: bool) -> "_Timed":
        """Begin a round of a worker; recombining took time meanwhile."""
        if asks:
            self._before += self._steps
            self.tell(0, self._best.cost)
        return _Timed(self, length, self.done, asks=asks)

    def tell(self, steps: int, cost: float) -> None:
        """Note how many steps the first worker made in its present round."""
        self._steps = steps
        share = (self._before + steps) / self._pace.steps
        self.done = max(self.done, self._pace.share(share, min(cost, self._best.cost)))

    def end(self) -> None:
        """Tell all workers to end."""
        self.done = max(self.done, 1.0)

    @property
    def ended(self) -> bool:
        """Say whether all is done."""
        return self.done >= 1.0


@dataclass(slots=True)
class _Timed:
    """How much of one round of one worker is done."""

    clock: _Clock
    length: Length
    since: float
    asks: bool

    def share(self, steps: int, cost: float) -> float:
        """Return the share by steps, if not too little of the whole is spent, nor too much."""
        if self.asks:
            self.clock.tell(steps, cost)
        # Told to stop between two rounds it ends at once.
        if self.clock.ended:
            return 1.0
        length, most = self.length, min(self.length.most, 1.0 - self.since)
        by_steps = steps / (length.steps * self.clock.visits)
        if length.least:
            by_steps = min(by_steps, self.took / length.least)
        return min(1.0, max(by_steps, self.took / most))

    @property
    def took(self) -> float:
        """Return the share of the whole that the round took so far."""
        return self.clock.done - self.since
