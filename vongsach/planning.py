"""Lead from a network to a checked plan: the one path, in one direction."""

import time
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from vongsach.check import Report, Severity, check_plan
from vongsach.errors import NoPlanError
from vongsach.network import Network
from vongsach.plan import MadeFrom, Plan
from vongsach.quarter import Quarter
from vongsach.solving import Effort, RotationSolver, RoutingSolver, Watch
from vongsach.store import network_sha256, travel_sha256
from vongsach.travel import Travel

BOX_PIN = "S16"
BOX_MOVED, BOX_ELSEWHERE = "pinned_box_moved", "pinned_box_elsewhere"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the checker says of it."""

    plan: Plan
    report: Report


def plan_quarter(
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    solve_routing: RoutingSolver,
    solve_rotation: RotationSolver,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Planned:
    """Decide trips, then boxes on them, and have an independent checker judge both.

    The seconds of the effort are those of both solvers together.

    Raises
    ------
    NoPlanError
        No plan was found that keeps what is pinned.
    OutOfTime
        Stopped before a first plan was found.
    """
    began = time.monotonic()
    routed = solve_routing(network, quarter, travel, effort=effort, seed=seed, watch=watch)
    rest = _rest(effort, time.monotonic() - began)
    rotated = solve_rotation(network, quarter, routed.decision, effort=rest, seed=seed, watch=watch)
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
        ),
    )
    report = check_plan(plan, network, travel)
    _require_box_pins(report, network)
    return Planned(plan=plan, report=report)


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
