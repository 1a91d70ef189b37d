"""Bring places to the nearest road that can be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.ops import substring

from routing.roads.drive import drive_graph, largest_part
from routing.roads.graph import Arc, FloatArray, IntArray, RoadGraph
from routing.roads.roadmap import RoadMap
from routing.roads.speeds import ACCESS_KMH, SPEEDS, SpeedTable
from routing.roads.states import ALL_OPEN
from vongsach.places import Place, VehicleClass

FARTHEST_M = 1000.0
"""Beyond this a place is not brought to a road: either is probably wrong."""

_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False, slots=True)
class Snapped:
    """Where places meet the roads, one entry for each place; all of shape (n,)."""

    stretches: IntArray
    """Nearest usable stretch; -1 where none is near enough."""
    shares: FloatArray
    """How far along the stretch, from 0 at its tail to 1 at its head."""
    metres: FloatArray
    """Distance from the place to the road; infinite where there is no road at all."""


def snap(
    roads: RoadMap,
    places: Sequence[Place],
    vehicle: VehicleClass,
    speeds: SpeedTable = SPEEDS,
    *,
    farthest: float = FARTHEST_M,
) -> Snapped:
    """Return where each place meets the roads of a class of vehicle.

    Only stretches count both of whose ends lie in the largest connected part with every road
    open. Of equally near ones the first counts.
    """
    graph = drive_graph(roads, vehicle, ALL_OPEN, speeds)
    inside = largest_part(graph)
    usable = np.unique(graph.stretches[inside[graph.tails] & inside[graph.heads]])
    nowhere = Snapped(np.full(len(places), -1), np.zeros(len(places)), np.full(len(places), np.inf))
    if not len(usable) or not places:
        return nowhere
    points = np.array([(place.location.lon, place.location.lat) for place in places])
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    lines = _lines(roads, usable, scale)
    targets = shapely.points(points * scale)
    found = _nearest(lines, targets)
    along = shapely.line_locate_point(lines[found], targets)
    feet = shapely.get_coordinates(shapely.line_interpolate_point(lines[found], along)) / scale
    _, _, metres = _WGS84.inv(*points.T, *feet.T)
    lengths = shapely.length(lines[found])
    shares = np.divide(along, lengths, out=np.zeros_like(along), where=lengths > 0)
    near = metres <= farthest
    return Snapped(np.where(near, usable[found], -1), shares, metres)


def joined(graph: RoadGraph, snapped: Snapped) -> RoadGraph:
    """Return a graph with two more nodes for each place: its own, and its foot on the road.

    Place p is node ``graph.nodes + p``, its foot ``graph.nodes + n + p`` with n places. The arcs
    of the roads stay; beside each runs a chain through the feet on it, of the same length. From
    the place to its foot one moves at ``ACCESS_KMH``, either way.
    """
    places = len(snapped.stretches)
    feet = {
        place: graph.nodes + places + place
        for place in np.flatnonzero(snapped.stretches >= 0).tolist()
    }
    order = sorted(feet, key=lambda place: float(snapped.shares[place]))
    on_stretch: dict[int, list[tuple[int, float]]] = {}
    for place in order:
        here = on_stretch.setdefault(int(snapped.stretches[place]), [])
        here.append((feet[place], float(snapped.shares[place])))
    used = np.flatnonzero(np.isin(graph.stretches, list(on_stretch)))
    arcs = [graph.arc(number) for number in used.tolist()]
    chains = [piece for arc in arcs for piece in _chain(arc, on_stretch[arc.stretch])]
    ways_in = [
        _access(graph.nodes + place, foot, snapped.metres[place]) for place, foot in feet.items()
    ]
    ways_out = [arc._replace(tail=arc.head, head=arc.tail, against=True) for arc in ways_in]
    return graph.with_arcs([*chains, *ways_in, *ways_out], graph.nodes + 2 * places)


def part_of(line: FloatArray, first: float, last: float) -> FloatArray:
    """Return the points of a line between two shares of its length, in its own direction.

    Shares are measured as ``snap`` does: on the flat, a degree of longitude shortened by latitude.
    """
    scale = np.array([np.cos(np.radians(line[:, 1].mean())), 1.0])
    flat = shapely.LineString(line * scale)
    points: FloatArray = shapely.get_coordinates(substring(flat, first, last, normalized=True))
    unscaled: FloatArray = points / scale
    return unscaled


def whole_metres(metres: float) -> int | None:
    """Return a distance rounded up; ``None`` where it is infinite."""
    return int(np.ceil(metres)) if np.isfinite(metres) else None


def _chain(arc: Arc, feet: list[tuple[int, float]]) -> list[Arc]:
    # Rounding the running sums, not the pieces, keeps the sum of the pieces that of the arc.
    if arc.against:
        feet = [(foot, 1 - share) for foot, share in reversed(feet)]
    stops = [(arc.tail, 0.0), *feet, (arc.head, 1.0)]
    return [
        arc._replace(
            tail=start,
            head=end,
            milliseconds=round(until * arc.milliseconds) - round(since * arc.milliseconds),
            metres=round(until * arc.metres) - round(since * arc.metres),
        )
        for (start, since), (end, until) in pairwise(stops)
    ]


def _access(place: int, foot: int, metres: float) -> Arc:
    whole = int(np.ceil(metres))
    return Arc(place, foot, -(-whole * 3600 // ACCESS_KMH), whole, -1)


def _nearest(lines: NDArray[np.object_], points: NDArray[np.object_]) -> IntArray:
    # Ties come as several pairs: keep the first line of each point.
    of_point, of_line = shapely.STRtree(lines).query_nearest(points, all_matches=True)
    order = np.lexsort((of_line, of_point))
    _, first = np.unique(of_point[order], return_index=True)
    nearest: IntArray = of_line[order][first]
    return nearest


def _lines(roads: RoadMap, stretches: IntArray, scale: FloatArray) -> NDArray[np.object_]:
    counts = roads.first_points[stretches + 1] - roads.first_points[stretches]
    starts = np.repeat(roads.first_points[stretches] - np.cumsum(counts) + counts, counts)
    positions = starts + np.arange(counts.sum())
    lines: NDArray[np.object_] = shapely.linestrings(
        roads.points[positions] * scale, indices=np.repeat(np.arange(len(stretches)), counts)
    )
    return lines
