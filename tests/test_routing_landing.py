"""Prove that tours come to a board as they are, and that what it refuses is not tried again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import tours
from routing.case import read_case
from routing.search.ground import LENGTH, NEVER, Tours, copied
from routing.search.run import Search
from routing.solve import make_desk
from routing.terrain import Landed, Terrain, land, lay_out
from routing.tours import forbidding, going_on, search_tours
from tests.builders import QUARTER, a_travel
from tests.routing_cases import a_pace, solved, some_places, whole
from tests.test_routing_search import a_ground, cost_again, routes_of, searched


def test_tours_land_on_a_board_as_they_are() -> None:
    """Where nothing but openings and shifts limits a quarter, no visit is lost on the way."""
    network = some_places(8, visits=2, min_gap_days=10)
    desk = make_desk(read_case(network, QUARTER, a_travel(network)))
    terrain = lay_out(desk, 1)
    search = searched(terrain.ground)
    board = land(terrain, search.best).board
    assert board.cost() == pytest.approx(search.cost, abs=len(board.routes) + 1)


def test_tours_are_not_taken_over_that_a_van_may_not_drive() -> None:
    ground = a_ground(1)
    search = searched(ground)
    slot, tasks = routes_of(search.best)[0]
    routes = [(one, tuple(order)) for one, order in routes_of(search.best)]
    free, other = Search.begin(ground, 1), Search.begin(forbidding(ground, [(tasks[0], slot)]), 1)
    before = other.cost
    for one in (free, other):
        one.load(routes, search.cost)
    assert free.cost < before
    assert other.cost == before
    assert ground.may[tasks[0], slot]


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_going_on_with_less_allowed_keeps_the_books(seed: int) -> None:
    """From the best tours, without some tasks; what is forbidden is not done again."""
    ground = a_ground(seed, tasks=14)
    search = searched(ground)
    lost = [(tasks[0], slot) for slot, tasks in routes_of(search.best)[:2]]
    after = going_on(forbidding(ground, lost), search, {task for task, _ in lost}, seed)
    assert after is not None
    assert cost_again(ground, after.best) == pytest.approx(after.cost)
    others = set(np.flatnonzero(search.best.pattern != NEVER)) - {task for task, _ in lost}
    assert set(np.flatnonzero(after.best.pattern != NEVER)) == others
    assert all(after.best.pattern[task] == NEVER for task, _ in lost)
    after.cool(0.2, lambda done, _: done / 2_000)
    assert cost_again(ground, after.best) == pytest.approx(after.cost)
    driven = {(task, slot) for slot, tasks in routes_of(after.best) for task in tasks}
    assert not driven & set(lost)


def test_the_tables_allow_what_the_options_do() -> None:
    network = some_places(6)
    desk = make_desk(read_case(network, QUARTER, a_travel(network)))
    del desk.options[2][min(desk.options[2])]
    terrain = lay_out(desk, 1)
    for task, ask in enumerate(terrain.asks):
        for slot, (day, van) in enumerate(terrain.slots):
            allowed = van in desk.options[ask].get(day, {})
            assert terrain.ground.may[task, slot] == allowed


def test_what_a_board_refuses_is_not_tried_there_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that only the board knows: two services are never done on one day."""
    network = some_places(6)
    desk = make_desk(read_case(network, QUARTER, a_travel(network)))
    landings: list[list[tuple[int, int]]] = []

    def strict(terrain: Terrain, found: Tours) -> Landed:
        left = copied(found)
        pairs = [(1, slot) for slot, order in routes_of(found) if {0, 1} <= set(order)]
        for task, slot in pairs:
            order = [one for one in dict(routes_of(found))[slot] if one != task]
            left.stops[slot, : len(order)] = order
            left.routes[slot, LENGTH] = len(order)
        landings.append(pairs)
        landed = land(terrain, left)
        assert not landed.lost
        return Landed(landed.board, tuple(pairs))

    monkeypatch.setattr(tours, "land", strict)
    board = search_tours(desk, 1, a_pace(whole))
    assert board is not None
    assert landings[0], "the first landing has something to refuse"
    assert not landings[-1]
    assert not any(board.missing(ask) for ask in range(len(board.visits)))

    landings.clear()
    assert search_tours(desk, 1, a_pace(whole, alone=lambda _done, _cost: 1.0)) is not None
    assert len(landings) == 1, "who asked to end does not wait for more"


def test_goods_and_duty_split_the_work_over_days() -> None:
    """Two visits would fit one day, were it not for the store of the van or its time out."""
    plain = some_places(2)
    assert len(solved(plain).decision.trips) == 1
    (van,) = plain.vans
    goods = tuple(service.model_copy(update={"goods": 2}) for service in plain.services)
    small = plain.model_copy(
        update={"services": goods, "vans": (van.model_copy(update={"goods": 3}),)}
    )
    assert len(solved(small).decision.trips) == 2
    short = plain.model_copy(
        update={"vans": (van.model_copy(update={"longest_duty": 2 * 3600 + 2400}),)}
    )
    assert len(solved(short).decision.trips) == 2
