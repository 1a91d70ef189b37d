"""Improve trips and boxes together, by the one objective that judges both.

Routing decides trips before anybody knows what rides on them. Here trips are changed for the sake
of the boxes (turned round, re-ordered, moved to another day), the boxes that this touches follow,
and what costs less in all and breaks no rule of the checker is kept: large neighbourhoods over
two problems that were solved one after the other.
"""

import time
from collections import Counter
from dataclasses import dataclass, field

from vongsach.check import Severity, check_plan
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms, shelf_terms, total
from vongsach.plan import (
    CostTerm,
    Fact,
    MadeFrom,
    Plan,
    Rotation,
    Routing,
    RunStatus,
    SolverRun,
)
from vongsach.quarter import Quarter
from vongsach.solving import (
    BoxOpener,
    Effort,
    Progress,
    RotationProver,
    TripOpener,
    Variation,
    Watch,
)
from vongsach.travel import Travel
from vongsach.units import Dong

SOLVER, VERSION = "joint", "1"

STEPS = {1: 15, 2: 40, 3: 400, 4: 2_000, 5: 8_000}
"""Variations whose boxes are worked out, by level of effort."""

TRIES_A_STEP = 20
"""Draws for each step at most: many are no trips at all, or too dear to look at."""

BOXES_ALONE = 7
"""Of so many draws one leaves the trips as they are and has boxes of a trip decided anew."""

NOT_MADE = MadeFrom(network_sha256="", travel_sha256="", program="")


@dataclass(frozen=True, slots=True)
class Case:
    """What is planned for."""

    network: Network
    quarter: Quarter
    travel: Travel


@dataclass(frozen=True, slots=True)
class Draft:
    """Trips, and the boxes that ride on them."""

    routing: Routing
    rotation: Rotation


@dataclass(frozen=True, slots=True)
class Joint:
    """The steps of the improvement, each from the optimiser that it is the trade of."""

    open_trips: TripOpener
    open_boxes: BoxOpener
    prove: RotationProver | None = None
    """Bounds the value of boxes on the trips that were found; ``None``: no bound is told."""


@dataclass(frozen=True, slots=True)
class Improved:
    """Where an improvement ended."""

    draft: Draft
    run: SolverRun
    trips_changed: bool


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A draft with what it costs and what the checker remarks."""

    draft: Draft
    cost: int
    value: int
    """What the boxes are worth to readers, in đồng."""
    remarks: tuple[int, int]
    """Errors and warnings."""


@dataclass(slots=True)
class _Tally:
    """How often each kind of change was worked out and taken."""

    steps: int = 0
    taken: Counter[str] = field(default_factory=Counter)


def improve_jointly(
    case: Case, draft: Draft, joint: Joint, *, effort: Effort, seed: int, watch: Watch
) -> Improved:
    """Return a draft that costs no more and breaks no more rules, and the report of the way there.

    Same input, seed and level of effort give the same draft, unless it is ended early by
    ``effort.seconds`` or by the watch.
    """
    began = time.monotonic()
    vary = joint.open_trips(case.network, case.quarter, case.travel)
    rework = joint.open_boxes(case.network, case.quarter)
    start = best = _weighed(case, draft)
    most, tally, stopped = STEPS[effort.level], _Tally(), False
    for number in range(most * TRIES_A_STEP):
        stopped = watch.stopped()
        late = effort.seconds is not None and time.monotonic() - began >= effort.seconds
        if stopped or late or tally.steps >= most:
            break
        if number % BOXES_ALONE:
            variation = vary(best.draft.routing, _draw(seed, number))
        else:
            variation = _boxes_alone(best.draft.routing, number // BOXES_ALONE + seed)
        if variation is None or variation.dearer > _worth_a_look(best):
            continue
        tally.steps += 1
        rotation = rework(best.draft.rotation, variation, _draw(seed, number))
        found = None if rotation is None else _better(case, variation, rotation, best)
        if found is not None:
            tally.taken[variation.kind] += 1
            best = found
        done = tally.steps / most
        watch.report(Progress(stage="rotation.stage.joint", done=done, cost=best.cost))
    run = SolverRun(
        solver=SOLVER,
        version=VERSION,
        seed=seed,
        effort=effort.level,
        status=RunStatus.STOPPED if stopped else RunStatus.FEASIBLE,
        cost=(),
        facts=_facts(tally, start.cost - best.cost),
        runtime_ms=round((time.monotonic() - began) * 1000),
    )
    return Improved(best.draft, run, trips_changed=best.draft.routing != draft.routing)


def after_improvement(
    case: Case, runs: list[SolverRun], found: Improved, joint: Joint, *, watch: Watch
) -> list[SolverRun]:
    """Return the runs of a draft after its improvement, that of the improvement included.

    Every term is told anew. The bound on the trips holds for all trips; that on the boxes speaks
    of the trips before: where these have changed it is proven anew, or given up.
    """
    routed, rotated, *_ = runs
    draft = found.draft
    trips = routing_terms(case.network, case.quarter, draft.routing, case.travel)
    boxes = rotation_terms(case.network, case.quarter, draft.rotation)
    bound, relaxation = rotated.bound, rotated.relaxation
    if found.trips_changed:
        proof = None
        if bound is not None and joint.prove is not None:
            proof = joint.prove(
                case.network, case.quarter, draft.routing, draft.rotation, watch=watch
            )
        bound, relaxation = (None, "") if proof is None else (Dong(proof.bound), proof.relaxation)
    return [
        _told_anew(routed, trips, routed.bound, routed.relaxation),
        _told_anew(rotated, boxes, bound, relaxation),
        found.run,
    ]


def _told_anew(
    run: SolverRun, cost: tuple[CostTerm, ...], bound: Dong | None, relaxation: str
) -> SolverRun:
    """Return a run with other terms and bound; it is optimal where the two meet."""
    unproven = RunStatus.FEASIBLE if run.status is RunStatus.OPTIMAL else run.status
    status = RunStatus.OPTIMAL if bound == total(cost) else unproven
    return run.model_copy(
        update={"cost": cost, "bound": bound, "relaxation": relaxation, "status": status}
    )


def _weighed(case: Case, draft: Draft) -> _Weighed:
    trips, value = _sums(case, draft)
    return _Weighed(draft, trips - value, value, _remarks(case, draft))


def _better(
    case: Case, variation: Variation, rotation: Rotation, best: _Weighed
) -> _Weighed | None:
    """Return a draft that is cheaper and has no more remarks of the checker than the best."""
    draft = Draft(variation.routing, rotation)
    trips, value = _sums(case, draft)
    if trips - value >= best.cost:
        return None
    errors, warnings = _remarks(case, draft)
    if errors > best.remarks[0] or warnings > best.remarks[1]:
        return None
    return _Weighed(draft, trips - value, value, (errors, warnings))


def _sums(case: Case, draft: Draft) -> tuple[int, int]:
    """Return what the trips cost and what the boxes are worth, in đồng."""
    trips = routing_terms(case.network, case.quarter, draft.routing, case.travel)
    boxes = (
        *rotation_terms(case.network, case.quarter, draft.rotation),
        *shelf_terms(case.network, draft.routing, draft.rotation),
    )
    return total(trips), -total(boxes)


def _remarks(case: Case, draft: Draft) -> tuple[int, int]:
    plan = Plan(
        quarter=case.quarter,
        routing=draft.routing,
        rotation=draft.rotation,
        runs=(),
        made_from=NOT_MADE,
    )
    found = Counter(one.severity for one in check_plan(plan, case.network, case.travel).violations)
    return found[Severity.ERROR], found[Severity.WARNING]


def _boxes_alone(routing: Routing, number: int) -> Variation | None:
    """Return the trips as they are, with one of them, each in turn, to have its boxes anew."""
    if not routing.trips:
        return None
    trip = routing.trips[number * 7919 % len(routing.trips)]
    changed = frozenset((day.day, trip.van) for day in trip.days)
    return Variation("boxes", before=routing, routing=routing, dearer=0, changed=changed)


def _worth_a_look(best: _Weighed) -> int:
    """Return how much dearer trips may be: as much as one trip's boxes are worth on average."""
    trips = max(1, len(best.draft.routing.trips))
    return max(0, best.value) // trips


def _draw(seed: int, number: int) -> int:
    return (seed * 1_000_003 + number) % 2**31


def _facts(tally: _Tally, gain: int) -> tuple[Fact, ...]:
    """Return what the improvement did: steps, changes taken by kind, đồng gained."""
    return (
        Fact(name="steps", value=tally.steps),
        Fact(name="gain", value=gain),
        *(Fact(name=f"taken.{kind}", value=times) for kind, times in sorted(tally.taken.items())),
    )
