"""Make plans that strain what shows them: hostile names, long names, many stops and boxes."""

import math

from tests.builders import HOUR, a_box, a_plan, a_service, a_stop, day
from tests.shown_plans import a_small_network, shown_place, shown_van
from vongsach.fleet import Role, Worker
from vongsach.network import Network
from vongsach.places import Location, PlaceKind
from vongsach.plan import (
    Exchange,
    Fact,
    Load,
    Plan,
    Rotation,
    Routing,
    Trip,
    TripDay,
    Unserved,
    UnservedReason,
)
from vongsach.roads import RoadLeg
from vongsach.units import BoxId

HOSTILE = (
    "</script><script>window.hacked=1</script>",
    "\"'><img src=x onerror=window.hacked=1>",
    "#panic() *đậm* $x$ @ref <label> //",
    "\u202eđảo\u202c ngược \u200f",
    "Sách 📚 vui 😀",
    "{{ 7*7 }} {% raw %} ${1+1} {0}",
    "../../etc/passwd\\..\\con",
    "Dài" * 100,
)
"""Names that try to be something else than a name."""


def a_long_plan(stops: int, boxes: int, name_length: int) -> tuple[Plan, Network]:
    """Return one trip with many stops, long names and many boxes, the half of them at one stop."""
    base = "Điểm Bưu điện – Văn hóa xã Nậm Hàng, trụ sở cũ của xã Mường Mô " * 6
    places = [
        shown_place(
            f"P{number:02}",
            base[: name_length - 3] + f" {number:02}",
            commune="Xã Sin Suối Hồ",
            contact="Nguyễn Thị Phương Thảo",
            phone="0912 345 678",
            access_note="Đường hẹp, xe đỗ ở cổng trường; mưa to thì đi lối ngầm tràn.",
            shelf=boxes,
            location=Location(lat=22.3 + 0.1 * math.sin(number), lon=103.6 + 0.01 * number),
        )
        for number in range(1, stops + 1)
    ]
    network = a_small_network(
        places=(*a_small_network().places, *places),
        services=tuple(a_service(place.id) for place in places),
        boxes=tuple(
            a_box(f"TH-{number:03}", theme="Truyện thiếu nhi song ngữ")
            for number in range(1, boxes + 1)
        ),
    )
    halts = tuple(
        a_stop(
            place.id,
            arrival=7 * HOUR + 1200 * number,
            start=7 * HOUR + 1200 * number,
            departure=7 * HOUR + 1200 * number + 600,
        )
        for number, place in enumerate(places, start=1)
    )
    names = [box.id for box in network.boxes]
    half = len(names) // 2
    rest = [list[BoxId]() for _ in places[1:]]
    for number, name in enumerate(names[half:]):
        rest[number % len(rest)].append(name)
    handed = [names[:half], *rest]
    trip = Trip(
        id="001",
        van="X1",
        crew=("N1", "N2"),
        days=(
            TripDay(
                day=day(3),
                leaves_from="KHO",
                leaves=7 * HOUR,
                stops=halts,
                ends_at="KHO",
                ends=17 * HOUR,
            ),
        ),
    )
    exchanges = tuple(
        Exchange(trip="001", day=day(3), position=position, handed_in=tuple(given))
        for position, given in enumerate(handed)
        if given
    )
    rotation = Rotation(loads=(Load(trip="001", boxes=tuple(names)),), exchanges=exchanges)
    return a_plan(Routing(trips=(trip,)), rotation), network


def a_hostile_plan(name: str) -> tuple[Plan, Network]:
    """Return a plan in which everything that has a name has this one."""
    text, code = name[:300], name[:250]
    network = a_small_network(
        name=text,
        places=(
            shown_place("KHO", text, kind=PlaceKind.CENTRAL_LIBRARY, shelf=0),
            shown_place(
                code,
                text,
                commune=text,
                old_commune=f"{text[:290]} cũ",
                contact=text,
                phone=text,
                access_note=text,
                location=Location(lat=22.4, lon=103.7),
            ),
        ),
        services=(a_service(code, id=code),),
        boxes=(a_box(code, theme=text),),
        vans=(shown_van(code, text, plate=text),),
        workers=(Worker(id=code, name=text, role=Role.OPERATOR, phone=text),),
        road_legs=(RoadLeg(from_place="KHO", to_place=code, road=text, metres=1000),),
    )
    trip = Trip(
        id=code,
        van=code,
        crew=(code,),
        days=(
            TripDay(
                day=day(3),
                leaves_from="KHO",
                leaves=7 * HOUR + 900,
                stops=(a_stop(code, services=(code,)),),
                ends_at="KHO",
                ends=10 * HOUR,
            ),
        ),
    )
    rotation = Rotation(
        loads=(Load(trip=code, boxes=(code,)),),
        exchanges=(Exchange(trip=code, day=day(3), position=0, handed_in=(code,)),),
    )
    unserved = Unserved(
        service=code, missing=1, reason=UnservedReason.NO_TIME, facts=(Fact(name=text, value=1),)
    )
    return a_plan(Routing(trips=(trip,), unserved=(unserved,)), rotation), network
