"""Measure what improving trips and boxes together gains over deciding one after the other.

On the seeded networks of ``benchmarks._made_up``, with trips that our own routing makes over
straight roads a third longer than the air line, driven at 40 km/h.
"""

import argparse
import time
from typing import Any

from benchmarks._made_up import QUARTER, SIZES, a_priced_network, a_travel
from rotation import open_boxes, solve_rotation
from routing import open_trips, solve_routing
from vongsach.check import Severity, check_plan
from vongsach.improving import Case, Draft, Joint, improve_jointly
from vongsach.objective import rotation_terms, routing_terms, total
from vongsach.plan import MadeFrom, Plan
from vongsach.solving import Effort, Unwatched


def main(argv: list[str]) -> int:
    """Print cost, reader value and kilometres without and with the joint improvement."""
    parser = argparse.ArgumentParser(prog="benchmarks joint", description=main.__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="district")
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    how: dict[str, Any] = {
        "effort": Effort(level=asked.level),
        "seed": asked.seed,
        "watch": Unwatched(),
    }
    columns = ("cost", "joint", "value", "joint", "km", "joint")
    print(f"{'stock':8}" + "".join(f"{name:>14}" for name in columns) + f"{'errors':>8}{'s':>8}")
    for scarce in (True, False):
        network = a_priced_network(SIZES[asked.size], scarce=scarce, seed=asked.seed)
        case = Case(network, QUARTER, a_travel(network))
        routing = solve_routing(network, QUARTER, case.travel, **how).decision
        rotation = solve_rotation(network, QUARTER, routing, **how).decision
        before = Draft(routing, rotation)
        began = time.perf_counter()
        found = improve_jointly(case, before, Joint(open_trips, open_boxes), **how)
        seconds = time.perf_counter() - began
        pairs = zip(_figures(case, before), _figures(case, found.draft), strict=True)
        numbers = "".join(f"{one:14,}{other:14,}" for one, other in pairs)
        stock = "scarce" if scarce else "ample"
        print(f"{stock:8}{numbers}{_errors(case, found.draft):8}{seconds:8.1f}", flush=True)
        print("        " + ", ".join(f"{one.name} {one.value:,}" for one in found.run.facts))
    return 0


def _figures(case: Case, draft: Draft) -> tuple[int, int, int]:
    trips = routing_terms(case.network, case.quarter, draft.routing, case.travel)
    value = -total(rotation_terms(case.network, case.quarter, draft.rotation))
    km = next(term.dong for term in trips if term.name == "km") // case.network.vans[0].cost_per_km
    return total(trips) - value, value, km


def _errors(case: Case, draft: Draft) -> int:
    plan = Plan(
        quarter=case.quarter,
        routing=draft.routing,
        rotation=draft.rotation,
        runs=(),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program=""),
    )
    found = check_plan(plan, case.network, case.travel).violations
    return sum(one.severity is Severity.ERROR for one in found)
