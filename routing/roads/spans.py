"""Find which parts of imported roads a closed commune or a closed stretch ``A – B`` shuts."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.spatial import KDTree  # type: ignore[import-untyped]  # scipy ships no hints

from routing.roads.graph import Arc
from routing.roads.names import communes_of
from routing.roads.roadmap import RoadMap
from vongsach.places import Place

Span = tuple[float, float]
"""From and to which share of the length of a stretch, 0 at its tail, 1 at its head."""

WHOLE: Span = (0.0, 1.0)
_TOUCHING = 1e-9


def commune_spans(roads: RoadMap, places: Sequence[Place], commune: str) -> Mapping[int, Span]:
    """Return the stretches that lie in a commune, named by folded code or name.

    No boundary is known, so a stretch belongs to the commune of the place that is nearest to its
    middle as the crow flies.
    """
    inside = np.array([commune in communes_of(place) for place in places], dtype=np.bool_)
    if not inside.any() or not roads.size:
        return {}
    points = np.array([(place.location.lon, place.location.lat) for place in places])
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    doubled = roads.first_points[:-1] + roads.first_points[1:] - 1
    middles = (roads.points[doubled // 2] + roads.points[(doubled + 1) // 2]) / 2
    _, nearest = KDTree(points * scale).query(middles * scale)
    return dict.fromkeys(np.flatnonzero(inside[nearest]).tolist(), WHOLE)


def spans_of_ways(pieces: Iterable[tuple[Arc, Span]]) -> Mapping[int, Span]:
    """Return what some arcs cover of each stretch of road; arcs off the road cover nothing."""
    covered: dict[int, Span] = {}
    for arc, (since, until) in pieces:
        if arc.stretch >= 0:
            first, last = covered.get(arc.stretch, (since, until))
            covered[arc.stretch] = (min(first, since), max(last, until))
    return covered


def overlap(one: Span, other: Span) -> bool:
    """Say whether two parts of a stretch have more than a point in common."""
    return min(one[1], other[1]) - max(one[0], other[0]) > _TOUCHING
