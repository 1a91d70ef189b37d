"""Measure what improving trips and boxes together gains over deciding one after the other.

On the seeded networks of ``benchmarks.rotation``, with trips that our own routing makes over
straight roads a third longer than the air line, driven at 40 km/h.
"""

import argparse
import math
import time
from typing import Any

import numpy as np

from benchmarks.rotation import QUARTER, SIZES, Size, a_network
from rotation import open_boxes, solve_rotation
from routing import open_trips, solve_routing
from vongsach.check import Severity, check_plan
from vongsach.days import days_of
from vongsach.improving import Case, Draft, Joint, improve_jointly
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms, total
from vongsach.places import Location
from vongsach.plan import MadeFrom, Plan
from vongsach.solving import Effort, Unwatched
from vongsach.travel import Travel, TravelMatrix

METRES_A_DEGREE = 111_000
DETOUR = 1.33
METRES_A_SECOND = 40 / 3.6


def a_priced_network(size: Size, *, scarce: bool, seed: int) -> Network:
    """Return a network of the rotation's benchmark over half a degree, with prices."""
    network = a_network(size, scarce=scarce, seed=seed)
    prices = {"cost_per_km": 4_000, "cost_per_hour": 30_000, "cost_per_day": 100_000}
    asked = {"min_gap_days": 15, "fixed": 1800, "per_box": 300, "boxes": 1}
    return network.model_copy(
        update={
            "places": tuple(
                place.model_copy(
                    update={
                        "location": Location(
                            lat=22.4 + (place.location.lat - 22.4) / 2,
                            lon=103.5 + (place.location.lon - 103.5) / 2,
                        )
                    }
                )
                for place in network.places
            ),
            "vans": tuple(van.model_copy(update=prices) for van in network.vans),
            "services": tuple(one.model_copy(update=asked) for one in network.services),
        }
    )


def a_travel(network: Network) -> Travel:
    """Return travel over straight roads."""
    lat = np.array([place.location.lat for place in network.places])
    lon = np.array([place.location.lon for place in network.places]) * math.cos(math.radians(22.4))
    air = np.hypot(lat[:, None] - lat, lon[:, None] - lon) * METRES_A_DEGREE
    metres = np.rint(air * DETOUR).astype(np.int64)
    matrix = TravelMatrix(
        places=tuple(place.id for place in network.places),
        seconds=np.rint(metres / METRES_A_SECOND).astype(np.int64),
        metres=metres,
        reachable=np.ones(metres.shape, dtype=np.bool_),
        estimated=np.zeros(metres.shape, dtype=np.bool_),
    )
    kinds = {van.vehicle_class for van in network.vans}
    return Travel(
        states=dict.fromkeys(days_of(QUARTER), ""),
        matrices={(kind, ""): matrix for kind in kinds},
    )


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
