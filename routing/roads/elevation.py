"""Find how steep roads are, from elevation tiles that lie beside them.

Tiles are ``.hgt`` files as of the Shuttle Radar Topography Mission: named by their south-west
corner (``N22E103.hgt``), 1,201 or 3,601 samples a side, big-endian, rows from north to south,
-32768 where nothing is known. Sampling a road more often than every 250 m measures the noise of
valley sides: in Andorra the 90th percentile of primary roads was 16.1 % every 30 m, 9.5 % every
250 m, 8.5 % every 500 m. Bridges and tunnels do not follow the ground.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from routing.roads.graph import FloatArray, IntArray
from routing.roads.roadmap import OFF_GROUND, RoadMap
from vongsach.errors import FileError

SAMPLE_M = 250
"""Shortest distance between two samples; a shorter stretch has no grade of its own."""

_SIDES = (1201, 3601)
_VOID = -32768
_METRES_PER_DEGREE = 111_195.0


def graded(roads: RoadMap, folder: Path) -> RoadMap:
    """Return roads with their grade, where a tile in a folder covers them.

    Raises
    ------
    FileError
        A tile has not the size of a tile.
    """
    asked = np.flatnonzero((roads.metres >= SAMPLE_M) & (roads.grades != OFF_GROUND))
    if not len(asked) or not any(folder.glob("*.hgt")):
        return roads
    parts = roads.metres[asked] // SAMPLE_M
    owners = np.repeat(np.arange(len(asked)), parts + 1)
    firsts = np.cumsum(parts + 1) - parts - 1
    shares = (np.arange(len(owners)) - firsts[owners]) / parts[owners]
    heights = elevations(folder, _points_at(roads, asked[owners], shares))
    steps = np.abs(np.diff(heights))[owners[1:] == owners[:-1]]
    climbed = np.bincount(owners[1:][owners[1:] == owners[:-1]], weights=steps)
    per_mille = climbed / roads.metres[asked] * 1000
    known = np.isfinite(per_mille)
    grades = roads.grades.copy()
    grades[asked[known]] = np.rint(per_mille[known]).astype(np.int64)
    return replace(roads, grades=grades)


def elevations(folder: Path, points: FloatArray) -> FloatArray:
    """Return metres above the sea at points of shape (k, 2), longitude first; NaN: not known."""
    found = np.full(len(points), np.nan)
    corners = np.floor(points).astype(np.int64)
    for lon, lat in np.unique(corners, axis=0).tolist():
        path = folder / _tile_name(lon, lat)
        if path.is_file():
            inside = (corners == (lon, lat)).all(axis=1)
            found[inside] = _interpolated(_tile(path), points[inside] - (lon, lat))
    return found


def _tile_name(lon: int, lat: int) -> str:
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{north}{abs(lat):02d}{east}{abs(lon):03d}.hgt"


def _tile(path: Path) -> FloatArray:
    samples = np.fromfile(path, dtype=">i2")
    side = round(len(samples) ** 0.5)
    if side not in _SIDES or side * side != len(samples):
        msg = "roads_tile"
        raise FileError(msg, file=path.name)
    heights = samples.astype(np.float64).reshape(side, side)
    heights[heights == _VOID] = np.nan
    return heights


def _interpolated(tile: FloatArray, offsets: FloatArray) -> FloatArray:
    # Weighted by nearness to the four samples around; rows run from north to south.
    last = len(tile) - 1
    columns, rows = offsets[:, 0] * last, (1 - offsets[:, 1]) * last
    left = np.minimum(columns.astype(np.int64), last - 1)
    top = np.minimum(rows.astype(np.int64), last - 1)
    right, down = columns - left, rows - top
    upper = tile[top, left] * (1 - right) + tile[top, left + 1] * right
    lower = tile[top + 1, left] * (1 - right) + tile[top + 1, left + 1] * right
    heights: FloatArray = upper * (1 - down) + lower * down
    return heights


def _points_at(roads: RoadMap, stretches: IntArray, shares: FloatArray) -> FloatArray:
    """Return points at shares of the length of stretches, shape (k, 2)."""
    lons, lats = roads.points.T
    east = np.diff(lons) * np.cos(np.radians((lats[1:] + lats[:-1]) / 2))
    steps = np.hypot(east, np.diff(lats)) * _METRES_PER_DEGREE
    # One line after the other on one scale, a metre apart, so that no end is the next beginning.
    steps[roads.first_points[1:-1] - 1] = 1.0
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    first = walked[roads.first_points[stretches]]
    last = walked[roads.first_points[stretches + 1] - 1]
    wanted = first + shares * (last - first)
    return np.column_stack([np.interp(wanted, walked, axis) for axis in (lons, lats)])
