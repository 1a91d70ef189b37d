"""Turn what is known of the roads into travel matrices and ways."""

from routing.roads.findings import leg_findings
from routing.roads.travel import travel_from_legs, travel_from_roads
from routing.roads.ways import LegWays, Step, Way, Ways, way

__all__ = [
    "LegWays",
    "Step",
    "Way",
    "Ways",
    "leg_findings",
    "travel_from_legs",
    "travel_from_roads",
    "way",
]
