"""Prove that the bound is one: the best day is found, and no plan costs less."""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.bound import DAYS, SHARES, lower_bound
from routing.case import read_case
from routing.proof.pricing import NOTHING, DayTables, Room, best_days
from routing.proof.relaxation import Pace
from tests.builders import HOUR, QUARTER, a_travel, a_van
from tests.oracle import best_routing
from tests.routing_cases import a_meal, solved, some_places
from tests.strategies import Case, cases
from vongsach.objective import total

NODES, ENDS, LAST = 4, 2, 60
PACE = Pace(work=1e9, rounds=40, spent=lambda: 0.0)


def a_day(seed: int, *, meal: bool) -> DayTables:
    """Return a small day with drawn ways, windows and ends, in buckets of one second."""
    rng = np.random.default_rng(seed)
    opens = rng.integers(0, 30, NODES)
    windows = np.stack([opens, opens + rng.integers(0, 30, NODES)], axis=1)[:, None, :]
    place_in = np.full((NODES, NODES), -1)
    for node in range(NODES):
        for bit, other in enumerate(one for one in range(NODES) if one != node):
            place_in[node, other] = bit
    carried = np.zeros((NODES, NODES, 1 << (NODES - 1)), np.int16)
    for node, after, memory in np.ndindex(carried.shape):
        known = {
            n for n in range(NODES) if place_in[node, n] >= 0 and memory >> place_in[node, n] & 1
        }
        known |= {node}
        carried[node, after, memory] = sum(1 << place_in[after, n] for n in known if n != after)
    return DayTables(
        seconds=rng.integers(1, 15, (NODES, NODES)),
        cost=rng.integers(0, 40, (NODES, NODES)),
        lengths=rng.integers(1, 10, NODES),
        windows=np.ascontiguousarray(windows),
        out_seconds=rng.integers(1, 15, (ENDS, NODES)),
        out_cost=rng.integers(0, 40, (ENDS, NODES)),
        home_seconds=rng.integers(1, 15, (NODES, ENDS)),
        home_cost=rng.integers(0, 40, (NODES, ENDS)),
        leaves=np.array([3, 0]),
        clock=np.array(
            [1, LAST + 1, LAST, 8 if meal else 0, 20 if meal else 0, 40 if meal else 10**6]
        ),
        place_in=place_in,
        carried=carried,
    )


def earned_by_trying(tables: DayTables, prices: list[int], ends: np.ndarray) -> int:
    """Return the most that any order of any nodes earns, meals tried at every moment."""
    best = NOTHING
    for count in range(1, NODES + 1):
        for order in permutations(range(NODES), count):
            for start in range(ENDS):
                for end in range(ENDS):
                    if _possible(tables, order, (start, end)):
                        cost = tables.out_cost[start, order[0]] + tables.home_cost[order[-1], end]
                        cost += sum(tables.cost[a, b] for a, b in pairwise(order))
                        gain = sum(prices[node] for node in order)
                        best = max(best, int(gain - cost - ends[start, 0] - ends[end, 1]))
    return best


def _possible(tables: DayTables, order: tuple[int, ...], ends: tuple[int, int]) -> bool:
    """Say whether a day can be driven, second by second where there is a meal to be had."""
    _, _, last, meal, earliest, latest = tables.clock.tolist()
    start, _end = ends
    tries = [None, *range(earliest, latest - meal + 1)] if meal else [None]
    for leaves in {int(tables.leaves[start]), max(int(tables.leaves[start]), earliest)}:
        for pause in tries:
            done = _drive(tables, order, ends, (leaves, pause))
            if done is None or done > last:
                continue
            if not meal or pause is not None or leaves >= earliest or done <= latest:
                return True
    return False


def _drive(
    tables: DayTables, order: tuple[int, ...], ends: tuple[int, int], when: tuple[int, int | None]
) -> int | None:
    """Return when a day ends with a pause from a given second on, on the way or waiting."""
    meal = int(tables.clock[3])
    (now, pause), (start, end) = when, ends
    ways = [int(tables.out_seconds[start, order[0]])]
    ways += [int(tables.seconds[a, b]) for a, b in pairwise(order)]
    for node, way in zip(order, ways, strict=True):
        opens, closes = tables.windows[node, 0].tolist()
        if pause is not None and pause < now:
            return None
        arrival = now + way
        if pause is not None and (pause <= arrival or pause < opens):
            arrival = arrival + meal if pause < arrival else pause + meal
            pause = None
        start_at = max(arrival, opens)
        if start_at > closes:
            return None
        now = start_at + int(tables.lengths[node])
    if pause is not None:
        late = max(now + int(tables.home_seconds[order[-1], end]), pause) + meal
        return None if pause < now else late
    return now + int(tables.home_seconds[order[-1], end])


@pytest.mark.parametrize("meal", [False, True])
@given(seed=st.integers(0, 10_000), prices=st.lists(st.integers(0, 60), min_size=4, max_size=4))
@settings(max_examples=40)
def test_the_best_day_is_the_best_of_all_orders(
    seed: int, prices: list[int], *, meal: bool
) -> None:
    """Without a meal it is exactly that; with one, a day that can be driven is never missed."""
    tables = a_day(seed, meal=meal)
    shape = LAST + 1, 2, NODES, 1 << (NODES - 1)
    room = Room(np.full(shape, NOTHING), np.zeros(shape, np.int64), np.full(shape[1:], NOTHING))
    ends = np.array([[0, 0], [5, 7]])
    found, chosen = np.full((NODES, 2), NOTHING), np.zeros(NODES, np.int64)
    best_days(tables, room, np.array(prices), ends, found, chosen)
    # Nodes without a price are left out by the pricing: they may be needed here as a way.
    worth = [price if price > 0 else NOTHING // 100 for price in prices]
    true = earned_by_trying(tables, worth, ends)
    if true < NOTHING // 200:
        return
    assert found[:, 0].max() >= true
    if not meal:
        assert found[:, 0].max() == true


@given(cases(most_places=2, least_days=7, most_days=10))
@settings(max_examples=20)
def test_the_bound_stays_below_the_optimum(case: Case) -> None:
    """Nights away may only make the optimum cheaper than what the oracle finds."""
    vans = tuple(van.model_copy(update={"meal": None}) for van in case.network.vans)
    network = case.network.model_copy(update={"vans": vans, "workers": ()})
    case = Case(network=network, quarter=case.quarter, travel=case.travel)
    bound = lower_bound(read_case(network, case.quarter, case.travel), PACE)
    assert bound.dong <= best_routing(case).cost


def test_the_bound_is_tight_where_days_are_alike() -> None:
    """Seven places an hour from each other: days of as many stops as fit, and shares of them."""
    network = some_places(7, fixed=HOUR, boxes=0).model_copy(
        update={"vans": (a_van(meal=a_meal()),)}
    )
    travel = a_travel(network)
    found = solved(network, travel)
    bound = lower_bound(read_case(network, QUARTER, travel), PACE)
    assert bound.relaxation == DAYS
    assert 0.8 * total(found.run.cost) <= bound.dong <= total(found.run.cost)


def test_a_bound_that_has_not_risen_by_half_of_the_time_is_given_up() -> None:
    """Half of the time is over at once, then after some rounds: only those can raise it."""
    network = some_places(7, fixed=HOUR, boxes=0)
    case = read_case(network, QUARTER, a_travel(network))
    late = lower_bound(case, replace(PACE, spent=lambda: 0.6))
    assert late.relaxation == SHARES
    shares, found = iter([0.0] * 20), lower_bound(case, PACE)
    risen = lower_bound(case, replace(PACE, spent=lambda: next(shares, 0.6)))
    assert found.relaxation == risen.relaxation == DAYS
    assert found.dong == risen.dong > late.dong


class _Clock:
    """Time that stands still; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> float:
        self.asked += 1
        return 0.0


def test_a_bound_that_rises_no_more_takes_no_more_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    network = some_places(7, fixed=HOUR, boxes=0)
    case = read_case(network, QUARTER, a_travel(network))
    rounds = []
    for resting in (0, PACE.rounds):
        monkeypatch.setattr("routing.proof.relaxation.RESTING", resting)
        clock = _Clock()
        assert lower_bound(case, replace(PACE, spent=clock)).relaxation == DAYS
        rounds.append(clock.asked)
    assert rounds[0] < rounds[1]


def test_the_bound_counts_nights() -> None:
    """The only place is five hours away: the bound knows the way, the night and both days.

    A trip may serve it on both days, so that half of one covers a visit.
    """
    network = some_places(1).model_copy(update={"vans": (a_van(nights=1),)})
    places = (network.places[0], network.places[1].model_copy(update={"night_stop": True}))
    network = network.model_copy(update={"places": places})
    travel = a_travel(network, 5 * HOUR)
    found = solved(network, travel)
    assert found.decision.unserved == ()
    bound = lower_bound(read_case(network, QUARTER, travel), PACE)
    assert total(found.run.cost) // 2 - 10 <= bound.dong <= total(found.run.cost)
