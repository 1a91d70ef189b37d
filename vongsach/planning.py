"""Lead from a network to a checked plan: the one path, in one direction."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from vongsach.check import Report, check_plan
from vongsach.network import Network
from vongsach.plan import MadeFrom, Plan
from vongsach.quarter import Quarter
from vongsach.solving import Effort, RotationSolver, RoutingSolver, Watch
from vongsach.store import network_sha256, travel_sha256
from vongsach.travel import Travel


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

    Raises
    ------
    NoPlanError
        No plan exists under the hard rules.
    OutOfTime
        Stopped before a first plan was found.
    """
    routed = solve_routing(network, quarter, travel, effort=effort, seed=seed, watch=watch)
    rotated = solve_rotation(
        network, quarter, routed.decision, effort=effort, seed=seed, watch=watch
    )
    plan = Plan(
        quarter=quarter,
        routing=routed.decision,
        rotation=rotated.decision,
        runs=(routed.run, rotated.run),
        made_from=MadeFrom(
            network_sha256=network_sha256(network),
            travel_sha256=travel_sha256(travel),
            program=program_version(),
        ),
    )
    return Planned(plan=plan, report=check_plan(plan, network, travel))


def program_version() -> str:
    """Return the version of this program; ``0`` where it runs without being installed."""
    try:
        return version("vongsach")
    except PackageNotFoundError:
        return "0"
