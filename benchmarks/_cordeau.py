"""Read public instances (formats of Cordeau and of Solomon) as a network and a quarter.

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
from vongsach.places import Location, Opening, Place, PlaceKind, Service, ServiceKind, VehicleClass
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
    windows: NDArray[np.float64] | None = None
    """(points, 2): first and last start of service; of a depot first start and last return."""

    @property
    def distance(self) -> NDArray[np.float64]:
        """Return the distances between points, in double precision."""
        apart = self.points[:, None, :] - self.points[None, :, :]
        return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))

    @property
    def seconds_per_unit(self) -> int:
        """Return the scale of time; 0 where nothing limits it."""
        horizon = self.longest if self.windows is None else float(self.windows[:, 1].max())
        return min(1000, int(LONGEST / horizon)) if horizon else 0


@dataclass(frozen=True, slots=True)
class DayRoute:
    """A route on one day from and to a depot, by numbers of points."""

    day: int
    depot: int
    points: tuple[int, ...]


def read_instance(path: Path) -> Instance:
    """Return an instance of type 1 or 2.

    Raises
    ------
    ValueError
        Another type, or limits that differ between days or depots.
    """
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if lines[1] == ["VEHICLE"]:
        return _read_windows(path.stem, lines)
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


def _read_windows(name: str, lines: list[list[str]]) -> Instance:
    """Return an instance in the format of Solomon: one depot, one day, windows."""
    vehicles, load = (int(word) for word in lines[3])
    rows = [[float(word) for word in line] for line in lines[6:]]
    return Instance(
        name=name,
        vehicles=vehicles,
        days=1,
        depots=1,
        longest=0.0,
        load=load,
        points=np.array([row[1:3] for row in rows]),
        service=np.array([row[6] for row in rows]),
        demand=np.array([int(row[3]) for row in rows]),
        combinations=((), *(((0,),) for _ in rows[1:])),
        windows=np.array([row[4:6] for row in rows]),
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
        rows = list(csv.DictReader(file))
    columns = ("bks", "bks_distance_only", "bks_vehicles_first")
    column = next(column for column in columns if column in rows[0])
    return {row["instance"]: float(row[column]) for row in rows}


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
        openings=_openings(instance, number),
    )


def _openings(instance: Instance, number: int) -> tuple[Opening, ...]:
    """Return the window of a point: the whole service lies inside an opening."""
    if instance.windows is None:
        return ()
    scale = instance.seconds_per_unit
    ready, due = (float(value) for value in instance.windows[number])
    closes = math.floor(due * scale) + math.ceil(instance.service[number] * scale)
    return (Opening(weekday=FIRST_DAY.weekday(), opens=math.ceil(ready * scale), closes=closes),)


def _van(instance: Instance, name: str, depot: str) -> Van:
    return Van(
        id=name,
        depot=depot,
        boxes=0,
        goods=instance.load or PLENTY,
        shift_starts=0,
        shift_ends=DAY
        if instance.windows is None
        else int(instance.windows[0, 1] * instance.seconds_per_unit),
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


def routes_of(routing: Routing) -> list[DayRoute]:
    """Return the routes of a routing by the numbers of the instance."""
    return [
        DayRoute(
            day=(trip.days[0].day - FIRST_DAY).days,
            depot=int(trip.days[0].leaves_from[1:]),
            points=tuple(int(stop.place[1:]) for stop in trip.days[0].stops),
        )
        for trip in routing.trips
    ]


def judge(instance: Instance, routes: list[DayRoute]) -> tuple[float, list[str]]:
    """Return the cost of routes in units of the instance, and every rule that they break."""
    distance = instance.distance
    cost, faults = 0.0, []
    seen: dict[int, list[int]] = {point: [] for point in range(len(instance.points))}
    used: dict[tuple[int, int], int] = {}
    for route in routes:
        used[route.day, route.depot] = used.get((route.day, route.depot), 0) + 1
        points = list(route.points)
        way = [route.depot, *points, route.depot]
        length = float(sum(distance[a, b] for a, b in pairwise(way)))
        cost += length
        load, duration = int(instance.demand[points].sum()), length + instance.service[points].sum()
        if instance.load and load > instance.load:
            faults.append(f"load {load} of {route}")
        if instance.longest and duration > instance.longest + TOLERANCE:
            faults.append(f"duration {duration:.3f} of {route}")
        faults += _late(instance, route, distance)
        for point in points:
            seen[point].append(route.day)
    faults += [
        f"{count} vehicles on {at}" for at, count in used.items() if count > instance.vehicles
    ]
    for point, sets in enumerate(instance.combinations):
        if sets and tuple(sorted(seen[point])) not in sets:
            faults.append(f"days {sorted(seen[point])} of {point}")
    return cost, faults


def _late(instance: Instance, route: DayRoute, distance: NDArray[np.float64]) -> list[str]:
    """Return the points of a route that are reached too late, its depot included."""
    if instance.windows is None:
        return []
    late, here = [], route.depot
    now = float(instance.windows[here, 0])
    for there in (*route.points, route.depot):
        arrival = now + instance.service[here] * (here != route.depot) + distance[here, there]
        ready, due = instance.windows[there]
        if arrival > due + TOLERANCE:
            late.append(f"{there} at {arrival:.2f} after {due:g}")
        now, here = max(arrival, float(ready)), there
    return late
