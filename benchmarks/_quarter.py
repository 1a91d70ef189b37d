"""Plan the visits of a quarter, and say where the time and the memory go."""

import argparse
import platform
import time

from benchmarks._province import make_province
from benchmarks._watching import Phases, peak_megabytes
from routing import solve_routing
from vongsach.check import Severity, check_plan
from vongsach.network import Network
from vongsach.objective import total
from vongsach.plan import MadeFrom, Plan, Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.solving import MOST_THOROUGH, QUICKEST, Effort, Solved, Unwatched
from vongsach.travel import Travel

SMALL = 40
"""Places of the network on which the loops are compiled before time is taken."""

MOMENTS = 8
"""At how many moments the best cost is told."""


def options(name: str) -> argparse.ArgumentParser:
    """Return what is read from the command line of such a benchmark."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1)
    return parser


def head(asked: argparse.Namespace) -> None:
    """Print the machine, and let the loops be compiled before time is taken."""
    print(f"{platform.machine()}, Python {platform.python_version()}, {asked.workers} workers")
    solve_routing(*make_province(SMALL, 1), effort=Effort(QUICKEST), seed=1, watch=Unwatched())


def plan_and_print(
    network: Network, quarter: Quarter, travel: Travel, *, asked: argparse.Namespace, seed: int
) -> bool:
    """Print phases, cost, bound, what is missing and peak memory; say whether a rule is broken."""
    phases = Phases()
    effort = Effort(level=MOST_THOROUGH, seconds=asked.seconds, workers=asked.workers)
    found = solve_routing(network, quarter, travel, effort=effort, seed=seed, watch=phases)
    seconds = time.monotonic() - phases.began
    stages = ", ".join(f"{name} {at:.1f}" for name, at in phases.stages.items())
    print(f"seed {seed}: {seconds:.1f} s; stages begin at: {stages}")
    print(f"best so far: {_course(phases)}")
    _print_plan(network, found)
    began = time.monotonic()
    plan = Plan(
        quarter=quarter,
        routing=found.decision,
        rotation=Rotation(),
        runs=(found.run,),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program=""),
    )
    report = check_plan(plan, network, travel)
    # Boxes stand where they stood: nobody moves them here.
    errors = [one for one in report.violations if one.severity is Severity.ERROR and not one.box]
    print(f"checker: {time.monotonic() - began:.1f} s, {len(errors)} errors {errors[:1]}")
    print(f"peak memory so far {peak_megabytes():.0f} MB", flush=True)
    return bool(errors)


def _print_plan(network: Network, found: Solved[Routing]) -> None:
    cost, bound = total(found.run.cost), found.run.bound or 0
    print(
        f"cost {cost:,}, bound {bound:,} ({100 * (1 - bound / cost):.1f} %): {found.run.relaxation}"
    )
    required = {service.id for service in network.services if service.required}
    missing = found.decision.unserved
    away = sum(len(trip.days) > 1 for trip in found.decision.trips)
    print(
        f"{len(found.decision.trips)} trips, {away} of them with nights; visits missing: "
        f"{sum(one.missing for one in missing if one.service in required)} required, "
        f"{sum(one.missing for one in missing if one.service not in required)} wished"
    )


def _course(phases: Phases) -> str:
    """Return the best cost at a few moments."""
    step = max(1, len(phases.costs) // MOMENTS)
    shown = [*phases.costs[::step], *phases.costs[-1:]]
    return ", ".join(f"{at:.0f} s {cost / 1e6:,.2f} M" for at, cost in shown)
