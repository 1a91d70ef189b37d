"""Prove that rotations keep every rule, ride directly, repeat, and stop when asked."""

import datetime as dt

import pytest
from hypothesis import given, settings

from rotation import solve, solve_rotation
from rotation.events import events_of
from rotation.greedy import greedy_stays
from rotation.itineraries import rotation_of
from rotation.listing import candidates_of
from tests.builders import QUARTER, a_box, a_depot, a_place, a_plan, a_travel, a_van, day
from tests.rotation_cases import broken_by, places_and_boxes, rotations, rules_with, tours
from vongsach.check import check_plan
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus
from vongsach.solving import Effort, Progress, Solved, Unwatched


def solved(network: Network, routing: Routing, seed: int = 1) -> Solved[Rotation]:
    return solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=seed, watch=Unwatched()
    )


def by_hand(network: Network, routing: Routing) -> Rotation:
    candidates = candidates_of(network, QUARTER, events_of(network, QUARTER, routing))
    return rotation_of(candidates, greedy_stays(candidates))


@given(rotations())
def test_the_checker_finds_nothing_to_blame(case: tuple[Network, Routing]) -> None:
    """No rule on boxes is broken, and the bound is a bound."""
    network, routing = case
    found = solved(network, routing)
    assert broken_by(network, routing, found.decision) == ()
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost)
    plan = a_plan(routing=routing, rotation=found.decision)
    own = {term.name: term.dong for term in check_plan(plan, network, a_travel(network)).cost}
    assert {term.name: term.dong for term in found.run.cost}.items() <= own.items()


@given(rotations())
@settings(max_examples=50)
def test_the_hand_keeps_every_rule_too(case: tuple[Network, Routing]) -> None:
    """The fallback is a rotation that can be carried out, and no better than the search's."""
    network, routing = case
    rotation = by_hand(network, routing)
    assert broken_by(network, routing, rotation) == ()


@given(rotations())
@settings(max_examples=10)
def test_the_search_is_never_worse_than_the_hand(case: tuple[Network, Routing]) -> None:
    """The solver begins with the rotation by hand."""
    network, routing = case
    hand = total(rotation_terms(network, QUARTER, by_hand(network, routing)))
    assert total(solved(network, routing).run.cost) <= hand


def test_home_first_keeps_room_for_what_has_to_go() -> None:
    """The baseline takes no box home that might stay, where the van is needed for one due later."""
    boxes = (
        a_box("A", stands_at="P1", since=day(-1)),
        a_box("B", stands_at="P2", since=day(-60)),
        a_box("S", stands_at="KHO"),
    )
    network = places_and_boxes(
        ["P1", "P2"], [], boxes=boxes, vans=(a_van(boxes=1),), rules=rules_with(stay_most=100)
    )
    routing = tours((40, ["P1", "P2"]))
    candidates = candidates_of(network, QUARTER, events_of(network, QUARTER, routing))
    rotation = rotation_of(candidates, greedy_stays(candidates, direct=False))
    assert broken_by(network, routing, rotation) == ()
    assert [one.taken_out for one in rotation.exchanges if one.taken_out] == [("B",)]


class Impatient:
    """Ask to stop after some looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks
        self.seen: list[Progress] = []

    def report(self, progress: Progress) -> None:
        """Keep what is reported."""
        self.seen.append(progress)

    def stopped(self) -> bool:
        """Say yes when the looks are used up."""
        self.looks -= 1
        return self.looks < 0


def test_one_spare_box_refreshes_every_shelf_on_one_trip() -> None:
    """Full shelves and one spare box: each place gets the box of an earlier one."""
    names = ["P1", "P2", "P3", "P4"]
    network = places_and_boxes(names, ["S", *(f"{name}-box@{name}" for name in names)])
    found = solved(network, tours((20, names)))
    exchanges = found.decision.exchanges
    assert [len(exchange.handed_in) for exchange in exchanges] == [1, 1, 1, 1]
    assert [load.boxes for load in found.decision.loads] == [("S",)]
    assert found.run.status is RunStatus.OPTIMAL


def test_stopped_at_once_it_gives_the_rotation_by_hand() -> None:
    """Whoever stops it keeps the best so far."""
    network = places_and_boxes(["P1", "P2"], ["B1@P1", "B2@P2", "B3"])
    routing = tours((20, ["P1", "P2"]), (50, ["P2", "P1"]))
    found = solve_rotation(network, QUARTER, routing, effort=Effort(), seed=1, watch=Impatient(0))
    assert found.run.status is RunStatus.STOPPED
    assert found.run.bound is None
    assert found.decision == by_hand(network, routing)


def test_same_input_and_seed_give_the_same_rotation() -> None:
    """Nothing but the running time differs between two equal runs."""
    names = [f"P{number}" for number in range(6)]
    boxes = [*(f"{name}-box@{name}" for name in names), "S1", "S2"]
    network = places_and_boxes(names, boxes)
    routing = tours((15, names[:3]), (16, names[3:]), (45, names[::2]), (70, names[1::2]))
    first, second = solved(network, routing), solved(network, routing)
    assert first.decision == second.decision
    assert first.run.model_copy(update={"runtime_ms": 0}) == second.run.model_copy(
        update={"runtime_ms": 0}
    )


def test_a_large_network_is_improved_box_by_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too large for one model still gets a better rotation than by hand, and a bound."""
    monkeypatch.setattr(solve, "SMALL", -1)
    names = [f"P{number}" for number in range(6)]
    boxes = [*(f"{name}-box@{name}" for name in names), "S1", "S2"]
    network = places_and_boxes(names, boxes)
    routing = tours((15, names[:3]), (16, names[3:]), (45, names[::2]), (70, names[1::2]))
    found = solve_rotation(network, QUARTER, routing, effort=Effort(), seed=1, watch=Unwatched())
    hand = total(rotation_terms(network, QUARTER, by_hand(network, routing)))
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost) <= hand
    assert found.run.relaxation == "itineraries, for these trips"
    assert broken_by(network, routing, found.decision) == ()
    patient = Impatient(3)
    early = solve_rotation(network, QUARTER, routing, effort=Effort(), seed=1, watch=patient)
    assert early.run.status is RunStatus.STOPPED
    assert broken_by(network, routing, early.decision) == ()


@pytest.mark.parametrize("small", [-1, solve.SMALL])
def test_a_soft_pin_is_no_part_of_the_bound(monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    """Whoever ignores the pin finds more readers: the bound is below, and nothing is optimal."""
    monkeypatch.setattr(solve, "SMALL", small)
    pin = Pin(box="S", first_day=day(0), last_day=day(89), hard=False, reason="inventory")
    pinned = places_and_boxes(["P1"], ["S"], pins=(pin,))
    free = places_and_boxes(["P1"], ["S"])
    routing = tours((20, ["P1"]))
    found = solve_rotation(pinned, QUARTER, routing, effort=Effort(), seed=1, watch=Unwatched())
    assert found.decision.stays == ()
    assert found.run.status is RunStatus.FEASIBLE
    assert found.run.bound is not None
    assert found.run.bound <= total(solved(free, routing).run.cost) < 0


@pytest.mark.parametrize("stopped", [False, True])
def test_overdue_boxes_leave_with_the_first_visit(*, stopped: bool) -> None:
    """S21: A and B have stood for too long since June; A rides on to P2, and B home."""
    since = dt.date(2026, 6, 1)
    boxes = tuple(a_box(name, stands_at=at, since=since) for name, at in (("A", "P1"), ("B", "P2")))
    network = places_and_boxes(["P1", "P2"], [], boxes=boxes, vans=(a_van(boxes=1),))
    routing = tours((20, ["P1", "P2"]), (50, ["P2", "P1"]), (70, ["P1", "P2"]))
    watch = Impatient(0) if stopped else Unwatched()
    found = solve_rotation(network, QUARTER, routing, effort=Effort(), seed=1, watch=watch)
    ends = [stay.last_day for stay in found.decision.stays if stay.first_day == since]
    assert ends == [day(20), day(20)]
    assert broken_by(network, routing, found.decision) == ()


def test_an_overdue_box_that_no_van_has_room_for_is_no_mistake() -> None:
    """S18, not S21: the one trip has room for the other."""
    since = dt.date(2026, 6, 1)
    boxes = tuple(a_box(name, stands_at="P1", since=since) for name in ("A", "B"))
    network = places_and_boxes(["P1"], [], boxes=boxes, vans=(a_van(boxes=1),))
    network = network.model_copy(update={"places": (a_depot(), a_place("P1", shelf=2))})
    routing = tours((20, ["P1"]))
    found = solved(network, routing).decision
    assert [stay.last_day for stay in found.stays].count(None) == 1
    assert broken_by(network, routing, found) == ()


def test_a_soft_pin_that_nothing_can_break_leaves_the_optimum_proven() -> None:
    """No trip goes out while S is held."""
    pin = Pin(box="S", first_day=day(0), last_day=day(9), hard=False, reason="inventory")
    found = solved(places_and_boxes(["P1"], ["S"], pins=(pin,)), tours((20, ["P1"])))
    assert found.run.status is RunStatus.OPTIMAL
    assert found.run.bound == total(found.run.cost) < 0


def test_a_bound_says_that_it_speaks_of_these_trips() -> None:
    found = solved(places_and_boxes(["P1"], ["S"]), tours((20, ["P1"])))
    assert found.run.relaxation == "cp-sat, for these trips"


def test_a_box_that_cannot_leave_in_time_is_reported_not_dropped() -> None:
    """S04 that nothing can avoid: the rotation comes all the same, and the checker says it."""
    rules = rules_with(stay_most=60)
    network = places_and_boxes(["P1"], ["A@P1", "S"], rules=rules)
    found = solved(network, tours((70, ["P1"])))
    assert [stay.last_day for stay in found.decision.stays if stay.box == "A"] == [day(70)]
    codes = {
        violation.code for violation in broken_by(network, tours((70, ["P1"])), found.decision)
    }
    assert codes == {"S04"}
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost)
