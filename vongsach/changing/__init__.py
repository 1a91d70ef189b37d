"""What changes in a network: stated as data, applied, and read from a planner's list."""

from vongsach.changing.apply import changed
from vongsach.changing.change import Change, ChangeKind
from vongsach.changing.read import Revision, read_changes, read_revision
from vongsach.changing.roads import Unknown, every_road_known, unknown_roads

__all__ = [
    "Change",
    "ChangeKind",
    "Revision",
    "Unknown",
    "changed",
    "every_road_known",
    "read_changes",
    "read_revision",
    "unknown_roads",
]
