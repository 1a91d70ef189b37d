"""Compare rotations side by side: every box home first, hand's rule, and ours.

Reader value in đồng on seeded networks whose trips are given: the kilometres are equal.
"""

import argparse
import datetime as dt
import platform
import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import ortools
from scipy import __version__ as scipy_version  # type: ignore[import-untyped]  # no hints

from rotation import solve_rotation
from rotation.candidates import StayOption, no_candidates
from rotation.events import events_of
from rotation.greedy import circle_stays, greedy_stays
from rotation.itineraries import rotation_of
from vongsach.boxes import Box, Copies
from vongsach.check import Severity, check_plan
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.objective import total, trip_driving
from vongsach.places import (
    AudienceGroup,
    AudienceShare,
    Location,
    Place,
    PlaceKind,
    Service,
    VehicleClass,
)
from vongsach.plan import MadeFrom, Plan, Rotation, Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Unwatched
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId

Way = Callable[[], tuple[StayOption, ...]]
QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 4), last_day=dt.date(2027, 4, 4))
STOPS_A_TRIP = 4
READERS_OF = (
    (AudienceGroup.CHILDREN, "vi"),
    (AudienceGroup.TEENAGERS, "vi"),
    (AudienceGroup.ADULTS, "vi"),
    (AudienceGroup.CHILDREN, "hmn"),
    (AudienceGroup.ADULTS, "hmn"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a made-up network is."""

    places: int
    boxes: int
    vans: int
    visits: int = 3
    """Visits of each place in the quarter."""


SIZES = {
    "district": Size(60, 90, 2),
    "region": Size(300, 450, 8),
    "province": Size(1000, 1500, 25),
}


def a_network(size: Size, *, scarce: bool, seed: int) -> Network:
    """Return a network whose shelves are full; scarce: one spare box for each van."""
    chance = random.Random(seed)  # noqa: S311 -- a made-up network, nothing secret
    places = [_place(chance, number) for number in range(size.places)]
    slots = sum(place.shelf for place in places)
    count = slots + size.vans if scarce else slots * 3 // 2
    depot = Place(
        id="KHO",
        name="KHO",
        kind=PlaceKind.CENTRAL_LIBRARY,
        location=Location(lat=22.4, lon=103.5),
    )
    homes = [place.id for place in places for _ in range(place.shelf)]
    homes += [depot.id] * (count - len(homes))
    return Network(
        name="benchmark",
        places=(depot, *places),
        services=tuple(
            Service(id=f"{place.id}:r", place=place.id, kind="rotation", visits=size.visits)
            for place in places
        ),
        boxes=tuple(_box(chance, number, home) for number, home in enumerate(homes)),
        vans=tuple(Van(id=f"X{number}", depot="KHO", boxes=8) for number in range(size.vans)),
    )


def a_routing(network: Network, size: Size) -> Routing:
    """Return trips of four places each; every place is visited at an even distance of days."""
    places = [service.place for service in network.services]
    rounds = [places[start : start + STOPS_A_TRIP] for start in range(0, len(places), STOPS_A_TRIP)]
    span = 90 // size.visits
    trips = []
    for turn in range(size.visits):
        for number, stops in enumerate(rounds):
            day = QUARTER.first_day + dt.timedelta(days=turn * span + (number // size.vans) % span)
            trips.append(_trip(f"T{turn}-{number}", f"X{number % size.vans}", day, stops))
    return Routing(trips=tuple(trips))


def _place(chance: random.Random, number: int) -> Place:
    weights = [chance.expovariate(1.0) for _ in READERS_OF]
    shares = [int(100 * weight / sum(weights)) for weight in weights]
    shares[0] += 100 - sum(shares)
    return Place(
        id=f"P{number:04}",
        name=f"P{number}",
        kind=PlaceKind.BOOKCASE,
        location=Location(lat=22.0 + chance.random(), lon=103.0 + chance.random()),
        shelf=chance.choice((1, 1, 2)),
        readers=chance.randint(30, 400),
        audiences=tuple(
            AudienceShare(group=group, language=language, percent=share)
            for (group, language), share in zip(READERS_OF, shares, strict=True)
        ),
    )


def _box(chance: random.Random, number: int, home: str) -> Box:
    main, other = chance.sample(READERS_OF, 2)
    return Box(
        id=f"B{number:04}",
        copies=(
            Copies(group=main[0], language=main[1], count=chance.randint(20, 40)),
            Copies(group=other[0], language=other[1], count=chance.randint(5, 20)),
        ),
        stands_at=home,
        since=QUARTER.first_day - dt.timedelta(days=chance.randint(20, 120)),
    )


def _trip(name: str, van: str, day: dt.date, places: list[PlaceId]) -> Trip:
    stops = tuple(
        Stop(
            place=place,
            services=(f"{place}:r",),
            arrival=28_800 + 5400 * number,
            start=28_800 + 5400 * number,
            departure=28_800 + 5400 * number + 3600,
        )
        for number, place in enumerate(places)
    )
    return Trip(
        id=name,
        van=van,
        days=(
            TripDay(
                day=day,
                leaves_from="KHO",
                leaves=27_000,
                stops=stops,
                ends_at="KHO",
                ends=60_000,
            ),
        ),
    )


def travel_of(network: Network) -> Travel:
    """Return straight lines, 30 % longer, at 40 km/h; every road open."""
    names = tuple(place.id for place in network.places)
    lat, lon = (
        np.radians([getattr(place.location, axis) for place in network.places])
        for axis in ("lat", "lon")
    )
    east = (lon[:, None] - lon[None, :]) * np.cos(lat)[:, None]
    metres = np.rint(1.3 * 6_371_000 * np.hypot(lat[:, None] - lat[None, :], east))
    matrix = TravelMatrix(
        places=names,
        seconds=np.rint(metres * 3.6 / 40).astype(np.int64),
        metres=metres.astype(np.int64),
        reachable=np.ones_like(metres, dtype=np.bool_),
        estimated=np.ones_like(metres, dtype=np.bool_),
    )
    days = (QUARTER.first_day + dt.timedelta(days=number) for number in range(91))
    return Travel(
        states=dict.fromkeys(days, ""),
        matrices={(van_class, ""): matrix for van_class in VehicleClass},
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """What one way to rotate comes to."""

    name: str
    value: int
    seconds: float
    bound: int | None
    broken: int
    """Rules on boxes that the checker finds broken."""


def main(argv: list[str]) -> int:
    """Print the reader value of every way to rotate, for both stocks; 1 where one breaks a rule."""
    parser = argparse.ArgumentParser(prog="benchmarks rotation", description=main.__doc__)
    parser.add_argument("--size", choices=SIZES, default="district")
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--seconds", type=float, help="wall-clock seconds for ours")
    parser.add_argument("--stock", choices=("scarce", "ample"), help="one stock alone")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    effort = Effort(level=asked.level, seconds=asked.seconds)
    print(
        f"Python {platform.python_version()}, ortools {ortools.__version__}, scipy {scipy_version}"
    )
    broken = 0
    for stock in (asked.stock,) if asked.stock else ("scarce", "ample"):
        lines = _compared(SIZES[asked.size], stock, effort, asked.seed)
        first = lines[0].value
        for line in lines:
            gap = "" if line.bound is None else f"{(line.bound - line.value) / line.value:.2%}"
            print(
                f"{stock:8}{line.name:12}{line.value:15,}{line.value / first - 1:+9.0%}"
                f"{gap:>9}{line.seconds:8.1f} s{line.broken:4} broken",
                flush=True,
            )
        broken += sum(line.broken for line in lines)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak:,} MB")
    return int(broken > 0)


def _compared(size: Size, stock: str, effort: Effort, seed: int) -> list[_Line]:
    network = a_network(size, scarce=stock == "scarce", seed=seed)
    routing, travel = a_routing(network, size), travel_of(network)
    metres = sum(trip_driving(trip, network.vans[0], travel)[0] for trip in routing.trips)
    boxes, moving = len(network.boxes), len(routing.trips)
    print(
        f"{size.places} places, {boxes} boxes, {moving} trips, {metres // 1000:,} km in every row"
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
        made = rotation_of(bare, stays)
        value = sum(stay.value for stay in stays)
        found.append(_Line(name, value, seconds, None, _broken(network, routing, made, travel)))
    began = time.perf_counter()
    solved = solve_rotation(network, QUARTER, routing, effort=effort, seed=seed, watch=Unwatched())
    seconds = time.perf_counter() - began
    bound = None if solved.run.bound is None else -solved.run.bound
    judged = _broken(network, routing, solved.decision, travel)
    found.append(_Line("ours", -total(solved.run.cost), seconds, bound, judged))
    return found


def _broken(network: Network, routing: Routing, rotation: Rotation, travel: Travel) -> int:
    """Return how many rules on boxes are broken; the clock of made-up trips is not judged."""
    digest = "0" * 64
    made = MadeFrom(network_sha256=digest, travel_sha256=digest, program="benchmark")
    plan = Plan(quarter=QUARTER, routing=routing, rotation=rotation, runs=(), made_from=made)
    found = check_plan(plan, network, travel).violations
    return sum(one.severity is Severity.ERROR and one.code.startswith("S") for one in found)
