"""Prove that a search shared by workers keeps its books, moves what it may, and repeats itself."""

from contextlib import AbstractContextManager

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.courses import WHOLE
from routing.islands import Pace, search_in_rounds
from routing.search.ground import BEST, CAPACITY, DEPOT, KEPT, LENGTH, NEVER, VERSIONS, Ground
from routing.search.run import NO_POOL, Search
from routing.search.together import (
    COLD_TOGETHER,
    HOT_TOGETHER,
    Together,
    cut,
    most_together,
    yards_of,
)
from tests.test_routing_search import (
    a_ground,
    assert_made,
    cost_again,
    cost_kept,
    count_known,
    load_above,
    routes_of,
)

VANS = 3
FAR_APART = 50_000
"""Seconds and cost between two yards: no van gets there and back on a day."""


def with_depots(seed: int) -> Ground:
    """Return a random problem with a depot for every van, all among the tasks."""
    ground = a_ground(seed, tasks=12, vans=VANS)
    slots = ground.slots.copy()
    slots[:, DEPOT] = np.arange(len(slots)) % VANS
    return ground._replace(slots=slots)


def apart(seed: int) -> Ground:
    """Return such a problem in three parts of the country that nothing connects."""
    ground = with_depots(seed)
    region = np.arange(ground.cost.shape[1]) % VANS
    far = FAR_APART * (region[:, None] != region[None, :])
    cost = ground.cost + far
    cost_from = np.ascontiguousarray(cost.transpose(0, 2, 1))
    return ground._replace(cost=cost, cost_from=cost_from, seconds=ground.seconds + far)


def shared(ground: Ground, steps: int, workers: int = 2) -> Search:
    """Return a search that workers made together."""
    with Together.of(ground, 1, workers) as search:
        search.cool(3.0, lambda done, _: done / steps)
        return search


def pace_of(steps: float, workers: int) -> Pace:
    """Return a pace of so many steps."""
    return Pace(
        steps=steps,
        share=lambda share, _: share,
        share_alone=lambda share, _: share,
        stopped=lambda: False,
        workers=workers,
        work=0.1,
        seconds=None,
    )


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the yards be dealt anew after every piece of work."""
    monkeypatch.setattr("routing.search.together.DEALT_EVERY", 1)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), full=st.booleans())
@pytest.mark.usefixtures("often")
def test_books_of_a_shared_search_are_kept(seed: int, *, full: bool) -> None:
    """Costs and visits of the best and of the kept tours equal a plain replay, over loads too."""
    ground = with_depots(seed)
    if full:
        ground.slots[:, CAPACITY] = 5
    search = shared(ground, 12_000)
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
    assert cost_kept(search) == pytest.approx(search.totals[KEPT])
    assert load_above(ground, search.best) == 0
    for tours in (search.best, search.kept):
        assert_made(ground, tours)


@pytest.mark.usefixtures("often")
def test_what_partners_know_of_routes_is_true() -> None:
    """What is noted of an insertion is what it costs, however often the yards were dealt."""
    known = 0
    for seed in range(4):
        ground = with_depots(seed)
        with Together.of(ground, 1, 2) as search:
            for _ in range(12):
                search.run((5_000.0, 500.0), 300)
            for partner in search.partners:
                partner.run((0.1, 0.1), 300)
                assert cost_again(ground, partner.kept) == pytest.approx(partner.totals[KEPT])
                known += count_known(partner)
    assert known


def test_no_two_partners_give_a_version_to_routes() -> None:
    """What one knows of a route by its version is never taken for what another made of it."""
    with Together.of(with_depots(1), 1, 2) as search:
        began = [int(partner.scratch.counts[VERSIONS]) for partner in search.partners]
        for _ in range(3):
            search.run((5_000.0, 500.0), 300)
        ended = [int(partner.scratch.counts[VERSIONS]) for partner in search.partners]
        given = [range(first + 1, last + 1) for first, last in zip(began, ended, strict=True)]
    assert all(given)
    assert max(given[0].start, given[1].start) >= min(given[0].stop, given[1].stop)


def test_a_shared_search_finds_what_one_alone_finds() -> None:
    """Where the parts are apart nothing is lost by sharing."""
    for seed in range(6):
        ground = apart(seed)
        alone = Search.begin(ground, 1)
        alone.cool(3.0, lambda done, _: done / 30_000)
        assert shared(ground, 30_000).cost == pytest.approx(alone.cost)


@pytest.mark.usefixtures("often")
def test_a_shared_search_repeats_itself() -> None:
    ground = with_depots(3)
    first, second = shared(ground, 15_000), shared(ground, 15_000)
    assert first.cost == second.cost
    assert routes_of(first.best) == routes_of(second.best)


@pytest.mark.usefixtures("often")
def test_partners_move_nothing_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every task stays with the partner that may move it; what several visit stays as it is."""
    monkeypatch.setattr("routing.search.together.MOST_STUCK", 1.0)
    ground, stuck = with_depots(5), 0
    with Together.of(ground, 1, 2) as search:
        search.run((5_000.0, 5_000.0), 500)
        for _ in range(20):
            before = dict(routes_of(search.kept))
            search.run((5_000.0, 5_000.0), 500)
            after = dict(routes_of(search.kept))
            stuck += int((~(search.free[0] | search.free[1])).sum())
            for slots, free in zip(search.parts, search.free, strict=True):
                for slot in np.flatnonzero(slots).tolist():
                    stayed = [task for task in before.get(slot, []) if not free[task]]
                    assert [task for task in after.get(slot, []) if not free[task]] == stayed
            assert not (search.free[0] & search.free[1]).any()
            assert (search.parts[0] ^ search.parts[1]).all()
    assert stuck > 0


@pytest.mark.usefixtures("often")
def test_one_works_alone_where_too_much_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.search.together.MOST_STUCK", -1.0)
    with Together.of(with_depots(5), 1, 2) as search:
        for _ in range(3):
            search.run((5_000.0, 5_000.0), 300)
        assert search.parts[0].all()
        assert search.free[0].all()
        assert not search.free[1].any()


def test_neighbours_are_together_sometimes() -> None:
    """Two yards with nearly all visits, and one with hardly any, each with each by turns."""
    ground = apart(1)
    with Together.of(ground, 1, 2) as search:
        search.run((500.0, 500.0), 300)
        search.kept.routes[:, LENGTH] = np.array([100, 100, 1])[search.yards]
        pairs = set()
        for _ in range(60):
            part = search.deal()
            pairs |= {(a, b) for a in range(3) for b in range(a) if part[a] == part[b]}
    assert pairs == {(1, 0), (2, 0), (2, 1)}


def test_the_undone_is_offered_to_those_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near one yard, and for the vans of another alone: these put it in."""
    monkeypatch.setattr("routing.search.together.ELSEWHERE", 0.0)
    ground = with_depots(1)
    ground.may[:], ground.windows[:, :, 0] = True, (0, 12_000)
    ground.may[:, np.arange(len(ground.slots)) % VANS != 1] = False
    found = shared(ground, 3_000)
    assert {slot % VANS for slot, _ in routes_of(found.best)} == {1}


def test_a_shared_search_that_begins_anew_goes_on() -> None:
    """Sent back to nothing, as where no tours fit, it finds tours again in one piece."""
    ground = apart(2)
    with Together.of(ground, 1, 2) as search:
        nothing = float(ground.price.sum())
        for _ in range(3):
            search.run((500.0, 500.0), 300)
        search.best.routes[:, LENGTH], search.best.pattern[:] = 0, NEVER
        search.best.slot_of[:], search.totals[BEST] = NEVER, nothing
        search.back_to_best()
        search.run((500.0, 500.0), 300)
        assert search.cost < nothing
        assert_made(ground, search.best)


def test_yards_are_more_than_those_who_share() -> None:
    assert most_together(apart(1)) == VANS - 1
    slots = apart(1).slots.copy()
    slots[:, DEPOT] %= 2
    assert most_together(apart(1)._replace(slots=slots)) == 1


def test_depots_that_lie_among_the_same_tasks_are_one_yard() -> None:
    """Two of three depots stand side by side, their tasks around them."""
    ground = with_depots(1)
    at = np.array([0.0, 100.0, 9_000.0, *(500.0 + 40.0 * number for number in range(10))])
    line = np.abs(at[:, None] - at[None, :])
    ground = ground._replace(cost=np.stack([line, line]))
    assert yards_of(ground).tolist() == [0, 0, 2] * (len(ground.slots) // VANS)
    assert most_together(ground) == 1


@pytest.mark.parametrize(("workers", "partners"), [(1, []), (2, [2]), (8, [2])])
def test_workers_share_where_all_is_one_search(
    monkeypatch: pytest.MonkeyPatch, workers: int, partners: list[int]
) -> None:
    """As many as there are yards but one; alone one does not."""
    ground = apart(1)
    monkeypatch.setattr("routing.islands.can_recombine", lambda _: False)
    monkeypatch.setattr("routing.islands.course_of", lambda *_: WHOLE)
    asked, real = [], Together.of

    def of(ground: Ground, seed: int, workers: int) -> AbstractContextManager[Together]:
        asked.append(workers)
        return real(ground, seed, workers)

    monkeypatch.setattr(Together, "of", of)
    found = search_in_rounds(ground, 1, pace_of(2_000.0, workers))
    assert asked == partners
    assert cost_again(ground, found.best) == pytest.approx(found.cost)


def test_a_shared_search_cools_between_its_own_temperatures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From the first to the last multiple of what a visit costs, by steady factors."""
    monkeypatch.setattr("routing.islands.can_recombine", lambda _: False)
    monkeypatch.setattr("routing.islands.course_of", lambda *_: WHOLE)
    multiples: list[float] = []
    real = Together.run

    def run(
        self: Together, heat: tuple[float, float], steps: int, pool_below: float = NO_POOL
    ) -> None:
        multiples.append(heat[0] / self.unit())
        real(self, heat, steps, pool_below)

    monkeypatch.setattr(Together, "run", run)
    search_in_rounds(apart(1), 1, pace_of(100_000.0, 2))
    assert multiples[0] == pytest.approx(HOT_TOGETHER)
    assert multiples[50] == pytest.approx((HOT_TOGETHER * COLD_TOGETHER) ** 0.5, rel=0.03)
    assert multiples[-1] == pytest.approx(COLD_TOGETHER, rel=0.03)


@given(
    weights=st.lists(st.floats(0.1, 100), min_size=2, max_size=9),
    data=st.data(),
)
def test_a_row_is_cut_into_parts_that_are_not_empty(
    weights: list[float], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(weights)))
    numbers = cut(np.array(weights), count).tolist()
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(count))


def test_parts_are_about_as_heavy() -> None:
    assert cut(np.array([1.0, 1, 1, 1, 4, 2, 2]), 3).tolist() == [0, 0, 0, 0, 1, 2, 2]
