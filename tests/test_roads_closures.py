"""What is closed or set by a planner holds on imported roads, real ones included."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from routing.roads import travel_from_legs, travel_from_roads, ways_of
from routing.roads.imports import import_roads
from routing.roads.mapped import MappedRoads
from routing.roads.noding import noded
from routing.roads.roadmap import RoadMap
from routing.roads.shortest import Search
from routing.roads.speeds import SPEEDS, speeds_of
from routing.roads.states import ALL_OPEN, RoadState
from tests.builders import QUARTER, a_depot, a_place, a_van
from tests.test_travel_roads import CUT, KHO, VAN, a_cut, a_way, at, network, square
from vongsach.closures import Closure
from vongsach.network import Network
from vongsach.places import Location, VehicleClass
from vongsach.quarter import Quarter
from vongsach.roads import RoadLeg, RoadSpeed, Surface
from vongsach.units import PlaceId

BIKE = VehicleClass.MOTORBIKE
SUMMER = Quarter(name="2027Q3", first_day=dt.date(2027, 7, 1), last_day=dt.date(2027, 7, 2))


def corners(**changes: object) -> Network:
    """Return places in the middle of the four sides of the square: south, east, north, west."""
    places = (
        a_depot(location=Location(lat=22.3, lon=103.605)),
        at("A", 103.61, 22.305),
        at("B", 103.605, 22.31),
        at("C", 103.6, 22.305),
    )
    return network(**({"places": places} | changes))


def a_flood(target: str, kind: str = "flood") -> Closure:
    """Return a closure of a commune on one day."""
    return Closure(kind=kind, scope="commune", target=target, first_day=CUT, last_day=CUT)


def test_a_stretch_between_two_places_is_shut_between_them_only() -> None:
    given = corners(closures=(a_cut("Place A – B"),))
    travel = travel_from_roads(given, QUARTER, square())
    opened, shut = travel.matrices[VAN, ""], travel.matrices[VAN, travel.states[CUT]]
    assert opened.metres[1, 2] == pytest.approx(1069, abs=5)
    assert shut.metres[1, 2] == pytest.approx(3 * 1069, abs=15)
    assert shut.metres[2, 1] == pytest.approx(3 * 1069, abs=15)
    assert shut.metres[0, 1] == opened.metres[0, 1]
    assert shut.metres[2, 3] == opened.metres[2, 3]
    assert shut.reachable.all()


def test_a_stretch_shut_for_vans_is_shut_for_motorbikes_too() -> None:
    vans = (a_van(), a_van("X2", vehicle_class=BIKE))
    given = corners(closures=(a_cut("A – B"),), vans=vans)
    travel = travel_from_roads(given, QUARTER, square())
    state = travel.states[CUT]
    assert (travel.matrices[BIKE, state].metres == travel.matrices[VAN, state].metres).all()


def test_a_closed_commune_shuts_the_roads_nearest_to_its_places() -> None:
    places = list(corners().places)
    places[1] = places[1].model_copy(update={"commune_code": "03408", "commune": "Bình Lư"})
    for target in ("03408", "Bình Lư"):
        given = corners(places=tuple(places), closures=(a_flood(target),))
        travel = travel_from_roads(given, QUARTER, noded_sides())
        shut = travel.matrices[VAN, travel.states[CUT]]
        assert shut.reachable[:, 1].tolist() == [False, True, False, False]
        assert shut.metres[0, 2] == pytest.approx(2 * 1069, abs=10)


def noded_sides() -> RoadMap:
    """Return the square with every side a way of its own."""
    ends = ((1, 2), (2, 3), (3, 4), (4, 1))
    return noded([a_way(number, pair) for number, pair in enumerate(ends, start=1)], {})


def test_a_commune_on_holiday_shuts_no_road() -> None:
    places = tuple(place.model_copy(update={"commune_code": "03408"}) for place in corners().places)
    given = corners(places=places, closures=(a_flood("03408", "holiday"),))
    assert travel_from_roads(given, QUARTER, square()).states[CUT] == ""


def test_a_closed_commune_shuts_the_legs_that_touch_it() -> None:
    places = (a_depot(), a_place("A", commune="Bình Lư"), a_place("B"))
    legs = tuple(
        RoadLeg(from_place="KHO", to_place=end, metres=5000, seconds=600) for end in ("A", "B")
    )
    given = network(places=places, road_legs=legs, closures=(a_flood("bình lư"),))
    travel = travel_from_legs(given, QUARTER)
    assert travel.matrices[VAN, travel.states[CUT]].reachable[0].tolist() == [True, False, True]


def test_speeds_of_the_workbook_replace_those_of_the_program() -> None:
    said = (RoadSpeed(road="primary", van=20), RoadSpeed(road="dirt", wet=0))
    slow = travel_from_roads(network(road_speeds=said), QUARTER, square())
    usual = travel_from_roads(network(), QUARTER, square())
    ratio = slow.matrices[VAN, ""].seconds[0, 1] / usual.matrices[VAN, ""].seconds[0, 1]
    assert ratio == pytest.approx(2, abs=0.05)
    dirt = travel_from_roads(network(road_speeds=said), SUMMER, square(surface=Surface.DIRT))
    assert not dirt.matrices[VAN, "wet"].reachable[0, 1]


def test_a_class_of_road_can_be_shut_to_vans() -> None:
    given = network(road_speeds=(RoadSpeed(road="primary", van=0),))
    assert not travel_from_roads(given, QUARTER, square()).matrices[VAN, ""].reachable[0, 1]
    legs = (RoadLeg(from_place="KHO", to_place="A", road="QL.4D", metres=900, seconds=60),)
    shut = network(road_legs=legs, road_speeds=given.road_speeds)
    assert not travel_from_legs(shut, QUARTER).matrices[VAN, ""].reachable[0, 1]


def test_speeds_that_are_not_said_stay() -> None:
    table = speeds_of(network(road_speeds=(RoadSpeed(road="tertiary", motorbike=0),)))
    for road, usual in SPEEDS.classes.items():
        assert table.classes[road].van == usual.van
    assert table.kmh(next(r for r in SPEEDS.classes if r == "tertiary"), BIKE) is None
    assert table.surfaces == SPEEDS.surfaces


def test_ways_of_a_plan_older_than_the_roads_are_not_made_up() -> None:
    given = network()
    travel = travel_from_roads(given, QUARTER, square())
    found = ways_of(given, QUARTER, travel, square()).way(VAN, CUT, KHO, PlaceId("A"))
    assert found is not None
    assert found.metres == travel.matrices[VAN, ""].metres[0, 1]
    later = square(backward=False, forward=False)
    assert ways_of(given, QUARTER, travel, later).way(VAN, CUT, KHO, PlaceId("A")) is None


@pytest.fixture
def andorra(shared_data: Path) -> RoadMap:
    """Return real roads: 2,631 stretches, among them many one-way ones."""
    return import_roads(shared_data / "osm" / "andorra-2013.osm.pbf").roads


def scattered(roads: RoadMap, number: int, **changes: object) -> Network:
    """Return a depot and places near real roads."""
    chosen = np.random.default_rng(11).integers(0, len(roads.points), number)
    places = [at(f"P{n}", *roads.points[point].tolist()) for n, point in enumerate(chosen)]
    return network(places=(a_depot(), *places), **changes)


def test_closing_never_shortens_a_way(andorra: RoadMap) -> None:
    refs = ["CG-1", "CG-2", "CG-3"]
    targets = [*refs, "P3 – P9", "P4 – P12", f"w{andorra.way_ids[700]}"]
    given = scattered(andorra, 25)
    opened = travel_from_roads(given, QUARTER, andorra).matrices[VAN, ""].seconds
    longer = 0
    for target in targets:
        closed = given.model_copy(update={"closures": (a_cut(target),)})
        travel = travel_from_roads(closed, QUARTER, andorra)
        state = travel.states[CUT]
        assert state
        shut = travel.matrices[VAN, state].seconds
        assert ((shut >= opened) | (shut < 0)).all()
        longer += int(((shut > opened) | (shut < 0)).sum())
        assert_ways_equal_their_entries(closed, andorra, state)
    assert longer > 100
    assert MappedRoads(given, andorra).spans("p3 – p9")


def assert_ways_equal_their_entries(given: Network, roads: RoadMap, state: str) -> None:
    travel = travel_from_roads(given, QUARTER, roads)
    matrix = travel.matrices[VAN, state]
    ways = ways_of(given, QUARTER, travel, roads)
    for row, start in enumerate(matrix.places[:5]):
        for column, end in enumerate(matrix.places):
            found = ways.way(VAN, CUT, start, end)
            assert (found is not None) == matrix.reachable[row, column]
            if found is not None:
                entry = (matrix.seconds[row, column], matrix.metres[row, column])
                assert (found.seconds, found.metres) == entry


@pytest.mark.parametrize(
    "state", [ALL_OPEN, RoadState(wet=True), RoadState(cuts=frozenset({"p3 – p9"}))]
)
def test_one_way_roads_are_never_driven_backwards(andorra: RoadMap, state: RoadState) -> None:
    given = scattered(andorra, 25)
    mapped = MappedRoads(given, andorra)
    driven = 0
    for vehicle in (VAN, BIKE):
        graph, stops = mapped.graph(vehicle, state), mapped.stops().tolist()
        search = Search(graph)
        for start in stops[:8]:
            for end in stops:
                for number in search.way(start, end) or ():
                    arc = graph.arc(number)
                    if arc.stretch >= 0:
                        allowed = andorra.backward if arc.against else andorra.forward
                        assert allowed[arc.stretch]
                        driven += not (andorra.backward & andorra.forward)[arc.stretch]
    assert driven > 100
