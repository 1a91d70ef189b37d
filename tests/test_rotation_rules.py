"""Test each rule of the rotation model alone: a breaker is infeasible, a keeper is not."""

from collections.abc import Callable
from typing import Any

import pytest
from ortools.sat.python import cp_model

from rotation import constraints
from rotation.candidates import Candidates, StayOption
from rotation.events import events_of
from rotation.listing import candidates_of
from rotation.model import RotationModel, new_model
from tests.builders import QUARTER, a_service, a_van, day
from tests.rotation_cases import places_and_boxes, rules_with, tours
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.plan import Routing

Rule = Callable[[RotationModel], None]
Key = tuple[str, str, int | None, int | None]
"""Box, place, visit of arrival and visit of departure."""


def candidates(network: Network, routing: Routing) -> Candidates:
    return candidates_of(network, QUARTER, events_of(network, QUARTER, routing))


def key(option: StayOption) -> Key:
    return option.box, option.place, option.begins, option.ends


def possible(model: RotationModel, rule: Rule, *chosen: Key, aboard: Any = None) -> bool:
    """Say whether a model with one rule alone allows exactly these stays (and rides)."""
    rule(model)
    for option, stay in model.chosen_from():
        model.program.add(stay == int(key(option) in chosen))
    for segment, var in model.aboard.items():
        if aboard is not None:
            model.program.add(var == int(segment in aboard))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model.program) == cp_model.OPTIMAL


def pair() -> tuple[Network, Routing]:
    """Return boxes A at P1, B at P2 and S in stock, and one trip to P1 (visit 0), P2 (visit 1)."""
    return places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"]), tours((40, ["P1", "P2"]))


def model_of(network: Network, routing: Routing) -> RotationModel:
    return new_model(candidates(network, routing))


KEPT: tuple[Key, ...] = (("A", "P1", None, None), ("B", "P2", None, None))
"""Nothing is moved."""


def test_a_box_stays_where_it_began() -> None:
    """S01: its first stay goes on for exactly one of its possible lengths."""
    network, routing = pair()
    rule = constraints.stays_where_it_began
    assert possible(model_of(network, routing), rule, *KEPT)
    assert not possible(model_of(network, routing), rule, KEPT[0])
    assert not possible(model_of(network, routing), rule, *KEPT, ("B", "P2", None, 1))


def test_a_box_rides_from_stop_to_stop() -> None:
    """S07, S08: A goes from P1 to P2 on the segment between them, and in no other way."""
    network, routing = pair()
    moved = (("A", "P1", None, 0), ("A", "P2", 1, None), ("B", "P2", None, 1))
    home = ("B", 0, 2)
    rule = constraints.rides_from_stop_to_stop
    assert possible(model_of(network, routing), rule, *moved, aboard={("A", 0, 1), home})
    assert not possible(model_of(network, routing), rule, *moved, aboard={home})
    assert not possible(model_of(network, routing), rule, *moved, aboard={("A", 0, 1)})


def test_a_box_leaves_the_depot_where_it_is() -> None:
    """S07: S is in stock and may be loaded; A is not, unless a trip brought it home before."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "S"])
    routing = tours((20, ["P1"]), (40, ["P2"]))
    rule = constraints.leaves_a_depot_where_it_is
    swapped = (("A", "P1", None, 0), ("A", "P2", 1, None))
    rides = {("A", 0, 1), ("A", 1, 0)}
    assert possible(model_of(network, routing), rule, *swapped, aboard=rides)
    assert not possible(model_of(network, routing), rule, *swapped, aboard={("A", 1, 0)})
    twice = (("S", "P1", 0, None), ("S", "P2", 1, None))
    loaded = {("S", 0, 0), ("S", 1, 0)}
    assert not possible(model_of(network, routing), rule, *twice, aboard=loaded)


def test_a_shelf_holds_no_more_than_it_may() -> None:
    """S02: S comes to P1 only if A goes."""
    network, routing = pair()
    rule = constraints.shelf_holds
    fresh: Key = ("S", "P1", 0, None)
    assert possible(model_of(network, routing), rule, ("A", "P1", None, 0), fresh)
    assert not possible(model_of(network, routing), rule, KEPT[0], fresh)


@pytest.mark.parametrize(
    ("van", "fits"),
    [
        ({"boxes": 2}, True),
        ({"boxes": 1}, False),
        ({"payload": 30_000}, True),
        ({"payload": 29_999}, False),
    ],
)
def test_a_van_carries_no_more_than_it_may(van: dict[str, Any], fits: bool) -> None:  # noqa: FBT001
    """S09, S10: two boxes of 15 kg ride to P1 and P2."""
    network = places_and_boxes(["P1", "P2"], ["S", "T"], vans=(a_van(**van),))
    model = model_of(network, tours((40, ["P1", "P2"])))
    rides = {("S", 0, 0), ("T", 0, 0), ("T", 0, 1)}
    stays: tuple[Key, ...] = (("S", "P1", 0, None), ("T", "P2", 1, None))
    assert possible(model, constraints.van_holds, *stays, aboard=rides) is fits


@pytest.mark.parametrize(("rest", "may"), [(30, True), (31, False)])
def test_a_box_rests_before_it_comes_back(rest: int, may: bool) -> None:  # noqa: FBT001
    """S05: A leaves P1 on day 20 and comes back on day 50."""
    network = places_and_boxes(["P1"], ["A@P1"], rules=rules_with(rest=rest))
    model = model_of(network, tours((20, ["P1"]), (50, ["P1"])))
    stays: tuple[Key, ...] = (("A", "P1", None, 0), ("A", "P1", 1, None))
    assert possible(model, constraints.rests_before_it_comes_back, *stays) is may


def test_a_box_is_not_refreshed_by_lifting_it() -> None:
    """Out and in again at one visit is no new stay, even where no rest is asked."""
    network = places_and_boxes(["P1"], ["A@P1"], rules=rules_with(rest=0))
    model = model_of(network, tours((20, ["P1"])))
    stays: tuple[Key, ...] = (("A", "P1", None, 0), ("A", "P1", 0, None))
    assert not possible(model, constraints.rests_before_it_comes_back, *stays)


@pytest.mark.parametrize(("fixed", "fits"), [(3000, True), (3001, False)])
def test_moves_fit_the_time_on_site(fixed: int, fits: bool) -> None:  # noqa: FBT001
    """T02: an hour at P1 holds two moves of five minutes beside the fixed time, or does not."""
    service = a_service("P1", fixed=fixed)
    network = places_and_boxes(["P1"], ["A@P1", "S"], services=(service,))
    model = model_of(network, tours((20, ["P1"])))
    stays: tuple[Key, ...] = (("A", "P1", None, 0), ("S", "P1", 0, None))
    assert possible(model, constraints.moves_fit_the_time, *stays) is fits


def test_what_is_loaded_is_handed_in() -> None:
    """S15, S20: S does not ride out and back for show."""
    network, routing = pair()
    rule = constraints.loaded_to_be_handed_in
    assert not possible(model_of(network, routing), rule, *KEPT, aboard={("S", 0, 0)})
    assert possible(model_of(network, routing), rule, ("S", "P1", 0, None), aboard={("S", 0, 0)})


def priced(model: RotationModel, rule: Rule, *chosen: Key) -> int:
    """Return what a rule that may be impossible to keep charges for these stays."""
    rule(model)
    model.program.minimize(sum(breach.price * breach.amount for breach in model.breaches))
    for option, stay in model.chosen_from():
        model.program.add(stay == int(key(option) in chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.program) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("hard", [True, False])
def test_a_pin_holds_a_box_to_a_place(hard: bool) -> None:  # noqa: FBT001
    """S16, S19: S is to stand at P1 on day 60."""
    pin = Pin(place="P1", box="S", first_day=day(50), last_day=day(60), hard=hard, reason="fair")
    network = places_and_boxes(["P1"], ["S"], pins=(pin,))
    routing = tours((40, ["P1"]), (70, ["P1"]))
    rule = constraints.pins_are_kept
    assert priced(model_of(network, routing), rule, ("S", "P1", 0, 1)) == 0
    price = priced(model_of(network, routing), rule, ("S", "P1", 1, None))
    assert price == (50_000_000 if hard else 5_000_000)


def test_a_soft_pin_better_holds_a_box_still() -> None:
    """S19: A is better not moved from day 30 to 50."""
    pin = Pin(box="A", first_day=day(30), last_day=day(50), hard=False, reason="inventory")
    network = places_and_boxes(["P1"], ["A@P1"], pins=(pin,))
    routing = tours((40, ["P1"]), (70, ["P1"]))
    rule = constraints.soft_pins_hold_still
    assert priced(model_of(network, routing), rule, ("A", "P1", None, 1)) == 0
    assert priced(model_of(network, routing), rule, ("A", "P1", None, 0)) == 5_000_000


def test_a_stay_that_grows_too_long_ends_as_soon_as_it_can() -> None:
    """S04, S18: A has stood at P1 since 1 December and may stay for 60 days."""
    network = places_and_boxes(["P1"], ["A@P1"], rules=rules_with(stay_most=60))
    routing = tours((20, ["P1"]), (40, ["P1"]), (70, ["P1"]))
    rule = constraints.overlong_stays_end_soon
    prices = [
        priced(model_of(network, routing), rule, ("A", "P1", None, ends))
        for ends in (0, 1, 2, None)
    ]
    assert prices[0] == 0
    assert 0 < prices[1] < prices[2] < prices[3]


def test_a_surplus_on_a_shelf_is_priced() -> None:
    """S02: two boxes stood where one may; one of them is better taken out."""
    network = places_and_boxes(["P1"], ["A@P1", "B@P1"])
    routing = tours((40, ["P1"]))
    rule = constraints.shelf_holds
    stays: tuple[Key, ...] = (("A", "P1", None, None), ("B", "P1", None, None))
    assert priced(model_of(network, routing), rule, *stays) == 50_000_000
    assert priced(model_of(network, routing), rule, stays[0], ("B", "P1", None, 0)) == 0
