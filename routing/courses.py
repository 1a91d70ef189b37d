"""Say what each worker does with its time: search deep or broad, then cross what survived.

Some problems yield to one tour that cools for long, others to many short ones that are crossed.
"""

from dataclasses import dataclass

import numpy as np

from routing.partition import can_recombine
from routing.population import has_choice
from routing.search.ground import PATTERNS, Ground
from routing.search.run import USUAL_RUINS, Ruins


@dataclass(frozen=True, slots=True)
class Length:
    """How long one search of one worker lasts."""

    steps: float
    """Steps a visit that it takes to cool well."""
    least: float
    """Share of the whole that it takes at least, so that a longer search also cools slower."""
    most: float
    """Share of the whole that it takes at most, however slowly it cools then."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of what a worker does."""

    until: float
    """Share of the whole at which it ends; the first round begins before, and may end after."""
    fresh: bool
    """Whether its rounds begin from nothing, or go on from what survived."""
    length: Length
    ruins: Ruins = USUAL_RUINS


Course = tuple[Leg, ...]
"""What a worker does from beginning to end."""

CHILD = Length(steps=30.0, least=0.002, most=0.25)
FOUNDER = Length(8_000.0, 0.05, 0.7)
REST = Leg(1.0, fresh=False, length=CHILD)

DEEP: Course = (Leg(0.7, fresh=True, length=FOUNDER), REST)
"""Few founders that cool for long; the only course of one worker."""

LARGE_RUINS = Ruins(24.0, 12.0)
"""Ruins that lead from one share of work among the days to another, which smaller ones do not."""

FEW_VISITS = 400
"""Visits up to which they are worth the time that they take."""

DEEP_OF_FEW: Course = (Leg(0.7, fresh=True, length=FOUNDER, ruins=LARGE_RUINS), REST)
"""The same with large ruins."""

BROAD: Course = (
    Leg(0.08, fresh=True, length=Length(200.0, 0.0, 0.05)),
    Leg(0.25, fresh=False, length=CHILD),
    Leg(0.7, fresh=True, length=Length(8_000.0, 0.05, 0.45)),
    REST,
)
"""Many short founders that are crossed, then a long one; the course of every second worker."""

ALONE: Course = (
    Leg(0.3, fresh=True, length=Length(np.inf, 0.0, 0.4)),
    Leg(1.0, fresh=False, length=Length(np.inf, 0.0, 0.25)),
)
"""Of all workers where no task has a choice of days: there is nothing to cross."""

WHOLE: Course = (Leg(1.0, fresh=True, length=Length(np.inf, 0.0, 1.0)),)
"""All in one search, where there are so many combinations of days that a short one finds little."""


def course_of(ground: Ground, worker: int) -> Course:
    """Return what a worker does on a ground."""
    if not can_recombine(ground):
        return WHOLE
    if not has_choice(ground):
        return ALONE
    if worker % 2:
        return BROAD
    return DEEP_OF_FEW if visits_of(ground) <= FEW_VISITS else DEEP


def visits_of(ground: Ground) -> int:
    """Return how many visits are planned where each task takes the first of its patterns."""
    first = ground.tasks[:-1, PATTERNS]
    some = first < ground.tasks[1:, PATTERNS]
    return int(np.diff(ground.patterns)[first[some]].sum())
