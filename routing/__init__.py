"""Decide which van drives where, on which day and in which order."""

from routing.solve import solve_routing

__all__ = ["solve_routing"]
