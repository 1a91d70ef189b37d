"""Say what was read from a file of roads, and what was left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from routing.roads.noding import RawWay
from routing.roads.tags import Barrier


@dataclass(frozen=True, slots=True)
class RawRoads:
    """Ways of one file that somebody on wheels can drive, not yet cut at junctions."""

    ways: Sequence[RawWay]
    barriers: Mapping[int, Barrier] = field(default_factory=dict)
    """Barriers by the number of their node."""
    dropped: Mapping[str, int] = field(default_factory=Counter)
    """Lines that were left out, by reason."""
    noticed: Mapping[str, int] = field(default_factory=Counter)
    """Things that are not modelled, or that a planner should look at, by kind."""
    is_osm: bool = False
    """Nodes and ways have the numbers of OpenStreetMap; else those of the file only."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A stretch of the earth in degrees, WGS 84, edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def widened(self, degrees: float) -> "Bounds":
        """Return the same with a margin on every side."""
        return Bounds(
            self.west - degrees, self.south - degrees, self.east + degrees, self.north + degrees
        )
