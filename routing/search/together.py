"""Let several workers cool one search: each tends the vans of some yards, and all are merged.

A yard is a depot, or several that lie near each other. Tours of yards far apart hardly touch, so
that all make steps at once on one set of tours. A task that is visited from several parts stays as
it is until the parts are dealt anew. A search divided over space after Taillard, Networks
23(8), 1993, doi:10.1002/net.3230230804.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from typing_extensions import override

from routing.search.anneal import SLIVER
from routing.search.copies import copy_all, copy_some
from routing.search.ground import (
    BEST,
    DEPOT,
    FITTED,
    FIXED,
    KEPT,
    LENGTH,
    LOCATION,
    NEVER,
    OVER,
    UNDONE,
    VERSIONS,
    Bools,
    Floats,
    Ground,
    Ints,
)
from routing.search.run import NO_POOL, Search

HOT_TOGETHER, COLD_TOGETHER = 1.0, 0.08
"""First and last temperature of a shared search, as multiples of what a visit costs on average.

Narrower than those of a search alone: a start from 2 came out dearer in long searches of a large
quarter, as did one from 0.5, and below 0.08 little more was found.
"""

DEALT_EVERY = 10
"""Pieces of work after which the parts are dealt anew."""

UNEVEN = 0.5, 1.5
"""Factors between which the weight of a yard is drawn, so that deals differ."""

PAIRED = 3
"""Nearest yards of one that are put into one part with it, in turn: else two large ones never are,
and no task could go from one to the other."""

MOST_STUCK, MOST_DEALS = 0.2, 3
"""Share of the tasks that may be visited from several parts; above, the yards are dealt again up to
so many times, and then one partner works alone."""

ELSEWHERE = 0.1
"""Chance that a task that is undone is offered to any part, and not to the nearest."""

VERSIONS_EACH = 1 << 40
"""Numbers of versions for each worker: no two give the same to different routes."""


def most_together(ground: Ground) -> int:
    """Return how many workers can share a search.

    There is a yard more than workers: else the parts would be the same for ever.
    """
    return max(1, len(np.unique(yards_of(ground))) - 1)


def yards_of(ground: Ground) -> Ints:
    """Return the yard of each slot, told by one of its depots.

    Depots are nearer to each other in a yard than half of the tasks are to their nearest one, be
    it by way of others: their vans visit the same places.
    """
    if not len(ground.slots) or not len(ground.price):
        return np.zeros(len(ground.slots), np.int64)
    depots, at = np.unique(ground.slots[:, DEPOT], return_inverse=True)
    cost = ground.cost.min(axis=0)
    reach = np.median(cost[np.ix_(depots, ground.tasks[:-1, LOCATION])].min(axis=0))
    near = cost[np.ix_(depots, depots)] < reach
    _, number = connected_components(near, directed=False)
    first = np.array([depots[number == yard][0] for yard in number], dtype=np.int64)
    return first[at]


@dataclass(slots=True, eq=False)
class Together(Search):
    """A search in which each step is many: one of every partner, on its own part.

    With the same ground, seed, partners and steps it finds the same tours.
    """

    partners: list[Search]
    threads: ThreadPoolExecutor
    rng: np.random.Generator
    yards: Ints
    """(slots): number of the yard from which each goes out."""
    apart: Floats
    """(yards, yards): cost of the leg between two."""
    away: Floats
    """(tasks, yards): cost of the leg from the nearest depot; infinite where no van may visit."""
    parts: list[Bools] = field(default_factory=list)
    """By partner: its slots."""
    free: list[Bools] = field(default_factory=list)
    """By partner: the tasks that it may move."""
    pieces: int = 0

    @classmethod
    @contextmanager
    def of(cls, ground: Ground, seed: int, workers: int) -> Iterator[Self]:
        """Give a search by so many workers, in which nothing is done yet; it ends with them."""
        alone = Search.begin(ground, seed)
        partners = [Search.begin(ground, seed + 1 + number) for number in range(workers)]
        for number, partner in enumerate(partners):
            partner.scratch.counts[VERSIONS] = VERSIONS_EACH * (number + 1)
        first, yards = np.unique(yards_of(ground), return_inverse=True)
        with ThreadPoolExecutor(max_workers=workers) as threads:
            yield cls(
                **_fields(alone),
                partners=partners,
                threads=threads,
                rng=np.random.default_rng(seed),
                yards=yards,
                apart=ground.cost.min(axis=0)[np.ix_(first, first)],
                away=_away(ground, yards, len(first)),
            )

    def alone(self) -> Search:
        """Return the search without its partners: what can be gone on with afterwards."""
        return Search(**_fields(self))

    @override
    def run(self, heat: tuple[float, float], steps: int, pool_below: float = NO_POOL) -> None:
        """Let every partner make steps between two temperatures, and merge what they found.

        No routes are kept for a pool.
        """
        if not len(self.ground.near):
            return
        if self.pieces % DEALT_EVERY == 0:
            self._deal()
        self.pieces += 1
        at_work = [number for number, free in enumerate(self.free) if free.any()]
        for number in at_work:
            self._hand_out(self.partners[number], self.free[number])
        made = [self.threads.submit(self.partners[number].run, heat, steps) for number in at_work]
        for one in made:
            one.result()
        self._merge(at_work)

    @override
    def back_to_best(self) -> None:
        """Go on from the best tours, and deal as at first."""
        Search.back_to_best(self)
        self.pieces = 0

    @override
    def unit(self) -> float:
        """Return what a visit costs on average in the best tours, or in the first that are kept."""
        visits = int(self.kept.routes[:, LENGTH].sum())
        if not visits or self.best.routes[:, LENGTH].any():
            return Search.unit(self)
        undone = float(self.ground.price[self.kept.pattern == NEVER].sum())
        return max(SLIVER, (float(self.totals[KEPT]) - undone) / visits)

    def _deal(self) -> None:
        """Give every partner some yards that lie together, with about as many visits."""
        part, owner = self._parted()
        self.parts = [part[self.yards] == number for number in range(len(self.partners))]
        self.free = [owner == number for number in range(len(self.partners))]
        for partner, slots in zip(self.partners, self.parts, strict=True):
            partner.ground = self.ground._replace(may=self.ground.may & slots)

    def _parted(self) -> tuple[Ints, Ints]:
        """Return the part of each yard and of each task; NEVER for a task that is stuck."""
        for _ in range(MOST_DEALS):
            part = self.deal()
            owner = self._owners(part)
            if (owner == NEVER).mean() <= MOST_STUCK:
                return part, owner
        part = np.zeros(len(self.apart), np.int64)
        return part, self._owners(part)

    def deal(self) -> Ints:
        """Return the part of each yard: a row from one of them outwards, cut."""
        count, rng = len(self.apart), self.rng
        one, pole = (int(drawn) for drawn in rng.integers(count, size=2))
        other = self._companion(one)
        stops = np.bincount(self.yards, weights=self.kept.routes[:, LENGTH], minlength=count) + 1.0
        visits: Floats = np.multiply(stops, rng.uniform(*UNEVEN, count))
        visits[one] += visits[other] if other != one else 0.0
        row = [int(yard) for yard in np.argsort(self.apart[pole]) if yard != other or yard == one]
        part = np.zeros(count, np.int64)
        part[row] = cut(visits[row], len(self.partners))
        part[other] = part[one]
        return part

    def _companion(self, one: int) -> int:
        """Return a yard that goes with one of them; itself where there are none to spare."""
        near = [int(yard) for yard in np.argsort(self.apart[one]) if yard != one][:PAIRED]
        if len(self.apart) <= len(self.partners):
            return one
        return near[int(self.rng.integers(len(near)))]

    def _owners(self, part: Ints) -> Ints:
        """Return the part that each task belongs to; NEVER where it is visited from several."""
        kept, count = self.kept, len(self.partners)
        there, by_slot = kept.slot_of != NEVER, part[self.yards]
        parts = np.where(there, by_slot[kept.slot_of], NEVER)
        last, first = parts.max(axis=1), np.where(there, parts, count).min(axis=1)
        owners: Ints = np.where(first == last, last, NEVER)
        undone = np.flatnonzero(kept.pattern == NEVER)
        owners[undone] = self._offered(undone, part)
        return owners

    def _offered(self, tasks: Ints, part: Ints) -> Ints:
        """Return the part that may put in each of some tasks: one whose vans may visit it.

        At first it is the nearest: what lies in the wrong part then takes long to leave it.
        """
        count = len(self.partners)
        away = np.full((len(tasks), count), np.inf)
        for number in range(count):
            away[:, number] = self.away[np.ix_(tasks, part == number)].min(axis=1, initial=np.inf)
        anywhere = np.where(np.isinf(away), np.inf, self.rng.random(away.shape))
        strays = self.rng.random(len(tasks)) < ELSEWHERE * (self.pieces > 0)
        offered: Ints = np.where(strays, anywhere.argmin(axis=1), away.argmin(axis=1))
        return offered

    def _hand_out(self, partner: Search, free: Bools) -> None:
        """Let a partner begin where all stand, with its own tasks alone."""
        copy_all(self.kept, partner.kept)
        copy_all(self.kept, partner.trial)
        partner.totals[:] = self.totals
        partner.totals[BEST] = -np.inf
        partner.totals[FITTED] = 0.0
        scratch = partner.scratch
        scratch.overload[:], scratch.removal[:] = self.scratch.overload, self.scratch.removal
        scratch.hit[:] = np.where(free, 0, FIXED)
        undone = np.flatnonzero(free & (self.kept.pattern == NEVER))
        scratch.undone[: len(undone)] = undone
        scratch.counts[UNDONE] = len(undone)

    def _merge(self, at_work: list[int]) -> None:
        """Take over from partners what they did on their parts."""
        before = self.totals.copy()
        for number in at_work:
            slots, tasks = np.flatnonzero(self.parts[number]), np.flatnonzero(self.free[number])
            partner = self.partners[number]
            copy_some(partner.kept, self.kept, slots, tasks)
            self.totals[KEPT] += partner.totals[KEPT] - before[KEPT]
            self.totals[OVER] += partner.totals[OVER] - before[OVER]
            self.totals[FITTED] += partner.totals[FITTED] / len(at_work)
        if self.totals[OVER] == 0.0 and self.totals[KEPT] < self.totals[BEST] - SLIVER:
            self.totals[BEST] = self.totals[KEPT]
            copy_all(self.kept, self.best)


def _fields(search: Search) -> dict[str, Any]:
    """Return all that a search alone consists of."""
    return {one.name: getattr(search, one.name) for one in fields(Search)}


def _away(ground: Ground, yards: Ints, count: int) -> Floats:
    """Return the cost of the leg from the nearest depot of each yard to each task."""
    cost, tasks = ground.cost.min(axis=0), ground.tasks[:-1, LOCATION]
    away = np.full((len(tasks), count), np.inf)
    for yard in range(count):
        slots = np.flatnonzero(yards == yard)
        depots = np.unique(ground.slots[slots, DEPOT])
        may = ground.may[:, slots].any(axis=1)
        away[may, yard] = cost[np.ix_(depots, tasks[may])].min(axis=0)
    return away


def cut(weights: Floats, count: int) -> Ints:
    """Return the number of the part of each weight in a row: parts about as heavy, none empty."""
    share, part, heavy = weights.sum() / count, 0, 0.0
    numbers: list[int] = []
    for at, weight in enumerate(weights.tolist()):
        full = heavy + weight / 2 > share * (part + 1)
        scarce = len(weights) - at < count - part
        if numbers and part + 1 < count and (full or scarce):
            part += 1
        numbers.append(part)
        heavy += weight
    return np.array(numbers, dtype=np.int64)
