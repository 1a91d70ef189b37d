"""Run CP-SAT on a rotation model, with somebody looking on who may stop it."""

import math
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from rotation.candidates import StayOption
from rotation.model import RotationModel
from rotation.objective import dearest_wishes, forced_breaches
from vongsach.plan import RunStatus
from vongsach.solving import Progress, Watch

FOR_THESE_TRIPS = ", for these trips"
"""What a bound on a rotation speaks of: other trips may carry a better one."""

LOOK_EVERY = 0.2
"""Seconds between two looks at whether somebody asks to stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a search ends at the latest."""

    steps: float
    """CP-SAT's deterministic seconds: the same number gives the same plan."""
    seconds: float | None
    """Wall-clock seconds."""
    workers: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best stays of a search."""

    chosen: tuple[StayOption, ...]
    status: RunStatus
    bound: int | None = None
    """No rotation that breaks as little as this one costs less, in đồng, soft pins kept or not."""
    relaxation: str = ""
    """What proved the bound."""

    @property
    def cost(self) -> int:
        """Return the reader value, counted negative, in đồng."""
        return -sum(option.value for option in self.chosen)


class _Seen(cp_model.CpSolverSolutionCallback):
    """How far the solver is: written by its thread, read by the watching one."""

    def __init__(self) -> None:
        super().__init__()
        self.cost: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        """Take note of a better rotation."""
        self.cost = round(self.objective_value)

    def note_bound(self, bound: float) -> None:
        """Take note of a better bound."""
        self.bound = math.floor(bound)


def search(
    model: RotationModel,
    start: tuple[StayOption, ...],
    *,
    limits: Limits,
    seed: int,
    watch: Watch,
) -> Found:
    """Return the best stays that CP-SAT finds, or the start if it is stopped before the first."""
    solver = new_solver(limits, seed)
    status, stopped = _run(solver, model, limits, watch)
    if status == cp_model.UNKNOWN:
        return Found(start, RunStatus.STOPPED if stopped else RunStatus.FEASIBLE)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        msg = f"a rotation always exists, but the solver says {status.name}"
        raise RuntimeError(msg)
    unproven = RunStatus.STOPPED if stopped else RunStatus.FEASIBLE
    chosen = tuple(option for option, stay in model.chosen_from() if solver.boolean_value(stay))
    bound = round(solver.best_objective_bound) - solver.value(forced_breaches(model))
    return Found(chosen, unproven, bound - dearest_wishes(model), "cp-sat" + FOR_THESE_TRIPS)


def proven(found: Found, cost: int) -> Found:
    """Return stays as the optimum where what they truly cost is their bound, and only there."""
    if cost == found.bound:
        return replace(found, status=RunStatus.OPTIMAL)
    unproven = found.status is RunStatus.OPTIMAL
    return replace(found, status=RunStatus.FEASIBLE) if unproven else found


def new_solver(limits: Limits, seed: int) -> cp_model.CpSolver:
    """Return a solver that repeats itself on one worker.

    The linear relaxation carries all the weight: the rules are flows and capacities. Without its
    full form not even a dozen boxes are solved; looking for symmetry and probing find nothing.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed % 2**31
    parameters.num_workers = limits.workers
    parameters.catch_sigint_signal = False  # the press belongs to the watch
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0
    parameters.max_deterministic_time = limits.steps
    if limits.seconds is not None:
        parameters.max_time_in_seconds = max(0.0, limits.seconds)
    return solver


def _run(
    solver: cp_model.CpSolver, model: RotationModel, limits: Limits, watch: Watch
) -> tuple[cp_model.CpSolverStatus, bool]:
    """Solve in a thread, so that a wish to stop is heard at any time; say whether there was one."""
    seen = _Seen()
    solver.best_bound_callback = seen.note_bound
    stopped = False
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(solver.solve, model.program, seen)
        looks = 0
        try:
            while not wait({running}, timeout=LOOK_EVERY).done:
                looks += 1
                stopped = stopped or watch.stopped()
                if stopped:
                    solver.stop_search()
                done = 1 - math.exp(-looks * LOOK_EVERY / limits.steps)
                watch.report(
                    Progress(
                        stage="rotation.stage.search", done=done, cost=seen.cost, bound=seen.bound
                    )
                )
        finally:
            solver.stop_search()
        return running.result(), stopped
