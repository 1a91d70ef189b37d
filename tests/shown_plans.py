"""Build plans worth looking at: several vans and weeks, direct transfers, a night away."""

from typing import Any

from tests.builders import HOUR, a_box, a_network, a_place, a_plan, a_service, a_stop, a_van, day
from vongsach.boxes import Box
from vongsach.fleet import Role, Van, Worker
from vongsach.network import Network
from vongsach.places import Location, Place, PlaceKind, ServiceKind, VehicleClass
from vongsach.plan import (
    Exchange,
    Fact,
    Load,
    Pause,
    Plan,
    Rotation,
    Routing,
    Stop,
    Trip,
    TripDay,
    Unserved,
    UnservedReason,
)
from vongsach.roads import RoadLeg
from vongsach.units import BoxId

LETTERS = (
    "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    "ĂÂĐÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
)
"""Every Vietnamese letter with a mark, both cases: 134."""


VILLAGES = (
    ("BINH_LU", "Thư viện xã Bình Lư", PlaceKind.COMMUNE_LIBRARY, 22.3184, 103.643, "Xã Bình Lư"),
    ("SON_BINH", "Bưu điện Sơn Bình", PlaceKind.POST_OFFICE, 22.3495, 103.6765, "Xã Bình Lư"),
    ("HO_THAU", "Trường PTDTBT Hồ Thầu", PlaceKind.SCHOOL, 22.3702, 103.5733, "Xã Tả Lèng"),
    ("GIANG_MA", "Tủ sách Giang Ma", PlaceKind.BOOKCASE, 22.3884, 103.5496, "Xã Tả Lèng"),
    ("TA_LENG", "Nhà văn hóa Tả Lèng", PlaceKind.COMMUNITY_CENTRE, 22.4068, 103.5144, "Xã Tả Lèng"),
    ("SI_THAU", "Bản Sì Thâu Chải", PlaceKind.VILLAGE_STOP, 22.3616, 103.601, "Xã Tả Lèng"),
    ("BAN_HON", "Trường Tiểu học Bản Hon", PlaceKind.SCHOOL, 22.3325, 103.5472, "Xã Khun Há"),
    ("KHUN_HA", "Thư viện xã Khun Há", PlaceKind.COMMUNE_LIBRARY, 22.2652, 103.5714, "Xã Khun Há"),
    ("CHU_KHEO", "Bản Chù Khèo", PlaceKind.VILLAGE_STOP, 22.2406, 103.6092, "Xã Khun Há"),
    ("NA_TAM", "Bưu điện Nà Tăm", PlaceKind.POST_OFFICE, 22.283, 103.63, "Xã Bản Bo"),
    ("BAN_BO", "Trường THCS Bản Bo", PlaceKind.SCHOOL, 22.2749, 103.6849, "Xã Bản Bo"),
    ("SAN_THANG", "Chợ phiên San Thàng", PlaceKind.VILLAGE_STOP, 22.3917, 103.5138, "P. Tân Phong"),
    (
        "THEN_SIN",
        "Đồn biên phòng Thèn Sin",
        PlaceKind.BORDER_POST,
        22.4426,
        103.4672,
        "Xã Sin Suối Hồ",
    ),
    ("NAM_DICH", "Bản Nậm Đích", PlaceKind.VILLAGE_STOP, 22.2637, 103.6124, "Xã Khun Há"),
)
MOBILE = {"SI_THAU", "CHU_KHEO", "SAN_THANG"}
ROUNDS = (
    ("X1", 3, ("BINH_LU", "SON_BINH")),
    ("X1", 5, ("HO_THAU", "GIANG_MA", "TA_LENG")),
    ("X2", 5, ("KHUN_HA", "CHU_KHEO")),
    ("X2", 6, ("NA_TAM", "BAN_BO")),
    ("X1", 10, ("BAN_HON", "SI_THAU", "SAN_THANG")),
    ("X2", 12, ("SAN_THANG", "THEN_SIN")),
    ("X1", 17, ("BINH_LU", "BAN_BO", "NA_TAM")),
    ("X1", 24, ("GIANG_MA", "HO_THAU")),
    ("X2", 26, ("KHUN_HA", "CHU_KHEO", "BAN_HON")),
    ("M1", 27, ("SI_THAU",)),
)


def a_small_network(**changes: Any) -> Network:
    """Return the depot and fourteen places of Tam Đường with three vehicles and a crew."""
    depot = shown_place(
        "KHO",
        "Kho Thư viện Tam Đường",
        kind=PlaceKind.CENTRAL_LIBRARY,
        location=Location(lat=22.3236, lon=103.6215),
        readers=0,
        commune="Xã Bình Lư",
    )
    places = [depot, *(_village(*row) for row in VILLAGES)]
    places.append(
        shown_place(
            "NGA_BA",
            "Ngã ba QL.4D – QL.32",
            kind=PlaceKind.JUNCTION,
            location=Location(lat=22.3155, lon=103.6631),
            shelf=0,
        )
    )
    fields: dict[str, Any] = {
        "name": "Mạng lưới thư viện Tam Đường",
        "places": tuple(places),
        "services": tuple(_service(row[0]) for row in VILLAGES),
        "boxes": _boxes(),
        "vans": (
            shown_van("X1", "Xe 1", plate="25A-012.34"),
            shown_van("X2", "Xe 2", plate="25A-056.78"),
            shown_van(
                "M1", "Xe máy", plate="25B1-123.45", boxes=1, vehicle_class=VehicleClass.MOTORBIKE
            ),
        ),
        "workers": (
            Worker(id="N1", name="Lò Văn Phương", role=Role.OPERATOR, phone="0912 345 678"),
            Worker(id="N2", name="Giàng Thị Mỷ", role=Role.LIBRARIAN, phone="0987 654 321"),
        ),
        "road_legs": tuple(
            RoadLeg(from_place=start, to_place=end, road="QL.4D", metres=9000, seconds=1200)
            for start, end in (
                ("KHO", "BINH_LU"),
                ("BINH_LU", "NGA_BA"),
                ("NGA_BA", "SON_BINH"),
                ("NGA_BA", "BAN_BO"),
                ("KHO", "HO_THAU"),
                ("HO_THAU", "GIANG_MA"),
                ("GIANG_MA", "SAN_THANG"),
                ("SAN_THANG", "TA_LENG"),
                ("SAN_THANG", "BAN_HON"),
                ("BAN_HON", "KHUN_HA"),
                ("KHUN_HA", "NAM_DICH"),
                ("NAM_DICH", "CHU_KHEO"),
                ("KHO", "NA_TAM"),
                ("NA_TAM", "BAN_BO"),
            )
        ),
    }
    return a_network(**fields | changes)


def a_shown_plan(**changes: Any) -> Plan:
    """Return ten trips: every exchange takes the old box on to the next shelf."""
    trips, loads, exchanges = [], [], []
    standing: dict[str, BoxId] = {}
    fresh = [box.id for box in _boxes()]
    for number, (van, offset, stops) in enumerate(ROUNDS, start=1):
        trip, load, exchanged = _round(f"{number:03}", van, offset, (stops, standing, fresh))
        trips.append(trip)
        loads.append(load)
        exchanges.extend(exchanged)
    routing = Routing(
        trips=tuple(trips),
        unserved=(
            Unserved(
                service="NAM_DICH:rotation",
                missing=1,
                reason=UnservedReason.TOO_FAR,
                facts=(Fact(name="minutes", value=620),),
            ),
            Unserved(service="TA_LENG:rotation", missing=1, reason=UnservedReason.NO_TIME),
        ),
    )
    return a_plan(routing, Rotation(loads=tuple(loads), exchanges=tuple(exchanges)), **changes)


def a_night_away() -> Trip:
    """Return a trip of two days: out to Khun Há, the night in Bản Bo, back on the next day."""
    first = TripDay(
        day=day(31),
        leaves_from="KHO",
        leaves=7 * HOUR + 900,
        stops=(_halt("KHUN_HA", 9 * HOUR),),
        ends_at="BAN_BO",
        ends=15 * HOUR,
        pauses=(Pause(starts=11 * HOUR + 1800, ends=12 * HOUR + 1800),),
    )
    second = TripDay(
        day=day(32),
        leaves_from="BAN_BO",
        leaves=8 * HOUR,
        stops=(_halt("NA_TAM", 9 * HOUR),),
        ends_at="KHO",
        ends=11 * HOUR,
    )
    return Trip(id="011", van="X1", crew=("N1", "N2"), days=(first, second))


def shown_place(code: str, name: str, **changes: Any) -> Place:
    """Return a place of a plan that is shown."""
    return a_place(code, **changes).model_copy(update={"name": name})


def shown_van(code: str, name: str, **changes: Any) -> Van:
    """Return a van of a plan that is shown."""
    return a_van(code, **changes).model_copy(update={"name": name})


def _village(  # noqa: PLR0917 -- the columns of the table above
    code: str, name: str, kind: PlaceKind, lat: float, lon: float, commune: str
) -> Place:
    return shown_place(
        code,
        name,
        kind=kind,
        location=Location(lat=lat, lon=lon),
        commune=commune,
        old_commune=commune,
        contact="Vàng Thị Dở",
        phone="0365 111 222",
        access_note="Đường bê tông hẹp, đỗ xe ở sân nhà văn hóa.",
        night_stop=code == "BAN_BO",
    )


def _service(code: str) -> Any:
    if code in MOBILE:
        return a_service(
            code, id=f"{code}:rotation", kind=ServiceKind.MOBILE, boxes=0, session=2 * HOUR
        )
    return a_service(code)


def _boxes() -> tuple[Box, ...]:
    themes = ("Truyện thiếu nhi", "Khoa học vui", "Nông nghiệp", "Song ngữ Mông – Việt")
    return tuple(a_box(f"TH-{number:03}", theme=themes[number % 4]) for number in range(1, 13))


def _halt(place: str, arrival: int) -> Stop:
    return a_stop(place, arrival=arrival, start=arrival, departure=arrival + 2700)


def _round(
    name: str, van: str, offset: int, state: tuple[tuple[str, ...], dict[str, BoxId], list[BoxId]]
) -> tuple[Trip, Load, list[Exchange]]:
    stops, standing, fresh = state
    halts = tuple(
        _halt(place, 8 * HOUR + 900 + position * 2 * HOUR) for position, place in enumerate(stops)
    )
    when = day(offset)
    rotating = [place for place in stops if place not in MOBILE]
    load = tuple(fresh.pop(0) for _ in rotating[:1] if fresh)
    carried = list(load)
    exchanges = []
    for position, place in enumerate(stops):
        if place in MOBILE or not carried:
            continue
        given = carried.pop(0)
        taken = standing.pop(place, None)
        standing[place] = given
        if taken:
            carried.append(taken)
        exchanges.append(
            Exchange(
                trip=name,
                day=when,
                position=position,
                handed_in=(given,),
                taken_out=(taken,) if taken else (),
            )
        )
    fresh.extend(carried)
    trip = Trip(
        id=name,
        van=van,
        crew=("N1", "N2"),
        days=(
            TripDay(
                day=when,
                leaves_from="KHO",
                leaves=7 * HOUR + 900,
                stops=halts,
                ends_at="KHO",
                ends=halts[-1].departure + HOUR,
            ),
        ),
    )
    return trip, Load(trip=name, boxes=load), exchanges
