"""Compare rotations side by side: every box home first, hand's rule, and ours.

Reader value in đồng on seeded networks whose trips are given: the kilometres are equal.
"""

import argparse
import datetime as dt
import random
import time
from dataclasses import dataclass

from rotation import solve_rotation
from rotation.candidates import candidates_of
from rotation.events import events_of
from rotation.greedy import circle_stays, greedy_stays
from vongsach.boxes import Box, Copies
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.objective import total
from vongsach.places import AudienceGroup, AudienceShare, Location, Place, PlaceKind, Service
from vongsach.plan import Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Unwatched
from vongsach.units import PlaceId

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


SIZES = {"district": Size(60, 90, 2), "province": Size(300, 450, 8), "large": Size(1000, 1500, 25)}


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


def main(argv: list[str]) -> int:
    """Print the reader value of every way to rotate, for one size and both stocks."""
    parser = argparse.ArgumentParser(prog="benchmarks rotation", description=main.__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="district")
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    size = SIZES[asked.size]
    columns = ("home first", "circle", "by hand", "ours", "bound")
    print(f"{'stock':8}" + "".join(f"{name:>14}" for name in columns) + f"{'gap':>8}{'s':>8}")
    for scarce in (True, False):
        network = a_network(size, scarce=scarce, seed=asked.seed)
        routing = a_routing(network, size)
        candidates = candidates_of(network, QUARTER, events_of(network, QUARTER, routing))
        values = [
            sum(stay.value for stay in stays)
            for stays in (
                greedy_stays(candidates, direct=False),
                circle_stays(candidates),
                greedy_stays(candidates),
            )
        ]
        began = time.perf_counter()
        run = solve_rotation(
            network,
            QUARTER,
            routing,
            effort=Effort(level=asked.level),
            seed=asked.seed,
            watch=Unwatched(),
        ).run
        ours, seconds = -total(run.cost), time.perf_counter() - began
        best = "-" if run.bound is None else f"{-run.bound:,}"
        gap = "-" if run.bound is None else f"{(-run.bound - ours) / ours:.1%}"
        stock = "scarce" if scarce else "ample"
        numbers = "".join(f"{value:14,}" for value in (*values, ours))
        print(f"{stock:8}{numbers}{best:>14}{gap:>8}{seconds:8.1f}", flush=True)
    return 0
