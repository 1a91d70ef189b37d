"""Prove that every reason for a visit that is not made is given where it is true."""

from tests.builders import (
    a_depot,
    a_network,
    a_place,
    a_travel,
    a_van,
    a_worker,
    day,
)
from tests.routing_cases import (
    HOUR,
    only_reason,
    solved,
    some_places,
)
from vongsach.closures import Pin
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
    sundays = (Opening(weekday=6, opens=8 * HOUR, closes=12 * HOUR),)
    assert only_reason(solved(some_places(1, openings=sundays))) is UnservedReason.NO_OPEN_DAY


def test_reason_gaps() -> None:
    network = some_places(1, visits=3, min_gap_days=50)
    found = solved(network)
    assert only_reason(found) is UnservedReason.GAPS
    assert found.decision.unserved[0].missing == 1


def test_reason_too_far() -> None:
    network = some_places(1)
    found = solved(network, a_travel(network, 5 * HOUR))
    assert only_reason(found) is UnservedReason.TOO_FAR


def test_reason_no_crew() -> None:
    network = some_places(1, kind="mobile", session=HOUR).model_copy(
        update={"workers": (a_worker("N1"), a_worker("N2"))}
    )
    assert only_reason(solved(network)) is UnservedReason.NO_CREW


def test_reason_no_time() -> None:
    """One day for two places that fill a day each."""
    network = some_places(2, fixed=5 * HOUR, day_sets=((3,),))
    assert only_reason(solved(network)) is UnservedReason.NO_TIME


def test_reason_pinned_away() -> None:
    """With a visit held in the middle, two visits sixty days apart find no room."""
    pin = Pin(place="P1", first_day=day(45), last_day=day(45), reason="fair")
    network = some_places(1, visits=2, min_gap_days=60).model_copy(update={"pins": (pin,)})
    assert only_reason(solved(network)) is UnservedReason.PINNED_AWAY


def test_no_vans_at_all_is_reported() -> None:
    assert only_reason(solved(a_network(vans=()))) is UnservedReason.NO_VEHICLE
