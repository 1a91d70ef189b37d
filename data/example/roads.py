"""Make the roads: the real legs, and made-up spurs from them to every made-up place."""

from collections.abc import Iterable

from data.example.ground import metres_apart
from data.example.places import ON_WHEELS
from data.example.tables import Access, RealLeg, Tables
from vongsach.places import Place, VehicleClass
from vongsach.roads import RoadLeg, Season
from vongsach.units import Metres, PlaceId

KMH = {"national": 35, "provincial": 28, "commune": 20, "track": 12}
"""Usual speed of a van by class of road: 30-40 km/h on national roads, 15-25 on commune roads,
10-15 on steep tracks (practice); 19-24 were measured in mountainous Bát Xát (RoadLab 2017)."""

DETOUR = 1.5
"""Length of a made-up road over the distance as the crow flies."""

_LEAST_METRES = 150
_STEP_METRES = 10
_CLOSED: dict[Access, tuple[VehicleClass, ...]] = {
    Access.NO_VAN: (VehicleClass.VAN,),
    Access.MOTORBIKE: (VehicleClass.VAN, VehicleClass.SMALL_VAN),
    Access.BOAT: ON_WHEELS,
}
_NOTES = {
    Access.DRY: "Qua ngầm tràn: mùa mưa không đi được",
    Access.NO_VAN: "Đường hẹp: xe lớn không vào được",
    Access.MOTORBIKE: "Chỉ xe máy vào được",
    Access.BOAT: "Qua sông bằng thuyền",
}


def make_roads(tables: Tables, places: tuple[Place, ...]) -> tuple[RoadLeg, ...]:
    """Return the real legs first, then a spur for every place that is not on them."""
    known = {place.id: place for place in places}
    access = {row.place: row.access for row in tables.villages}
    village_of = {row.place: PlaceId(row.village) for row in tables.schools if row.village}
    real = [_real_leg(leg) for leg in tables.real_legs]
    nodes = _ends(real, known)
    on_roads = {place.id for place in nodes}
    spurs = [
        _spur(
            place,
            known[village_of[place.id]] if place.id in village_of else _nearest(place, nodes),
            access.get(place.id, Access.ROAD),
        )
        for place in places
        if place.id not in on_roads and access.get(place.id) is not Access.UNKNOWN
    ]
    return (*real, *spurs)


def _ends(legs: Iterable[RoadLeg], known: dict[PlaceId, Place]) -> list[Place]:
    ends = dict.fromkeys(end for leg in legs for end in (leg.from_place, leg.to_place))
    return [known[end] for end in ends]


def _real_leg(leg: RealLeg) -> RoadLeg:
    return RoadLeg(
        from_place=leg.from_place,
        to_place=leg.to_place,
        road=leg.road,
        metres=Metres(leg.metres),
        kmh=KMH[leg.road_class],
        estimated=True,
        note=f"Phần của đoạn {leg.segment}, {leg.segment_km_low}–{leg.segment_km_high} km: "
        "đo phỏng chừng trên bản đồ, thay bằng số công-tơ-mét",
    )


def _nearest(place: Place, nodes: list[Place]) -> Place:
    return min(nodes, key=lambda node: (metres_apart(place.location, node.location), node.id))


def _spur(place: Place, node: Place, access: Access) -> RoadLeg:
    far = metres_apart(place.location, node.location) * DETOUR
    return RoadLeg(
        from_place=node.id,
        to_place=place.id,
        road=f"Đường vào {place.name}",
        metres=Metres(max(_LEAST_METRES, round(far / _STEP_METRES) * _STEP_METRES)),
        kmh=KMH["commune" if access is Access.ROAD else "track"],
        season=Season.DRY if access is Access.DRY else Season.ALL_YEAR,
        closed_to=_CLOSED.get(access, ()),
        estimated=True,
        note=_NOTES.get(access, ""),
        synthetic=True,
    )
