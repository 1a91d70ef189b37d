"""Set names beside signs on paper so that none covers another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from vongsach.output.ground import Frame, Spot

_LETTER = 0.5
"""Mean width of a letter, as a share of its height."""
_ROUNDS = 60
_GOLDEN = math.pi * (3 - math.sqrt(5))
"""Angle by which signs on one spot are turned apart, so that no two go the same way."""

Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name at its place: the left end of its middle line, in millimetres."""

    x: float
    y: float
    width: float
    text: str


class Labels:
    """The names set so far, and what they must not cover."""

    def __init__(self, frame: Frame, size: float) -> None:
        """Take the frame, and the height of a letter in millimetres."""
        self._frame = frame
        self._size = size
        self._taken: list[Edges] = []

    def keep_free(self, spot: Spot, radius: float) -> None:
        """Let no name cover a sign."""
        self._taken.append((spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius))

    def set(self, spot: Spot, text: str, radius: float) -> Label | None:
        """Return a name beside its sign, or nothing where there is no room."""
        width, high = len(text) * self._size * _LETTER + 0.6, self._size
        right, left = spot[0] + radius + 0.5, spot[0] - radius - 0.5 - width
        above, below = spot[1] - radius - high / 2, spot[1] + radius + high / 2
        middle = spot[0] - width / 2
        for x, y in (
            (right, spot[1]),
            (left, spot[1]),
            (middle, below),
            (middle, above),
            (right, below),
            (right, above),
            (left, below),
            (left, above),
        ):
            edges = (x, y - high / 2, x + width, y + high / 2)
            if self._is_free(edges):
                self._taken.append(edges)
                return Label(x=round(x, 2), y=round(y, 2), width=round(width, 2), text=text)
        return None

    def _is_free(self, edges: Edges) -> bool:
        return (
            edges[0] >= 1
            and edges[1] >= 1
            and edges[2] <= self._frame.width - 1
            and edges[3] <= self._frame.height - 1
            and not any(
                edges[0] < other[2]
                and other[0] < edges[2]
                and edges[1] < other[3]
                and other[1] < edges[3]
                for other in self._taken
            )
        )


def apart(frame: Frame, spots: Sequence[Spot], radius: float) -> list[Spot]:
    """Return spots of discs that do not cover each other, each as near as can be to its own.

    Where there is no room for all inside the frame, some still touch.
    """
    moved = [list(spot) for spot in spots]
    for _ in range(_ROUNDS):
        touched = False
        for (one, first), (_, second) in combinations(enumerate(moved), 2):
            across, down = second[0] - first[0], second[1] - first[1]
            distance = math.hypot(across, down)
            if distance >= 2 * radius:
                continue
            touched = True
            if distance < 0.01:  # noqa: PLR2004 -- a hundredth of a millimetre: the same spot
                across, down, distance = math.cos(one * _GOLDEN), math.sin(one * _GOLDEN), 1.0
                push = radius
            else:
                push = (2 * radius - distance) / 2 + 0.05
            for spot, sign in ((first, -1), (second, 1)):
                spot[0] = _within(spot[0] + sign * push * across / distance, radius, frame.width)
                spot[1] = _within(spot[1] + sign * push * down / distance, radius, frame.height)
        if not touched:
            break
    return [(round(x, 2), round(y, 2)) for x, y in moved]


def _within(value: float, radius: float, most: float) -> float:
    return min(max(value, radius), most - radius)
