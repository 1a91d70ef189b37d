"""Prove that vans may be too full while tours are searched, and are not in the end."""

import pytest

from routing.search.ground import CAPACITY, FAR, KEPT, OVER, USES
from routing.search.run import Search
from tests.test_routing_search import a_ground, cost_kept, load_above, searched


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_vans_are_too_full_on_the_way_and_never_in_the_best_tours(seed: int) -> None:
    ground, above = a_ground(seed, tasks=20), []
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
