"""Write lines for the map in few letters, each line once."""

from collections.abc import Sequence

from shapely import LineString

from vongsach.output.view import CourseView
from vongsach.output.ways import Point

_PER_DEGREE = 100_000
"""Five digits of a degree: about a metre."""
_TOLERANCE = 0.00005
"""Degrees, about five metres: nobody sees a smaller bend."""


def packed(line: Sequence[Point]) -> list[int]:
    """Return latitude and longitude of the first point, then the steps, in 1/100,000 degree."""
    numbers: list[int] = []
    lat = lon = 0
    for point in line:
        north, east = round(point[1] * _PER_DEGREE), round(point[0] * _PER_DEGREE)
        numbers += (north - lat, east - lon)
        lat, lon = north, east
    return numbers


class Courses:
    """The courses of all legs; equal ones are kept once."""

    def __init__(self) -> None:
        """Begin with none."""
        self.lines: list[list[int]] = []
        self._numbers: dict[tuple[Point, ...], int] = {}

    def number(self, course: CourseView) -> int:
        """Return the number of a course among the lines."""
        if course.line not in self._numbers:
            self._numbers[course.line] = len(self.lines)
            line = course.line
            if len(line) > 2:  # noqa: PLR2004 -- two points have no bend
                line = tuple(LineString(line).simplify(_TOLERANCE).coords)
            self.lines.append(packed(line))
        return self._numbers[course.line]
