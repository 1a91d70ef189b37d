"""Say how long the way between two halts is, on a day and for a vehicle."""

import datetime as dt

from vongsach.places import Place, VehicleClass
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import Metres, PlaceId, Seconds


class Distances:
    """The travel matrices of a quarter, by place; empty where no travel is given."""

    def __init__(self, travel: Travel | None) -> None:
        """Index the rows of every matrix."""
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
