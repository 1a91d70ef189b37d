"""Stand in for the solvers: quick, always the same, and as good or bad as a test wants."""

from typing import Any

from tests.builders import MONDAY, a_trip
from vongsach.errors import OutOfTime
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms
from vongsach.plan import (
    CostTerm,
    Exchange,
    Load,
    Rotation,
    Routing,
    RunStatus,
    SolverRun,
    Stay,
    Unserved,
    UnservedReason,
)
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Effort, Kept, Progress, Solved, Watch
from vongsach.travel import Travel


def a_run(**changes: Any) -> SolverRun:
    """Return the report of a stand-in that has proved half of its cost."""
    fields: dict[str, Any] = {
        "solver": "stand-in",
        "version": "1",
        "seed": 0,
        "effort": 2,
        "status": RunStatus.FEASIBLE,
        "cost": (CostTerm(name="km", dong=1000),),
        "bound": 500,
        "relaxation": "none",
    }
    return SolverRun(**fields | changes)


def stand_in_routing(
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Routing]:
    """Drive one trip to P1, whatever is asked."""
    assert all(trip.days for trip in kept.trips)
    assert network.places
    assert quarter.first_day in travel.states
    watch.report(Progress(stage="routing.stage.search", done=1.0, cost=1000))
    status = RunStatus.STOPPED if watch.stopped() else RunStatus.FEASIBLE
    routing = Routing(trips=(a_trip(),))
    run = a_run(
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=status,
        cost=routing_terms(network, quarter, routing, travel),
    )
    return Solved(decision=routing, run=run)


def stand_in_rotation(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    """Bring B1 to P1 on the trip."""
    assert all(trip.days for trip in kept.trips)
    assert network.boxes
    assert quarter.name
    assert not routing.trips or not watch.stopped() or effort.level
    rotation = Rotation(
        loads=(Load(trip="T1", boxes=("B1",)),),
        exchanges=(Exchange(trip="T1", day=MONDAY, position=0, handed_in=("B1",)),),
        stays=(Stay(box="B1", place="P1", first_day=MONDAY),),
    )
    cost = rotation_terms(network, quarter, rotation)
    run = a_run(solver="boxes", seed=seed, cost=cost, bound=None)
    return Solved(decision=rotation, run=run)


def no_trips(
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Routing]:
    """Leave everything out."""
    solved = stand_in_routing(
        network, quarter, travel, effort=effort, seed=seed, watch=watch, kept=kept
    )
    left = Unserved(service="P1:rotation", missing=1, reason=UnservedReason.NO_TIME)
    routing = Routing(unserved=(left,))
    cost = routing_terms(network, quarter, routing, travel)
    return Solved(decision=routing, run=solved.run.model_copy(update={"cost": cost}))


def no_moves(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    """Move no box."""
    solved = stand_in_rotation(
        network, quarter, routing, effort=effort, seed=seed, watch=watch, kept=kept
    )
    cost = rotation_terms(network, quarter, Rotation())
    return Solved(decision=Rotation(), run=solved.run.model_copy(update={"cost": cost}))


def out_of_time(*_: object, **__: object) -> Solved[Routing]:
    """Find nothing in time."""
    code = "stopped"
    raise OutOfTime(code)
