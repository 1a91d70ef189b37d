"""Decide a rotation: by hand's rule first, then by CP-SAT from there."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import ortools

from rotation.candidates import Candidates, StayOption, candidates_of
from rotation.events import events_of
from rotation.greedy import greedy_stays
from rotation.improve import improve
from rotation.itineraries import rotation_of
from rotation.model import RotationModel, add_hint
from rotation.objective import dearest_wishes
from rotation.program import build, price_of
from rotation.relaxation import relaxed_bound
from rotation.search import FOR_THESE_TRIPS, Found, Limits, proven, search
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus, SolverRun
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Effort, Kept, Progress, Solved, Watch
from vongsach.units import Dong


@dataclass(frozen=True, slots=True)
class _Work:
    """What a level of effort means in numbers."""

    steps: float
    """CP-SAT's deterministic seconds for a whole model."""
    rounds: int
    """Rounds of improvement, where the whole model is too large."""
    proves: bool
    """Solves the linear relaxation for a bound."""


WORK = {
    1: _Work(steps=2.0, rounds=20, proves=False),
    2: _Work(steps=6.0, rounds=40, proves=True),
    3: _Work(steps=40.0, rounds=400, proves=True),
    4: _Work(steps=150.0, rounds=2000, proves=True),
    5: _Work(steps=600.0, rounds=10_000, proves=True),
}

SMALL = 4_000
"""Candidate stays up to which the whole model is searched at once."""
PROVABLE = 80_000
"""Candidate stays up to which the linear relaxation of the whole model is solved."""
STEPS_A_ROUND = 0.3


def solve_rotation(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    """Return the loads, exchanges and stays with the greatest reader value found.

    See ``vongsach.solving.RotationSolver``.
    """
    began = time.monotonic()
    watch.report(Progress(stage="rotation.stage.greedy", done=0.0))
    candidates = candidates_of(network, quarter, events_of(network, quarter, routing), kept)
    by_hand = greedy_stays(candidates)
    found = _found(candidates, by_hand, effort=effort, seed=seed, watch=watch)
    rotation = rotation_of(candidates, found.chosen)
    cost = rotation_terms(network, quarter, rotation)
    if network.titles:
        # The model sees repeated titles only in part: the hand may be better by the objective.
        hand = rotation_of(candidates, by_hand)
        hand_cost = rotation_terms(network, quarter, hand)
        if total(hand_cost) < total(cost):
            found = replace(found, chosen=by_hand, status=RunStatus.FEASIBLE)
            rotation, cost = hand, hand_cost
    if total(cost) < found.cost or (total(cost) != found.cost and not network.titles):
        msg = f"the model sums to {found.cost} đồng, the objective to {total(cost)}"
        raise RuntimeError(msg)
    found = proven(found, total(cost))
    run = SolverRun(
        solver="cp-sat",
        version=ortools.__version__,
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=found.status,
        cost=cost,
        bound=None if found.bound is None else Dong(found.bound),
        relaxation=found.relaxation,
        runtime_ms=round((time.monotonic() - began) * 1000),
    )
    return Solved(rotation, run)


def _found(
    candidates: Candidates,
    by_hand: tuple[StayOption, ...],
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Found:
    """Search the whole model where it is small, and box by box with a relaxed bound elsewhere."""
    if watch.stopped():
        return Found(by_hand, RunStatus.STOPPED)
    if len(candidates.stays) <= SMALL:
        limits = Limits(WORK[effort.level].steps, effort.seconds, effort.workers)
        model = build(candidates, by_hand)
        return search(model, by_hand, limits=limits, seed=seed, watch=watch)
    return _found_box_by_box(candidates, by_hand, effort=effort, seed=seed, watch=watch)


def _found_box_by_box(
    candidates: Candidates,
    by_hand: tuple[StayOption, ...],
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Found:
    """Improve box by box; the relaxation is solved beside it, neither waits for the other."""
    work = WORK[effort.level]
    provable = work.proves and effort.seconds is None and len(candidates.stays) <= PROVABLE
    whole = build(candidates) if provable else None
    with ThreadPoolExecutor(max_workers=1) as pool:
        proving = None if whole is None else pool.submit(relaxed_bound, whole.program, watch)
        improved = improve(
            candidates,
            by_hand,
            rounds=work.rounds,
            limits=Limits(STEPS_A_ROUND, effort.seconds, effort.workers),
            seed=seed,
            watch=watch,
        )
        watch.report(Progress(stage="rotation.stage.bound", done=0.0))
        bound = None if proving is None else proving.result()
    status = RunStatus.STOPPED if improved.stopped else RunStatus.FEASIBLE
    if whole is None or bound is None:
        return Found(improved.chosen, status)
    return _proven(whole, improved.chosen, status=status, bound=bound)


def _proven(
    model: RotationModel, chosen: tuple[StayOption, ...], *, status: RunStatus, bound: int
) -> Found:
    """Return chosen stays with what the relaxation proves about rotations that break as little."""
    add_hint(model, chosen)
    bound -= price_of(model) + dearest_wishes(model)
    return Found(chosen, status, bound, "lp" + FOR_THESE_TRIPS)
