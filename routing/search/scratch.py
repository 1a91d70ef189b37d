"""Room for one step of the search, made once and used by all of them."""

from typing import NamedTuple

import numpy as np

from routing.search.ground import COUNTS, FAR, NEVER, UNDONE, Floats, Ground, Ints
from routing.search.pauses import MOST_LABELS

MEAN_REMOVED = 10.0
"""Visits that one ruin takes out on average, unless it is told otherwise."""


class Scratch(NamedTuple):
    """Room for one step: what was taken out and which routes were touched."""

    removed: Ints
    """Tasks in the order in which they were taken out; the first ``counts[REMOVED]`` count."""
    day: Ints
    """Day on which each of them was hit; NEVER for a task that was undone before."""
    keeps: Ints
    """1 where the task keeps its pattern and only that day is planned anew."""
    hit: Ints
    """(tasks): number of the step in which a task was last taken out; FIXED where none may."""
    touched: Ints
    """Slots that were changed; the first ``counts[TOUCHED]`` count."""
    touch: Ints
    """(slots): number of the step in which a slot was last changed."""
    ruined: Ints
    """(slots): number of the step in which a string was last taken from a slot."""
    refused: Ints
    """(slots): number of the asking that found no time for a meal or a rest in a slot."""
    counts: Ints
    """What is counted: (7,)."""
    overload: Floats
    """(1): price of each unit of load above what a van holds; FAR where none may be."""
    removal: Floats
    """(1): visits that one ruin takes out on average."""
    undone: Ints
    """Tasks that hold no pattern; the first ``counts[UNDONE]`` count."""
    keys: Floats
    """(tasks): by which what was taken out is sorted."""
    costs: Floats
    """(days): cost of the best insertion of the task that is being put back."""
    found: Ints
    """(days, 2): its slot and position."""
    known: Ints
    """(tasks, slots, 2): version of a route for which the cheapest position is known; and that."""
    known_cost: Floats
    """(tasks, slots): cost of an insertion there."""
    labels: Ints
    """(3, MOST_LABELS, 4): by which pauses are looked for."""


def empty_scratch(ground: Ground) -> Scratch:
    """Return room for steps on a problem in which nothing is done yet."""
    tasks, slots, days = len(ground.price), len(ground.slots), len(ground.day_slots) - 1
    counts = np.zeros(COUNTS, np.int64)
    counts[UNDONE] = tasks
    return Scratch(
        removed=np.zeros(tasks, np.int64),
        day=np.zeros(tasks, np.int64),
        keeps=np.zeros(tasks, np.int64),
        hit=np.zeros(tasks, np.int64),
        touched=np.zeros(slots, np.int64),
        touch=np.zeros(slots, np.int64),
        ruined=np.zeros(slots, np.int64),
        refused=np.zeros(slots, np.int64),
        counts=counts,
        overload=np.full(1, FAR),
        removal=np.full(1, MEAN_REMOVED),
        undone=np.arange(tasks, dtype=np.int64),
        keys=np.zeros(tasks),
        costs=np.zeros(days),
        found=np.zeros((days, 2), np.int64),
        known=np.full((tasks, slots, 2), NEVER, np.int64),
        known_cost=np.zeros((tasks, slots)),
        labels=np.zeros((3, MOST_LABELS, 4), np.int64),
    )
