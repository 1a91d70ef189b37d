"""What is said of the stock was found by rotating again, and following it mends what it says."""

from typing import Any

import pytest

from rotation import solve_rotation
from tests.builders import QUARTER, a_box, a_depot, a_place, a_plan, a_travel
from tests.rotation_cases import places_and_boxes, rules_with, tours
from vongsach.check import check_plan
from vongsach.explaining.relaxations import RELAXATIONS, with_boxes
from vongsach.explaining.stock import StockAdvice, Trial, explain_stock
from vongsach.network import Network
from vongsach.places import AudienceGroup, AudienceShare
from vongsach.plan import Rotation, Routing
from vongsach.solving import Effort, Unwatched
from vongsach.store import Stored
from vongsach.wording import stock_answer

TEENS = AudienceGroup.TEENAGERS
READ_BY_TEENS = (AudienceShare(group=TEENS, language="hmn", percent=100),)

MOSTLY_TEENS = (
    a_depot(),
    a_place("P1", shelf=1),
    a_place(
        "P2",
        shelf=1,
        audiences=(
            AudienceShare(group=AudienceGroup.CHILDREN, language="vi", percent=30),
            AudienceShare(group=TEENS, language="hmn", percent=70),
        ),
    ),
)


def rotated(network: Network, routing: Routing) -> Rotation:
    return solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    ).decision


def explained(network: Network, routing: Routing, tmp_path: Any) -> StockAdvice:
    plan = a_plan(routing=routing, rotation=rotated(network, routing))
    stored = Stored(plan, network, a_travel(network), tmp_path)
    return explain_stock(stored, Trial(solve_rotation, Effort(level=1), 1, Unwatched()))


def nothing_for_teenagers(**changes: Any) -> tuple[Network, Routing]:
    """Return a place of Hmong teenagers without a box, visited once, and boxes for children."""
    fields: dict[str, Any] = {
        "places": (
            a_depot(),
            a_place("P1", shelf=1),
            a_place("P2", shelf=1, audiences=READ_BY_TEENS),
        )
    }
    network = places_and_boxes(["P1", "P2"], ["A", "B"], **fields | changes)
    return network, tours((20, ["P1", "P2"]))


def test_the_audience_that_lacks_boxes_is_named_and_the_purchase_mends_it(tmp_path: Any) -> None:
    network, routing = nothing_for_teenagers()
    advice = explained(network, routing, tmp_path)
    assert [(one.place, one.audience) for one in advice.bare] == [("P2", (TEENS, "hmn"))]
    assert advice.binding is not None
    assert advice.purchase is not None
    assert advice.purchase.boxes == ((TEENS, "hmn"),)
    assert advice.purchase.bare == 0
    followed = with_boxes(network, advice.purchase.boxes)
    rotation = rotated(followed, routing)
    assert all(one.handed_in for one in rotation.exchanges)
    assert len(rotation.exchanges) == advice.visits == 2
    plan = a_plan(routing=routing, rotation=rotation)
    report = check_plan(plan, followed, a_travel(followed))
    assert not [one for one in report.violations if one.code.startswith("S")]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("rest", {"rules": rules_with(rest=360, stay_least=1)}),
        ("audience_fit", {"rules": rules_with(audience_fit=40), "places": MOSTLY_TEENS}),
    ],
)
def test_the_rule_that_binds_is_found_by_relaxing_it(
    rule: str, changes: dict[str, Any], tmp_path: Any
) -> None:
    network, routing = nothing_for_teenagers(**changes)
    if rule == "rest":
        network = places_and_boxes(["P1"], ["A", "B"], **changes)
        routing = tours((5, ["P1"]), (30, ["P1"]), (60, ["P1"]))
    advice = explained(network, routing, tmp_path)
    reached = {one.rule: one.bare for one in advice.relaxed}
    assert set(reached) == set(RELAXATIONS)
    assert advice.base.bare >= 1
    assert reached[rule] < advice.base.bare == reached["titles"] == reached["handling"]
    assert advice.binding is not None
    assert advice.binding.bare == min(reached.values())


def test_where_every_shelf_is_refreshed_there_is_nothing_to_buy(tmp_path: Any) -> None:
    network = places_and_boxes(["P1"], ["A"])
    advice = explained(network, tours((20, ["P1"])), tmp_path)
    assert (advice.visits, advice.bare, advice.purchase) == (1, (), None)
    assert advice.binding is None


def test_no_box_of_the_purchase_can_be_spared(tmp_path: Any) -> None:
    """Two places of teenagers on one trip need two boxes, not more."""
    network = places_and_boxes(
        ["P1", "P2"],
        [],
        places=(
            a_depot(),
            a_place("P1", shelf=1, audiences=READ_BY_TEENS),
            a_place("P2", shelf=1, audiences=READ_BY_TEENS),
        ),
        boxes=(a_box("A", stands_at="KHO"),),
    )
    advice = explained(network, tours((20, ["P1", "P2"])), tmp_path)
    assert advice.purchase is not None
    assert advice.purchase.boxes == ((TEENS, "hmn"), (TEENS, "hmn"))
    assert advice.purchase.gain > 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_said_in_both_languages_and_as_data(language: Any, tmp_path: Any) -> None:
    network, routing = nothing_for_teenagers()
    answer = stock_answer(explained(network, routing, tmp_path), language)
    text = "\n".join(answer.lines)
    assert ("Mông" if language == "vi" else "Hmong") in text
    assert "P2" in text
    assert answer.document["purchase"]
