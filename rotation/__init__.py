"""Decide which box stands where, riding on the trips of a routing."""

from rotation.solve import solve_rotation

__all__ = ["solve_rotation"]
