"""Build things that are valid by default; override one thing to make a case of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from vongsach.boxes import Box, Copies
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import (
    AudienceGroup,
    AudienceShare,
    Location,
    Place,
    PlaceKind,
    Service,
    ServiceKind,
    VehicleClass,
)
from vongsach.plan import MadeFrom, Plan, Rotation, Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix

HOUR = 3600
QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 3, 31))
MONDAY = dt.date(2027, 1, 4)


def day(number: int) -> dt.date:
    """Return the day with this offset from the first day of the quarter."""
    return QUARTER.first_day + dt.timedelta(days=number)


def a_depot(**changes: Any) -> Place:
    """Return the library where vans are based."""
    return a_place("KHO", **{"kind": PlaceKind.CENTRAL_LIBRARY, "readers": 0} | changes)


def a_place(name: str = "P1", **changes: Any) -> Place:
    """Return a bookcase with room for two boxes, read by children in Vietnamese."""
    fields: dict[str, Any] = {
        "id": name,
        "name": f"Place {name}",
        "kind": PlaceKind.BOOKCASE,
        "location": Location(lat=22.3, lon=103.6),
        "shelf": 2,
        "audiences": (AudienceShare(group=AudienceGroup.CHILDREN, language="vi", percent=100),),
        "readers": 100,
    }
    return Place(**fields | changes)


def a_service(place: str = "P1", **changes: Any) -> Service:
    """Return a rotation of one box, asked for once a quarter."""
    fields: dict[str, Any] = {
        "id": f"{place}:rotation",
        "place": place,
        "kind": ServiceKind.ROTATION,
        "visits": 1,
        "boxes": 1,
        "fixed": 30 * 60,
        "per_box": 5 * 60,
    }
    return Service(**fields | changes)


def a_box(name: str = "B1", **changes: Any) -> Box:
    """Return a box of forty children's books that came to the depot in December."""
    fields: dict[str, Any] = {
        "id": name,
        "copies": (Copies(group=AudienceGroup.CHILDREN, language="vi", count=40),),
        "stands_at": "KHO",
        "since": dt.date(2026, 12, 1),
    }
    return Box(**fields | changes)


def a_van(name: str = "X1", **changes: Any) -> Van:
    """Return a van of six boxes that works on weekdays from 7 to 17."""
    fields: dict[str, Any] = {
        "id": name,
        "depot": "KHO",
        "boxes": 6,
        "cost_per_km": 5_000,
        "cost_per_hour": 20_000,
        "cost_per_day": 100_000,
    }
    return Van(**fields | changes)


def a_worker(name: str = "N1", **changes: Any) -> Worker:
    """Return an operator."""
    return Worker(**{"id": name, "name": f"Worker {name}", "role": "operator"} | changes)


def a_network(**changes: Any) -> Network:
    """Return a depot, one bookcase, one service, one box and one van."""
    fields: dict[str, Any] = {
        "name": "Test",
        "places": (a_depot(), a_place()),
        "services": (a_service(),),
        "boxes": (a_box(),),
        "vans": (a_van(),),
    }
    return Network(**fields | changes)


def a_travel(
    network: Network,
    seconds: Mapping[tuple[str, str], int] | int = HOUR,
    quarter: Quarter = QUARTER,
) -> Travel:
    """Return travel with every road open: an hour between any two places unless said otherwise.

    A kilometre takes a minute and a half.
    """
    names = tuple(place.id for place in network.places)
    driving = np.zeros((len(names), len(names)), dtype=np.int64)
    for row, start in enumerate(names):
        for column, end in enumerate(names):
            if row != column:
                driving[row, column] = (
                    seconds
                    if isinstance(seconds, int)
                    else seconds.get((start, end), seconds.get((end, start), HOUR))
                )
    matrix = TravelMatrix(
        places=names,
        seconds=driving,
        metres=driving * 1000 // 90,
        reachable=np.ones_like(driving, dtype=np.bool_),
        estimated=np.zeros_like(driving, dtype=np.bool_),
    )
    classes = {van.vehicle_class for van in network.vans} or {VehicleClass.VAN}
    length = (quarter.last_day - quarter.first_day).days + 1
    return Travel(
        states={quarter.first_day + dt.timedelta(days=n): "" for n in range(length)},
        matrices={(vehicle, ""): matrix for vehicle in sorted(classes)},
    )


def a_stop(place: str = "P1", **changes: Any) -> Stop:
    """Return a stop from 8:15 to 8:55, an hour's drive after a start at 7:15."""
    fields: dict[str, Any] = {
        "place": place,
        "services": (f"{place}:rotation",),
        "arrival": 8 * HOUR + 900,
        "start": 8 * HOUR + 900,
        "departure": 8 * HOUR + 3300,
    }
    return Stop(**fields | changes)


def a_trip_day(stops: Iterable[Stop] = (), **changes: Any) -> TripDay:
    """Return a day from 7:15 to 10:00 with the given stops, or one."""
    fields: dict[str, Any] = {
        "day": MONDAY,
        "leaves_from": "KHO",
        "leaves": 7 * HOUR + 900,
        "stops": tuple(stops) or (a_stop(),),
        "ends_at": "KHO",
        "ends": 10 * HOUR,
    }
    return TripDay(**fields | changes)


def a_trip(**changes: Any) -> Trip:
    """Return a one-day trip of van X1 on Monday 4 January."""
    return Trip(**{"id": "T1", "van": "X1", "days": (a_trip_day(),)} | changes)


def a_plan(
    routing: Routing | None = None, rotation: Rotation | None = None, **changes: Any
) -> Plan:
    """Return a plan with one trip and nothing moved, unless said otherwise."""
    fields: dict[str, Any] = {
        "quarter": QUARTER,
        "routing": Routing(trips=(a_trip(),)) if routing is None else routing,
        "rotation": rotation or Rotation(),
        "runs": (),
        "made_from": MadeFrom(network_sha256="", travel_sha256="", program="test"),
    }
    return Plan(**fields | changes)
