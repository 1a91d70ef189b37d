"""Prove that tours that survive differ, and that crossing two of them keeps the books."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.population import ALIKE, MOST_MEMBERS, Member, Population, has_choice
from routing.search.ground import KEPT, NEVER, PATTERNS, Ground, Ints, copied, empty_tours
from routing.turns import Turns
from tests.test_routing_search import a_ground, cost_again, cost_kept, replay, routes_of, searched


def a_member(ground: Ground, cost: float, patterns: list[int]) -> Member:
    tours = empty_tours(ground)
    tours.pattern[:] = patterns
    return Member(tours, cost)


def a_population(ground: Ground) -> Population:
    return Population(ground, np.random.default_rng(1), Turns.of_ground(ground))


def days_of(ground: Ground, pattern: int) -> list[int]:
    first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
    return [int(day) for day in ground.pattern_days[first:last]]


def last_patterns(ground: Ground) -> Ints:
    """Return the last pattern of every task."""
    return np.asarray(ground.tasks[1:, PATTERNS] - 1, dtype=np.int64)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), chosen=st.integers(0, 2**12 - 1))
def test_crossed_tours_keep_the_books(seed: int, chosen: int) -> None:
    """Chosen tasks hold the patterns given or are undone; cost, clocks and days are a replay's."""
    ground = a_ground(seed, tasks=12)
    search = searched(ground)
    before = search.best.pattern.copy()
    bits = np.array([chosen >> task & 1 for task in range(12)], dtype=bool)
    wanted = np.where(bits, last_patterns(ground), NEVER)
    search.cross(wanted)
    after = search.best.pattern
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
    assert (after[~bits] == before[~bits]).all()
    assert all(after[task] in {wanted[task], NEVER} for task in np.flatnonzero(bits))
    for slot, tasks in routes_of(search.best):
        assert search.best.departs[slot, : len(tasks)].tolist() == replay(ground, slot, tasks)
    for task in np.flatnonzero(after != NEVER).tolist():
        held = np.flatnonzero(search.best.slot_of[task] != NEVER).tolist()
        assert held == days_of(ground, after[task])
    search.run((50.0, 1.0), 500)
    assert cost_kept(search) == pytest.approx(search.totals[KEPT])
    assert cost_again(ground, search.best) == pytest.approx(search.cost)


def test_crossing_with_nothing_changes_nothing() -> None:
    ground = a_ground(3)
    search = searched(ground)
    cost, tours = search.cost, copied(search.best)
    search.cross(np.full(len(ground.price), NEVER, np.int64))
    assert search.cost == pytest.approx(cost)
    assert (search.best.pattern == tours.pattern).all()
    assert routes_of(search.best) == routes_of(tours)


def test_of_tours_alike_the_cheaper_stay() -> None:
    ground = a_ground(1)
    same, other = [0] * 9, [0] * 4 + [1] * 5
    population = a_population(ground)
    for cost, patterns in ((9.0, same), (7.0, same), (8.0, same), (8.5, other)):
        population.add(a_member(ground, cost, patterns))
    assert [one.cost for one in population.members] == [7.0, 8.5]
    assert np.mean(np.array(same) != np.array(other)) > ALIKE


def test_a_population_keeps_the_cheapest() -> None:
    ground = a_ground(1)
    population = a_population(ground)
    for number in range(MOST_MEMBERS + 3):
        patterns = [number >> task & 1 for task in range(9)]
        population.add(a_member(ground, 100.0 - number, patterns))
    costs = [one.cost for one in population.members]
    assert costs == sorted(costs)
    assert costs[0] == 100.0 - MOST_MEMBERS - 2
    assert len(costs) == MOST_MEMBERS


def test_parents_differ_where_there_are_two() -> None:
    ground = a_ground(1)
    population = a_population(ground)
    population.add(a_member(ground, 1.0, [0] * 9))
    first, second = population.parents()
    assert first is second
    population.add(a_member(ground, 2.0, [1] * 9))
    for _ in range(20):
        first, second = population.parents()
        assert first is not second


def test_the_donor_gives_the_days_of_neighbours() -> None:
    ground = a_ground(1, tasks=20)
    population = a_population(ground)
    donor = a_member(ground, 1.0, list(range(20)))
    first = a_member(ground, 2.0, [0] * 20)
    for _ in range(20):
        patterns = population.patterns(first, donor)
        given_days = np.flatnonzero(patterns != NEVER)
        assert 2 <= len(given_days) <= 12
        assert (patterns[given_days] == given_days).all()


def test_a_choice_of_days_is_seen() -> None:
    ground = a_ground(1)
    assert has_choice(ground)
    tasks = ground.tasks.copy()
    tasks[:, PATTERNS] = range(len(tasks))
    assert not has_choice(ground._replace(tasks=tasks))
