"""Hand-made legs become honest travel matrices."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from routing.roads import LegWays, leg_findings, travel_from_legs, way
from routing.roads.legs import leg_milliseconds
from tests.builders import QUARTER, a_depot, a_network, a_place, a_van
from vongsach.closures import Closure
from vongsach.network import Network
from vongsach.places import Location, VehicleClass
from vongsach.quarter import Quarter
from vongsach.roads import RoadLeg
from vongsach.rules import Rules
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId
from vongsach.words import LANGUAGES, say

KHO, A, B, C, D = (PlaceId(name) for name in ("KHO", "A", "B", "C", "D"))
VAN, BIKE, BOAT = VehicleClass.VAN, VehicleClass.MOTORBIKE, VehicleClass.BOAT
YEAR = Quarter(name="2027", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 12, 31))
WINTER, SUMMER = dt.date(2027, 1, 11), dt.date(2027, 7, 5)


def a_leg(start: str, end: str, **changes: Any) -> RoadLeg:
    """Return ten kilometres of QL.4D that a van drives in twenty minutes."""
    fields: dict[str, Any] = {
        "from_place": start,
        "to_place": end,
        "road": "QL.4D",
        "metres": 10_000,
        "seconds": 1200,
    }
    return RoadLeg(**fields | changes)


def a_cut(target: str, first: dt.date = WINTER, days: int = 2) -> Closure:
    """Return a closure of a road for some days."""
    last = first + dt.timedelta(days=days - 1)
    return Closure(kind="road_cut", scope="road", target=target, first_day=first, last_day=last)


def roads(*legs: RoadLeg, **changes: Any) -> Network:
    """Return a network of KHO and A to D, 5 km apart, with these legs and a buffer of 15 %."""
    places = [
        a_place(name, location=Location(lat=22.3, lon=103.6 + 0.0486 * number))
        for number, name in enumerate("ABCD", start=1)
    ]
    depot = a_depot(location=Location(lat=22.3, lon=103.6))
    return a_network(**{"places": (depot, *places), "services": (), "road_legs": legs} | changes)


CHAIN = (a_leg("KHO", "A"), a_leg("A", "B", road="ĐT.136"), a_leg("B", "C", road="đường xã"))


def matrix(
    travel: Travel, day: dt.date = QUARTER.first_day, of: VehicleClass = VAN
) -> TravelMatrix:
    """Return the matrix of a day."""
    return travel.matrices[of, travel.states[day]]


def entry(found: TravelMatrix, start: str, end: str) -> tuple[int, int, bool, bool]:
    """Return seconds, metres, reachable and estimated of a pair."""
    row, column = found.places.index(start), found.places.index(end)
    return (
        int(found.seconds[row, column]),
        int(found.metres[row, column]),
        bool(found.reachable[row, column]),
        bool(found.estimated[row, column]),
    )


def test_legs_add_up_and_the_buffer_is_rounded_once() -> None:
    network = roads(a_leg("KHO", "A", seconds=1), a_leg("A", "B", seconds=1))
    found = matrix(travel_from_legs(network, QUARTER))
    assert entry(found, "KHO", "A") == (2, 10_000, True, False)
    assert entry(found, "KHO", "B") == (3, 20_000, True, False)
    assert entry(found, "B", "KHO") == (3, 20_000, True, False)


def test_matrix_covers_every_place_and_day() -> None:
    travel = travel_from_legs(roads(*CHAIN), QUARTER)
    assert set(travel.states.values()) == {""}
    assert len(travel.states) == 90
    found = matrix(travel)
    assert found.places == ("KHO", "A", "B", "C", "D")
    assert found.seconds.dtype == found.metres.dtype == np.int64
    assert not found.seconds.diagonal().any()
    assert found.reachable.diagonal().all()


def test_quickest_way_wins_over_shortest() -> None:
    slow = a_leg("KHO", "B", metres=5_000, seconds=7200)
    assert entry(matrix(travel_from_legs(roads(*CHAIN, slow), QUARTER)), "KHO", "B")[1] == 20_000


def test_of_equally_quick_ways_the_shortest_counts() -> None:
    twin = a_leg("KHO", "A", metres=9_000)
    assert entry(matrix(travel_from_legs(roads(*CHAIN, twin), QUARTER)), "KHO", "A")[1] == 9_000


def test_times_come_from_measurement_then_speed_then_class_of_road() -> None:
    assert leg_milliseconds(a_leg("A", "B", kmh=5), VAN) == 1_200_000
    assert leg_milliseconds(a_leg("A", "B", seconds=None, kmh=50), VAN) == 720_000
    assert leg_milliseconds(a_leg("A", "B", seconds=None), VAN) == 900_000
    assert leg_milliseconds(a_leg("A", "B", seconds=None, road="đường xã"), VAN) == 1_800_000


def test_a_motorbike_gains_on_small_roads_only() -> None:
    assert leg_milliseconds(a_leg("A", "B"), BIKE) == 1_200_000
    assert leg_milliseconds(a_leg("A", "B", road="đường xã"), BIKE) == 1_000_000


def test_a_one_way_leg_is_not_driven_backwards() -> None:
    found = matrix(travel_from_legs(roads(a_leg("KHO", "A", both_ways=False)), QUARTER))
    assert entry(found, "KHO", "A")[2:] == (True, False)
    assert entry(found, "A", "KHO") == (-1, -1, False, False)


def test_each_class_has_its_own_roads() -> None:
    path = a_leg("C", "D", closed_to=(VAN,))
    vans = (a_van(), a_van("X2", vehicle_class=BIKE))
    travel = travel_from_legs(roads(*CHAIN, path, vans=vans), QUARTER)
    assert set(travel.matrices) == {(VAN, ""), (BIKE, "")}
    assert entry(matrix(travel), "C", "D") == (-1, -1, False, False)
    assert entry(matrix(travel, of=BIKE), "C", "D")[2:] == (True, False)


def test_a_boat_goes_where_nothing_on_wheels_can() -> None:
    water = a_leg("A", "D", road="sông", closed_to=(VAN, VehicleClass.SMALL_VAN, BIKE))
    boat = a_van("X2", vehicle_class=BOAT)
    travel = travel_from_legs(roads(*CHAIN, water, vans=(a_van(), boat)), QUARTER)
    assert entry(matrix(travel, of=BOAT), "A", "D") == (1380, 10_000, True, False)
    assert entry(matrix(travel, of=BOAT), "KHO", "A") == (-1, -1, False, False)
    assert entry(matrix(travel), "A", "D") == (-1, -1, False, False)


def test_a_cut_road_is_unreachable_on_its_days_only() -> None:
    network = roads(*CHAIN, closures=(a_cut("tl 136"),))
    travel = travel_from_legs(network, QUARTER)
    assert {day for day, state in travel.states.items() if state == "ĐT136"} == {
        WINTER,
        WINTER + dt.timedelta(days=1),
    }
    assert entry(matrix(travel, WINTER), "KHO", "B") == (-1, -1, False, False)
    assert entry(matrix(travel, WINTER), "KHO", "A")[2]
    assert entry(matrix(travel), "KHO", "B")[2]


def test_a_cut_makes_a_detour_where_there_is_one() -> None:
    loop = a_leg("A", "B", road="ĐH.5", metres=30_000, seconds=5000)
    travel = travel_from_legs(roads(*CHAIN, loop, closures=(a_cut("ĐT136"),)), QUARTER)
    assert entry(matrix(travel), "A", "B")[1] == 10_000
    assert entry(matrix(travel, WINTER), "A", "B") == (5750, 30_000, True, False)


def test_a_stretch_between_two_places_can_be_cut() -> None:
    travel = travel_from_legs(roads(*CHAIN, closures=(a_cut("Place A – KHO"),)), QUARTER)
    assert not entry(matrix(travel, WINTER), "KHO", "A")[2]
    assert entry(matrix(travel, WINTER), "A", "C")[2]


def test_overlapping_cuts_make_their_own_state() -> None:
    cuts = (a_cut("QL4D"), a_cut("ĐT.136", WINTER + dt.timedelta(days=1)))
    travel = travel_from_legs(roads(*CHAIN, closures=cuts), QUARTER)
    assert set(travel.states.values()) == {"", "QL4D", "QL4D+ĐT136", "ĐT136"}
    assert {state for _, state in travel.matrices} == set(travel.states.values())


def test_a_cut_of_an_unknown_road_makes_no_state_and_is_reported() -> None:
    network = roads(*CHAIN, closures=(a_cut("QL.99"),))
    assert set(travel_from_legs(network, QUARTER).states.values()) == {""}
    assert "W401" in [finding.code for finding in leg_findings(network)]


def test_a_dry_season_leg_is_shut_in_the_rain() -> None:
    network = roads(*CHAIN, a_leg("C", "D", season="dry"))
    travel = travel_from_legs(network, YEAR)
    assert {travel.states[WINTER], travel.states[SUMMER]} == {"", "wet"}
    assert entry(matrix(travel, WINTER), "C", "D")[2]
    assert entry(matrix(travel, SUMMER), "C", "D") == (-1, -1, False, False)


def test_a_wet_season_leg_is_shut_in_the_dry_months() -> None:
    travel = travel_from_legs(roads(*CHAIN, a_leg("C", "D", season="wet")), YEAR)
    assert {travel.states[WINTER], travel.states[SUMMER]} == {"dry", ""}
    assert not entry(matrix(travel, WINTER), "C", "D")[2]
    assert entry(matrix(travel, SUMMER), "C", "D")[2]


def test_only_states_that_occur_are_computed() -> None:
    first = WINTER
    short = Quarter(name="two days", first_day=first, last_day=first + dt.timedelta(days=1))
    travel = travel_from_legs(roads(*CHAIN, closures=(a_cut("ĐT136"),)), short)
    assert set(travel.matrices) == {(VAN, "ĐT136")}


def test_places_without_legs_are_estimated_and_marked() -> None:
    found = matrix(travel_from_legs(roads(*CHAIN), QUARTER))
    seconds, metres, reachable, estimated = entry(found, "KHO", "D")
    # Known pairs: 12, roads of 10 km for each 5 km of great circle, at 30 km/h, buffer 15 %.
    assert (reachable, estimated) == (True, True)
    assert metres == pytest.approx(40_000, rel=0.005)
    assert seconds == pytest.approx(40_000 * 3.6 / 30 * 1.15, rel=0.005)
    assert not found.estimated[:4, :4].any()


def test_an_estimate_does_not_bridge_a_cut() -> None:
    network = roads(*CHAIN, closures=(a_cut("ĐT.136"),))
    found = matrix(travel_from_legs(network, QUARTER), WINTER)
    assert not entry(found, "KHO", "C")[2]
    assert entry(found, "KHO", "D")[2:] == (True, True)
    assert not found.estimated[:4, :4].any()


def test_estimates_of_a_state_are_those_of_open_roads() -> None:
    network = roads(*CHAIN, closures=(a_cut("ĐT.136"),))
    travel = travel_from_legs(network, QUARTER)
    assert entry(matrix(travel, WINTER), "KHO", "D") == entry(matrix(travel), "KHO", "D")


def test_where_nothing_is_known_the_usual_values_hold() -> None:
    found = matrix(travel_from_legs(roads(), QUARTER))
    seconds, metres, _, estimated = entry(found, "KHO", "A")
    assert estimated
    assert metres == pytest.approx(5_000 * 1.7, rel=0.01)
    assert seconds == pytest.approx(metres * 3.6 / 20 * 1.15, rel=0.01)


def test_a_boat_is_never_estimated() -> None:
    travel = travel_from_legs(roads(vans=(a_van(vehicle_class=BOAT),)), QUARTER)
    assert entry(matrix(travel, of=BOAT), "KHO", "A") == (-1, -1, False, False)


def test_no_buffer_means_bare_times() -> None:
    rules = Rules(travel_buffer=Rules().travel_buffer.model_copy(update={"value": 0}))
    found = matrix(travel_from_legs(roads(*CHAIN, rules=rules), QUARTER))
    assert entry(found, "KHO", "C")[0] == 3600


def test_lengths_beyond_exact_counting_are_refused() -> None:
    far = a_leg("KHO", "A", metres=5_000_000, seconds=1)
    with pytest.raises(OverflowError):
        travel_from_legs(roads(far), QUARTER)


def test_a_way_lists_its_legs() -> None:
    network = roads(*CHAIN)
    travel = travel_from_legs(network, QUARTER)
    found = way(network, QUARTER, travel, vehicle=VAN, day=WINTER, start=C, end=KHO)
    assert found is not None
    assert [(step.starts, step.ends, step.road) for step in found.steps] == [
        ("C", "B", "đường xã"),
        ("B", "A", "ĐT.136"),
        ("A", "KHO", "QL.4D"),
    ]
    assert (found.seconds, found.metres) == entry(matrix(travel), "C", "KHO")[:2]


def test_a_way_under_a_cut_takes_the_detour_or_none() -> None:
    loop = a_leg("A", "B", road="ĐH.5", metres=30_000, seconds=5000)
    network = roads(*CHAIN, loop, closures=(a_cut("ĐT136"), a_cut("QL4D")))
    ways = LegWays(network, QUARTER, travel_from_legs(network, QUARTER))
    detour = ways.way(VAN, WINTER, A, B)
    assert detour is not None
    assert [step.road for step in detour.steps] == ["ĐH.5"]
    assert ways.way(VAN, WINTER, KHO, A) is None


def test_an_estimated_way_is_one_marked_step() -> None:
    network = roads(*CHAIN)
    travel = travel_from_legs(network, QUARTER)
    found = LegWays(network, QUARTER, travel).way(VAN, WINTER, KHO, D)
    assert found is not None
    assert found.estimated
    assert (found.seconds, found.metres) == entry(matrix(travel), "KHO", "D")[:2]


def test_a_way_to_where_one_is_has_no_steps() -> None:
    network = roads(*CHAIN)
    ways = LegWays(network, QUARTER, travel_from_legs(network, QUARTER))
    found = ways.way(VAN, WINTER, A, A)
    assert found is not None
    assert found.steps == ()


def test_findings_name_every_oddity_in_both_languages() -> None:
    legs = (a_leg("A", "A"), a_leg("KHO", "A", seconds=60), a_leg("B", "C"))
    findings = leg_findings(roads(*legs, closures=(a_cut("QL.99"),)))
    assert [finding.code for finding in findings] == ["W401", "W402", "W403", "A401", "A402"]
    for finding in findings:
        for language in LANGUAGES:
            assert say(language, f"roads.problem.{finding.code}", **finding.facts)


def test_sound_legs_give_no_findings() -> None:
    assert leg_findings(roads(*CHAIN, a_leg("C", "D"))) == ()
