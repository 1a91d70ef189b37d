"""Plan the visits of a made-up province, and say where the time and the memory go."""

import argparse
import platform
import resource
import sys
import time

from typing_extensions import override

from benchmarks._province import make_province
from routing import solve_routing
from vongsach.check import Severity, check_plan
from vongsach.objective import total
from vongsach.plan import MadeFrom, Plan, Rotation
from vongsach.solving import MOST_THOROUGH, QUICKEST, Effort, Progress, Unwatched

SMALL = 40
"""Places of the network on which the loops are compiled before time is taken."""


class _Phases(Unwatched):
    """Notes when each stage began, and the best cost over time."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.stages: dict[str, float] = {}
        self.costs: list[tuple[float, int]] = []

    @override
    def report(self, progress: Progress) -> None:
        now = time.monotonic() - self.began
        self.stages.setdefault(progress.stage.rsplit(".", maxsplit=1)[-1], now)
        if progress.cost is not None and (not self.costs or progress.cost < self.costs[-1][1]):
            self.costs.append((now, progress.cost))


def main(arguments: list[str]) -> int:
    """Print phases, cost, bound, what is missing and peak memory; 1 where a rule is broken."""
    asked = _read(arguments)
    print(f"{platform.machine()}, Python {platform.python_version()}, {asked.workers} workers")
    _warm_up()
    network, quarter, travel = make_province(asked.places, asked.seed)
    print(f"{len(network.places)} places, {len(network.vans)} vans, {len(travel.states)} days")
    phases = _Phases()
    effort = Effort(level=MOST_THOROUGH, seconds=asked.seconds, workers=asked.workers)
    found = solve_routing(network, quarter, travel, effort=effort, seed=1, watch=phases)
    seconds = time.monotonic() - phases.began
    cost, bound = total(found.run.cost), found.run.bound or 0
    required = {service.id for service in network.services if service.required}
    missing = found.decision.unserved
    print(f"{seconds:.1f} s; stages begin at: {_stages(phases)}")
    print(f"best so far: {_course(phases)}")
    print(
        f"cost {cost:,}, bound {bound:,} ({100 * (1 - bound / cost):.1f} %): {found.run.relaxation}"
    )
    away = sum(len(trip.days) > 1 for trip in found.decision.trips)
    print(
        f"{len(found.decision.trips)} trips, {away} of them with nights; visits missing: "
        f"{sum(one.missing for one in missing if one.service in required)} required, "
        f"{sum(one.missing for one in missing if one.service not in required)} wished"
    )
    began = time.monotonic()
    plan = Plan(
        quarter=quarter,
        routing=found.decision,
        rotation=Rotation(),
        runs=(found.run,),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program=""),
    )
    report = check_plan(plan, network, travel)
    errors = [one for one in report.violations if one.severity is Severity.ERROR]
    print(f"checker: {time.monotonic() - began:.1f} s, {len(errors)} errors {errors[:1]}")
    print(f"peak memory {_peak_megabytes():.0f} MB")
    return int(bool(errors))


def _stages(phases: _Phases) -> str:
    return ", ".join(f"{name} {at:.1f}" for name, at in phases.stages.items())


def _course(phases: _Phases) -> str:
    """Return the best cost at a few moments."""
    step = max(1, len(phases.costs) // 8)
    shown = [*phases.costs[::step], *phases.costs[-1:]]
    return ", ".join(f"{at:.0f} s {cost / 1e6:,.1f} M" for at, cost in shown)


def _warm_up() -> None:
    solve_routing(*make_province(SMALL, 1), effort=Effort(QUICKEST), seed=1, watch=Unwatched())


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks province")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)
