"""Decide which box stands where, riding on the trips of a routing."""

from pathlib import Path

from vongsach.machine_code import forget_stale

_HERE = Path(__file__).parent
forget_stale(_HERE, [_HERE / f"{name}.py" for name in ("chart", "paths", "scratch", "pricing")])

# Compiled loops are read when they are loaded: after this.
from rotation.prove import prove_rotation  # noqa: E402
from rotation.rework import open_boxes  # noqa: E402
from rotation.shelves import solve_shelves  # noqa: E402
from rotation.solve import solve_rotation  # noqa: E402

__all__ = ["open_boxes", "prove_rotation", "solve_rotation", "solve_shelves"]
