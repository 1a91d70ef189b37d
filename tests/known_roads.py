"""Stand in for somebody who knows the roads."""

import datetime as dt
from dataclasses import dataclass

from vongsach.places import VehicleClass
from vongsach.units import Metres, PlaceId, Seconds

FIVE_KM, TEN_MINUTES = Metres(5000), Seconds(600)


@dataclass(frozen=True)
class AStep:
    """A stretch of road."""

    ends: PlaceId
    road: str
    line: tuple[tuple[float, float], ...]
    metres: Metres = FIVE_KM
    seconds: Seconds = TEN_MINUTES


@dataclass(frozen=True)
class AWay:
    """A way of some stretches."""

    steps: tuple[AStep, ...]
    estimated: bool = False

    def turns(self) -> tuple[AStep, ...]:
        """Return the stretches."""
        return self.steps


@dataclass(frozen=True)
class KnownRoads:
    """Ways by their ends; every other way is not known."""

    ways: dict[tuple[str, str], AWay]

    def way(self, vehicle: VehicleClass, day: dt.date, start: PlaceId, end: PlaceId) -> AWay | None:
        """Return a known way."""
        assert vehicle in VehicleClass
        assert day.year
        return self.ways.get((start, end))


def one_known_road(road: str = "QL.4D") -> KnownRoads:
    """Return the way from the depot to Bình Lư: two stretches."""
    first = AStep(PlaceId(""), road, ((103.1, 22.1), (103.2, 22.2)))
    second = AStep(PlaceId("BINH_LU"), "", ((103.2, 22.2), (103.25, 22.2)), Metres(2000))
    return KnownRoads({("KHO", "BINH_LU"): AWay((first, second))})
