"""Join imported roads and typed legs into what can be driven between places."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no hints
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # as above

from routing.roads.drive import drive_graph, shut_stretches
from routing.roads.graph import Arc, FloatArray, IntArray, RoadGraph
from routing.roads.legs import Legs
from routing.roads.names import ends_of_stretch, names_of
from routing.roads.roadmap import SURFACES, RoadMap
from routing.roads.shortest import Search
from routing.roads.snap import Snapped, joined, part_of, snap
from routing.roads.spans import Span, commune_spans, overlap, spans_of_ways
from routing.roads.speeds import speeds_of
from routing.roads.states import ALL_OPEN, COMMUNE, RoadState
from routing.roads.tags import ON_WHEELS
from vongsach.network import Network
from vongsach.places import VehicleClass


class MappedRoads:
    """The imported roads around the places of a network, and the legs that were typed.

    Nodes are those of the roads, then one for each place, then the foot of each place on the
    road. Stretches are those of the roads, then the legs.
    """

    def __init__(self, network: Network, roads: RoadMap) -> None:
        """Snap every place, once for each class of vehicle."""
        self.network = network
        self.roads = roads
        self.speeds = speeds_of(network)
        self.legs = Legs(network)
        farthest = network.rules.snap_distance.value
        self.snapped: dict[VehicleClass, Snapped] = {
            vehicle: snap(roads, network.places, vehicle, self.speeds, farthest=farthest)
            for vehicle in ON_WHEELS
        }
        self._spans: dict[str, Mapping[int, Span]] = {}

    def graph(self, vehicle: VehicleClass, state: RoadState) -> RoadGraph:
        """Return what a class of vehicle can drive in a state, by road and by leg."""
        first = len(self.roads.node_ids)
        legs = [
            arc._replace(
                tail=first + arc.tail, head=first + arc.head, stretch=self.roads.size + arc.stretch
            )
            for arc in self.legs.arcs(vehicle, state)
        ]
        graph = self._on_roads(vehicle, state)
        if state.cuts:
            graph = graph.only(~self._shut(graph, vehicle, state))
        return graph.with_arcs(legs, first + 2 * len(self.network.places))

    def stops(self) -> IntArray:
        """Return the node of every place."""
        return len(self.roads.node_ids) + np.arange(len(self.network.places))

    def apart(self) -> NDArray[np.bool_]:
        """Return which pairs are joined neither by roads of any class nor by legs.

        Roads join all places that were brought to the largest part of a class.
        """
        places = len(self.network.places)
        links = [(number, places + part) for number, part in enumerate(self.legs.parts)]
        for turn, snapped in enumerate(self.snapped.values()):
            hub = 2 * places + turn
            links += [(number, hub) for number in np.flatnonzero(snapped.stretches >= 0).tolist()]
        rows, columns = np.array(links, dtype=np.int64).reshape(-1, 2).T
        size = 2 * places + len(self.snapped)
        matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
        parts = connected_components(matrix, directed=False)[1][:places]
        different: NDArray[np.bool_] = parts[:, None] != parts[None, :]
        return different

    def cuts(self, cut: str) -> bool:
        """Say whether a canonical target of a closure shuts a stretch or a leg."""
        by_name = bool(shut_stretches(self.roads, [cut]).any())
        return self.legs.cuts(cut) or by_name or bool(self.spans(cut))

    def spans(self, cut: str) -> Mapping[int, Span]:
        """Return what a closed commune or a closed stretch ``A – B`` shuts of each stretch.

        A stretch ``A – B`` is what a van drives from one to the other and back, all roads open.
        """
        if cut not in self._spans:
            ends = ends_of_stretch(cut)
            if cut.startswith(COMMUNE):
                name = cut.removeprefix(COMMUNE)
                self._spans[cut] = commune_spans(self.roads, self.network.places, name)
            else:
                self._spans[cut] = self._between(*ends) if ends is not None else {}
        return self._spans[cut]

    def season_matters(self, wet: bool) -> bool:  # noqa: FBT001 -- a predicate handed on by name
        """Say whether rain slows a surface that occurs, or a season shuts a leg."""
        return self.legs.season_matters(wet) or (wet and self._slowed_by_rain)

    def road(self, stretch: int) -> str:
        """Return the name of the road of a stretch or leg; empty off the road."""
        if stretch < 0:
            return ""
        if stretch < self.roads.size:
            return self.roads.name(stretch)
        return self.legs.road(stretch - self.roads.size)

    def line(self, vehicle: VehicleClass, arc: Arc) -> FloatArray:
        """Return longitude and latitude along an arc, in the direction of driving."""
        if not 0 <= arc.stretch < self.roads.size:
            return np.array([self._point(vehicle, arc.tail), self._point(vehicle, arc.head)])
        line = part_of(self.roads.line(arc.stretch), *self._span(vehicle, arc))
        return line[::-1] if arc.against else line

    def _on_roads(self, vehicle: VehicleClass, state: RoadState) -> RoadGraph:
        graph = drive_graph(self.roads, vehicle, state, self.speeds)
        return joined(graph, self.snapped[vehicle]) if vehicle in self.snapped else graph

    def _between(self, one: str, other: str) -> Mapping[int, Span]:
        here, there = (self._nodes_named(end) for end in (one, other))
        graph = self._on_roads(VehicleClass.VAN, ALL_OPEN)
        search = Search(graph)
        ends = [pair for some in here for any_ in there for pair in ((some, any_), (any_, some))]
        numbers = [number for pair in ends for number in search.way(*pair) or ()]
        arcs = [graph.arc(number) for number in numbers]
        return spans_of_ways((arc, self._span(VehicleClass.VAN, arc)) for arc in arcs)

    def _nodes_named(self, end: str) -> list[int]:
        places = zip(self.stops().tolist(), self.network.places, strict=True)
        return [node for node, place in places if end in names_of(place)]

    def _shut(self, graph: RoadGraph, vehicle: VehicleClass, state: RoadState) -> NDArray[np.bool_]:
        """Return which arcs run through what closed communes and closed stretches shut."""
        shut = np.zeros(len(graph.tails), dtype=np.bool_)
        for spans in (self.spans(cut) for cut in state.cuts):
            for number in np.flatnonzero(np.isin(graph.stretches, list(spans))).tolist():
                arc = graph.arc(number)
                shut[number] |= overlap(self._span(vehicle, arc), spans[arc.stretch])
        return shut

    def _span(self, vehicle: VehicleClass, arc: Arc) -> Span:
        """Return which part of its stretch an arc runs along."""
        first, last = (arc.head, arc.tail) if arc.against else (arc.tail, arc.head)
        return self._share(vehicle, first, 0.0), self._share(vehicle, last, 1.0)

    @cached_property
    def _slowed_by_rain(self) -> bool:
        caps = [self.speeds.surfaces[SURFACES[code]] for code in np.unique(self.roads.surfaces)]
        return any(cap.wet != cap.dry for cap in caps)

    def _point(self, vehicle: VehicleClass, node: int) -> tuple[float, float]:
        place = node - len(self.roads.node_ids)
        if place < len(self.network.places):
            location = self.network.places[place].location
            return location.lon, location.lat
        place -= len(self.network.places)
        snapped = self.snapped[vehicle]
        line = self.roads.line(int(snapped.stretches[place]))
        lon, lat = part_of(line, float(snapped.shares[place]), 1.0)[0].tolist()
        return lon, lat

    def _share(self, vehicle: VehicleClass, node: int, end: float) -> float:
        """Return how far along its stretch a node lies: a foot's share, else that of the end."""
        place = node - len(self.roads.node_ids) - len(self.network.places)
        return end if place < 0 else float(self.snapped[vehicle].shares[place])
