"""Prove that the compiled search keeps its books: clocks, costs, visits, and the same by seed."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from routing.case import read_case
from routing.days_model import Patience
from routing.partition import RoutePool, recombine, slots_for
from routing.search.ground import (
    CAPACITY,
    CLOSES,
    DEPOT,
    FRAME,
    GOING_OUT,
    KEPT,
    LARGE_CREW,
    LENGTH,
    LOCATION,
    MOBILE,
    MOBILES,
    NEVER,
    OPENS,
    OVER,
    PATTERNS,
    SERVICE,
    TASK_COLUMNS,
    USES,
    VERSION,
    WEEKDAY,
    Ground,
    Tours,
    choices_of,
)
from routing.search.run import Search
from routing.solve import make_desk
from routing.terrain import lay_out
from tests.builders import QUARTER, a_travel
from tests.routing_cases import some_places
from vongsach.travel import Travel, TravelMatrix

Share = Callable[[int, float], float]


def a_ground(seed: int, *, tasks: int = 9, days: int = 3, vans: int = 2) -> Ground:
    """Return a random problem with windows, capacities, crews and a road state of its own."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 3_000, (tasks + 1, 2))
    seconds = np.ceil(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))).astype(int)
    seconds = np.array([seconds, seconds * 2])
    patterns, pattern_days, first = [0], [], [0]
    for _ in range(tasks):
        for _ in range(int(rng.integers(1, 4))):
            chosen = rng.choice(days, int(rng.integers(1, days + 1)), replace=False)
            pattern_days += sorted(chosen.tolist())
            patterns.append(len(pattern_days))
        first.append(len(patterns) - 1)
    table = np.zeros((tasks + 1, TASK_COLUMNS), np.int64)
    table[:tasks, LOCATION] = np.arange(1, tasks + 1)
    table[:tasks, SERVICE] = rng.integers(0, 2_000, tasks)
    table[:tasks, USES] = rng.integers(0, 4, tasks)
    table[:tasks, MOBILE] = rng.integers(0, 2, tasks)
    reach = rng.integers(1, 1 << vans, tasks)
    table[:, PATTERNS] = first
    windows = np.full((tasks, 7, 2, 2), NEVER, np.int64)
    opens = rng.integers(0, 4_000, tasks)
    windows[:, :, 0, 0], windows[:, :, 0, 1] = opens[:, None], opens[:, None] + 2_000
    windows[: tasks // 2, :, 1] = (9_000, 12_000)
    slots = [
        [day, day % 2, van, van, 0, 0, 14_000, 8, 9_000, day]
        for day in range(days)
        for van in range(vans)
    ]
    allowed = np.array([[(kinds >> row[2]) & 1 for row in slots] for kinds in reach], np.bool_)
    near = np.argsort(seconds[0, 1:, 1:], axis=1, kind="stable")
    starts, all_days = np.array(patterns, dtype=np.int64), np.array(pattern_days, dtype=np.int64)
    choices, choice_days = choices_of(table, starts, all_days)
    return Ground(
        tasks=table,
        may=allowed & (rng.random(allowed.shape) < 0.95),
        slots=np.array(slots, dtype=np.int64),
        pauses=np.tile([20_000, 900, NEVER, 0, 0], (len(slots), 1)),
        day_slots=np.arange(days + 1) * vans,
        windows=windows,
        patterns=starts,
        pattern_days=all_days,
        choices=choices,
        choice_days=choice_days,
        near=near.astype(np.int64),
        price=rng.uniform(5_000, 90_000, tasks),
        pattern_cost=np.zeros(len(patterns) - 1),
        slot_cost=np.tile([500.0, 300.0], (len(slots), 1)),
        cost=seconds.astype(np.float64),
        cost_from=seconds.transpose(0, 2, 1).astype(np.float64),
        seconds=seconds.astype(np.int64),
    )


def routes_of(tours: Tours) -> list[tuple[int, list[int]]]:
    """Return the slots that go out, with their tasks."""
    lengths = tours.routes[:, LENGTH].tolist()
    return [
        (slot, tours.stops[slot, :length].tolist()) for slot, length in enumerate(lengths) if length
    ]


def cost_again(ground: Ground, tours: Tours) -> float:
    """Return the cost of tours, summed up from nothing."""
    total = float(ground.price[tours.pattern == NEVER].sum())
    total += float(ground.pattern_cost[tours.pattern[tours.pattern != NEVER]].sum())
    for slot, tasks in routes_of(tours):
        frame, depot = ground.slots[slot, FRAME], ground.slots[slot, DEPOT]
        way = [depot, *ground.tasks[tasks, LOCATION], depot]
        total += sum(ground.cost[frame, a, b] for a, b in pairwise(way))
        total += ground.slot_cost[slot, GOING_OUT]
        total += ground.slot_cost[slot, LARGE_CREW] * ground.tasks[tasks, MOBILE].any()
    return total


def load_above(ground: Ground, tours: Tours) -> int:
    """Return the load above what the vans hold."""
    return sum(
        max(0, int(ground.tasks[tasks, USES].sum() - ground.slots[slot, CAPACITY]))
        for slot, tasks in routes_of(tours)
    )


def cost_kept(search: Search) -> float:
    """Return the cost of the tours that a search is at, with what it charges for overloading."""
    above = load_above(search.ground, search.kept)
    assert above == search.totals[OVER]
    charge = above * float(search.scratch.overload[0]) if above else 0.0
    return cost_again(search.ground, search.kept) + charge


def replay(ground: Ground, slot: int, tasks: list[int]) -> list[int]:
    """Return the departures of a route that keeps its windows, played through stop by stop."""
    frame, weekday = ground.slots[slot, FRAME], ground.slots[slot, WEEKDAY]
    now, here, departs = int(ground.slots[slot, OPENS]), int(ground.slots[slot, DEPOT]), []
    for task in tasks:
        there = int(ground.tasks[task, LOCATION])
        now += int(ground.seconds[frame, here, there])
        spans = [span for span in ground.windows[task, weekday].tolist() if span[0] != NEVER]
        now = min(max(now, opens) for opens, closes in spans if now <= closes)
        now += int(ground.tasks[task, SERVICE])
        departs.append(now)
        here = there
    assert (
        now + ground.seconds[frame, here, ground.slots[slot, DEPOT]] <= ground.slots[slot, CLOSES]
    )
    return departs


def assert_made(ground: Ground, tours: Tours) -> None:
    """Assert that every task is visited on the days of its pattern, by vans that may, in time."""
    seen: dict[int, list[int]] = {}
    assert (tours.slot_of != NEVER).sum() == tours.routes[:, LENGTH].sum()
    for slot, tasks in routes_of(tours):
        assert (tours.slot_of[tasks, ground.slots[slot, 0]] == slot).all()
        assert tours.departs[slot, : len(tasks)].tolist() == replay(ground, slot, tasks)
        assert ground.may[tasks, slot].all()
        for task in tasks:
            seen.setdefault(task, []).append(int(ground.slots[slot, 0]))
    for task, pattern in enumerate(tours.pattern.tolist()):
        first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
        asked = [] if pattern == NEVER else ground.pattern_days[first:last].tolist()
        assert sorted(seen.get(task, [])) == asked


def count_known(search: Search) -> int:
    """Return how many insertions are known; they cost what they would on the routes as they are."""
    ground, scratch, kept = search.ground, search.scratch, search.kept
    fresh = scratch.known[:, :, 0] == kept.routes[:, VERSION]
    checked = 0
    for task, slot in np.argwhere(fresh).tolist():
        at, length = int(scratch.known[task, slot, 1]), int(kept.routes[slot, LENGTH])
        if at == NEVER or not length:
            continue
        depot, stops = int(ground.slots[slot, DEPOT]), kept.stops[slot, :length]
        way = [depot, *(int(ground.tasks[stop, LOCATION]) for stop in stops), depot]
        there, cost = int(ground.tasks[task, LOCATION]), ground.cost[ground.slots[slot, FRAME]]
        delta = cost[way[at], there] + cost[there, way[at + 1]] - cost[way[at], way[at + 1]]
        joins = ground.tasks[task, MOBILE] and not kept.routes[slot, MOBILES]
        crew = ground.slot_cost[slot, LARGE_CREW] if joins else 0.0
        assert scratch.known_cost[task, slot] == pytest.approx(delta + crew)
        checked += 1
    return checked


def searched(ground: Ground, seed: int = 1, steps: int = 1_500) -> Search:
    """Return a search after some steps."""
    search = Search.begin(ground, seed)
    search.cool(3.0, lambda done, _: done / steps)
    return search


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_books_are_kept(seed: int) -> None:
    """Costs, clocks, use and visits of the best and of the kept tours equal a plain replay."""
    ground = a_ground(seed)
    search = searched(ground)
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
    assert cost_kept(search) == pytest.approx(search.totals[KEPT])
    assert load_above(ground, search.best) == 0
    for tours in (search.best, search.kept):
        assert_made(ground, tours)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_latest_arrivals_are_the_last_that_can_be_kept(seed: int) -> None:
    """A van that comes as late as the table says still keeps all that follows; no later one."""
    ground = a_ground(seed)
    tours = searched(ground, steps=300).best
    for slot, tasks in routes_of(tours):
        for position in range(len(tasks)):
            late = int(tours.latest[slot, position])
            assert keeps(ground, slot, tasks[position:], late)
            assert not keeps(ground, slot, tasks[position:], late + 1)


def keeps(ground: Ground, slot: int, tasks: list[int], arrival: int) -> bool:
    """Say whether a van that comes to the first of these tasks at a time can do them all."""
    frame, weekday = ground.slots[slot, FRAME], ground.slots[slot, WEEKDAY]
    now, here = arrival, int(ground.tasks[tasks[0], LOCATION])
    for task in tasks:
        there = int(ground.tasks[task, LOCATION])
        now += int(ground.seconds[frame, here, there])
        spans = [span for span in ground.windows[task, weekday].tolist() if span[0] != NEVER]
        starts = [max(now, opens) for opens, closes in spans if now <= closes]
        if not starts:
            return False
        now, here = min(starts) + int(ground.tasks[task, SERVICE]), there
    home = now + int(ground.seconds[frame, here, ground.slots[slot, DEPOT]])
    return home <= int(ground.slots[slot, CLOSES])


def test_the_same_seed_takes_the_same_way() -> None:
    ground = a_ground(3, tasks=20)
    first, second = searched(ground, seed=5), searched(ground, seed=5)
    assert first.cost == second.cost
    assert (first.best.stops == second.best.stops).all()
    assert first.kept.pattern.tolist() == second.kept.pattern.tolist()


def test_going_on_from_the_best_keeps_the_books() -> None:
    ground = a_ground(4, tasks=20)
    search = searched(ground)
    search.back_to_best()
    search.run((10.0, 10.0), 500)
    assert cost_kept(search) == pytest.approx(search.totals[KEPT])


def test_neighbours_are_near_by_way_where_nothing_takes_time() -> None:
    """Public instances without a longest route have no times: order is then by the way alone."""
    network = some_places(6)
    travel = a_travel(network)
    still = Travel(
        states=travel.states,
        matrices={
            key: replace(matrix, seconds=np.zeros_like(matrix.seconds), metres=in_a_row(matrix))
            for key, matrix in travel.matrices.items()
        },
    )
    case = read_case(network, QUARTER, still)
    terrain = lay_out(make_desk(case), 1)
    metres = np.array(case.frame(0, 0).metres)
    rows = [case.asks[ask].place for ask in terrain.asks]
    for task, near in enumerate(terrain.ground.near.tolist()):
        assert near[0] == task
        ways = [int(metres[rows[task], rows[other]]) // 10 for other in near[1:]]
        assert ways == sorted(ways)
        assert len(set(ways)) > 1


def in_a_row(matrix: TravelMatrix) -> NDArray[np.int64]:
    """Return metres between places that stand along one road, those of even number first."""
    at = np.array([row // 2 + 10 * (row % 2) for row in range(len(matrix.places))])
    return np.asarray(np.abs(at[:, None] - at[None]) * 5_000, dtype=np.int64)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_known_of_a_route_is_what_would_be_worked_out(seed: int) -> None:
    """Costs that were kept from earlier steps are still those of the routes as they stand."""
    ground = a_ground(seed, tasks=20)
    search = searched(ground)
    search.back_to_best()
    search.run((50.0, 1.0), 2_000)
    assert count_known(search)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_recombined_tours_keep_the_books_and_cost_no_more(seed: int) -> None:
    ground = a_ground(seed, tasks=14)
    search, pool = Search.begin(ground, seed), RoutePool.empty(ground)
    search.cool(3.0, lambda done, _: done / 5_000, pool.take_in)
    before = search.cost
    columns = recombine(pool, search.best, Patience(deterministic=1.0, seconds=None, seed=1))
    assert columns is not None
    undone = float(ground.price[search.best.pattern == NEVER].sum())
    search.load(slots_for(pool, columns), undone + sum(column.cost for column in columns))
    assert search.cost <= before
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
    for slot, tasks in routes_of(search.best):
        assert search.best.departs[slot, : len(tasks)].tolist() == replay(ground, slot, tasks)
