"""Turn what is known of the roads into travel matrices and ways."""

from routing.roads.kept import kept_roads, leg_findings, take_roads, travel_in
from routing.roads.travel import travel_from_legs, travel_from_roads
from routing.roads.ways import LegWays, Step, Way, Ways, way, ways_of

__all__ = [
    "LegWays",
    "Step",
    "Way",
    "Ways",
    "kept_roads",
    "leg_findings",
    "take_roads",
    "travel_from_legs",
    "travel_from_roads",
    "travel_in",
    "way",
    "ways_of",
]
