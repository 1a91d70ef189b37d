"""Show a plan: the joined view, the map and the paper."""

from vongsach.output.joining import join
from vongsach.output.maps import write_map
from vongsach.output.sheets import write_sheets
from vongsach.output.view import PlanView

__all__ = ["PlanView", "join", "write_map", "write_sheets"]
