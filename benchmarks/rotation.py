"""Compare rotations side by side: every box home first, a circle, hand's rule, and ours.

Reader value in đồng on seeded networks. Where trips are given the kilometres are equal; where they
are those of our own routing, a last row has trips and boxes improved together.
"""

import argparse
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass

import ortools
from scipy import __version__ as scipy_version  # type: ignore[import-untyped]  # no hints

from benchmarks._made_up import (
    QUARTER,
    SIZES,
    a_network,
    a_priced_network,
    a_routing,
    a_travel,
    travel_of,
)
from benchmarks._watching import peak_megabytes
from rotation import open_boxes, prove_rotation, solve_rotation
from rotation.candidates import StayOption, no_candidates
from rotation.events import events_of
from rotation.greedy import circle_stays, greedy_stays
from rotation.itineraries import rotation_of
from routing import open_trips, solve_routing
from vongsach.check import Severity, check_plan
from vongsach.improving import Case, Draft, Joint, improve_jointly
from vongsach.objective import rotation_terms, total, trip_driving
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.solving import Effort, Unwatched

Way = Callable[[], tuple[StayOption, ...]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is compared, and how hard ours tries."""

    size: str
    routed: bool
    """The trips are those of our own routing."""
    effort: Effort
    seed: int


@dataclass(frozen=True, slots=True)
class _Line:
    """What one way to rotate comes to."""

    name: str
    value: int
    seconds: float
    bound: int | None
    broken: int
    """Rules that the checker finds broken; on boxes alone where the clock of trips is made up."""
    km: int


def main(argv: list[str]) -> int:
    """Print the reader value of every way to rotate, of both stocks; 1 if ours breaks a rule."""
    parser = argparse.ArgumentParser(prog="benchmarks rotation", description=main.__doc__)
    parser.add_argument("--size", choices=SIZES, default="district")
    parser.add_argument("--trips", choices=("given", "routed"), default="given")
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--seconds", type=float, help="wall-clock seconds for ours")
    parser.add_argument("--stock", choices=("scarce", "ample"), help="one stock alone")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    effort = Effort(level=given.level, seconds=given.seconds)
    asked = _Asked(given.size, given.trips == "routed", effort, given.seed)
    print(
        f"Python {platform.python_version()}, ortools {ortools.__version__}, scipy {scipy_version}"
    )
    broken = 0
    for stock in (given.stock,) if given.stock else ("scarce", "ample"):
        lines = _compared(asked, scarce=stock == "scarce")
        first = lines[0].value
        for line in lines:
            gap = "" if line.bound is None else f"{(line.bound - line.value) / line.value:.2%}"
            print(
                f"{stock:8}{line.name:12}{line.value:15,}{line.value / first - 1:+9.0%}"
                f"{gap:>9}{line.km:9,} km{line.seconds:8.1f} s{line.broken:4} broken",
                flush=True,
            )
        broken += sum(line.broken for line in lines if line.name.startswith("ours"))
    print(f"peak memory {peak_megabytes():,.0f} MB")
    return int(broken > 0)


def _case(asked: _Asked, *, scarce: bool) -> tuple[Case, Routing]:
    size = SIZES[asked.size]
    if not asked.routed:
        network = a_network(size, scarce=scarce, seed=asked.seed)
        return Case(network, QUARTER, travel_of(network)), a_routing(network, size)
    network = a_priced_network(size, scarce=scarce, seed=asked.seed)
    case = Case(network, QUARTER, a_travel(network))
    began = time.perf_counter()
    effort = Effort(level=asked.effort.level)
    solved = solve_routing(
        network, QUARTER, case.travel, effort=effort, seed=asked.seed, watch=Unwatched()
    )
    print(f"trips made in {time.perf_counter() - began:.0f} s")
    return case, solved.decision


def _compared(asked: _Asked, *, scarce: bool) -> list[_Line]:
    case, routing = _case(asked, scarce=scarce)
    network = case.network
    print(
        f"{len(network.places) - 1} places, {len(network.boxes)} boxes, {len(routing.trips)} trips"
    )
    bare = no_candidates(network, QUARTER, events_of(network, QUARTER, routing))
    ways: dict[str, Way] = {
        "home first": lambda: greedy_stays(bare, direct=False),
        "circle": lambda: circle_stays(bare),
        "by hand": lambda: greedy_stays(bare),
    }
    found = []
    for name, way in ways.items():
        began = time.perf_counter()
        stays = way()
        seconds = time.perf_counter() - began
        draft = Draft(routing, rotation_of(bare, stays))
        found.append(_line(name, case, draft, seconds, routed=asked.routed))
    began = time.perf_counter()
    solved = solve_rotation(
        network, QUARTER, routing, effort=asked.effort, seed=asked.seed, watch=Unwatched()
    )
    seconds = time.perf_counter() - began
    draft, bound = Draft(routing, solved.decision), solved.run.bound
    found.append(_line("ours", case, draft, seconds, routed=asked.routed, bound=bound))
    return [*found, *([_together(asked, case, draft)] if asked.routed else [])]


def _together(asked: _Asked, case: Case, draft: Draft) -> _Line:
    """Return the row of trips and boxes improved together; its bound speaks of its own trips."""
    began = time.perf_counter()
    joint = Joint(open_trips, open_boxes)
    found = improve_jointly(
        case, draft, joint, effort=asked.effort, seed=asked.seed, watch=Unwatched()
    ).draft
    seconds = time.perf_counter() - began
    proof = prove_rotation(case.network, QUARTER, found.routing, found.rotation, watch=Unwatched())
    bound = None if proof is None else proof.bound
    return _line("ours, joint", case, found, seconds, routed=True, bound=bound)


def _line(
    name: str,
    case: Case,
    draft: Draft,
    seconds: float,
    *,
    routed: bool,
    bound: int | None = None,
) -> _Line:
    network = case.network
    metres = sum(
        trip_driving(trip, network.vans[0], case.travel)[0] for trip in draft.routing.trips
    )
    return _Line(
        name=name,
        value=-total(rotation_terms(network, QUARTER, draft.rotation)),
        seconds=seconds,
        bound=None if bound is None else -bound,
        broken=_broken(case, draft, clock=routed),
        km=metres // 1000,
    )


def _broken(case: Case, draft: Draft, *, clock: bool) -> int:
    """Return how many hard rules are broken; the clock of made-up trips is not judged."""
    digest = "0" * 64
    made = MadeFrom(network_sha256=digest, travel_sha256=digest, program="benchmark")
    plan = Plan(
        quarter=QUARTER, routing=draft.routing, rotation=draft.rotation, runs=(), made_from=made
    )
    found = check_plan(plan, case.network, case.travel).violations
    return sum(
        one.severity is Severity.ERROR and (clock or one.code.startswith("S")) for one in found
    )
