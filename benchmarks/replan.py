"""Measure changing a plan: replanning after a closure, in every mode, and explaining one place.

``python -m benchmarks replan [--size example|province]``. The plan that is changed is made first
and not timed.
"""

import argparse
import datetime as dt
import platform
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import TypeVar

from benchmarks._province import make_province
from rotation import solve_rotation
from routing import solve_routing
from routing.roads import travel_from_legs
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.changing import Change, ChangeKind, changed
from vongsach.explaining import Base, explain_missing
from vongsach.network import Network
from vongsach.plan import Plan, ReplanMode
from vongsach.planning import plan_quarter
from vongsach.quarter import Quarter
from vongsach.replanning import Now, Solvers, Wish, replan
from vongsach.solving import Effort, Unwatched
from vongsach.travel import Travel
from vongsach.workbook import read_workbook

T = TypeVar("T")
SOLVERS = Solvers(solve_routing, solve_rotation, Effort(level=1), 0, Unwatched())


def main(arguments: list[str]) -> int:
    """Print the table; 0 always."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks replan")
    parser.add_argument("--size", choices=("example", "province"), default="example")
    asked = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, ortools {version('ortools')}; effort 1, one worker")
    if asked.size == "example":
        book = read_workbook(example_folder() / EXAMPLE_WORKBOOK)
        network, quarter = book.network, book.quarter
        travel = travel_from_legs(network, quarter)
    else:
        network, quarter, travel = make_province(1_000, 1)
    plan = _timed("plan (not part of the target)", lambda: _plan(network, quarter, travel))
    _measure(network, quarter, travel, plan)
    return 0


def _plan(network: Network, quarter: Quarter, travel: Travel) -> Plan:
    return plan_quarter(
        network,
        quarter,
        travel,
        solve_routing=solve_routing,
        solve_rotation=solve_rotation,
        effort=Effort(level=1),
        seed=0,
        watch=Unwatched(),
    ).plan


def _measure(network: Network, quarter: Quarter, travel: Travel, plan: Plan) -> None:
    """Let a van stand for a week in the middle of the quarter; then explain what is missing."""
    middle = quarter.first_day + (quarter.last_day - quarter.first_day) / 2
    busiest = max(
        (van.id for van in network.vans),
        key=lambda van: sum(trip.van == van for trip in plan.routing.trips),
    )
    out = Change(
        what=ChangeKind.VAN_OUT,
        target=busiest,
        first_day=middle,
        last_day=middle + dt.timedelta(days=6),
    )
    now = Now(changed(network, quarter, [out], middle), travel)
    for mode in (ReplanMode.KEEP_TRIPS, ReplanMode.FREE):
        wish = Wish(middle, mode)
        found = _timed(f"replan {mode}, free beside it", partial(replan, plan, now, wish, SOLVERS))
        print(
            f"    visits changed {len(found.changes.visits)}, of these other day or dropped "
            f"{found.changes.unkept}; stability {found.stability_cost:,} đồng; "
            f"checker ok {found.planned.report.ok}, promise kept {not found.broken_promises}"
        )
    base = Base.of(plan, network, travel)
    for entry in plan.routing.unserved[:3]:
        why = _timed(
            f"explain {entry.service} ({entry.reason})",
            partial(explain_missing, base, entry, SOLVERS),
        )
        print(f"    tried {why.trials}, shown {len(why.remedies)}")


def _timed(name: str, act: Callable[[], T]) -> T:
    began = time.perf_counter()
    found = act()
    print(f"{name:<45} {time.perf_counter() - began:6.1f} s", flush=True)
    return found


if __name__ == "__main__":
    main([])
