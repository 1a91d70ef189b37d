"""Read public periodic and multi-depot instances (format of Cordeau) as a network and a quarter.

First line: type, vehicles, customers, days or depots; then for each day or depot the longest
duration and the load of a route, 0 for no limit; then for each point number, x, y, service time,
demand, frequency, and a list of day combinations as bit masks. In periodic instances point 0 is
the depot; in multi-depot instances the depots stand at the end.
"""

import csv
import datetime as dt
import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import Location, Place, PlaceKind, Service, ServiceKind, VehicleClass
from vongsach.plan import Routing
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId

PERIODIC, DEPOTS = 1, 2
UNIT = 10_000
"""Metres, and đồng, of one unit of distance."""

DAY = 86_400
LONGEST = 80_000
"""Seconds that the longest route may take: time is scaled so that it fits a day."""

FIRST_DAY = dt.date(2024, 1, 1)
DEAR = 10**9
"""Price of a visit that is not made, in đồng: more than any plan costs."""

PLENTY = 10**9
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One public instance; points by number, depots first."""

    name: str
    vehicles: int
    """Of each depot on each day."""
    days: int
    depots: int
    longest: float
    """Duration of a route; 0: no limit."""
    load: int
    """Load of a route; 0: no limit."""
    points: NDArray[np.float64]
    """(points, 2): x, y."""
    service: NDArray[np.float64]
    demand: NDArray[np.int64]
    combinations: tuple[tuple[tuple[int, ...], ...], ...]
    """By point: day combinations; none for a depot and for a customer that asks for no visit."""

    @property
    def distance(self) -> NDArray[np.float64]:
        """Return the distances between points, in double precision."""
        apart = self.points[:, None, :] - self.points[None, :, :]
        return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))

    @property
    def seconds_per_unit(self) -> int:
        """Return the scale of time; 0 where nothing limits it."""
        return min(1000, int(LONGEST / self.longest)) if self.longest else 0


def read_instance(path: Path) -> Instance:
    """Return an instance of type 1 or 2.

    Raises
    ------
    ValueError
        Another type, or limits that differ between days or depots.
    """
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kind, vehicles, customers, parts = (int(word) for word in lines[0][:4])
    if kind not in {PERIODIC, DEPOTS}:
        msg = f"{path.name}: type {kind} is not read"
        raise ValueError(msg)
    limits = {(float(line[0]), int(float(line[1]))) for line in lines[1 : 1 + parts]}
    if len(limits) > 1:
        msg = f"{path.name}: limits differ between days or depots"
        raise ValueError(msg)
    longest, load = limits.pop()
    depots = parts if kind == DEPOTS else 1
    rows = lines[1 + parts : 1 + parts + customers + depots]
    if kind == DEPOTS:
        rows = rows[customers:] + rows[:customers]
    days = 1 if kind == DEPOTS else parts
    return Instance(
        name=path.name,
        vehicles=vehicles,
        days=days,
        depots=depots,
        longest=longest,
        load=load,
        points=np.array([[float(row[1]), float(row[2])] for row in rows]),
        service=np.array([float(row[3]) for row in rows]),
        demand=np.array([int(float(row[4])) for row in rows]),
        combinations=tuple(
            () if number < depots else _combinations(row, days) for number, row in enumerate(rows)
        ),
    )


def _combinations(row: list[str], days: int) -> tuple[tuple[int, ...], ...]:
    if days == 1:
        return ((0,),)
    if int(row[5]) == 0:
        return ()
    masks = [int(word) for word in row[7 : 7 + int(row[6])]]
    return tuple(
        tuple(day for day in range(days) if mask >> (days - 1 - day) & 1) for mask in masks
    )


def best_known(folder: Path) -> dict[str, float]:
    """Return the best known costs by name of instance."""
    with (folder / "bks.csv").open(encoding="utf-8", newline="") as file:
        return {row["instance"]: float(row["bks"]) for row in csv.DictReader(file)}


def problem_of(instance: Instance) -> tuple[Network, Quarter, Travel]:
    """Return the instance as a planner's quarter in which all else is neutral."""
    quarter = Quarter(
        name=instance.name,
        first_day=FIRST_DAY,
        last_day=FIRST_DAY + dt.timedelta(days=instance.days - 1),
    )
    names = tuple(PlaceId(f"P{number:04d}") for number in range(len(instance.points)))
    network = Network(
        name=instance.name,
        places=tuple(
            Place(
                id=name,
                name=name,
                kind=PlaceKind.VILLAGE_STOP,
                location=Location(lat=0.0, lon=0.0),
            )
            for name in names
        ),
        services=tuple(
            _service(instance, number, name)
            for number, name in enumerate(names)
            if instance.combinations[number]
        ),
        vans=tuple(
            _van(instance, f"V{depot:02d}-{number:02d}", names[depot])
            for depot in range(instance.depots)
            for number in range(instance.vehicles)
        ),
        rules=_neutral(),
    )
    return network, quarter, _travel(instance, quarter, names)


def _service(instance: Instance, number: int, name: str) -> Service:
    sets = instance.combinations[number]
    return Service(
        id=name,
        place=name,
        kind=ServiceKind.ROTATION,
        visits=len(sets[0]),
        fixed=math.ceil(instance.service[number] * instance.seconds_per_unit),
        goods=int(instance.demand[number]),
        day_sets=sets,
    )


def _van(instance: Instance, name: str, depot: str) -> Van:
    return Van(
        id=name,
        depot=depot,
        boxes=0,
        goods=instance.load or PLENTY,
        shift_starts=0,
        shift_ends=DAY,
        longest_driving=DAY,
        longest_duty=int(instance.longest * instance.seconds_per_unit) or None,
        cost_per_km=1000,
        weekdays=tuple(range(7)),
    )


def _neutral() -> Rules:
    usual = Rules()
    values = {
        "preparation": 0,
        "driving_day": DAY,
        "driving_week": 7 * DAY,
        "driving_unbroken": DAY,
        "crew_day": 0,
        "uneven_gap": 0,
        "other_weekday": 0,
        "unmet_required": DEAR,
    }
    return usual.model_copy(
        update={
            key: getattr(usual, key).model_copy(update={"value": value})
            for key, value in values.items()
        }
    )


def _travel(instance: Instance, quarter: Quarter, names: tuple[PlaceId, ...]) -> Travel:
    distance, shape = instance.distance, instance.distance.shape
    matrix = TravelMatrix(
        places=names,
        seconds=np.ceil(distance * instance.seconds_per_unit - TOLERANCE).astype(np.int64),
        metres=np.rint(distance * UNIT).astype(np.int64),
        reachable=np.ones(shape, dtype=np.bool_),
        estimated=np.zeros(shape, dtype=np.bool_),
    )
    states = {quarter.first_day + dt.timedelta(days=day): "" for day in range(instance.days)}
    return Travel(states=states, matrices={(VehicleClass.VAN, ""): matrix})


def judge(instance: Instance, routing: Routing) -> tuple[float, list[str]]:
    """Return the cost of a routing in units of the instance, and every rule that it breaks."""
    distance = instance.distance
    cost, faults = 0.0, []
    seen: dict[int, list[int]] = {point: [] for point in range(len(instance.points))}
    used: dict[tuple[int, int], int] = {}
    for trip in routing.trips:
        day = (trip.days[0].day - FIRST_DAY).days
        depot = int(trip.days[0].leaves_from[1:])
        used[day, depot] = used.get((day, depot), 0) + 1
        points = [int(stop.place[1:]) for stop in trip.days[0].stops]
        way = [depot, *points, depot]
        length = float(sum(distance[a, b] for a, b in pairwise(way)))
        cost += length
        load, duration = int(instance.demand[points].sum()), length + instance.service[points].sum()
        if instance.load and load > instance.load:
            faults.append(f"load {load} of {trip.id}")
        if instance.longest and duration > instance.longest + TOLERANCE:
            faults.append(f"duration {duration:.3f} of {trip.id}")
        for point in points:
            seen[point].append(day)
    faults += [
        f"{count} vehicles on {at}" for at, count in used.items() if count > instance.vehicles
    ]
    for point, sets in enumerate(instance.combinations):
        if sets and tuple(sorted(seen[point])) not in sets:
            faults.append(f"days {sorted(seen[point])} of {point}")
    return cost, faults
