"""Improve a rotation box by box: open the stays of a few boxes, solve them, settle them again.

Large neighbourhood search (Shaw 1998, doi:10.1007/3-540-49481-2_30): each step is an exact model of
a few boxes that meet, beside the settled stays of all others. Value never falls.
"""

import random
import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from rotation.candidates import Candidates, StayOption
from rotation.neighbourhoods import Chosen, by_box, opened, related_boxes
from rotation.program import build
from rotation.search import Limits, new_solver
from vongsach.solving import Progress, Watch

FIRST_COUNT, LEAST_COUNT, MOST_COUNT = 8, 4, 40
"""Boxes opened at once."""
EASY = 0.05
"""Steps below which a neighbourhood was easy: the next one has one box more."""


@dataclass(frozen=True, slots=True)
class Improved:
    """Where an improvement ended."""

    chosen: tuple[StayOption, ...]
    stopped: bool
    """Somebody asked to stop."""


def improve(
    candidates: Candidates,
    start: tuple[StayOption, ...],
    *,
    rounds: int,
    limits: Limits,
    seed: int,
    watch: Watch,
) -> Improved:
    """Return the best stays after so many rounds; ``limits`` has the steps of one round."""
    options, chosen = by_box(candidates.stays), by_box(start)
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose, nothing secret
    began, count = time.monotonic(), FIRST_COUNT
    for number in range(rounds):
        left = None if limits.seconds is None else limits.seconds - (time.monotonic() - began)
        if watch.stopped() or (left is not None and left <= 0):
            return Improved(_all(chosen), stopped=left is None or left > 0)
        free = related_boxes(candidates, chosen, count=count, chance=chance)
        part = opened(candidates, options, chosen, free)
        model = build(part, [stay for box in sorted(free) for stay in chosen.get(box, ())])
        solver = new_solver(Limits(limits.steps, left, limits.workers), chance.randrange(2**31))
        status = solver.solve(model.program)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            for box in free:
                chosen.pop(box, None)
            chosen |= by_box(
                option for option, stay in model.chosen_from() if solver.boolean_value(stay)
            )
        count = _next_count(count, solved=status == cp_model.OPTIMAL, solver=solver)
        cost = -sum(stay.value for stay in _all(chosen))
        watch.report(Progress(stage="rotation.stage.search", done=(number + 1) / rounds, cost=cost))
    return Improved(_all(chosen), stopped=False)


def _next_count(count: int, *, solved: bool, solver: cp_model.CpSolver) -> int:
    if not solved:
        return max(LEAST_COUNT, count - 2)
    return min(MOST_COUNT, count + 1) if solver.deterministic_time < EASY else count


def _all(chosen: Chosen) -> tuple[StayOption, ...]:
    return tuple(stay for box in sorted(chosen) for stay in chosen[box])
