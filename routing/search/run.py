"""Run the compiled search in pieces, so that somebody can look on and stop it.

Everything is counted in steps: the same ground, seed and number of steps give the same tours.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from routing.search.anneal import anneal, rebuild
from routing.search.chance import State, seeded
from routing.search.copies import copy_all
from routing.search.cross import cross
from routing.search.ground import (
    BEST,
    CAPACITY,
    DAY,
    FAR,
    FITTED,
    KEPT,
    LENGTH,
    LONGEST_ROUTE,
    NEVER,
    OVER,
    PATTERNS,
    UNDONE,
    USES,
    VERSION,
    VERSIONS,
    Floats,
    Ground,
    Ints,
    Pool,
    Tours,
    empty_tours,
)
from routing.search.scratch import MEAN_REMOVED, Scratch, empty_scratch

HOTTEST, COLDEST = 2.0, 0.02
"""First and last temperature as multiples of what a visit costs on average.

Above, tours hardly differ from chance; below, nothing moves any more.
"""

PIECE = 1_000
"""Steps between two looks at the clock and at the watch."""

FIRST_PIECE = 50
"""Steps from which the first estimate of what a visit costs is taken."""

POOL_FROM = 0.3
POOL_MARGIN = 1.02
"""Routes are kept for the pool from this share on, from tours at most this much dearer."""

POOL_ROWS = 20_000
SIGNS = 1 << 16
"""Routes that are remembered as given away: a power of two."""

FITS = 0.2, 0.4
"""Share of the steps after which every van holds its load: below, a load above gets dearer, above
cheaper."""

DEARER, CHEAPER, STEEPER = 1.2, 0.85, 1.5
"""Factors of that price after a thousand steps; the last one in the end of a search."""

LEAST, MOST = 1e-3, 1e6
"""Bounds of that price, as multiples of what a visit costs by what it uses: a load that binds late
must find it within reach, and sums of it must not swallow the cost of the tours."""

STRICT_FROM = 0.85
"""Share of a search from which no van may be loaded above what it holds, once none is."""

FRESH_FROM = 0.3
"""Share of a search from which it begins anew within what vans hold, if no tours did so far."""

NO_POOL = -1.0
NO_WAY_COST = 1e9
"""Legs that cost this or more cannot be driven."""


@dataclass(frozen=True, slots=True)
class Ruins:
    """How many visits one ruin takes out on average, when a search begins and when it ends."""

    hot: float
    cold: float


USUAL_RUINS = Ruins(MEAN_REMOVED, MEAN_REMOVED)


@dataclass(slots=True, eq=False)
class Search:
    """Tours that are being improved, and the best ones so far."""

    ground: Ground
    chance: State
    kept: Tours
    trial: Tours
    best: Tours
    scratch: Scratch
    totals: Floats
    """KEPT and BEST with the prices of undone tasks; OVER; FITTED."""
    pool: Pool
    pool_size: Ints
    seen: Ints
    """Signs of the routes that were lately given away."""

    @classmethod
    def begin(cls, ground: Ground, seed: int) -> "Search":
        """Return a search in which nothing is done yet."""
        undone = float(ground.price.sum())
        return cls(
            ground=ground,
            chance=seeded(seed),
            kept=empty_tours(ground),
            trial=empty_tours(ground),
            best=empty_tours(ground),
            scratch=empty_scratch(ground),
            totals=np.array([undone, undone, 0.0, 0.0]),
            pool=np.zeros((POOL_ROWS, 2 + LONGEST_ROUTE), np.int32),
            pool_size=np.zeros(1, np.int64),
            seen=np.zeros(SIGNS, np.int64),
        )

    @property
    def cost(self) -> float:
        """Return the cost of the best tours."""
        return float(self.totals[BEST])

    def run(self, heat: tuple[float, float], steps: int, pool_below: float = NO_POOL) -> None:
        """Make steps between two temperatures; routes of tours below a cost go to the pool."""
        if not len(self.ground.near) or not len(self.ground.slots):
            return
        anneal(
            self.ground,
            self.kept,
            self.trial,
            self.best,
            self.scratch,
            np.array([heat[0], heat[1], steps, pool_below]),
            self.totals,
            self.pool,
            self.pool_size,
            self.seen,
            self.chance,
        )

    def cool(
        self,
        hottest: float,
        share: Callable[[int, float], float],
        take_in: Callable[[Pool], None] | None = None,
        ruins: Ruins = USUAL_RUINS,
        *,
        coldest: float = COLDEST,
    ) -> None:
        """Cool down from one multiple of the cost of a visit to another.

        ``share`` is told the steps done and the best cost after every piece, and says how much of
        the work that is; at 1 it ends. ``take_in`` is given the routes of good tours. Vans may be
        loaded above what they hold for a price, which rises where tours seldom fit and falls where
        they often do, so that tours pass by what is forbidden; never the best ones.
        """
        steps, done = 0, 0.0
        self.seen[:] = 0
        usual = self.unit() / max(1.0, float(self.ground.tasks[:-1, USES].mean()))
        soft = self._may_be_full()
        if soft:
            self._charge(usual)
            self.totals[FITTED] = 0.0
        while done < 1.0:
            warmth = self.unit() * hottest * (coldest / hottest) ** done
            self.scratch.removal[0] = ruins.hot * (ruins.cold / ruins.hot) ** done
            piece = PIECE if steps else FIRST_PIECE
            below = self.cost * POOL_MARGIN if take_in is not None and done > POOL_FROM else NO_POOL
            self.run((warmth, warmth), piece, below)
            steps += piece
            if take_in is not None:
                take_in(self.pool[: int(self.pool_size[0])])
                self.pool_size[0] = 0
            done = share(steps, self.cost)
            if soft and done > FRESH_FROM and not self.best.routes[:, LENGTH].any():
                self.back_to_best()
                self._charge(FAR)
                soft = False
                if done >= 1.0:
                    self.run((warmth, warmth), PIECE)
            elif soft:
                self._charge(self._adapted(piece, done, usual))

    def _may_be_full(self) -> bool:
        """Say whether the vans do not hold everything anyhow."""
        ground = self.ground
        held = ground.slots[:, CAPACITY].min(initial=np.iinfo(np.int64).max)
        return bool(ground.tasks[:-1, USES].sum() > held)

    def _adapted(self, piece: int, done: float, usual: float) -> float:
        """Return the next price of a unit above what a van holds; in the end none is allowed."""
        price, fitted = float(self.scratch.overload[0]), float(self.totals[FITTED]) / piece
        self.totals[FITTED] = 0.0
        if done > STRICT_FROM:
            if self.totals[OVER] == 0.0:
                return FAR
            price *= STEEPER
        elif fitted < FITS[0]:
            price *= DEARER
        elif fitted > FITS[1]:
            price *= CHEAPER
        return min(max(price, usual * LEAST), usual * MOST)

    def _charge(self, price: float) -> None:
        """Ask another price for each unit above what a van holds."""
        if self.totals[OVER]:
            self.totals[KEPT] += (price - self.scratch.overload[0]) * self.totals[OVER]
        self.scratch.overload[0] = price

    def unit(self) -> float:
        """Return what a visit costs on average in the best tours."""
        visits = int(self.best.routes[:, LENGTH].sum())
        if not visits:
            return float(np.abs(self.ground.cost[self.ground.cost < NO_WAY_COST]).mean() + 1.0)
        undone = float(self.ground.price[self.best.pattern == NEVER].sum())
        return max(1e-9, (self.cost - undone) / visits)

    def adopt(self, tours: Tours, cost: float) -> None:
        """Take over tours of the same ground, if they are better."""
        if cost < self.cost:
            copy_all(tours, self.best)
            self.totals[BEST] = cost

    def cross(self, patterns: Ints) -> None:
        """Go on from the best tours with other patterns, NEVER where a task keeps its own.

        What was the best is forgotten.
        """
        self.back_to_best()
        cross(self.ground, self.kept, self.trial, self.scratch, patterns, self.totals, self.chance)
        copy_all(self.kept, self.best)
        self.totals[BEST] = self.totals[KEPT]

    def load(self, routes: list[tuple[int, tuple[int, ...]]], cost: float) -> None:
        """Take over tours given by slot and order of tasks, if they are better.

        Every task that they visit is visited on the days of one of its patterns. ``cost`` is that
        of the routes and of what is left undone, without patterns.
        """
        ground, tours = self.ground, empty_tours(self.ground)
        days: dict[int, list[int]] = {}
        for slot, order in routes:
            tours.routes[slot, LENGTH] = len(order)
            tours.stops[slot, : len(order)] = order
            for task in order:
                day = int(ground.slots[slot, DAY])
                tours.slot_of[task, day] = slot
                days.setdefault(task, []).append(day)
        for task, held in days.items():
            tours.pattern[task] = self._pattern(task, sorted(held))
            cost += float(ground.pattern_cost[tours.pattern[task]])
        if cost < self.cost and rebuild(ground, tours, self.scratch.labels):
            copy_all(tours, self.best)
            self.totals[BEST] = cost

    def _pattern(self, task: int, days: list[int]) -> int:
        ground = self.ground
        for pattern in range(ground.tasks[task, PATTERNS], ground.tasks[task + 1, PATTERNS]):
            first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
            if ground.pattern_days[first:last].tolist() == days:
                return pattern
        return NEVER

    def back_to_best(self) -> None:
        """Go on from the best tours."""
        slots = len(self.ground.slots)
        self.best.routes[:, VERSION] = self.scratch.counts[VERSIONS] + np.arange(1, slots + 1)
        self.scratch.counts[VERSIONS] += slots
        copy_all(self.best, self.kept)
        copy_all(self.best, self.trial)
        undone = np.flatnonzero(self.best.pattern == NEVER)
        self.scratch.undone[: len(undone)] = undone
        self.scratch.counts[UNDONE] = len(undone)
        self.totals[KEPT], self.totals[OVER] = self.totals[BEST], 0.0
