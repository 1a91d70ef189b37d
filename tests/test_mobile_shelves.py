"""What vans carry for their mobile sessions keeps every rule and is the best there is."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from rotation import solve_rotation, solve_shelves
from rotation.shelves import with_shelves, without_shelves
from tests.builders import QUARTER, a_box, a_depot, a_place, a_plan, a_service, a_travel, a_van
from tests.rotation_cases import broken_by, places_and_boxes, rotations, rules_with, tours
from vongsach.boxes import BoxState, Title
from vongsach.check import check_plan
from vongsach.network import Network
from vongsach.objective import shelf_terms, total
from vongsach.plan import Load, Rotation, Routing, RunStatus
from vongsach.solving import Effort, Solved, Unwatched

HOW: dict[str, Any] = {"effort": Effort(level=1), "seed": 1, "watch": Unwatched()}


def filled(
    network: Network, routing: Routing, rotation: Rotation | None = None
) -> Solved[Rotation]:
    return solve_shelves(network, QUARTER, routing, rotation or Rotation(), **HOW)


def mobile(*boxes: Any, **changes: Any) -> Network:
    """Return two stops of a mobile service and boxes in the depot."""
    fields: dict[str, Any] = {
        "boxes": boxes,
        "places": (a_depot(), a_place("P1", shelf=0), a_place("P2", shelf=0, readers=50)),
        "services": tuple(a_service(name, kind="mobile", visits=3) for name in ("P1", "P2")),
    }
    return places_and_boxes(["P1", "P2"], [], **fields | changes)


@given(rotations())
@settings(max_examples=40)
def test_no_rule_is_broken_and_the_sum_is_the_checkers(case: tuple[Network, Routing]) -> None:
    network, routing = case
    rotation = solve_rotation(network, QUARTER, routing, **HOW).decision
    found = filled(network, routing, rotation)
    assert broken_by(network, routing, found.decision) == ()
    plan = a_plan(routing=routing, rotation=found.decision)
    cost = {t.name: t.dong for t in check_plan(plan, network, a_travel(network)).cost}
    assert cost["mobile_value"] == total(found.run.cost)
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost)
    assert set(without_shelves(found.decision).loads) == set(without_shelves(rotation).loads)
    quick = with_shelves(network, QUARTER, routing, rotation, like=(routing, found.decision))
    assert broken_by(network, routing, quick) == ()
    assert total(shelf_terms(network, routing, quick)) >= total(found.run.cost)


def test_it_is_the_best_of_all_choices() -> None:
    """Room for one box on two trips: every way to fill them is tried."""
    boxes = tuple(
        a_box(f"B{number}", copies=a_box().copies[:1], weight=10_000) for number in range(3)
    )
    network = mobile(*boxes, vans=(a_van(boxes=1),), rules=rules_with(session_days=30))
    routing = tours((5, ["P1", "P2"]), (20, ["P1"]), (40, ["P2", "P1"]))
    names = [None, *(box.id for box in boxes)]

    def sum_of(choice: tuple[str | None, ...]) -> int:
        loads = tuple(
            Load(trip=trip.id, boxes=(box,))
            for trip, box in zip(routing.trips, choice, strict=True)
            if box is not None
        )
        return total(shelf_terms(network, routing, Rotation(loads=loads)))

    best = min(sum_of(choice) for choice in product(names, repeat=3))
    found = filled(network, routing)
    assert found.run.status is RunStatus.OPTIMAL
    assert total(found.run.cost) == best == found.run.bound
    assert best < 0


@pytest.mark.parametrize(
    "spoiled",
    [
        {"mobile_allowed": False},
        {"state": BoxState.IN_REPAIR},
        {"titles": ("rare",)},
        {"titles": ("kept",)},
        {"titles": ("out",)},
        {"weight": 2_000_000},
    ],
)
def test_a_box_that_may_not_ride_stays_in_the_depot(spoiled: dict[str, Any]) -> None:
    """S10, S12, S13, S14, S15, S20."""
    titles = (
        Title(id="rare", name="rare", stock=2),
        Title(id="kept", name="kept", stock=9, restricted=True),
        Title(id="out", name="out", stock=9),
    )
    shelf = a_box("Z", stands_at="P3", titles=("out",))
    places = (*mobile().places, a_place("P3"))
    routing = tours((5, ["P1", "P2"]))
    good = mobile(a_box("B"), shelf, titles=titles, places=places)
    bad = mobile(a_box("B", **spoiled), shelf, titles=titles, places=places)
    assert [load.boxes for load in filled(good, routing).decision.loads] == [("B",)]
    assert filled(bad, routing).decision.loads == ()


def test_what_rotates_has_the_room() -> None:
    """The van is full of boxes to hand in: nothing rides along for the mobile stop."""
    network = mobile(
        a_box("A"),
        a_box("B"),
        services=(a_service("P1", visits=1), a_service("P2", kind="mobile", visits=1)),
        places=(a_depot(), a_place("P1", shelf=1), a_place("P2", shelf=0)),
        vans=(a_van(boxes=1),),
    )
    routing = tours((5, ["P1", "P2"]))
    rotation = solve_rotation(network, QUARTER, routing, **HOW).decision
    assert len(rotation.loads[0].boxes) == 1
    assert filled(network, routing, rotation).decision == rotation
