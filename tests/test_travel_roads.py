"""Travel on imported roads: snapped, exact, with ways that are drawn."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads import Ways, travel_from_roads
from routing.roads.cache import find_lengths
from routing.roads.drive import drive_graph
from routing.roads.graph import Arc, RoadGraph, as_networkx, graph_of
from routing.roads.imports import import_roads
from routing.roads.mapped import MappedRoads
from routing.roads.noding import RawWay, noded
from routing.roads.reduce import reduced
from routing.roads.roadmap import RoadMap
from routing.roads.shortest import shortest
from routing.roads.snap import snap
from routing.roads.states import ALL_OPEN, RoadState
from routing.roads.tags import Drivable
from tests.builders import QUARTER, a_depot, a_network, a_place
from vongsach.closures import Closure
from vongsach.network import Network
from vongsach.places import Location, Place, VehicleClass
from vongsach.quarter import Quarter
from vongsach.roads import RoadClass, Surface
from vongsach.units import PlaceId

VAN, BIKE = VehicleClass.VAN, VehicleClass.MOTORBIKE
KHO = PlaceId("KHO")
CUT = dt.date(2027, 2, 1)
# A square of about a kilometre: 1 - 2 - 3 - 4 - 1.
CORNERS = {1: (103.60, 22.30), 2: (103.61, 22.30), 3: (103.61, 22.31), 4: (103.60, 22.31)}


def a_way(number: int, nodes: Sequence[int], **changes: object) -> RawWay:
    """Return a two-way paved primary road through some corners."""
    fields = {
        "road": RoadClass.PRIMARY,
        "surface": Surface.PAVED,
        "forward": True,
        "backward": True,
        "shut": frozenset(),
    }
    what = Drivable(**(fields | changes))  # type: ignore[arg-type]  # fields by name
    return RawWay(number, tuple(nodes), tuple(CORNERS[node] for node in nodes), what)


def square(**south: object) -> RoadMap:
    """Return the square; the south side is QL.4D, the rest ĐT.136."""
    rest = a_way(2, (2, 3, 4, 1), name="ĐT.136")
    return noded([a_way(1, (1, 2), name="QL.4D", **south), rest], {})


def at(name: str, lon: float, lat: float) -> Place:
    """Return a place at a point."""
    return a_place(name, location=Location(lat=lat, lon=lon))


def network(**changes: object) -> Network:
    """Return a depot in the west and place A in the east of the south side, and B far away."""
    depot = a_depot(location=Location(lat=22.3, lon=103.602))
    places = (depot, at("A", 103.608, 22.3), at("B", 104.2, 22.3))
    return a_network(**({"places": places, "services": ()} | changes))


def a_cut(target: str) -> Closure:
    """Return a closure of a road on one day."""
    return Closure(kind="flood", scope="road", target=target, first_day=CUT, last_day=CUT)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[RoadGraph, list[int]]:
    """Draw a sparse graph of up to 25 nodes with one-way roads and parts, and stops in it."""
    nodes = draw(st.integers(1, 25))
    node = st.integers(0, nodes - 1)
    arcs = draw(st.lists(st.tuples(node, node, st.integers(0, 9), st.integers(0, 9)), max_size=60))
    stops = draw(st.lists(node, min_size=1, max_size=8))
    return graph_of([Arc(*arc, n) for n, arc in enumerate(arcs)], nodes), stops


@given(graphs())
def test_reduction_changes_no_length(drawn: tuple[RoadGraph, list[int]]) -> None:
    graph, chosen = drawn
    stops = np.array(chosen)
    whole = shortest(graph, stops, stops)
    kept = np.unique(stops)
    small, numbers = reduced(graph, kept)
    position = numbers[np.searchsorted(kept, stops)]
    for found in (find_lengths(graph, stops), shortest(small, position, position)):
        assert (found.milliseconds == whole.milliseconds).all()
        assert (found.metres == whole.metres).all()


def test_lengths_of_a_real_extract_equal_networkx(shared_data: Path) -> None:
    roads = import_roads(shared_data / "osm" / "andorra-2013.osm.pbf").roads
    chosen = np.random.default_rng(7).integers(0, len(roads.points), 40)
    places = [at(f"P{n}", *roads.points[point].tolist()) for n, point in enumerate(chosen)]
    mapped = MappedRoads(network(places=(a_depot(), *places)), roads)
    graph, stops = mapped.graph(VAN, ALL_OPEN), mapped.stops()
    found = find_lengths(graph, stops).milliseconds
    reference = as_networkx(graph)
    for row, source in enumerate(stops.tolist()):
        lengths = nx.single_source_dijkstra_path_length(reference, source, weight="milliseconds")
        assert found[row].tolist() == [lengths.get(target, -1) for target in stops.tolist()]
    assert (found > 0).sum() > 500


def test_places_meet_the_nearest_road() -> None:
    found = snap(square(), network().places, VAN)
    assert found.stretches.tolist() == [0, 0, -1]
    assert found.shares[:2] == pytest.approx([0.2, 0.8])
    assert found.metres[:2] == pytest.approx([0, 0], abs=1)
    assert found.metres[2] > 50_000


def test_an_isolated_piece_of_road_is_not_used() -> None:
    CORNERS_NEAR = {8: (103.6020, 22.3005), 9: (103.6030, 22.3005)}  # noqa: N806 -- a constant
    way = a_way(1, (1, 2))
    piece = RawWay(9, (8, 9), tuple(CORNERS_NEAR.values()), way.drivable)
    roads = noded([way, a_way(2, (2, 3, 4, 1)), piece], {})
    place = at("A", 103.6025, 22.3005)
    assert snap(roads, [place], VAN).stretches.tolist() == [0]


def test_places_on_one_stretch_drive_along_it() -> None:
    travel = travel_from_roads(network(), QUARTER, square())
    matrix = travel.matrices[VAN, ""]
    assert matrix.metres[0, 1] == pytest.approx(618, abs=3)
    assert matrix.seconds[0, 1] == pytest.approx(618 * 3.6 / 40 * 1.15, abs=2)
    assert not matrix.estimated[0, 1]


def test_places_without_a_road_are_estimated() -> None:
    matrix = travel_from_roads(network(), QUARTER, square()).matrices[VAN, ""]
    assert matrix.estimated[0].tolist() == [False, False, True]


def test_a_one_way_street_is_driven_around() -> None:
    matrix = travel_from_roads(network(), QUARTER, square(backward=False)).matrices[VAN, ""]
    assert matrix.metres[0, 1] < 700
    assert matrix.metres[1, 0] == pytest.approx(4_280 - 618, abs=30)


def test_a_cut_road_is_driven_around_where_another_leads() -> None:
    roads = noded([a_way(1, (1, 2), name="QL.4D"), a_way(2, (2, 3, 4, 1), name="ĐT.136")], {})
    places = (a_depot(location=Location(lat=22.302, lon=103.6)), at("A", 103.61, 22.302))
    given_network = network(places=places, closures=(a_cut("quốc lộ 4D"),))
    travel = travel_from_roads(given_network, QUARTER, roads)
    assert travel.states[CUT] == "QL4D"
    opened, shut = travel.matrices[VAN, ""], travel.matrices[VAN, "QL4D"]
    assert opened.metres[0, 1] < shut.metres[0, 1]
    ways = Ways(MappedRoads(given_network, roads), QUARTER, travel)
    found = ways.way(VAN, CUT, KHO, PlaceId("A"))
    assert found is not None
    assert {step.road for step in found.steps} <= {"ĐT.136", ""}
    assert (found.seconds, found.metres) == (shut.seconds[0, 1], shut.metres[0, 1])


def test_a_way_can_be_cut_by_its_number() -> None:
    travel = travel_from_roads(network(closures=(a_cut("w1"),)), QUARTER, square())
    matrix = travel.matrices[VAN, travel.states[CUT]]
    assert matrix.reachable[0].tolist() == [True, False, True]


def test_rain_slows_dirt_and_makes_a_state() -> None:
    summer = Quarter(name="2027Q3", first_day=dt.date(2027, 7, 1), last_day=dt.date(2027, 7, 2))
    roads = square(surface=Surface.DIRT)
    dry = travel_from_roads(network(), QUARTER, roads).matrices[VAN, ""]
    wet = travel_from_roads(network(), summer, roads).matrices[VAN, "wet"]
    assert wet.seconds[0, 1] > dry.seconds[0, 1]


def test_motorbikes_pass_where_vans_do_not() -> None:
    roads = square(shut=frozenset({VAN, VehicleClass.SMALL_VAN}))
    assert 0 in drive_graph(roads, BIKE, ALL_OPEN).stretches
    assert 0 not in drive_graph(roads, VAN, ALL_OPEN).stretches
    assert not len(drive_graph(roads, VehicleClass.BOAT, ALL_OPEN).tails)


def test_a_way_is_drawn_from_place_to_place() -> None:
    given_network = network()
    travel = travel_from_roads(given_network, QUARTER, square())
    found = Ways(MappedRoads(given_network, square()), QUARTER, travel).way(
        VAN, CUT, PlaceId("A"), KHO
    )
    assert found is not None
    line = [point for step in found.steps for point in step.line]
    assert line[0] == pytest.approx((103.608, 22.3))
    assert line[-1] == pytest.approx((103.602, 22.3))
    assert [lon for lon, _ in line] == sorted((lon for lon, _ in line), reverse=True)
    assert [turn.road for turn in found.turns() if turn.road] == ["QL.4D"]


def test_ways_on_a_real_extract_equal_their_entries(shared_data: Path) -> None:
    roads = import_roads(shared_data / "osm" / "andorra-2013.osm.pbf").roads
    chosen = np.random.default_rng(3).integers(0, len(roads.points), 12)
    places = [at(f"P{n}", *roads.points[point].tolist()) for n, point in enumerate(chosen)]
    given_network = network(places=(a_depot(), *places))
    travel = travel_from_roads(given_network, QUARTER, roads)
    matrix = travel.matrices[VAN, ""]
    ways = Ways(MappedRoads(given_network, roads), QUARTER, travel)
    for row, start in enumerate(matrix.places):
        for column, end in enumerate(matrix.places):
            found = ways.way(VAN, CUT, start, end)
            if found is None:
                assert not matrix.reachable[row, column]
                continue
            entry = (matrix.seconds[row, column], matrix.metres[row, column])
            assert (found.seconds, found.metres) == entry
            for before, after in zip(found.steps, found.steps[1:], strict=False):
                assert before.line[-1] == pytest.approx(after.line[0], abs=1e-9)


def test_lengths_are_kept_and_damage_is_repaired(tmp_path: Path) -> None:
    first = travel_from_roads(network(), QUARTER, square(), cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    again = travel_from_roads(network(), QUARTER, square(), cache=tmp_path)
    kept.write_bytes(b"damaged")
    repaired = travel_from_roads(network(), QUARTER, square(), cache=tmp_path)
    for other in (again, repaired):
        assert (other.matrices[VAN, ""].seconds == first.matrices[VAN, ""].seconds).all()
    travel_from_roads(network(), QUARTER, square(backward=False), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_states_do_not_change_what_is_not_touched() -> None:
    roads = square()
    wet = drive_graph(roads, VAN, RoadState(wet=True))
    assert (wet.milliseconds == drive_graph(roads, VAN, ALL_OPEN).milliseconds).all()
