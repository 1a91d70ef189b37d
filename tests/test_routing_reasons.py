"""Prove that every reason for a visit that is not made is given where it is true."""

from routing.board import Board
from routing.case import read_case
from routing.improvement import find_entries
from routing.reasons import explain_missing
from routing.solve import filled, make_desk
from tests.builders import (
    QUARTER,
    a_depot,
    a_network,
    a_place,
    a_travel,
    a_van,
    a_worker,
    day,
)
from tests.rotation_cases import rules_with
from tests.routing_cases import (
    HOUR,
    facts_of,
    only_reason,
    solved,
    some_places,
)
from vongsach.closures import Closure, Pin
from vongsach.places import Opening, VehicleClass
from vongsach.plan import UnservedReason


def test_a_wished_visit_is_made_only_if_it_pays() -> None:
    network = some_places(1, required=False).model_copy(
        update={"vans": (a_van(cost_per_day=50_000_000),)}
    )
    found = solved(network)
    assert found.decision.trips == ()
    assert only_reason(found) is UnservedReason.TOO_DEAR


def test_reason_no_vehicle() -> None:
    network = a_network(places=(a_depot(), a_place(reachable_by=(VehicleClass.BOAT,))))
    assert only_reason(solved(network)) is UnservedReason.NO_VEHICLE


def test_reason_unreachable() -> None:
    network = some_places(1)
    travel = a_travel(network)
    matrix = travel.matrices[VehicleClass.VAN, ""]
    matrix.reachable[0, 1] = False
    assert only_reason(solved(network, travel)) is UnservedReason.UNREACHABLE


def test_reason_no_open_day() -> None:
    """Two visits, one day: 4 January is the only Monday that is not shut."""
    mondays = (Opening(weekday=0, opens=8 * HOUR, closes=12 * HOUR),)
    shut = Closure(
        kind="other", scope="place", target="P1", first_day=day(5), last_day=QUARTER.last_day
    )
    network = some_places(1, visits=2, openings=mondays).model_copy(update={"closures": (shut,)})
    found = solved(network)
    assert only_reason(found) is UnservedReason.NO_OPEN_DAY
    assert facts_of(found) == {"asked": 2, "open_days": 1}


def test_reason_no_van_day() -> None:
    """Open on every Sunday, when no van works."""
    sundays = (Opening(weekday=6, opens=8 * HOUR, closes=12 * HOUR),)
    found = solved(some_places(1, openings=sundays))
    assert only_reason(found) is UnservedReason.NO_VAN_DAY
    assert facts_of(found) == {"asked": 1, "open_days": 13, "van_days": 0}


def test_reason_gaps() -> None:
    network = some_places(1, visits=3, min_gap_days=50)
    found = solved(network)
    assert only_reason(found) is UnservedReason.GAPS
    assert found.decision.unserved[0].missing == 1


def test_reason_too_far() -> None:
    network = some_places(1)
    found = solved(network, a_travel(network, 5 * HOUR))
    assert only_reason(found) is UnservedReason.TOO_FAR


def test_reason_too_far_speaks_of_vans_that_come_there() -> None:
    """A boat works longer, but cannot come."""
    boat = a_van("X0", vehicle_class=VehicleClass.BOAT, shift_starts=3 * HOUR)
    places = (a_depot(), a_place(reachable_by=(VehicleClass.VAN,)))
    network = a_network(places=places, vans=(boat, a_van()))
    found = solved(network, a_travel(network, 5 * HOUR))
    assert only_reason(found) is UnservedReason.TOO_FAR
    assert facts_of(found)["longest_shift_seconds"] == 10 * HOUR


def test_reason_no_crew() -> None:
    network = some_places(1, kind="mobile", session=HOUR).model_copy(
        update={"workers": (a_worker("N1"), a_worker("N2"))}
    )
    assert only_reason(solved(network)) is UnservedReason.NO_CREW


def test_reason_no_time() -> None:
    """One day for two places that fill a day each."""
    network = some_places(2, fixed=5 * HOUR, day_sets=((3,),))
    assert only_reason(solved(network)) is UnservedReason.NO_TIME


def test_what_still_fits_is_made_after_an_early_end() -> None:
    """Stopped before the search, a routing is filled up before it says that there is no time."""
    network = some_places(4, visits=2)
    desk = make_desk(read_case(network, QUARTER, a_travel(network)))
    assert explain_missing(filled(Board(desk))) == ()


def test_days_that_do_not_go_with_the_visits_made_are_no_lack_of_time() -> None:
    """Between visits on days 3 and 73 there is room, but a gap of 32 days at most is asked for."""
    network = some_places(1, visits=3, min_gap_days=25, max_gap_days=32)
    board = Board(make_desk(read_case(network, QUARTER, a_travel(network))))
    for entry in find_entries(board, 0, (3, 73)).values():
        board.put(0, entry)
    (missing,) = explain_missing(board)
    assert missing.reason is UnservedReason.GAPS
    assert {fact.name: fact.value for fact in missing.facts}["days"] > 0


def test_a_required_visit_that_is_not_worth_its_way_is_too_dear() -> None:
    network = some_places(1).model_copy(update={"rules": rules_with(unmet_required=1)})
    assert only_reason(solved(network)) is UnservedReason.TOO_DEAR


def test_reason_pinned_away() -> None:
    """With a visit held in the middle, two visits sixty days apart find no room."""
    pin = Pin(place="P1", first_day=day(45), last_day=day(45), reason="fair")
    network = some_places(1, visits=2, min_gap_days=60).model_copy(update={"pins": (pin,)})
    assert only_reason(solved(network)) is UnservedReason.PINNED_AWAY


def test_no_vans_at_all_is_reported() -> None:
    assert only_reason(solved(a_network(vans=()))) is UnservedReason.NO_VEHICLE
