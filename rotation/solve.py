"""Decide a rotation: by hand's rule first, then by CP-SAT from there."""

import time

import ortools

from rotation.candidates import Candidates, StayOption, candidates_of
from rotation.constraints import CONSTRAINTS
from rotation.events import events_of
from rotation.greedy import greedy_stays
from rotation.itineraries import rotation_of
from rotation.model import RotationModel, add_hint, new_model
from rotation.objective import minimise
from rotation.search import Found, Limits, search
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus, SolverRun
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Progress, Solved, Watch
from vongsach.units import Dong


def solve_rotation(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Solved[Rotation]:
    """Return the loads, exchanges and stays with the greatest reader value found.

    See ``vongsach.solving.RotationSolver``.
    """
    began = time.monotonic()
    watch.report(Progress(stage="rotation.stage.greedy", done=0.0))
    candidates = candidates_of(network, quarter, events_of(network, quarter, routing))
    by_hand = greedy_stays(candidates)
    found = _found(candidates, by_hand, effort=effort, seed=seed, watch=watch)
    rotation = rotation_of(candidates, found.chosen)
    cost = rotation_terms(network, quarter, rotation)
    if total(cost) != found.cost:
        msg = f"the model sums to {found.cost} đồng, the objective to {total(cost)}"
        raise RuntimeError(msg)
    run = SolverRun(
        solver="cp-sat",
        version=ortools.__version__,
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=found.status,
        cost=cost,
        bound=None if found.bound is None else Dong(found.bound),
        relaxation="" if found.bound is None else "cp-sat",
        runtime_ms=round((time.monotonic() - began) * 1000),
    )
    return Solved(rotation, run)


def build(candidates: Candidates) -> RotationModel:
    """Return the whole model: variables, constraints and objective."""
    model = new_model(candidates)
    for constraint in CONSTRAINTS:
        constraint(model)
    minimise(model)
    return model


def _found(
    candidates: Candidates,
    by_hand: tuple[StayOption, ...],
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Found:
    if watch.stopped():
        return Found(by_hand, RunStatus.STOPPED)
    model = build(candidates)
    add_hint(model, by_hand)
    return search(model, by_hand, limits=Limits.of(effort), seed=seed, watch=watch)
