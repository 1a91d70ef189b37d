"""A lost box is nowhere from that day on: for the checker, for the solvers, for the next plan."""

import datetime as dt
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import solve_rotation
from rotation.shelves import without_shelves
from rotation.stock import followed
from tests.builders import (
    MONDAY,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_travel,
    a_trip,
    day,
)
from tests.rotation_cases import broken_by, rotations
from tests.test_check_cases import LONG_AGO, Case, delivered, planned
from tests.test_replanning import MIDDLE, errors, published, replanned, six_places
from vongsach.changing import Change, ChangeKind, changed, read_changes
from vongsach.check import check_plan
from vongsach.closures import Pin
from vongsach.errors import InputError
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Plan, ReplanMode, Rotation, Routing, Stay
from vongsach.replanning import Now, Wish, holding
from vongsach.replanning.keeping import keep
from vongsach.solving import Effort, Unwatched
from vongsach.units import BoxId

LOST = day(20)


def lose(network: Network, box: str, since: dt.date) -> Network:
    change = Change(what=ChangeKind.BOX_LOST, target=box, first_day=since)
    return changed(network, QUARTER, [change])


def value(case: Case) -> int:
    report = check_plan(case.plan, case.network, a_travel(case.network))
    return next(-term.dong for term in report.cost if term.name == "reader_value")


@pytest.mark.parametrize("since", [LONG_AGO, MONDAY])
def test_a_lost_box_may_not_be_carried(since: dt.date) -> None:
    network = a_network(boxes=(a_box(lost_from=since),))
    report = Case(network, planned(a_trip(), rotation=delivered("B1"))).report()
    moved = [one for one in report.violations if one.code == "S12"]
    assert [(one.wording, one.box, one.day) for one in moved] == [("lost", "B1", MONDAY)]


def test_a_lost_box_leaves_its_shelf_and_counts_no_more() -> None:
    standing, coming = a_box("B2", stands_at="P1", since=LONG_AGO), a_box()
    rotation = delivered("B1")
    there = rotation.model_copy(
        update={"stays": (*rotation.stays, Stay(box="B2", place="P1", first_day=LONG_AGO))}
    )
    places = (a_depot(), a_place(shelf=1))
    full = Case(
        a_network(places=places, boxes=(coming, standing)), planned(a_trip(), rotation=there)
    )
    assert full.codes() == {"S02"}
    gone = lose(full.network, "B2", QUARTER.first_day)
    refilled = Case(gone, planned(a_trip(), rotation=rotation))
    assert refilled.codes() == set()
    alone = a_network(boxes=(coming,))
    assert value(refilled) == value(Case(alone, planned(a_trip(), rotation=rotation)))


def test_a_stay_ends_on_the_day_of_the_loss() -> None:
    """It is worth what it was until then, however short; whoever says otherwise is told (S11)."""
    network = lose(a_network(), "B1", LOST)
    going_on = planned(a_trip(), rotation=delivered("B1"))
    (found,) = {one.code for one in Case(network, going_on).report().violations}
    assert found == "S11"
    stay = Stay(box="B1", place="P1", first_day=MONDAY, last_day=LOST)
    ended = delivered("B1").model_copy(update={"stays": (stay,)})
    case = Case(network, planned(a_trip(), rotation=ended))
    assert case.codes() == set()
    (term,) = rotation_terms(network, QUARTER, ended)
    assert 0 < value(case) == -term.dong < value(Case(a_network(), going_on))


def test_a_pin_of_a_lost_box_holds_nobody() -> None:
    pin = Pin(box="B1", place="KHO", first_day=MONDAY, last_day=LOST, reason="hội sách")
    pinned = a_network(boxes=(a_box(lost_from=LOST),), pins=(pin,))
    assert Case(pinned, planned(a_trip(), rotation=Rotation())).codes() == set()
    assert lose(a_network(pins=(pin,)), "B1", LOST).pins == ()
    assert lose(a_network(pins=(pin,)), "B1", LOST + dt.timedelta(days=1)).pins == (pin,)


@pytest.fixture(scope="module")
def network() -> Network:
    return six_places()


@pytest.fixture(scope="module")
def plan(network: Network) -> Plan:
    return published(network, a_travel(network))


def standing_on(plan: Plan, at: dt.date) -> list[Stay]:
    """Return the stays that go on beyond a day."""
    return [
        stay
        for stay in plan.rotation.stays
        if stay.first_day < at and (stay.last_day is None or stay.last_day > at)
    ]


def test_a_lost_box_is_nowhere_in_the_plan_of_the_rest(network: Network, plan: Plan) -> None:
    stay = standing_on(plan, MIDDLE)[0]
    found = replanned(network, plan, lose(network, stay.box, MIDDLE), ReplanMode.KEEP_TRIPS)
    assert errors(found) == []
    assert found.broken_promises == ()
    new = found.planned.plan
    (ended,) = [
        one for one in new.rotation.stays if one.box == stay.box and one.first_day == stay.first_day
    ]
    assert ended.last_day == MIDDLE
    ahead = {trip.id for trip in new.routing.trips if trip.days[0].day >= MIDDLE}
    moved = {
        box
        for one in new.rotation.exchanges
        if one.trip in ahead
        for box in (*one.handed_in, *one.taken_out)
    } | {box for load in new.rotation.loads if load.trip in ahead for box in load.boxes}
    assert stay.box not in moved
    others = {one for one in plan.rotation.stays if one.box != stay.box}
    assert others <= set(new.rotation.stays), "nobody else's way is changed for it"


def test_the_place_of_a_lost_box_goes_to_one_that_waits(network: Network, plan: Plan) -> None:
    stay = standing_on(plan, MIDDLE)[0]
    freed = {one.place for one in plan.rotation.stays if one.box == stay.box}
    spare = Network(**dict(network) | {"boxes": (*network.boxes, a_box("SPARE"))})
    found = replanned(network, plan, lose(spare, stay.box, MIDDLE), ReplanMode.KEEP_TRIPS)
    assert errors(found) == []
    came = [one for one in found.planned.plan.rotation.stays if one.box == "SPARE"]
    assert {one.place for one in came} & freed


def test_a_loss_ahead_lets_the_box_ride_until_then(network: Network, plan: Plan) -> None:
    later = MIDDLE + dt.timedelta(days=20)
    for box in network.boxes[:3]:
        found = replanned(network, plan, lose(network, box.id, later), ReplanMode.KEEP_TRIPS)
        assert errors(found) == []
        stays = [one for one in found.planned.plan.rotation.stays if one.box == box.id]
        assert all(one.last_day is not None and one.last_day <= later for one in stays)


def test_a_box_that_left_the_workbook_is_lost_from_the_first_open_day(
    network: Network, plan: Plan
) -> None:
    stay = standing_on(plan, MIDDLE)[0]
    fewer = network.model_copy(
        update={"boxes": tuple(box for box in network.boxes if box.id != stay.box)}
    )
    held = holding(fewer, network, plan, MIDDLE)
    assert {box.id: box.lost_from for box in held.boxes}[stay.box] == MIDDLE


def test_what_is_past_is_told_as_planned(network: Network, plan: Plan) -> None:
    """Reported lost before a past trip that moves it: it is lost from the day after that trip."""
    moved = {
        box: one.day for one in plan.rotation.exchanges if one.day < MIDDLE for box in one.handed_in
    }
    name, last = max(moved.items(), key=lambda one: one[1])
    found = replanned(network, plan, lose(network, name, QUARTER.first_day), ReplanMode.KEEP_TRIPS)
    assert errors(found) == []
    box = next(box for box in network.boxes if box.id == name)
    held = holding(lose(network, box.id, QUARTER.first_day), network, plan, MIDDLE)
    assert {one.id: one.lost_from for one in held.boxes}[BoxId(name)] == last + dt.timedelta(days=1)


def test_a_lost_box_that_a_past_trip_handed_in_was_loaded_on_it(
    network: Network, plan: Plan
) -> None:
    """Or whoever follows the boxes through the past finds one handed in that was not aboard."""
    handed_in = {
        box: one.day for one in plan.rotation.exchanges if one.day < MIDDLE for box in one.handed_in
    }
    loaded = [
        box
        for load in plan.rotation.loads
        for box in load.boxes
        if box in handed_in
        and next(one for one in network.boxes if one.id == box).stands_at == "KHO"
    ]
    assert loaded
    for box in loaded:
        gone = lose(network, box, MIDDLE)
        kept = keep(plan, Now(gone, a_travel(gone)), Wish(MIDDLE, ReplanMode.KEEP_TRIPS))
        found = solve_rotation(
            gone,
            QUARTER,
            plan.routing,
            effort=Effort(level=1),
            seed=1,
            watch=Unwatched(),
            kept=kept,
        )
        past = {(load.trip, box) for load in kept.loads if box in load.boxes}
        assert past <= {(load.trip, one) for load in found.decision.loads for one in load.boxes}
        facts = followed(gone, QUARTER, plan.routing, without_shelves(found.decision))
        assert facts.lying[box], "it lay in the depot before it was handed in"


def test_a_plan_made_with_a_lost_box_leaves_it_out(network: Network) -> None:
    first = network.boxes[0].id
    gone = lose(network, first, QUARTER.first_day)
    fewer = network.model_copy(update={"boxes": network.boxes[1:]})
    plans = [published(one, a_travel(one)) for one in (gone, fewer)]
    assert plans[0].rotation == plans[1].rotation


def test_a_list_of_changes_knows_lost_boxes(tmp_path: Path) -> None:
    path = tmp_path / "doi.csv"
    path.write_text("việc,đối tượng,từ ngày\nmất thùng,B1,2027-02-10\n", "utf-8")
    (change,) = read_changes(path, a_network(), QUARTER)
    assert changed(a_network(), QUARTER, [change]).boxes[0].lost_from == MIDDLE


def test_a_lost_box_has_no_last_day(tmp_path: Path) -> None:
    """Nothing is left out in silence: the cell is told, and no change is read."""
    path = tmp_path / "doi.csv"
    path.write_text(
        "việc,đối tượng,từ ngày,đến ngày\nmất thùng,B1,2027-02-10,2027-02-20\n", "utf-8"
    )
    with pytest.raises(InputError) as told:
        read_changes(path, a_network(), QUARTER)
    assert [(one.code, one.cell) for one in told.value.problems] == [("E424", "D2")]


@given(rotations(), st.lists(st.sampled_from((None, day(-5), day(0), day(30), day(60)))))
@settings(max_examples=40)
def test_no_rotation_uses_a_lost_box_and_its_worth_is_what_the_checker_sums(
    case: tuple[Network, Routing], losses: list[dt.date | None]
) -> None:
    network, routing = case
    lost = tuple(
        box.model_copy(update={"lost_from": since})
        for box, since in zip_longest(network.boxes, losses[: len(network.boxes)])
    )
    network = network.model_copy(update={"boxes": lost})
    found = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    assert broken_by(network, routing, found.decision) == ()
    case_now = Case(network, a_plan(routing, found.decision))
    assert value(case_now) == -total(found.run.cost)
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost)
