"""Lead from a network to a checked plan: the one path, in one direction."""

import time
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from vongsach.check import Report, Severity, check_plan
from vongsach.errors import NoPlanError
from vongsach.network import Network
from vongsach.plan import MadeFrom, Plan, Replaced, Routing
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Effort, Kept, RotationSolver, RoutingSolver, Watch
from vongsach.store import network_sha256, travel_sha256
from vongsach.travel import Travel

BOX_PIN = "S16"
BOX_MOVED, BOX_ELSEWHERE = "pinned_box_moved", "pinned_box_elsewhere"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the checker says of it."""

    plan: Plan
    report: Report


def plan_quarter(  # noqa: PLR0913 -- the problem, two solvers, how hard, and what is kept
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    solve_routing: RoutingSolver,
    solve_rotation: RotationSolver,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
    replaces: Replaced | None = None,
) -> Planned:
    """Decide trips, then boxes on them, and have an independent checker judge both.

    The seconds of the effort are those of both solvers together. What is kept stands as it is;
    ``replaces`` says of which plan it is the remainder.

    Raises
    ------
    NoPlanError
        No plan was found that keeps what is pinned.
    OutOfTime
        Stopped before a first plan was found.
    """
    began = time.monotonic()
    routed = solve_routing(
        network, quarter, travel, effort=effort, seed=seed, watch=watch, kept=kept
    )
    rotated = solve_rotation(
        network,
        quarter,
        routed.decision,
        effort=_rest(effort, time.monotonic() - began),
        seed=seed,
        watch=watch,
        kept=placed(kept, routed.decision),
    )
    run = rotated.run.model_copy(update={"seconds_limit": effort.seconds})
    plan = Plan(
        quarter=quarter,
        routing=routed.decision,
        rotation=rotated.decision,
        runs=(routed.run, run),
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


def _rest(effort: Effort, spent: float) -> Effort:
    """Return what is left of an effort after some seconds."""
    if effort.seconds is None:
        return effort
    return replace(effort, seconds=max(0.0, effort.seconds - spent))


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
