"""Measure the ground of a timetable once, for the published and the new days alike."""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from vongsach.errors import FileError
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import Location, Place, PlaceKind, VehicleClass
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.timetable.codes import Code
from vongsach.timetable.distances import great_circle
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId, VanId

USUAL_DETOUR: Final = 1.4
"""Road over great circle where no legs are given: middle of what the measured legs of fifteen
services in the United Kingdom show."""
USUAL_KMH: Final = 40.0
LEAST_LEGS: Final = 5
NEAR_M: Final = 500.0
"""Below it the error of coordinates outweighs the detour."""
_ANY_DAY: Final = dt.date(2027, 1, 4)
RoadTravel = Callable[[Network, Quarter], Travel]
"""Measures a network on imported roads."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive that somebody measured."""

    start: Location
    end: Location
    metres: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Ground:
    """How long and how far it is between any two points."""

    kind: str
    """``fitted`` on measured legs, ``exact`` where they are known, ``roads`` or ``assumed``."""
    detour: float
    kmh: float
    legs: int
    """Measured legs that were used."""
    exact: Mapping[tuple[Location, Location], Leg]
    roads: RoadTravel | None = None
    """Measures what lies on imported roads; only the rest is estimated."""

    def matrix(self, names: Sequence[PlaceId], points: Sequence[Location]) -> TravelMatrix:
        """Return driving time and distance between points, rounded up.

        Pairs off the roads are estimated, and marked so.
        """
        rough = self._estimates(names, points)
        found = None if self.roads is None else _on_roads(self.roads, names, points)
        if found is None:
            return rough
        usable = found.reachable
        return TravelMatrix(
            tuple(names),
            np.where(usable, found.seconds, rough.seconds),
            np.where(usable, found.metres, rough.metres),
            reachable=rough.reachable,
            estimated=found.estimated | ~usable,
        )

    def _estimates(self, names: Sequence[PlaceId], points: Sequence[Location]) -> TravelMatrix:
        size = len(points)
        metres = np.zeros((size, size), dtype=np.int64)
        seconds = np.zeros((size, size), dtype=np.int64)
        for row, start in enumerate(points):
            for column, end in enumerate(points):
                if start != end:
                    far, long = self._between(start, end)
                    metres[row, column], seconds[row, column] = math.ceil(far), math.ceil(long)
        known = np.ones((size, size), dtype=np.bool_)
        return TravelMatrix(tuple(names), seconds, metres, reachable=known, estimated=known)

    def _between(self, start: Location, end: Location) -> tuple[float, float]:
        leg = self.exact.get((start, end)) or self.exact.get((end, start))
        if leg is not None:
            return leg.metres, leg.seconds
        metres = great_circle(start, end) * self.detour
        return metres, metres * 3.6 / self.kmh


def _on_roads(
    measure: RoadTravel, names: Sequence[PlaceId], points: Sequence[Location]
) -> TravelMatrix | None:
    """Return the matrix on roads in the order of the names; ``None``: no pair lies on them."""
    places = tuple(
        Place(id=name, name=name, kind=PlaceKind.VILLAGE_STOP, location=point)
        for name, point in zip(names, points, strict=True)
    )
    rules = Rules()
    no_buffer = {"travel_buffer": rules.travel_buffer.model_copy(update={"value": 0})}
    network = Network(
        name="roads",
        places=places,
        vans=(Van(id=VanId("van"), name="", depot=names[0], boxes=0),),
        rules=rules.model_copy(update=no_buffer),
    )
    travel = measure(network, Quarter(name="cycle", first_day=_ANY_DAY, last_day=_ANY_DAY))
    matrix = travel.matrices[VehicleClass.VAN, travel.states[_ANY_DAY]]
    if not on_roads(matrix):
        return None
    row = {place: number for number, place in enumerate(matrix.places)}
    picked = np.ix_([row[name] for name in names], [row[name] for name in names])
    return TravelMatrix(
        tuple(names),
        matrix.seconds[picked],
        matrix.metres[picked],
        reachable=matrix.reachable[picked],
        estimated=matrix.estimated[picked],
    )


def on_roads(matrix: TravelMatrix) -> int:
    """Return how many pairs of places were measured along roads, each in both directions."""
    measured = matrix.reachable & ~matrix.estimated
    return int(measured.sum() - measured.trace())


def ground_of(legs: Sequence[Leg], *, exact: bool, roads: RoadTravel | None = None) -> Ground:
    """Return the ground fitted on measured legs: all their metres over all their great circles.

    Too few legs say nothing; then detour and speed are assumed. ``roads`` measure what lies on
    them.
    """
    used = [leg for leg in legs if great_circle(leg.start, leg.end) >= NEAR_M]
    if len(used) < LEAST_LEGS:
        kind = "assumed" if roads is None else "roads"
        return Ground(kind, USUAL_DETOUR, USUAL_KMH, 0, {}, roads)
    metres = math.fsum(leg.metres for leg in used)
    circles = math.fsum(great_circle(leg.start, leg.end) for leg in used)
    return Ground(
        kind="exact" if exact else "fitted",
        detour=metres / circles,
        kmh=3.6 * metres / math.fsum(leg.seconds for leg in used),
        legs=len(used),
        exact={(leg.start, leg.end): leg for leg in legs} if exact else {},
        roads=roads,
    )


def read_legs(path: Path) -> tuple[Leg, ...]:
    """Return the legs of a file ``from_lat, from_lon, to_lat, to_lon, metres, seconds``.

    Rows that cannot be used are passed over.

    Raises
    ------
    FileError
        The file cannot be read.
    """
    found = []
    for row in _table(path):
        start, end = _point(row, "from_lat", "from_lon"), _point(row, "to_lat", "to_lon")
        metres, seconds = _number(row.get("metres")), _number(row.get("seconds"))
        if start and end and metres and seconds and metres > 0 and seconds > 0:
            found.append(Leg(start, end, metres, seconds))
    return tuple(found)


def read_depots(path: Path, service: str) -> dict[str, Location]:
    """Return where each van of a service is based: columns ``service, mobile, lat, lon``.

    Rows of other services are passed over; a file may have no column of services.

    Raises
    ------
    FileError
        The file cannot be read.
    """
    found = {}
    for row in _table(path):
        point = _point(row, "lat", "lon")
        if point and row.get("service", service) in (service, ""):
            found[row.get("mobile", "")] = point
    return found


def medoid(points: Sequence[Location]) -> Location:
    """Return the point with the least sum of great circles to all others."""
    return min(points, key=lambda one: math.fsum(great_circle(one, other) for other in points))


def _table(path: Path) -> Iterator[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        for row in csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")):
            yield {str(name): str(value or "").strip() for name, value in row.items()}
    except (OSError, csv.Error) as error:
        raise FileError(Code.NOT_READABLE, path=str(path), cause=str(error)) from error


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _point(row: Mapping[str, str], lat: str, lon: str) -> Location | None:
    north, east = _number(row.get(lat)), _number(row.get(lon))
    try:
        return None if north is None or east is None else Location(lat=north, lon=east)
    except ValueError:
        return None
