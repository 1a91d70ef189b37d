"""Decide which van drives where, on which day and in which order."""

from routing.solve import solve_routing
from routing.variations import open_trips

__all__ = ["open_trips", "solve_routing"]
