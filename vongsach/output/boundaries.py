"""Read the bounds of communes that a workspace brings along."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import GEOSException, Polygon
from shapely.errors import ShapelyError
from shapely.geometry import shape

from vongsach.errors import FileError
from vongsach.output.presentation import plain
from vongsach.output.ways import Point

BAD_BOUNDARIES = "bad_boundaries"
_NAMES = ("ten", "ten_xa", "Ten", "TEN", "name", "NAME", "Name", "commune")
_TOLERANCE = 0.0005
"""Degrees, about fifty metres."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One commune: its name and the outer rings of its land."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


def read_boundaries(path: Path) -> tuple[Boundary, ...]:
    """Return the areas of a GeoJSON file in WGS 84; none where there is no such file.

    Raises
    ------
    FileError
        The file is no GeoJSON with areas in degrees.
    """
    if not path.is_file():
        return ()
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_boundary(feature) for feature in document["features"])
    except (
        *(OSError, ValueError, KeyError, TypeError, AttributeError, IndexError),
        *(ShapelyError, GEOSException),
    ) as error:
        cause = str(error) or type(error).__name__
        raise FileError(BAD_BOUNDARIES, path=str(path), cause=cause) from error


def _boundary(feature: Mapping[str, Any]) -> Boundary:
    properties: Mapping[str, Any] = feature.get("properties") or {}
    name = next((properties[key] for key in _NAMES if properties.get(key)), "")
    return Boundary(name=plain(str(name)), rings=tuple(_rings(feature["geometry"])))


def _rings(geometry: Mapping[str, Any]) -> Iterator[tuple[Point, ...]]:
    area = shape(geometry).simplify(_TOLERANCE)
    for part in getattr(area, "geoms", [area]):
        if not isinstance(part, Polygon):
            raise TypeError(part.geom_type)
        west, south, east, north = part.bounds
        if min(west, south) < -180 or max(east, north) > 180:  # noqa: PLR2004 -- degrees
            raise ValueError(part.bounds)
        yield tuple((point[0], point[1]) for point in part.exterior.coords)
