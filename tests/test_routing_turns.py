"""Prove that turned days change nothing, and that tours are turned as near as can be."""

from collections.abc import Callable, Iterator
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.search.ground import (
    DAY,
    FRAME,
    LENGTH,
    NEVER,
    PATTERNS,
    WEEKDAY,
    Ground,
    Tours,
    choices_of,
    empty_tours,
)
from routing.turns import MOST_DAYS, MOST_TURNED, Turns
from tests.test_routing_search import a_ground, cost_again, routes_of, searched

FAMILIES: dict[str, Callable[[int], list[list[int]]]] = {
    "one day": lambda days: [[day] for day in range(days)],
    "every day": lambda days: [list(range(days))],
    "two days": lambda days: [[a, b] for a in range(days) for b in range(a + 1, days)],
    "the first": lambda _days: [[0]],
    "the first or the last": lambda days: [[0], [days - 1]],
}


def with_choices(ground: Ground, names: list[str], *, days: int) -> Ground:
    """Return a ground whose tasks choose their days from a family each."""
    ends, days_of_all, first = [0], [], [0]
    for name in names:
        for chosen in FAMILIES[name](days):
            days_of_all += chosen
            ends.append(len(days_of_all))
        first.append(len(ends) - 1)
    tasks = ground.tasks.copy()
    tasks[:, PATTERNS] = first
    choices, choice_days = choices_of(tasks, np.array(ends), np.array(days_of_all))
    return ground._replace(
        tasks=tasks,
        patterns=np.array(ends),
        pattern_days=np.array(days_of_all),
        choices=choices,
        choice_days=choice_days,
        pattern_cost=np.zeros(len(ends) - 1),
    )


def alike(ground: Ground) -> Ground:
    """Return a ground in which all days are alike."""
    slots = ground.slots.copy()
    slots[:, FRAME] = slots[:, WEEKDAY] = 0
    return ground._replace(slots=slots, may=np.ones_like(ground.may))


def turned(ground: Ground, tours: Tours, becomes: np.ndarray) -> Iterator[Tours]:
    """Return tours that drive every route on the day that takes the place of its own.

    Where the same tasks are visited on several days, more than one turn gives them their days.
    """
    pattern_of, days = becomes[tours.pattern], {}
    for task in np.flatnonzero(tours.pattern != NEVER):
        pattern = pattern_of[task]
        lasts = ground.patterns[pattern], ground.patterns[pattern + 1]
        days[task] = set(ground.pattern_days[lasts[0] : lasts[1]].tolist())
    before = {slot: set(route) for slot, route in routes_of(tours)}
    vans = len(ground.slots) // int(ground.slots[:, DAY].max() + 1)
    for turn in permutations(range(len(ground.slots) // vans)):
        held = {
            task: {turn[slot // vans] for slot, route in before.items() if task in route}
            for task in days
        }
        if held == days:
            again = empty_tours(ground)
            again.pattern[:] = np.where(tours.pattern == NEVER, NEVER, pattern_of)
            for slot, route in routes_of(tours):
                to = turn[slot // vans] * vans + slot % vans
                again.routes[to, LENGTH] = len(route)
                again.stops[to, : len(route)] = route
            yield again


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    names=st.lists(st.sampled_from(sorted(FAMILIES)), min_size=7, max_size=7),
    same=st.booleans(),
)
def test_turned_tours_cost_the_same(seed: int, names: list[str], *, same: bool) -> None:
    ground = a_ground(seed, tasks=7)
    ground = with_choices(alike(ground) if same else ground, names, days=3)
    tours = searched(ground).best
    cost = cost_again(ground, tours)
    for becomes in Turns.of_ground(ground).becomes:
        costs = [cost_again(ground, again) for again in turned(ground, tours, becomes)]
        assert pytest.approx(cost) in costs


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["one day"] * 5, 6),
        (["one day", "two days", "every day"] * 2, 6),
        (["one day", "the first"], 2),
        (["one day", "the first or the last", "the first"], 1),
    ],
)
def test_as_many_turns_as_leave_the_choices(names: list[str], count: int) -> None:
    ground = with_choices(alike(a_ground(1, tasks=len(names))), names, days=3)
    assert len(Turns.of_ground(ground).becomes) == count


def test_days_on_other_roads_are_not_turned_into_each_other() -> None:
    """The second of three days has a road state of its own: only the others may be exchanged."""
    ground = with_choices(a_ground(1, tasks=5), ["one day"] * 5, days=3)
    assert len(Turns.of_ground(ground).becomes) == 2


def test_dearer_days_are_not_turned() -> None:
    ground = with_choices(alike(a_ground(1, tasks=3)), ["one day"] * 3, days=3)
    ground.pattern_cost[0] = 100.0
    assert len(Turns.of_ground(ground).becomes) == 2


def test_days_on_which_a_van_may_do_less_are_not_turned() -> None:
    ground = with_choices(alike(a_ground(1, tasks=3)), ["one day"] * 3, days=3)
    assert len(Turns.of_ground(ground).becomes) == 6
    ground.may[0, 0] = False
    assert len(Turns.of_ground(ground).becomes) == 2


@settings(max_examples=30)
@given(days=st.integers(2, MOST_DAYS), data=st.data())
def test_what_was_turned_is_turned_back(days: int, data: st.DataObject) -> None:
    ground = alike(a_ground(3, tasks=8, days=days))
    ground = with_choices(ground, ["one day", "two days"] * 4, days=days)
    turns = Turns.of_ground(ground)
    aim = np.array(
        [
            data.draw(st.integers(first, last - 1))
            for first, last in pairwise(ground.tasks[:, PATTERNS].tolist())
        ]
    )
    aim[data.draw(st.integers(0, 7))] = NEVER
    becomes = turns.becomes[data.draw(st.integers(0, len(turns.becomes) - 1))]
    assert (turns.towards(becomes[aim], aim) == aim).all()


def test_a_whole_quarter_stays_as_it_is() -> None:
    days = MOST_TURNED + 1
    ground = alike(a_ground(3, tasks=4, days=days))
    ground = with_choices(ground, ["one day"] * 4, days=days)
    assert len(Turns.of_ground(ground).becomes) == 1


def test_of_many_days_two_are_exchanged_again_and_again() -> None:
    days = MOST_DAYS + 3
    ground = alike(a_ground(3, tasks=days, days=days))
    ground = with_choices(ground, ["one day"] * days, days=days)
    aim = ground.tasks[:-1, PATTERNS] + np.arange(days)
    mixed = ground.tasks[:-1, PATTERNS] + np.random.default_rng(1).permutation(days)
    assert (Turns.of_ground(ground).towards(mixed, aim) == aim).all()
