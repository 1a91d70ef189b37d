"""Make up networks whose boxes rotate, from a seed: places, boxes, vans, trips and travel."""

import datetime as dt
import math
import random
from dataclasses import dataclass

import numpy as np

from vongsach.boxes import Box, Copies
from vongsach.days import days_of
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import (
    AudienceGroup,
    AudienceShare,
    Location,
    Place,
    PlaceKind,
    Service,
    VehicleClass,
)
from vongsach.plan import Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix
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
METRES_A_DEGREE = 111_000
DETOUR = 1.33
METRES_A_SECOND = 40 / 3.6


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
