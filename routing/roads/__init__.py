"""Turn what is known of the roads into travel matrices."""

from routing.roads.findings import leg_findings
from routing.roads.travel import travel_from_legs
from routing.roads.ways import LegWays, Step, Way, way

__all__ = ["LegWays", "Step", "Way", "leg_findings", "travel_from_legs", "way"]
