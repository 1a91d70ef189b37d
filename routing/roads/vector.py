"""Read roads from a GeoPackage, Shapefile or GeoJSON."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyogrio.errors import DataSourceError

from routing.roads.merge import DECIMALS
from routing.roads.noding import RawWay
from routing.roads.sources import Bounds, RawRoads
from routing.roads.tags import drivable
from vongsach.errors import FileError

_WGS84 = 4326

_COLUMNS = {
    "highway": ("highway", "fclass", "class", "road_class", "loai"),
    "ref": ("ref", "so_hieu", "sohieu"),
    "name": ("name", "ten"),
    "surface": ("surface", "mat_duong"),
    "tracktype": ("tracktype",),
    "smoothness": ("smoothness",),
    "oneway": ("oneway", "mot_chieu"),
    "maxspeed": ("maxspeed",),
    "kmh": ("kmh", "speed", "toc_do", "tocdo"),
    "width": ("width", "be_rong"),
    "access": ("access",),
    "motor_vehicle": ("motor_vehicle",),
    "motorcar": ("motorcar",),
    "motorcycle": ("motorcycle",),
    "junction": ("junction",),
    "ford": ("ford",),
    "bridge": ("bridge", "cau"),
    "tunnel": ("tunnel", "ham"),
}
_ONEWAY = {"f": "yes", "b": "no", "t": "-1"}
"""Geofabrik's shapefiles: along the line, both, against it."""
_TRACK_GRADES = {f"track_grade{n}": f"grade{n}" for n in range(1, 6)}


def read_vector(path: Path, area: Bounds | None = None) -> RawRoads:
    """Return the lines of every kind of road in a file, brought to WGS 84.

    Columns are found by their usual names; a line without a class counts as unclassified. Lines
    meet where they share a point, to a tenth of a metre.

    Raises
    ------
    FileError
        The file cannot be read, says no coordinate system, or has points off the earth.
    """
    try:
        table = gpd.read_file(path)
    except (DataSourceError, OSError, ValueError) as error:
        msg = "roads_unreadable"
        raise FileError(msg, file=path.name, reason=str(error)) from error
    if not isinstance(table, gpd.GeoDataFrame) or table.empty:
        msg = "roads_empty"
        raise FileError(msg, file=path.name)
    if table.crs is None:
        msg = "roads_no_crs"
        raise FileError(msg, file=path.name)
    lines = table.to_crs(_WGS84).explode(index_parts=False)
    lines = lines[lines.geom_type == "LineString"]
    if lines.empty:
        msg = "roads_empty"
        raise FileError(msg, file=path.name)
    _check_on_earth(lines.total_bounds, path)
    dropped: Counter[str] = Counter()
    ways = list(_ways(lines, area, dropped))
    return RawRoads(ways, {}, dropped, Counter())


def _check_on_earth(bounds: "np.ndarray[tuple[int], np.dtype[np.float64]]", path: Path) -> None:
    west, south, east, north = bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 -- degrees
        msg = "roads_off_earth"
        raise FileError(msg, file=path.name)


def _ways(lines: gpd.GeoDataFrame, area: Bounds | None, dropped: Counter[str]) -> Iterator[RawWay]:
    numbers: dict[tuple[float, float], int] = {}
    columns = _found_columns(lines)
    rows = lines[list(columns.values())].to_dict("records")
    for row, number, line in zip(rows, lines.index, lines.geometry, strict=True):
        points = [(x, y) for x, y in np.round(shapely.get_coordinates(line), DECIMALS).tolist()]
        if area is not None and not any(area.holds(*point) for point in points):
            continue
        what = drivable(_tags(row, columns))
        if isinstance(what, str) or len(set(points)) == 1:
            dropped[what if isinstance(what, str) else "incomplete"] += 1
            continue
        nodes = tuple(numbers.setdefault(point, len(numbers) + 1) for point in points)
        yield RawWay(int(number), nodes, tuple(points), what)


def _found_columns(lines: gpd.GeoDataFrame) -> dict[str, str]:
    here = {str(column).casefold(): str(column) for column in lines.columns}
    found: dict[str, str] = {}
    for tag, spellings in _COLUMNS.items():
        column = next((here[name] for name in spellings if name in here), None)
        if column is not None:
            found[tag] = column
    return found


def _tags(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str]:
    tags = {tag: _text(row[column]) for tag, column in columns.items()}
    tags = {tag: text for tag, text in tags.items() if text and text != "0"}
    tags["oneway"] = _ONEWAY.get(tags.get("oneway", "").casefold(), tags.get("oneway", ""))
    grade = _TRACK_GRADES.get(tags.get("highway", ""))
    if grade is not None:
        tags |= {"highway": "track", "tracktype": grade}
    return {"highway": "road"} | tags


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 -- not-a-number differs from itself
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).strip()
