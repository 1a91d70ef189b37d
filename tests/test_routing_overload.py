"""Prove that vans may be too full while tours are searched, and are not in the end."""

import pytest

from routing.search.ground import CAPACITY, FAR, KEPT, OVER, USES, Pool
from routing.search.run import CHEAPER, LEAST, Search
from tests.test_routing_search import (
    a_ground,
    cost_again,
    cost_kept,
    load_above,
    routes_of,
    searched,
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_vans_are_too_full_on_the_way_and_never_in_the_best_tours(seed: int) -> None:
    ground = a_ground(seed, tasks=20)
    above: list[float] = []
    ground.slots[:, CAPACITY] = 4

    def share(steps: int, _: float) -> float:
        assert cost_kept(search) == pytest.approx(search.totals[KEPT])
        assert load_above(ground, search.best) == 0
        above.append(search.totals[OVER])
        return steps / 40_000

    search = Search.begin(ground, seed)
    search.cool(3.0, share)
    assert any(above)


def test_no_van_is_too_full_where_they_hold_everything() -> None:
    ground = a_ground(1, tasks=20)
    ground.slots[:, CAPACITY] = ground.tasks[:-1, USES].sum()
    search = searched(ground)
    assert search.scratch.overload[0] == FAR


def test_no_route_is_given_away_that_a_van_cannot_hold() -> None:
    ground = a_ground(2, tasks=20)
    given: list[int] = []
    ground.slots[:, CAPACITY] = 4
    search = Search.begin(ground, 2)

    def take_in(rows: Pool) -> None:
        given.extend(int(ground.tasks[row[2 : 2 + row[1]], USES].sum()) for row in rows)

    search.cool(3.0, lambda steps, _: steps / 20_000, take_in)
    assert given
    assert max(given) <= 4


def test_the_price_of_a_load_stays_within_bounds() -> None:
    """However long vans are seldom full, a price that is needed later is within reach."""
    ground = a_ground(1, tasks=20)
    ground.slots[:, CAPACITY] = ground.tasks[:-1, USES].sum() - 1
    prices = []

    def share(steps: int, _: float) -> float:
        prices.append(float(search.scratch.overload[0]))
        return steps / 80_000

    search = Search.begin(ground, 1)
    search.cool(3.0, share)
    before = [price for price in prices if price < FAR]
    assert min(before) == pytest.approx(LEAST * before[0] / CHEAPER, rel=0.3)
    assert prices[-1] == FAR, "in the end none is above"


@pytest.mark.parametrize("seed", [131, 151, 187, 211, 277])
@pytest.mark.parametrize("most", [600, 1_000, 2_000, 3_000])
def test_a_short_search_does_not_end_with_nothing(seed: int, most: int) -> None:
    """Where no tours ever were within the limits it begins anew within them."""
    ground = a_ground(seed, tasks=14)
    search = Search.begin(ground, seed)
    search.cool(2.0, lambda steps, _: steps / most)
    assert routes_of(search.best)
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
