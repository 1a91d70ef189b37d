"""Make up a province: a thousand places around five depots, twelve vans, thirteen weeks.

Everything is drawn from a seed. Driving times are great-circle distances at a mountain road's
detour and speed; a flood shuts part of the places for some days.
"""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.days import days_of
from vongsach.fleet import MealBreak, Role, Van, Worker
from vongsach.network import Network
from vongsach.places import (
    Location,
    Market,
    Opening,
    Place,
    PlaceKind,
    Service,
    ServiceKind,
    VehicleClass,
)
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix

HOUR, MINUTE = 3600, 60
QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 4, 1))
DEPOTS, VANS, COMMUNES, NIGHT_STOPS = 5, 12, 40, 25
WIDE, HIGH = 140.0, 90.0
"""Kilometres."""

SPREAD = 5.0
"""Kilometres from the middle of a commune, as a standard deviation."""

DETOUR, METRES_PER_SECOND = 1.5, 9.0
FLOODED = "flood"
FLOOD = (dt.date(2027, 3, 8), dt.date(2027, 3, 12))

Floats = NDArray[np.float64]


def make_province(places: int, seed: int) -> tuple[Network, Quarter, Travel]:
    """Return a network with so many places, its quarter and its travel."""
    rng = np.random.default_rng(seed)
    points, communes = _points(places, rng)
    names = [f"P{number:04d}" for number in range(places)]
    sites = tuple(_place(names[n], points[n], communes[n], n) for n in range(places))
    services = tuple(
        service for number in range(DEPOTS, places) for service in _services(names[number], rng)
    )
    network = Network(
        name="Province",
        places=sites,
        services=services,
        vans=tuple(_van(number, names[number % DEPOTS]) for number in range(VANS)),
        workers=tuple(_worker(number) for number in range(3 * VANS)),
        markets=tuple(
            Market(place=name, weekdays=(int(rng.integers(5)),)) for name in names[DEPOTS::20]
        ),
        closures=_closures(),
    )
    return network, QUARTER, _travel(network, points, communes)


def _points(places: int, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    """Return points in kilometres, depots first, and the commune of each."""
    middles = rng.uniform((0.0, 0.0), (WIDE, HIGH), (COMMUNES, 2))
    communes = [n if n < DEPOTS else int(rng.integers(COMMUNES)) for n in range(places)]
    around = rng.normal(0.0, SPREAD, (places, 2))
    around[:DEPOTS] = 0.0
    return middles[communes] + around, communes


def _place(name: str, point: Floats, commune: int, number: int) -> Place:
    return Place(
        id=name,
        name=name,
        kind=PlaceKind.CENTRAL_LIBRARY if number < DEPOTS else PlaceKind.VILLAGE_STOP,
        location=Location(lat=22.0 + float(point[1]) / 111.0, lon=103.0 + float(point[0]) / 103.0),
        commune=f"C{commune:02d}",
        shelf=2,
        readers=50,
        night_stop=DEPOTS <= number < DEPOTS + NIGHT_STOPS,
    )


def _services(name: str, rng: np.random.Generator) -> list[Service]:
    mobile = bool(rng.random() < 0.3)  # noqa: PLR2004 -- a share of the places
    weeks = int(rng.choice([4, 6, 12]))
    return [
        Service(
            id=f"{name}:1",
            place=name,
            kind=ServiceKind.MOBILE if mobile else ServiceKind.ROTATION,
            every_weeks=weeks,
            min_gap_days=weeks * 7 // 2,
            max_gap_days=weeks * 7 * 3 // 2 + 7,
            required=bool(rng.random() < 0.7),  # noqa: PLR2004 -- a share of the places
            fixed=10 * MINUTE,
            per_box=3 * MINUTE,
            session=HOUR if mobile else 0,
            boxes=0 if mobile else 2,
            openings=_openings(),
            last_visit=QUARTER.first_day - dt.timedelta(days=int(rng.integers(1, weeks * 7))),
        )
    ]


def _openings() -> tuple[Opening, ...]:
    halves = (
        (7 * HOUR + 30 * MINUTE, 11 * HOUR + 30 * MINUTE),
        (13 * HOUR, 16 * HOUR + 30 * MINUTE),
    )
    return tuple(
        Opening(weekday=weekday, opens=opens, closes=closes)
        for weekday in range(5)
        for opens, closes in halves
    )


def _van(number: int, depot: str) -> Van:
    small = number % 3 == 2  # noqa: PLR2004 -- every third
    return Van(
        id=f"X{number:02d}",
        depot=depot,
        vehicle_class=VehicleClass.SMALL_VAN if small else VehicleClass.VAN,
        boxes=8 if small else 16,
        seats=4,
        cost_per_km=3_200 if small else 4_500,
        cost_per_hour=30_000,
        cost_per_day=100_000 if small else 150_000,
        meal=MealBreak(length=HOUR, earliest=11 * HOUR, latest=13 * HOUR + 30 * MINUTE),
        nights=1 if number < DEPOTS else 0,
    )


def _worker(number: int) -> Worker:
    role = Role.OPERATOR if number % 3 == 0 else Role.LIBRARIAN
    return Worker(id=f"N{number:02d}", name=f"N{number:02d}", role=role)


def _closures() -> tuple[Closure, ...]:
    new_year = Closure(
        kind=ClosureKind.HOLIDAY,
        scope=Scope.ALL,
        first_day=dt.date(2027, 2, 5),
        last_day=dt.date(2027, 2, 11),
    )
    floods = [
        Closure(
            kind=ClosureKind.FLOOD,
            scope=Scope.COMMUNE,
            target=f"C{commune:02d}",
            first_day=FLOOD[0],
            last_day=FLOOD[1],
        )
        for commune in range(COMMUNES - 3, COMMUNES)
    ]
    return (new_year, *floods)


def _travel(network: Network, points: Floats, communes: list[int]) -> Travel:
    apart = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1)) * 1000
    metres = np.rint(apart * DETOUR).astype(np.int64)
    seconds = np.ceil(metres / METRES_PER_SECOND).astype(np.int64)
    shut = np.array([commune >= COMMUNES - 3 for commune in communes])
    flood = ~(shut[:, None] | shut[None, :]) | np.eye(len(points), dtype=np.bool_)
    names = tuple(place.id for place in network.places)
    matrices = {
        (vehicle, state): TravelMatrix(
            places=names,
            seconds=np.where(open_, seconds, -1),
            metres=np.where(open_, metres, -1),
            reachable=open_,
            estimated=np.ones_like(open_),
        )
        for vehicle in (VehicleClass.VAN, VehicleClass.SMALL_VAN)
        for state, open_ in (("", np.ones_like(flood)), (FLOODED, flood))
    }
    states = {day: FLOODED if FLOOD[0] <= day <= FLOOD[1] else "" for day in days_of(QUARTER)}
    return Travel(states=states, matrices=matrices)
