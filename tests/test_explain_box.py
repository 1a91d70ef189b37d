"""Why a box is not at a place, and changes that do bring it there when they are followed."""

from dataclasses import replace

import pytest

from tests.builders import a_box, a_depot, a_network, a_place, a_service, a_travel, a_van, day
from tests.test_replanning import SOLVERS, published, six_places
from vongsach.boxes import Box, BoxState, DaySpan, PastStay, Title
from vongsach.changing import Change, ChangeKind, changed
from vongsach.check import check_plan
from vongsach.closures import Pin
from vongsach.explaining import Base, NotThere, explain_box, facts_of_box
from vongsach.network import Network
from vongsach.places import Place
from vongsach.wording.boxes import box_answer
from vongsach.wording.explained import change_line


@pytest.fixture(scope="module")
def base() -> Base:
    network = six_places()
    travel = a_travel(network)
    return Base.of(published(network, travel), network, travel)


def with_box(base: Base, **fields: object) -> tuple[Base, Box]:
    """Return the plan with a box more that lies in the depot."""
    box = a_box("NEW", **fields)
    network = Network(**dict(base.network) | {"boxes": (*base.network.boxes, box)})
    return Base.of(base.plan, network, base.travel), box


def hold(base: Base, box: Box, found: NotThere) -> int:
    """Follow every remedy by itself: the box comes, and the checker finds nothing new."""
    for one in found.remedies:
        network = changed(base.network, base.plan.quarter, one.changes)
        assert network == one.network
        report = check_plan(one.plan, network, base.travel)
        assert report.ok
        assert any(
            (stay.box, stay.place) == (box.id, one.place.id) for stay in one.plan.rotation.stays
        )
    return len(found.remedies)


def place(base: Base, name: str = "P2") -> Place:
    return next(one for one in base.network.places if one.id == name)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "outbid"),
        ({"state": BoxState.IN_REPAIR}, "in_repair"),
        ({"unavailable": (DaySpan(first_day=day(0), last_day=day(89)),)}, "held"),
    ],
)
def test_what_is_advised_brings_the_box(base: Base, fields: dict[str, object], code: str) -> None:
    asked, box = with_box(base, **fields)
    found = explain_box(asked, box, place(base), SOLVERS)
    assert [one.code for one in found.barriers] == [code]
    assert hold(asked, box, found) >= 1
    prices = [one.dong + one.value for one in found.remedies]
    assert prices == sorted(prices)
    ways = [(one.plan.routing, one.plan.rotation) for one in found.remedies]
    assert all(one not in ways[:number] for number, one in enumerate(ways))


def test_reader_value_is_told_as_lost_or_gained_never_below_nothing(base: Base) -> None:
    asked, box = with_box(base)
    found = explain_box(asked, box, place(base), SOLVERS)
    for value, word in ((-2_000, "thêm 2.000 đồng"), (2_000, "mất 2.000 đồng")):
        told = replace(found, remedies=(replace(found.remedies[0], value=value),))
        (line,) = [
            line
            for line in box_answer(facts_of_box(asked, box), told, asked.network, "vi").lines
            if "giá trị bạn đọc" in line
        ]
        assert f"{word} giá trị bạn đọc" in line


def test_without_a_place_the_best_ones_are_tried(base: Base) -> None:
    asked, box = with_box(base)
    found = explain_box(asked, box, None, SOLVERS)
    assert hold(asked, box, found) >= 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"lost_from": day(0)}, "lost"), ({"titles": ("rare",)}, "restricted")],
)
def test_what_no_plan_mends_is_told_and_nothing_is_advised(
    base: Base, fields: dict[str, object], code: str
) -> None:
    rare = Title(id="rare", name="rare", stock=1)
    network = Network(**dict(base.network) | {"titles": (rare,)})
    asked, box = with_box(Base(base.plan, network, base.travel, base.report), **fields)
    found = explain_box(asked, box, place(base), SOLVERS)
    assert code in {one.code for one in found.barriers}
    assert (found.remedies, found.trials) == ((), 0)


def test_rest_and_pins_are_told(base: Base) -> None:
    pin = Pin(box="NEW", first_day=day(0), last_day=day(89), reason="hội sách")
    stay = PastStay(box="NEW", place="P2", first_day=day(-40), last_day=day(-5))
    asked, box = with_box(base)
    fields = dict(asked.network) | {"pins": (pin,), "past_stays": (stay,)}
    asked = Base.of(asked.plan, Network(**fields), asked.travel)
    found = explain_box(asked, box, place(base), SOLVERS)
    assert {one.code for one in found.barriers} == {"pinned", "resting"}
    assert hold(asked, box, found) >= 1


def test_a_box_that_stands_there_needs_no_remedy(base: Base) -> None:
    stay = base.plan.rotation.stays[0]
    box = next(one for one in base.network.boxes if one.id == stay.box)
    assert explain_box(base, box, place(base, stay.place), SOLVERS).there


def test_a_place_that_is_not_visited_is_told() -> None:
    network = a_network(
        places=(a_depot(), a_place(), a_place("P2")),
        services=(a_service(),),
        boxes=(a_box(),),
        vans=(a_van(),),
    )
    travel = a_travel(network)
    base = Base.of(published(network, travel), network, travel)
    found = explain_box(base, network.boxes[0], network.places[2], SOLVERS)
    assert [one.code for one in found.barriers] == ["unvisited"]
    assert found.remedies == ()


def test_a_box_brought_to_a_place_is_a_sentence_with_both_names() -> None:
    change = Change(what=ChangeKind.BOX_AT, target="B1", like="P1", first_day=day(3))
    line = change_line(change, a_network(), "vi")
    assert line.startswith("đưa thùng B1 đến điểm P1")
    assert "~" not in line
