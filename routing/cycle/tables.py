"""Lay a recurring timetable out in arrays, as the compiled search reads it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Case(NamedTuple):
    """What is given. Row and column 0 of matrices are the depot; stops count from 1 to n.

    A slot is a working weekday of a week of the cycle: ``week * weekdays + weekday``.
    """

    seconds: Ints
    """Driving time, shape (n + 1, n + 1)."""
    near: Ints
    """Stops by driving time from each stop, nearest first, itself included; shape (n + 1, m)."""
    dwell: Ints
    every: Ints
    """Weeks between visits of each stop; divides the weeks of the cycle."""
    weeks: int
    weekdays: int
    limit: int
    """Longest day: driving and dwell, in seconds."""
    usual_phase: Ints
    """Week of the published visit of each stop, below ``every``."""
    usual_weekday: Ints
    apart: Ints
    """Pairs that keep apart, shape (p, 3): stop, stop, 1 for weeks and 0 for days."""
    changes: int
    """Most stops that may move to another day; -1: any number."""


class State(NamedTuple):
    """What is decided, changed in place."""

    routes: Ints
    """Stops of every slot in order, shape (slots, n)."""
    lengths: Ints
    drive: Ints
    """Driving time of every slot."""
    work: Ints
    """Driving and dwell of every slot."""
    phase: Ints
    """Week of the first visit of each stop; -1 where it is in no slot."""
    weekday: Ints
    counts: Ints
    """Stops in no slot, and stops on another than their published day."""


def empty_state(case: Case) -> State:
    """Return a state in which nothing is visited."""
    slots, stops = case.weeks * case.weekdays, len(case.dwell)
    return State(
        routes=np.zeros((slots, stops), dtype=np.int64),
        lengths=np.zeros(slots, dtype=np.int64),
        drive=np.zeros(slots, dtype=np.int64),
        work=np.zeros(slots, dtype=np.int64),
        phase=np.full(stops, -1, dtype=np.int64),
        weekday=np.full(stops, -1, dtype=np.int64),
        counts=np.array([stops - 1, 0], dtype=np.int64),
    )
