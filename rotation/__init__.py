"""Decide which box stands where, riding on the trips of a routing."""

from rotation.prove import prove_rotation
from rotation.rework import open_boxes
from rotation.shelves import solve_shelves
from rotation.solve import solve_rotation

__all__ = ["open_boxes", "prove_rotation", "solve_rotation", "solve_shelves"]
