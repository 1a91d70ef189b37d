"""Set names beside signs on paper so that none covers another."""

from dataclasses import dataclass

from vongsach.output.ground import Frame, Spot

_LETTER = 0.5
"""Mean width of a letter, as a share of its height."""

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
