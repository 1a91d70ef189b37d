"""Make a road graph of imported roads: how fast one class of vehicle drives where."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no hints
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # as above

from routing.roads.graph import FloatArray, IntArray, RoadGraph
from routing.roads.names import road_keys
from routing.roads.roadmap import CLASSES, SHUT_BITS, SURFACES, RoadMap
from routing.roads.speeds import GRADE_FACTORS, SPEEDS, Cap, SpeedTable
from routing.roads.states import RoadState
from vongsach.places import VehicleClass

T = TypeVar("T")


def drive_graph(
    roads: RoadMap, vehicle: VehicleClass, state: RoadState, speeds: SpeedTable = SPEEDS
) -> RoadGraph:
    """Return what a vehicle can drive in a state; nodes and stretches are those of the roads."""
    milliseconds = stretch_milliseconds(roads, vehicle, state, speeds)
    stretches = np.flatnonzero(milliseconds >= 0)
    forth, back = stretches[roads.forward[stretches]], stretches[roads.backward[stretches]]
    used = np.concatenate([forth, back])
    return RoadGraph(
        nodes=len(roads.node_ids),
        tails=np.concatenate([roads.tails[forth], roads.heads[back]]),
        heads=np.concatenate([roads.heads[forth], roads.tails[back]]),
        milliseconds=milliseconds[used],
        metres=roads.metres[used],
        stretches=used,
        against=np.arange(len(used)) >= len(forth),
    )


def stretch_milliseconds(
    roads: RoadMap, vehicle: VehicleClass, state: RoadState, speeds: SpeedTable = SPEEDS
) -> IntArray:
    """Return the driving time of every stretch, rounded up; -1 where it cannot be driven."""
    kmh = stretch_kmh(roads, vehicle, speeds, wet=state.wet is True)
    kmh[shut_stretches(roads, state.cuts)] = 0
    passable = kmh > 0
    moving = np.ceil(roads.metres * 3600 / np.where(passable, kmh, 1)).astype(np.int64)
    return np.where(passable, np.maximum(moving + roads.delays * 1000, 1), -1)


def stretch_kmh(
    roads: RoadMap, vehicle: VehicleClass, speeds: SpeedTable = SPEEDS, *, wet: bool
) -> FloatArray:
    """Return the speed on every stretch; 0 where the class of vehicle cannot pass.

    The usual speed of the class of road, or what was measured there, under the caps of surface,
    sign and smoothness; steep roads are slower. No boat drives on imported roads.
    """
    bit = SHUT_BITS.get(vehicle)
    if bit is None:
        return np.zeros(roads.size)
    factors = np.array([1.0, *GRADE_FACTORS.values()])
    steps = np.searchsorted(list(GRADE_FACTORS), roads.grades, side="right")
    usual = _by_code(CLASSES, lambda road: speeds.kmh(road, vehicle))[roads.classes]
    of_van = _by_code(CLASSES, lambda road: speeds.kmh(road, VehicleClass.VAN))[roads.classes]
    ratio = np.divide(usual, of_van, out=np.ones_like(usual), where=of_van > 0)
    kmh = np.where(
        (roads.measured > 0) & (usual > 0), roads.measured * ratio, usual * factors[steps]
    )
    caps = np.array([_cap(speeds.surfaces[surface], wet=wet) for surface in SURFACES])
    limits = np.where(roads.limits > 0, roads.limits, np.inf)
    kmh = np.minimum(kmh, np.minimum(caps[roads.surfaces], limits))
    return np.where(roads.shut & bit, 0.0, kmh)


def shut_stretches(roads: RoadMap, cuts: Iterable[str]) -> NDArray[np.bool_]:
    """Return which stretches some closures shut, by canonical target: road, or way ``w123``."""
    keys = frozenset(key for cut in cuts for key in cut.split(";"))
    named = np.array([not keys.isdisjoint(road_keys(name)) for name in roads.names], dtype=np.bool_)
    ways = [int(key[1:]) for key in keys if key[:1] == "w" and key[1:].isdecimal()]
    by_name: NDArray[np.bool_] = named[roads.name_codes]
    return by_name | np.isin(roads.way_ids, ways)


def largest_part(graph: RoadGraph) -> NDArray[np.bool_]:
    """Return which nodes lie in the largest part within which every node reaches every other."""
    ones = np.ones(len(graph.tails), dtype=np.int8)
    matrix = csr_matrix((ones, (graph.tails, graph.heads)), shape=(graph.nodes, graph.nodes))
    _, parts = connected_components(matrix, directed=True, connection="strong")
    inside: NDArray[np.bool_] = parts == np.bincount(parts).argmax() if len(parts) else parts > 0
    return inside


def _cap(cap: Cap, *, wet: bool) -> float:
    greatest = cap.wet if wet else cap.dry
    return np.inf if greatest is None else float(greatest)


def _by_code(codes: tuple[T, ...], value: Callable[[T], int | None]) -> FloatArray:
    return np.array([value(code) or 0 for code in codes], dtype=np.float64)
