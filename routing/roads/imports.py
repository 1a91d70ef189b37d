"""Import a file of roads, whatever its kind, and say what was found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routing.roads.drive import drive_graph, largest_part
from routing.roads.merge import merged
from routing.roads.noding import noded
from routing.roads.osm import read_osm
from routing.roads.roadmap import CLASSES, RoadMap
from routing.roads.sources import Bounds, RawRoads
from routing.roads.states import ALL_OPEN
from routing.roads.vector import read_vector
from vongsach.errors import FileError
from vongsach.places import Place, VehicleClass
from vongsach.roads import RoadClass

MARGIN_DEGREES = 0.3
"""Roads are kept up to some 30 km around the places, so that ways may lead around a mountain."""

_OSM = (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2")
_VECTOR = (".gpkg", ".shp", ".geojson", ".json", ".fgb")


@dataclass(frozen=True, slots=True)
class Imported:
    """Roads, and what a planner should know about them."""

    roads: RoadMap
    km: Mapping[RoadClass, float]
    """Length by class of road; classes that do not occur are left out."""
    connected_km: float
    """Length of the part within which a van gets from everywhere to everywhere."""
    dropped: Mapping[str, int]
    """Lines left out, by reason: ``area``, ``impassable``, ``no_access``, ``incomplete``."""
    noticed: Mapping[str, int]
    """Turn restrictions (not modelled), fords, seasonal tags, lines with surface or name."""


def import_roads(*paths: Path, places: Sequence[Place] = ()) -> Imported:
    """Return the roads of some files around some places; all roads where no places are given.

    Nothing is written.

    Raises
    ------
    FileError
        A file cannot be read, is no file of roads, or its roads are not near the places.
    """
    raw = merged([_read(path, _around(places)) for path in paths])
    roads = noded(raw.ways, raw.barriers)
    return Imported(
        roads=roads,
        km=km_by_class(roads),
        connected_km=connected_km(roads),
        dropped=dict(raw.dropped),
        noticed=dict(raw.noticed),
    )


def _read(path: Path, area: Bounds | None) -> RawRoads:
    name = path.name.casefold()
    if name.endswith(_OSM):
        raw = read_osm(path, area)
    elif name.endswith(_VECTOR):
        raw = read_vector(path, area)
    else:
        msg = "roads_kind"
        raise FileError(msg, file=path.name)
    if not raw.ways:
        msg = "roads_elsewhere" if area else "roads_empty"
        raise FileError(msg, file=path.name)
    return raw


def _around(places: Sequence[Place]) -> Bounds | None:
    if not places:
        return None
    lons = [place.location.lon for place in places]
    lats = [place.location.lat for place in places]
    return Bounds(min(lons), min(lats), max(lons), max(lats)).widened(MARGIN_DEGREES)


def km_by_class(roads: RoadMap) -> dict[RoadClass, float]:
    """Return the length of roads by class; classes that do not occur are left out."""
    metres = np.bincount(roads.classes, weights=roads.metres, minlength=len(CLASSES))
    return {CLASSES[code]: float(metres[code]) / 1000 for code in np.flatnonzero(metres)}


def connected_km(roads: RoadMap) -> float:
    """Return the length of the part within which a van gets from everywhere to everywhere."""
    graph = drive_graph(roads, VehicleClass.VAN, ALL_OPEN)
    inside = largest_part(graph)
    stretches = np.unique(graph.stretches[inside[graph.tails] & inside[graph.heads]])
    return float(roads.metres[stretches].sum()) / 1000
