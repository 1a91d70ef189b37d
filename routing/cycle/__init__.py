"""Plan a timetable that recurs: one van, every stop in its own rhythm."""

from pathlib import Path

from vongsach.machine_code import forget_stale

_HERE = Path(__file__).parent
forget_stale(_HERE, _HERE.glob("*.py"))

from routing.cycle.solve import solve_cycle  # noqa: E402 -- its loops are read when it is loaded

__all__ = ["solve_cycle"]
