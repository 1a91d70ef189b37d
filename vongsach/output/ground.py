"""Lay points of the earth on paper: a frame of millimetres, and lines thin enough for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
        spots = [self.spot(point) for point in points]
        if len(spots) <= 2:  # noqa: PLR2004 -- two points are a line
            return spots
        drawn = LineString(spots).simplify(_TOLERANCE)
        return [(round(x, 2), round(y, 2)) for x, y in drawn.coords]

    def shows(self, line: Sequence[Spot]) -> bool:
        """Say whether the box around a line touches the paper."""
        xs = [spot[0] for spot in line]
        ys = [spot[1] for spot in line]
        return max(xs) >= 0 and min(xs) <= self.width and max(ys) >= 0 and min(ys) <= self.height

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
