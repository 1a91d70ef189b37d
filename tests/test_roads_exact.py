"""Quickest ways are exact: against brute force, and whatever is shut."""

import datetime as dt
from itertools import product

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.roads import LegWays, travel_from_legs
from routing.roads.graph import Arc, RoadGraph, as_networkx, graph_of
from routing.roads.shortest import shortest, shortest_way
from tests.builders import QUARTER, a_depot, a_network, a_place
from vongsach.closures import Closure
from vongsach.network import Network
from vongsach.places import Location, VehicleClass
from vongsach.roads import RoadLeg
from vongsach.travel import TravelMatrix

FAR = 10**15
ROADS = ("QL.4D", "ĐT.136", "đường xã")


@st.composite
def graphs(draw: st.DrawFn) -> RoadGraph:
    """Draw graphs of up to 8 nodes with one-way, parallel, missing and self-joining arcs."""
    nodes = draw(st.integers(1, 8))
    node = st.integers(0, nodes - 1)
    number = st.integers(1, 5)
    drawn = draw(st.lists(st.tuples(node, node, number, number), max_size=20))
    return graph_of([Arc(*fields, stretch) for stretch, fields in enumerate(drawn)], nodes)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw up to 6 places whose legs may be one-way, shut to vans, or cut in January."""
    number = draw(st.integers(2, 6))
    places = [
        a_place(f"P{n}", location=Location(lat=22 + draw(st.floats(0, 0.5)), lon=103 + n / 20))
        for n in range(1, number)
    ]
    index = st.integers(0, number - 1)
    names = ["KHO", *(place.id for place in places)]
    legs = [
        RoadLeg(
            from_place=names[draw(index)],
            to_place=names[draw(index)],
            road=draw(st.sampled_from(ROADS)),
            metres=draw(st.integers(1, 30_000)),
            kmh=draw(st.none() | st.integers(5, 60)),
            both_ways=draw(st.booleans()),
            closed_to=draw(st.sampled_from([(), (), ("van",)])),
        )
        for _ in range(draw(st.integers(0, 10)))
    ]
    january = dt.date(2027, 1, 4)
    cut = Closure(
        kind="flood", scope="road", target=draw(st.sampled_from(ROADS)),
        first_day=january, last_day=january,
    )  # fmt: skip
    return a_network(
        places=(a_depot(), *places), services=(), road_legs=tuple(legs), closures=(cut,)
    )


def brute_force(graph: RoadGraph) -> list[list[tuple[int, int]]]:
    """Return (milliseconds, metres) of the best ways by Floyd and Warshall."""
    best = [
        [(0, 0) if i == j else (FAR, 0) for j in range(graph.nodes)] for i in range(graph.nodes)
    ]
    for number in range(len(graph.tails)):
        arc = graph.arc(number)
        here = best[arc.tail][arc.head]
        best[arc.tail][arc.head] = min(here, (arc.milliseconds, arc.metres))
    for via, start, end in product(range(graph.nodes), repeat=3):
        first, second = best[start][via], best[via][end]
        best[start][end] = min(best[start][end], (first[0] + second[0], first[1] + second[1]))
    return best


def drawn_matrices(network: Network) -> tuple[TravelMatrix, TravelMatrix]:
    """Return the van's matrices with every road open and on the day of the cut."""
    travel = travel_from_legs(network, QUARTER)
    van = VehicleClass.VAN
    cut = travel.states[dt.date(2027, 1, 4)]
    return travel.matrices[van, ""], travel.matrices[van, cut]


@given(graphs())
def test_shortest_equals_brute_force(graph: RoadGraph) -> None:
    every = np.arange(graph.nodes)
    found = shortest(graph, every, every)
    best = brute_force(graph)
    expected = [[[-1, -1] if pair[0] >= FAR else list(pair) for pair in row] for row in best]
    assert np.stack([found.milliseconds, found.metres], axis=-1).tolist() == expected


@given(graphs())
def test_shortest_equals_networkx(graph: RoadGraph) -> None:
    every = np.arange(graph.nodes)
    found = shortest(graph, every, every).milliseconds
    reference = np.full((graph.nodes, graph.nodes), -1)
    lengths = nx.all_pairs_dijkstra_path_length(as_networkx(graph), weight="milliseconds")
    for start, row in lengths:
        for end, length in row.items():
            reference[start, end] = length
    assert (found == reference).all()


@given(graphs())
def test_a_way_is_contiguous_and_as_long_as_its_entry(graph: RoadGraph) -> None:
    every = np.arange(graph.nodes)
    lengths = shortest(graph, every, every)
    for start, end in product(range(graph.nodes), repeat=2):
        numbers = shortest_way(graph, start, end)
        if numbers is None:
            assert lengths.milliseconds[start, end] == -1
            continue
        arcs = [graph.arc(number) for number in numbers]
        assert [start, *(arc.head for arc in arcs)] == [*(arc.tail for arc in arcs), end]
        assert sum(arc.milliseconds for arc in arcs) == lengths.milliseconds[start, end]
        assert sum(arc.metres for arc in arcs) == lengths.metres[start, end]


@given(networks())
def test_closing_a_road_never_shortens(network: Network) -> None:
    opened, cut = drawn_matrices(network)
    assert (cut.estimated == opened.estimated).all()
    assert (opened.reachable | ~cut.reachable).all()
    both = cut.reachable
    assert (cut.seconds[both] >= opened.seconds[both]).all()


@given(networks())
def test_what_is_not_reachable_says_so_everywhere(network: Network) -> None:
    for found in drawn_matrices(network):
        assert ((found.seconds == -1) == ~found.reachable).all()
        assert ((found.metres == -1) == ~found.reachable).all()
        assert not (found.estimated & ~found.reachable).any()


@given(networks())
def test_ways_equal_their_entries_and_keep_to_open_one_way_roads(network: Network) -> None:
    travel = travel_from_legs(network, QUARTER)
    ways = LegWays(network, QUARTER, travel)
    names = [place.id for place in network.places]
    shut = network.closures[0].target
    for day, start, end in product((QUARTER.first_day, dt.date(2027, 1, 4)), names, names):
        matrix = travel.matrices[VehicleClass.VAN, travel.states[day]]
        row, column = names.index(start), names.index(end)
        found = ways.way(VehicleClass.VAN, day, start, end)
        if found is None:
            assert not matrix.reachable[row, column]
            continue
        assert (found.seconds, found.metres) == (
            matrix.seconds[row, column],
            matrix.metres[row, column],
        )
        assert found.estimated == matrix.estimated[row, column]
        if not found.estimated:
            allowed = {
                (*ends, leg.road, leg.metres)
                for leg in network.road_legs
                if not leg.closed_to and (day == QUARTER.first_day or leg.road != shut)
                for ends in (
                    ((leg.from_place, leg.to_place), (leg.to_place, leg.from_place))
                    if leg.both_ways
                    else ((leg.from_place, leg.to_place),)
                )
            }
            assert {(s.starts, s.ends, s.road, s.metres) for s in found.steps} <= allowed
