"""Say how long the way between two halts is, on a day and for a vehicle."""

import datetime as dt
from itertools import groupby

from vongsach.network import Network
from vongsach.output.view import CourseView, StretchView
from vongsach.output.ways import Way, WayFinder
from vongsach.places import Place, VehicleClass
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import Metres, PlaceId, Seconds


class Distances:
    """The travel matrices and the roads of a quarter, by place; empty where none are given."""

    def __init__(
        self, network: Network, travel: Travel | None, ways: WayFinder | None = None
    ) -> None:
        """Index the rows of every matrix."""
        self._ways = ways
        self._places = {place.id: place for place in network.places}
        self._courses: dict[tuple[PlaceId, PlaceId, VehicleClass, str], CourseView | None] = {}
        self._states = travel.states if travel else {}
        self._matrices: dict[tuple[VehicleClass, str], tuple[TravelMatrix, dict[PlaceId, int]]] = {
            key: (matrix, {place: row for row, place in enumerate(matrix.places)})
            for key, matrix in (travel.matrices if travel else {}).items()
        }

    def between(
        self, start: Place, end: Place, vehicle: VehicleClass, day: dt.date
    ) -> tuple[Metres | None, Seconds | None, bool]:
        """Return metres, seconds and whether they are an estimate; ``None`` where unknown."""
        known = self._matrices.get((vehicle, self._states.get(day, "")))
        if known is None or start.id not in known[1] or end.id not in known[1]:
            return None, None, False
        matrix, rows = known
        cell = rows[start.id], rows[end.id]
        if not matrix.reachable[cell]:
            return None, None, False
        return (
            Metres(int(matrix.metres[cell])),
            Seconds(int(matrix.seconds[cell])),
            bool(matrix.estimated[cell]),
        )

    def course(
        self, start: Place, end: Place, vehicle: VehicleClass, day: dt.date
    ) -> CourseView | None:
        """Return the roads of a drive; equal drives of one road state are looked up once."""
        if self._ways is None or start.id == end.id:
            return None
        key = start.id, end.id, vehicle, self._states.get(day, "")
        if key not in self._courses:
            way = self._ways.way(vehicle, day, start.id, end.id)
            self._courses[key] = None if way is None or way.estimated else self._course(way)
        return self._courses[key]

    def _course(self, way: Way) -> CourseView:
        points = (point for step in way.steps for point in step.line)
        return CourseView(
            line=tuple(point for point, _ in groupby(points)),
            stretches=tuple(
                StretchView(
                    road=step.road,
                    towards=self._places.get(step.ends),
                    metres=step.metres,
                    seconds=step.seconds,
                )
                for step in way.turns()
            ),
        )
