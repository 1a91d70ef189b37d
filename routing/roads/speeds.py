"""Hold every number about driving speed in one table, each with its source.

Sources
-------
Field: 341 measured lines of the RoadLab survey of rural roads (World Bank, OpenRoads Vietnam,
2017): in mountainous Bát Xát a median of 19 to 24 km/h on provincial, district and commune roads,
independent of roughness; class and terrain carry the signal.
Practice: 30-40 km/h on national roads, 15-25 km/h on commune roads, 10-15 km/h by motorbike on
steep wet tracks (working paper on Tam Đường, uncited).
The speeds of classes that were not measured lie between these and the car profiles of routing
engines (OSRM, openrouteservice), lowered for mountain terrain, and so do the caps by surface and
smoothness. The lowest of all that applies wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from routing.roads.names import road_keys
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.roads import RoadClass, RoadSpeed, Surface


@dataclass(frozen=True, slots=True)
class Speed:
    """Usual speed on one class of road in the mountains, in km/h; ``None``: not passable."""

    van: int | None
    motorbike: int | None
    source: str


_CLASSES: dict[RoadClass, Speed] = {
    RoadClass.TRUNK: Speed(45, 45, "practice"),
    RoadClass.PRIMARY: Speed(40, 40, "practice"),
    RoadClass.SECONDARY: Speed(32, 35, "practice; field 19 in Bát Xát, 36 in Thanh Hoá"),
    RoadClass.TERTIARY: Speed(25, 28, "field 24-27"),
    RoadClass.UNCLASSIFIED: Speed(20, 24, "field 21-26"),
    RoadClass.RESIDENTIAL: Speed(20, 22, "field 21-26"),
    RoadClass.SERVICE: Speed(12, 15, "engines 15-20, lowered"),
    RoadClass.TRACK_GOOD: Speed(15, 18, "engines 15-20, lowered"),
    RoadClass.TRACK_FAIR: Speed(10, 14, "engines 10-15, lowered"),
    RoadClass.TRACK_POOR: Speed(None, 10, "practice: by motorbike only"),
    RoadClass.PATH: Speed(None, 8, "practice: by motorbike only"),
    RoadClass.FERRY: Speed(5, 5, "crossing with the wait for it"),
}


@dataclass(frozen=True, slots=True)
class Cap:
    """Greatest speed on one surface in km/h, for every class of vehicle.

    ``None``: no cap; 0: nobody passes.
    """

    dry: int | None
    wet: int | None
    source: str


_SURFACES: dict[Surface, Cap] = {
    Surface.UNKNOWN: Cap(None, None, "the class of road decides"),
    Surface.PAVED: Cap(None, None, "the class of road decides"),
    Surface.COMPACTED: Cap(30, 30, "engines 60-80, lowered"),
    Surface.GRAVEL: Cap(20, 20, "engines 30-40, lowered"),
    Surface.DIRT: Cap(15, 8, "engines 20-40, lowered; practice 10-15 when wet"),
    Surface.LATERITE: Cap(15, 10, "engines 15"),
    Surface.MUD: Cap(8, 5, "engines 10, lowered"),
    Surface.FORD: Cap(8, 5, "practice"),
}

SMOOTHNESS_CAPS: Mapping[str, int] = MappingProxyType(
    {"bad": 30, "very_bad": 15, "horrible": 8, "very_horrible": 5}
)
"""Greatest speed by OpenStreetMap's ``smoothness``; engines 40, 20, 10, 5, lowered."""

GRADE_FACTORS: Mapping[int, float] = MappingProxyType({60: 0.9, 80: 0.8, 100: 0.7, 120: 0.6})
"""Factor on the usual speed from a grade per mille on, whatever the vehicle. Valhalla's motor
scooter has 0.75 at 5 %, 0.5 at 8 % and 0.45 at 10 %; lessened, as the usual speeds were measured
in mountains. A measured speed is left as it is."""

GATE_SECONDS = 60
"""Time to open and shut a gate (OSRM car profile)."""

ACCESS_KMH = 5
"""Speed between a place and the road that it was snapped to: nothing is known of this ground."""

WIDTHS_M: Mapping[VehicleClass, float] = MappingProxyType(
    {VehicleClass.VAN: 2.1, VehicleClass.SMALL_VAN: 1.7, VehicleClass.MOTORBIKE: 0.9}
)
"""Width that a vehicle needs, mirrors folded; usual makes."""


@dataclass(frozen=True, slots=True)
class SpeedTable:
    """Speeds that a planner may replace; the default is the table of this module."""

    classes: Mapping[RoadClass, Speed] = field(default_factory=lambda: MappingProxyType(_CLASSES))
    surfaces: Mapping[Surface, Cap] = field(default_factory=lambda: MappingProxyType(_SURFACES))
    boat: int = 12
    """Speed of a motor boat in km/h; practice."""

    def kmh(self, road: RoadClass, vehicle: VehicleClass) -> int | None:
        """Return the usual speed of a vehicle on a class of road; ``None``: not passable."""
        match vehicle:
            case VehicleClass.VAN | VehicleClass.SMALL_VAN:
                return self.classes[road].van
            case VehicleClass.MOTORBIKE:
                return self.classes[road].motorbike
            case VehicleClass.BOAT:
                return self.boat


SPEEDS = SpeedTable()


def speeds_of(network: Network) -> SpeedTable:
    """Return the table with what the planner wrote in the workbook instead."""
    classes, surfaces = dict(_CLASSES), dict(_SURFACES)
    for said in network.road_speeds:
        if isinstance(said.road, RoadClass):
            classes[said.road] = _said_speed(classes[said.road], said)
        else:
            surfaces[said.road] = _said_cap(surfaces[said.road], said)
    return SpeedTable(MappingProxyType(classes), MappingProxyType(surfaces))


def _said_speed(usual: Speed, said: RoadSpeed) -> Speed:
    van = usual.van if said.van is None else said.van or None
    motorbike = usual.motorbike if said.motorbike is None else said.motorbike or None
    return Speed(van, motorbike, said.source)


def _said_cap(usual: Cap, said: RoadSpeed) -> Cap:
    dry = usual.dry if said.dry is None else said.dry
    wet = usual.wet if said.wet is None else said.wet
    return replace(usual, dry=dry, wet=wet, source=said.source)


def class_of_road(name: str) -> RoadClass:
    """Return the class of a road that is known by its name only; the slowest of several.

    CT is a trunk road, QL a primary, ĐT a secondary, ĐH a tertiary, anything else unclassified.
    """
    kinds = {
        "CT": RoadClass.TRUNK,
        "QL": RoadClass.PRIMARY,
        "ĐT": RoadClass.SECONDARY,
        "ĐH": RoadClass.TERTIARY,
    }
    order = list(RoadClass)
    found = [
        kinds.get(key[:2], RoadClass.UNCLASSIFIED) if key.isupper() else RoadClass.UNCLASSIFIED
        for key in road_keys(name)
    ]
    return max(found, key=order.index, default=RoadClass.UNCLASSIFIED)
