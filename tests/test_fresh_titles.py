"""Titles that stood at a place in another box are not fresh, for the plan and for the checker."""

import datetime as dt
from typing import Any

import pytest

from rotation import solve_rotation
from tests.builders import QUARTER, a_box, a_depot, a_place, a_plan, a_travel, day
from tests.rotation_cases import broken_by, places_and_boxes, rules_with, tours
from vongsach.boxes import PastStay, Title
from vongsach.check import check_plan
from vongsach.network import Network
from vongsach.objective import Showing, fresh_copies, rotation_terms, stale_titles, total
from vongsach.plan import Rotation, Routing
from vongsach.rules import Rules
from vongsach.solving import Effort, Unwatched
from vongsach.units import BoxId, TitleId

TITLES = tuple(Title(id=name, name=name, stock=9) for name in ("a", "b", "c", "d"))
FORTY_FRESH = 300 * 100 * 40


def library(*boxes: Any, **changes: Any) -> Network:
    fields = {"boxes": boxes, "titles": TITLES, "places": (a_depot(), a_place("P1", shelf=1))}
    return places_and_boxes(["P1"], [], **fields | changes)


def rotated(network: Network, routing: Routing) -> Rotation:
    solved = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    assert broken_by(network, routing, solved.decision) == ()
    assert solved.run.bound is None or solved.run.bound <= total(solved.run.cost)
    return solved.decision


def value(network: Network, routing: Routing, rotation: Rotation) -> int:
    """Return the reader value, on which objective and checker agree."""
    ours = -total(rotation_terms(network, QUARTER, rotation))
    report = check_plan(a_plan(routing=routing, rotation=rotation), network, a_travel(network))
    assert {term.name: term.dong for term in report.cost}["reader_value"] == -ours
    return ours


def test_half_a_box_is_fresh_after_half_its_titles_stood_there() -> None:
    """B comes when A goes: of its two titles one was in A."""
    boxes = (
        a_box("A", stands_at="P1", since=day(-30), titles=("a", "b")),
        a_box("B", titles=("b", "c")),
    )
    network, routing = library(*boxes), tours((30, ["P1"]))
    rotation = rotated(network, routing)
    assert {stay.box for stay in rotation.stays} == {"A", "B"}
    of_a = FORTY_FRESH * (4 * 30 + 2 * 30 - 4 * 30) // 4000
    of_b = FORTY_FRESH // 2 * (4 * 30 + 2 * 30) // 4000
    assert value(network, routing, rotation) == of_a + of_b


@pytest.mark.parametrize(("ago", "stale"), [(100, 1), (400, 0)])
def test_the_past_counts_as_long_as_rest_says(ago: int, stale: int) -> None:
    past = PastStay(box="A", place="P1", first_day=day(-ago - 40), last_day=day(-ago))
    boxes = (a_box("A", titles=("a",)), a_box("B", titles=("a", "b")))
    network = library(boxes[0], boxes[1], past_stays=(past,))
    routing = tours((0, ["P1"]))
    rotation = rotated(network.model_copy(update={"boxes": network.boxes}), routing)
    days = 4 * 30 + 2 * 60
    came = {stay.box for stay in rotation.stays}
    fresh = 40 if came == {"A"} or not stale else 20
    assert value(network, routing, rotation) == 300 * 100 * fresh * days // 4000


def test_the_solver_brings_the_box_that_repeats_nothing() -> None:
    """Two boxes come one after the other; the second one is the one with other titles."""
    boxes = tuple(
        a_box(name, titles=titles)
        for name, titles in (("A", ("a", "b")), ("B", ("a", "b")), ("C", ("c", "d")))
    )
    network = library(*boxes, rules=rules_with(stay_least=7))
    routing = tours((0, ["P1"]), (45, ["P1"]))
    came = [stay.box for stay in rotated(network, routing).stays]
    assert "C" in came
    assert len(came) == 2


def test_of_two_boxes_on_one_day_the_first_by_code_brings_the_title() -> None:
    shown = (Showing(BoxId("B"), frozenset({TitleId("a")}), dt.date(2027, 1, 5), None),)
    box = {name: a_box(name, titles=("a", "c")) for name in ("A", "C")}
    rules = Rules()
    assert stale_titles(box["A"], dt.date(2027, 1, 5), shown, rules) == 0
    assert stale_titles(box["C"], dt.date(2027, 1, 5), shown, rules) == 1
    assert fresh_copies(box["C"], a_place(), 1) == 20
    assert fresh_copies(a_box("D"), a_place(), 0) == 40
