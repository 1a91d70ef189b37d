"""Plan a timetable that recurs: one van, every stop in its own rhythm."""

from routing.cycle.solve import solve_cycle

__all__ = ["solve_cycle"]
