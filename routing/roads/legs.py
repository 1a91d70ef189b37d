"""Make a road graph of the legs that a planner typed."""

from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from routing.roads.graph import Arc, FloatArray, IntArray, RoadGraph, graph_of
from routing.roads.names import communes_of, ends_of_stretch, names_of, road_keys
from routing.roads.speeds import SPEEDS, SpeedTable, class_of_road, speeds_of
from routing.roads.states import COMMUNE, RoadState, season_shuts
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.roads import RoadLeg, Season

_ON_WHEELS = frozenset({VehicleClass.VAN, VehicleClass.SMALL_VAN, VehicleClass.MOTORBIKE})


class Legs:
    """The road legs of a network; node n is the place number n, junctions included."""

    def __init__(self, network: Network) -> None:
        """Take the legs of a network as they are, with the speeds that it sets."""
        self.network = network
        self.speeds = speeds_of(network)
        self._numbers = {place.id: number for number, place in enumerate(network.places)}
        self._keys = [road_keys(leg.road) for leg in network.road_legs]

    def graph(self, vehicle: VehicleClass, state: RoadState) -> RoadGraph:
        """Return what a vehicle can drive in a state; a stretch is the number of a leg."""
        return graph_of(self.arcs(vehicle, state), len(self.network.places))

    def arcs(self, vehicle: VehicleClass, state: RoadState) -> tuple[Arc, ...]:
        """Return the same as single arcs from place to place."""
        arcs: list[Arc] = []
        for number, leg in enumerate(self.network.road_legs):
            slow = self.speeds.kmh(class_of_road(leg.road), vehicle) is None
            if slow or not passable(leg, vehicle) or self.is_shut(number, state):
                continue
            tail, head = self._numbers[leg.from_place], self._numbers[leg.to_place]
            arc = Arc(tail, head, leg_milliseconds(leg, vehicle, self.speeds), leg.metres, number)
            arcs.append(arc)
            if leg.both_ways:
                arcs.append(arc._replace(tail=head, head=tail, against=True))
        return tuple(arcs)

    def stops(self) -> IntArray:
        """Return the node of every place."""
        return np.arange(len(self.network.places))

    def apart(self) -> NDArray[np.bool_]:
        """Return which pairs no legs join, however open they are, for whatever class."""
        parts = np.array(self.parts)
        joined: NDArray[np.bool_] = parts[:, None] != parts[None, :]
        return joined

    def road(self, stretch: int) -> str:
        """Return the name of the road of a leg."""
        return self.network.road_legs[stretch].road

    def line(self, vehicle: VehicleClass, arc: Arc) -> FloatArray:  # noqa: ARG002 -- a port
        """Return longitude and latitude along an arc: a leg is drawn straight."""
        ends = (self.network.places[arc.tail].location, self.network.places[arc.head].location)
        return np.array([(end.lon, end.lat) for end in ends])

    def is_shut(self, number: int, state: RoadState) -> bool:
        """Say whether a leg is shut in a state, by season or by a closure."""
        if season_shuts(self.network.road_legs[number].season, wet=state.wet):
            return True
        return any(self._cuts_leg(cut, number) for cut in state.cuts)

    def cuts(self, cut: str) -> bool:
        """Say whether a canonical target of a closure shuts any leg."""
        return any(self._cuts_leg(cut, number) for number in range(len(self._keys)))

    def season_matters(self, wet: bool) -> bool:  # noqa: FBT001 -- a predicate handed on by name
        """Say whether a leg is shut because it is the rainy season, or because it is not."""
        return (Season.DRY if wet else Season.WET) in self._seasons

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """Number of the connected part of every place: all legs open, all classes, both ways."""
        union: nx.Graph[int] = nx.Graph()
        union.add_nodes_from(self._numbers.values())
        for leg in self.network.road_legs:
            union.add_edge(self._numbers[leg.from_place], self._numbers[leg.to_place])
        part = {
            node: number
            for number, nodes in enumerate(nx.connected_components(union))
            for node in nodes
        }
        return tuple(part[node] for node in range(len(part)))

    @cached_property
    def _seasons(self) -> frozenset[Season]:
        return frozenset(leg.season for leg in self.network.road_legs)

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {place.id: names_of(place) for place in self.network.places}

    @cached_property
    def _communes(self) -> dict[str, frozenset[str]]:
        return {place.id: communes_of(place) for place in self.network.places}

    def _cuts_leg(self, cut: str, number: int) -> bool:
        leg = self.network.road_legs[number]
        if cut.startswith(COMMUNE):
            commune = cut.removeprefix(COMMUNE)
            return any(commune in self._communes[end] for end in (leg.from_place, leg.to_place))
        ends = ends_of_stretch(cut)
        if ends is None:
            return not self._keys[number].isdisjoint(cut.split(";"))
        here, there = self._names[leg.from_place], self._names[leg.to_place]
        one, other = ends
        return (one in here and other in there) or (one in there and other in here)


def passable(leg: RoadLeg, vehicle: VehicleClass) -> bool:
    """Say whether a class of vehicle can use a leg at all.

    A boat goes where nothing on wheels can: on legs that are closed to every other class.
    """
    if vehicle is VehicleClass.BOAT and not _ON_WHEELS.issubset(leg.closed_to):
        return False
    return vehicle not in leg.closed_to


def leg_milliseconds(leg: RoadLeg, vehicle: VehicleClass, speeds: SpeedTable = SPEEDS) -> int:
    """Return the driving time of a leg without buffer, rounded up to the millisecond.

    Time or speed that were given are those of a van. Another class takes them in proportion to
    its usual speed on that class of road. A boat takes what was given as its own.
    """
    road = class_of_road(leg.road)
    usual, own = speeds.kmh(road, VehicleClass.VAN), speeds.kmh(road, vehicle)
    if own is None:
        msg = f"a {vehicle} has no speed on a {road} road"
        raise ValueError(msg)
    if vehicle is VehicleClass.BOAT or usual is None:
        usual = own
    if leg.seconds is not None:
        return -(-leg.seconds * 1000 * usual // own)
    if leg.kmh is not None:
        return -(-leg.metres * 3600 * usual // (leg.kmh * own))
    return -(-leg.metres * 3600 // own)
