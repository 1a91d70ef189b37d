"""Lead from a network to a checked plan: the one path, in one direction."""

import time
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from vongsach.check import Report, Severity, check_plan
from vongsach.errors import NoPlanError
from vongsach.improving import Case, Draft, Joint, after_improvement, improve_jointly
from vongsach.network import Network
from vongsach.plan import MadeFrom, Plan, Replaced, Rotation, Routing, SolverRun
from vongsach.quarter import Quarter
from vongsach.solving import (
    NOTHING,
    Effort,
    Kept,
    RotationSolver,
    RoutingSolver,
    ShelfSolver,
    Solved,
    Watch,
)
from vongsach.store import network_sha256, travel_sha256
from vongsach.travel import Travel

BOX_PIN = "S16"
BOXES_SHARE = 0.3
"""Share of the seconds that trips leave to boxes: they would take all that they are given."""

JOINT_SHARE = 0.3
"""Share of the seconds that the boxes leave to the improvement of trips and boxes together."""

BOX_MOVED, BOX_ELSEWHERE = "pinned_box_moved", "pinned_box_elsewhere"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the checker says of it."""

    plan: Plan
    report: Report


def plan_quarter(  # noqa: PLR0913 -- what is given, who decides, how hard
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    solve_routing: RoutingSolver,
    solve_rotation: RotationSolver,
    solve_shelves: ShelfSolver | None = None,
    joint: Joint | None = None,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
    replaces: Replaced | None = None,
) -> Planned:
    """Decide trips, then boxes on them, then both together; an independent checker judges.

    The seconds of the effort are those of all steps together.
    What is kept stands as it is; ``replaces`` says of which plan it is the remainder. Around what
    is kept nothing is improved jointly: a published plan is changed where it must be, and not for
    a gain that nobody asked for.

    Raises
    ------
    NoPlanError
        No plan was found that keeps what is pinned.
    OutOfTime
        Stopped before a first plan was found.
    """
    began = time.monotonic()
    joint = joint if kept == NOTHING else None
    some = _rest(effort, 0.0, BOXES_SHARE if network.boxes else 0.0)
    routed = solve_routing(network, quarter, travel, effort=some, seed=seed, watch=watch, kept=kept)
    kept = placed(kept, routed.decision)
    rest = _rest(effort, time.monotonic() - began, JOINT_SHARE if joint else 0.0)
    rotated = solve_rotation(
        network, quarter, routed.decision, effort=rest, seed=seed, watch=watch, kept=kept
    )
    runs = [routed.run, rotated.run]
    draft = Draft(routed.decision, rotated.decision)
    shelve = None if solve_shelves is None else partial(solve_shelves, like=kept.like)
    fill = partial(_filled, network, quarter, solve=shelve, seed=seed, watch=watch)
    draft, shelves = fill(draft, effort=_rest(effort, time.monotonic() - began))
    if joint is not None:
        rest = _rest(effort, time.monotonic() - began)
        case = Case(network, quarter, travel)
        found = improve_jointly(case, draft, joint, effort=rest, seed=seed, watch=watch)
        runs = after_improvement(case, runs, found, joint, watch=watch)
        if found.draft != draft:
            draft, shelves = fill(found.draft, effort=_rest(effort, time.monotonic() - began))
    if kept.settled:
        # What vans carried on trips that are over stands, and is no part of what was chosen.
        draft, shelves = Draft(draft.routing, with_past_loads(draft.rotation, kept)), ()
    plan = Plan(
        quarter=quarter,
        routing=draft.routing,
        rotation=draft.rotation,
        runs=tuple(
            run.model_copy(update={"seconds_limit": effort.seconds}) for run in (*runs, *shelves)
        ),
        made_from=MadeFrom(
            network_sha256=network_sha256(network),
            travel_sha256=travel_sha256(travel),
            program=program_version(),
            replaces=replaces,
        ),
    )
    report = check_plan(plan, network, travel)
    _require_box_pins(report, network)
    return Planned(plan=plan, report=report)


def placed(kept: Kept, routing: Routing) -> Kept:
    """Return what is kept with its exchanges at the positions that the stops have in a routing."""
    old = {trip.id: trip for trip in kept.trips}
    new = {trip.id: trip for trip in routing.trips}
    exchanges = []
    for one in kept.exchanges:
        stops = {day.day: day.stops for day in old[one.trip].days}[one.day]
        now = {day.day: day.stops for day in new[one.trip].days}[one.day]
        position = now.index(stops[one.position])
        exchanges.append(one.model_copy(update={"position": position}))
    return replace(kept, exchanges=tuple(exchanges))


def with_past_loads(rotation: Rotation, kept: Kept) -> Rotation:
    """Return a rotation in which settled trips are loaded as they were, vans' own shelves too."""
    others = (load for load in rotation.loads if load.trip not in kept.settled)
    return rotation.model_copy(update={"loads": (*kept.loads, *others)})


def _filled(
    network: Network,
    quarter: Quarter,
    draft: Draft,
    *,
    solve: "partial[Solved[Rotation]] | None",
    effort: Effort,
    seed: int,
    watch: Watch,
) -> tuple[Draft, tuple[SolverRun, ...]]:
    """Return a draft with the best boxes on the vans' own shelves, and how they were found."""
    if solve is None:
        return draft, ()
    routing, rotation = draft.routing, draft.rotation
    found = solve(network, quarter, routing, rotation, effort=effort, seed=seed, watch=watch)
    return Draft(routing, found.decision), (found.run,)


def _rest(effort: Effort, spent: float, kept: float = 0.0) -> Effort:
    """Return what is left of an effort after some seconds, but for a share that is kept back."""
    if effort.seconds is None:
        return effort
    return replace(effort, seconds=max(0.0, effort.seconds - spent) * (1.0 - kept))


def _require_box_pins(report: Report, network: Network) -> None:
    """Refuse a plan that breaks a hard pin of a box: what was fixed by hand is not given up.

    Raises
    ------
    NoPlanError
        Names the first such pin.
    """
    for found in report.violations:
        if found.code == BOX_PIN and found.severity is Severity.ERROR:
            pin = next(
                pin
                for pin in network.pins
                if pin.hard
                and (pin.box, pin.place or "", pin.first_day) == (found.box, found.place, found.day)
            )
            raise NoPlanError(
                BOX_MOVED if pin.place is None else BOX_ELSEWHERE,
                box=found.box,
                place=found.place,
                first_day=pin.first_day.isoformat(),
                last_day=pin.last_day.isoformat(),
            )


def program_version() -> str:
    """Return the version of this program; ``0`` where it runs without being installed."""
    try:
        return version("vongsach")
    except PackageNotFoundError:
        return "0"
