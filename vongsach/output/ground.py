"""Lay points of the earth on paper: a frame of millimetres, and lines thin enough for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from vongsach.output.ways import Point

METRES_PER_DEGREE = 111_320.0
_MARGIN = 7.0
_LEAST_METRES = 3_000.0
_TOLERANCE = 0.12
_ROUND_NUMBERS = (1, 2, 5)

Spot = tuple[float, float]
"""Millimetres from the left and from the top of a frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet of paper over a stretch of land; north is up.

    Degrees of longitude are as long as in the middle of the frame, which is true to under one
    percent over a province.
    """

    width: float
    height: float
    """Millimetres."""
    middle: Point
    mm_per_metre: float

    def spot(self, point: Point) -> Spot:
        """Return where a point lies on the paper."""
        east = (point[0] - self.middle[0]) * math.cos(math.radians(self.middle[1]))
        north = point[1] - self.middle[1]
        per_degree = METRES_PER_DEGREE * self.mm_per_metre
        return (
            round(self.width / 2 + east * per_degree, 2),
            round(self.height / 2 - north * per_degree, 2),
        )

    def line(self, points: Sequence[Point]) -> list[Spot]:
        """Return a line on the paper without the points that nobody would see."""
        return [(x, y) for x, y in self.course(points).tolist()]

    def course(self, points: Sequence[Point]) -> NDArray[np.float64]:
        """Return the same as ``line``: a row for each point, two columns, millimetres."""
        spots = self.spots(np.asarray(points, dtype=np.float64))
        if len(spots) > 2:  # noqa: PLR2004 -- two points are a line
            simple = LineString(spots).simplify(_TOLERANCE, preserve_topology=False)
            spots = np.asarray(simple.coords)
        rounded: NDArray[np.float64] = spots.round(2)
        return rounded

    def spots(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points lie on the paper, not rounded: as ``spot``, a row for each."""
        per_degree = METRES_PER_DEGREE * self.mm_per_metre
        shrink = math.cos(math.radians(self.middle[1]))
        ways = points - self.middle
        placed: NDArray[np.float64] = ways * (shrink * per_degree, -per_degree)
        placed += np.array((self.width / 2, self.height / 2))
        return placed

    def scale_bar(self, longest: float = 40.0) -> tuple[float, int]:
        """Return length on paper and on the ground, in metres, of a bar of a round number."""
        most = longest / self.mm_per_metre
        power = 10 ** math.floor(math.log10(most))
        metres = max(number * power for number in _ROUND_NUMBERS if number * power <= most)
        return round(metres * self.mm_per_metre, 2), int(metres)

    @property
    def scale(self) -> int:
        """Return the scale as the number after ``1:``, rounded to two digits."""
        exact = 1000 / self.mm_per_metre
        digits: int = 10 ** max(0, math.floor(math.log10(exact)) - 1)
        return int(round(exact / digits) * digits)


def frame_around(points: Sequence[Point], width: float, height: float) -> Frame:
    """Return the frame in which all points lie, with a margin."""
    longitudes = [point[0] for point in points] or [0.0]
    latitudes = [point[1] for point in points] or [0.0]
    middle = (
        (min(longitudes) + max(longitudes)) / 2,
        (min(latitudes) + max(latitudes)) / 2,
    )
    shrink = math.cos(math.radians(middle[1]))
    wide = (max(longitudes) - min(longitudes)) * METRES_PER_DEGREE * shrink
    high = (max(latitudes) - min(latitudes)) * METRES_PER_DEGREE
    fits = min(
        (width - 2 * _MARGIN) / max(wide, _LEAST_METRES),
        (height - 2 * _MARGIN) / max(high, _LEAST_METRES),
    )
    return Frame(width=width, height=height, middle=middle, mm_per_metre=fits)
