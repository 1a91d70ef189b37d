"""Choose the best tours from all routes that the search met: set partitioning with CP-SAT.

Routes of a pool are offered on every day and van of their kind. The linear relaxation prices
them; the routes of least reduced cost go to CP-SAT with the tours in hand as its hint.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import csc_array  # type: ignore[import-untyped]

from routing.days_model import Patience
from routing.search.ground import (
    CLASS,
    DAY,
    DEPOT,
    FRAME,
    GOING_OUT,
    LARGE_CREW,
    LENGTH,
    LOCATION,
    MOBILE,
    NEVER,
    PATTERNS,
    WEEKDAY,
    Floats,
    Ground,
    Pool,
    Tours,
)

MOST_ROUTES = 8_000
"""Routes in the pool: the latest seen are kept."""

MOST_COLUMNS = 3_000
"""Routes on a day that CP-SAT chooses from."""

CENTS = 100
PIVOTS = 60_000
"""Steps of the linear relaxation after which it is given up."""

NO_LIMIT = 1e6
"""Seconds that nothing takes."""

MOST_PATTERNS = 20_000
"""Combinations of days beyond which the relaxation is too slow to be of use."""

Tasks = tuple[int, ...]
Kind = tuple[int, int, int]
"""Kind of van, frame, and weekday where openings differ by it."""


@dataclass(slots=True)
class RoutePool:
    """Cheapest orders met, by kind of van-day and set of tasks; the latest seen at the end."""

    ground: Ground
    alike: bool
    """Whether the openings of all weekdays are the same."""
    orders: dict[tuple[Kind, Tasks], tuple[float, Tasks]] = field(default_factory=dict)

    @classmethod
    def empty(cls, ground: Ground) -> "RoutePool":
        """Return a pool without routes."""
        return cls(ground, alike=bool((ground.windows == ground.windows[:, :1]).all()))

    def kind(self, slot: int) -> Kind:
        """Return what kind of van-day a slot is."""
        row = self.ground.slots[slot]
        return int(row[CLASS]), int(row[FRAME]), 0 if self.alike else int(row[WEEKDAY])

    def take_in(self, rows: Pool) -> None:
        """Note routes as the search writes them: slot, length, tasks."""
        for row in rows:
            slot, length = int(row[0]), int(row[1])
            self.note(slot, tuple(row[2 : 2 + length].tolist()))

    def note(self, slot: int, order: Tasks) -> None:
        """Note one route."""
        key = self.kind(slot), tuple(sorted(order))
        cost = self.cost(slot, order)
        known = self.orders.pop(key, (cost, order))
        self.orders[key] = min(known, (cost, order))

    def cost(self, slot: int, order: Tasks) -> float:
        """Return what a route costs."""
        ground, row = self.ground, self.ground.slots[slot]
        places = ground.tasks[list(order), LOCATION].tolist()
        way = [int(row[DEPOT]), *places, int(row[DEPOT])]
        driving = sum(float(ground.cost[row[FRAME], a, b]) for a, b in pairwise(way))
        crew = ground.slot_cost[slot, LARGE_CREW] * ground.tasks[list(order), MOBILE].any()
        return driving + float(ground.slot_cost[slot, GOING_OUT]) + float(crew)

    def trim(self) -> None:
        """Forget what was not seen for longest."""
        for key in list(self.orders)[: max(0, len(self.orders) - MOST_ROUTES)]:
            del self.orders[key]


@dataclass(frozen=True, slots=True)
class Column:
    """A route on one day."""

    day: int
    kind: Kind
    cost: float
    order: Tasks


def recombine(
    pool: RoutePool, best: Tours, patience: Patience, workers: int = 1
) -> list[Column] | None:
    """Return the routes of cheaper tours, with all that the best tours do; ``None`` if none is.

    Tasks that the best tours leave undone are left aside.
    """
    ground = pool.ground
    if not can_recombine(ground) or not pool.orders:
        return None
    now = [
        (slot, tuple(best.stops[slot, :length].tolist()))
        for slot, length in enumerate(best.routes[:, LENGTH].tolist())
        if length
    ]
    for slot, order in now:
        pool.note(slot, order)
    pool.trim()
    held = {(int(ground.slots[slot, DAY]), tuple(sorted(order))) for slot, order in now}
    model = _Model(pool, best, list(_columns(pool, best)))
    prices = model.reduced_costs(patience)
    return None if prices is None else model.choose(prices, held, (patience, workers))


def can_recombine(ground: Ground) -> bool:
    """Say whether the relaxation is small enough to be of use."""
    return len(ground.pattern_cost) <= MOST_PATTERNS


def _columns(pool: RoutePool, best: Tours) -> Iterator[Column]:
    ground = pool.ground
    days = _days_of(ground, best)
    there: dict[Kind, set[int]] = {}
    for slot in range(len(ground.slots)):
        there.setdefault(pool.kind(slot), set()).add(int(ground.slots[slot, DAY]))
    for (kind, _), (cost, order) in pool.orders.items():
        shared = set.intersection(there[kind], *(days.get(task, set()) for task in order))
        for day in sorted(shared):
            yield Column(day, kind, cost, order)


def _days_of(ground: Ground, best: Tours) -> dict[int, set[int]]:
    """Return the days on which each task that is done may be visited."""
    return {
        task: {day for _, days in _patterns_of(ground, task) for day in days}
        for task in range(len(ground.price))
        if best.pattern[task] != NEVER
    }


def _patterns_of(ground: Ground, task: int) -> Iterator[tuple[int, list[int]]]:
    for pattern in range(ground.tasks[task, PATTERNS], ground.tasks[task + 1, PATTERNS]):
        first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
        yield pattern, ground.pattern_days[first:last].tolist()


class _Model:
    """Rows: each task on each of its days is as often visited as planned; vans of a day."""

    def __init__(self, pool: RoutePool, best: Tours, columns: list[Column]) -> None:
        self._pool, self._best, self._columns = pool, best, columns
        ground = pool.ground
        self._days = _days_of(ground, best)
        self._cover = {
            key: row
            for row, key in enumerate((t, d) for t in self._days for d in sorted(self._days[t]))
        }
        self._vans: dict[tuple[int, Kind], int] = {}
        for slot in range(len(ground.slots)):
            key = int(ground.slots[slot, DAY]), pool.kind(slot)
            self._vans[key] = self._vans.get(key, 0) + 1

    def reduced_costs(self, patience: Patience) -> Floats | None:
        """Return the reduced cost of every column in the relaxation; ``None`` if time was short."""
        ground, tasks = self._pool.ground, list(self._days)
        one = {task: len(self._cover) + number for number, task in enumerate(tasks)}
        entries: list[tuple[int, int, float]] = []
        costs: list[float] = []
        for task in tasks:
            for pattern, days in _patterns_of(ground, task):
                entries += [(self._cover[task, day], len(costs), -1.0) for day in days]
                entries.append((one[task], len(costs), 1.0))
                costs.append(float(ground.pattern_cost[pattern]))
        begins = len(costs)
        for column in self._columns:
            entries += [(self._cover[t, column.day], len(costs), 1.0) for t in column.order]
            costs.append(column.cost)
        rows, at, values = zip(*entries, strict=True)
        equal = csc_array((values, (rows, at)), shape=(len(self._cover) + len(tasks), len(costs)))
        keys = {key: row for row, key in enumerate(self._vans)}
        van_rows = [keys[column.day, column.kind] for column in self._columns]
        vans = csc_array(
            (np.ones(len(van_rows)), (van_rows, np.arange(begins, len(costs)))),
            shape=(len(keys), len(costs)),
        )
        right = np.concatenate([np.zeros(len(self._cover)), np.ones(len(tasks))])
        found = linprog(
            np.array(costs),
            A_eq=equal,
            b_eq=right,
            A_ub=vans,
            b_ub=np.array(list(self._vans.values()), dtype=np.float64),
            method="highs",
            options={"maxiter": PIVOTS, "time_limit": patience.seconds or NO_LIMIT},
        )
        if found.status != 0:
            return None
        duals = np.array(costs) - equal.T @ found.eqlin.marginals - vans.T @ found.ineqlin.marginals
        return np.asarray(duals[begins:], dtype=np.float64)

    def choose(
        self, prices: Floats, held: set[tuple[int, Tasks]], means: tuple[Patience, int]
    ) -> list[Column] | None:
        """Return the best choice that CP-SAT finds among the columns of least reduced cost."""
        patience, workers = means
        now = {
            number
            for number, column in enumerate(self._columns)
            if (column.day, tuple(sorted(column.order))) in held
        }
        kept = sorted(now | set(np.argsort(prices, kind="stable").tolist()[:MOST_COLUMNS]))
        model = cp_model.CpModel()
        used = {number: model.new_bool_var("") for number in kept}
        for number, chosen in used.items():
            model.add_hint(chosen, number in now)
        cost: list[cp_model.LinearExprT] = [
            round(self._columns[number].cost * CENTS) * used[number] for number in kept
        ]
        self._limit_vans(model, used)
        model.minimize(sum([*cost, *self._cover_visits(model, used)]))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = patience.seed
        solver.parameters.max_deterministic_time = patience.deterministic
        solver.parameters.max_time_in_seconds = patience.seconds or NO_LIMIT
        if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        return [self._columns[number] for number in kept if solver.boolean_value(used[number])]

    def _limit_vans(self, model: cp_model.CpModel, used: dict[int, cp_model.IntVar]) -> None:
        """No more routes of a kind on a day than there are vans of it."""
        same: dict[tuple[int, Kind], list[cp_model.IntVar]] = {}
        for number, chosen in used.items():
            column = self._columns[number]
            same.setdefault((column.day, column.kind), []).append(chosen)
        for key, routes in same.items():
            model.add(sum(routes) <= self._vans[key])

    def _cover_visits(
        self, model: cp_model.CpModel, used: dict[int, cp_model.IntVar]
    ) -> list[cp_model.LinearExprT]:
        """One pattern for each task, and just its visits made; return what the patterns cost."""
        cover: dict[tuple[int, int], list[cp_model.IntVar]] = {key: [] for key in self._cover}
        for number, chosen in used.items():
            column = self._columns[number]
            for task in column.order:
                cover[task, column.day].append(chosen)
        cost: list[cp_model.LinearExprT] = []
        ground = self._pool.ground
        for task in self._days:
            taken = []
            for pattern, days in _patterns_of(ground, task):
                if all(cover[task, day] for day in days):
                    chosen = model.new_bool_var("")
                    model.add_hint(chosen, pattern == self._best.pattern[task])
                    cost.append(round(float(ground.pattern_cost[pattern]) * CENTS) * chosen)
                    taken.append((chosen, days))
            model.add_exactly_one(chosen for chosen, _ in taken)
            for day in self._days[task]:
                planned = [chosen for chosen, days in taken if day in days]
                model.add(sum(cover[task, day]) == sum(planned))
        return cost


def slots_for(pool: RoutePool, columns: list[Column]) -> list[tuple[int, Tasks]]:
    """Return the columns with a slot of their day and kind for each, one that may do it first."""
    free: dict[tuple[int, Kind], list[int]] = {}
    for slot in range(len(pool.ground.slots)):
        key = int(pool.ground.slots[slot, DAY]), pool.kind(slot)
        free.setdefault(key, []).append(slot)
    found = []
    for column in columns:
        left = free[column.day, column.kind]
        may = pool.ground.may[np.ix_(column.order, left)].all(axis=0)
        found.append((left.pop(int(may.argmax())), column.order))
    return found
