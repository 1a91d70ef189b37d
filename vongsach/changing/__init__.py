"""What changes in a network: stated as data, applied, and read from a planner's list."""

from vongsach.changing.apply import changed
from vongsach.changing.change import Change, ChangeKind
from vongsach.changing.read import Revision, read_changes, read_revision

__all__ = ["Change", "ChangeKind", "Revision", "changed", "read_changes", "read_revision"]
