"""Draw networks, travel and plans that are valid by construction, small enough to judge by hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.builders import HOUR, QUARTER, a_box, a_depot, a_place, a_service, a_van
from vongsach.boxes import Box, Copies, PastStay
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.fleet import MealBreak, Role, Van, Worker
from vongsach.network import Network
from vongsach.places import (
    AudienceGroup,
    AudienceShare,
    Market,
    Opening,
    Place,
    PlaceKind,
    Service,
    ServiceKind,
    VehicleClass,
)
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId

GROUPS = tuple(AudienceGroup)
LANGUAGES = ("vi", "hmn")
ROAD_VEHICLES = (VehicleClass.VAN, VehicleClass.SMALL_VAN, VehicleClass.MOTORBIKE)
CLOSED = "closed"

names = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=12
).filter(str.strip)


@dataclass(frozen=True)
class Case:
    """Everything that a solver is given."""

    network: Network
    quarter: Quarter
    travel: Travel


@st.composite
def quarters(draw: st.DrawFn, least: int = 7, most: int = 42) -> Quarter:
    """Draw a horizon of some weeks in 2027."""
    first = QUARTER.first_day + dt.timedelta(days=draw(st.integers(0, 60)))
    length = draw(st.integers(least, most))
    return Quarter(name="2027T", first_day=first, last_day=first + dt.timedelta(days=length - 1))


@st.composite
def audiences(draw: st.DrawFn) -> tuple[AudienceShare, ...]:
    """Draw who reads at a place: one or two audiences whose shares sum to 100, or nobody known."""
    count = draw(st.integers(0, 2))
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(GROUPS), st.sampled_from(LANGUAGES)),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    if not keys:
        return ()
    first = draw(st.integers(20, 80)) if len(keys) > 1 else 100
    percents = (first, 100 - first)
    return tuple(
        AudienceShare(group=group, language=language, percent=percent)
        for (group, language), percent in zip(keys, percents, strict=False)
    )


@st.composite
def places(draw: st.DrawFn, name: str) -> Place:
    """Draw a place with room for one to three boxes."""
    return a_place(
        name,
        kind=draw(
            st.sampled_from([PlaceKind.SCHOOL, PlaceKind.BOOKCASE, PlaceKind.COMMUNE_LIBRARY])
        ),
        shelf=draw(st.integers(1, 3)),
        readers=draw(st.integers(0, 400)),
        audiences=draw(audiences()),
        priority=draw(st.integers(0, 100)),
        remote=draw(st.booleans()),
        night_stop=draw(st.booleans()),
        reachable_by=draw(
            st.sampled_from([tuple(VehicleClass), ROAD_VEHICLES, (VehicleClass.MOTORBIKE,)])
        ),
    )


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    """Draw when a service may happen: any time, or on some weekdays in the morning or all day."""
    weekdays = draw(st.lists(st.integers(0, 6), max_size=5, unique=True))
    closes = draw(st.sampled_from([11 * HOUR + 1800, 17 * HOUR]))
    halves = draw(st.booleans())
    return tuple(
        opening
        for weekday in sorted(weekdays)
        for opening in (
            (
                Opening(weekday=weekday, opens=8 * HOUR, closes=11 * HOUR),
                Opening(weekday=weekday, opens=13 * HOUR, closes=16 * HOUR),
            )
            if halves
            else (Opening(weekday=weekday, opens=7 * HOUR, closes=closes),)
        )
    )


@st.composite
def services(draw: st.DrawFn, place: str, quarter: Quarter) -> Service:
    """Draw what one place is promised."""
    kind = draw(st.sampled_from(list(ServiceKind)))
    asked: dict[str, Any] = draw(
        st.sampled_from([{"visits": 1}, {"visits": 2}, {"visits": None, "every_weeks": 2}])
    )
    least = draw(st.integers(1, 10))
    return a_service(
        place,
        kind=kind,
        **asked,
        min_gap_days=least,
        max_gap_days=draw(st.none() | st.integers(least + 10, least + 60)),
        required=draw(st.booleans()),
        boxes=0 if kind is ServiceKind.MOBILE else draw(st.integers(0, 2)),
        session=0 if kind is ServiceKind.ROTATION else HOUR,
        openings=draw(openings()),
        term_time_only=draw(st.booleans()),
        last_visit=draw(
            st.none()
            | st.integers(1, 60).map(lambda ago: quarter.first_day - dt.timedelta(days=ago))
        ),
    )


@st.composite
def vans(draw: st.DrawFn, name: str) -> Van:
    """Draw a vehicle with its shift, room and days."""
    return a_van(
        name,
        vehicle_class=draw(st.sampled_from(ROAD_VEHICLES)),
        boxes=draw(st.integers(1, 6)),
        payload=draw(st.sampled_from([30_000, 100_000])),
        shift_ends=draw(st.sampled_from([12 * HOUR, 17 * HOUR])),
        weekdays=draw(st.sampled_from([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (1, 3)])),
        nights=draw(st.sampled_from([0, 0, 1, 2])),
        seats=draw(st.sampled_from([2, 3, 4])),
        longest_duty=draw(st.sampled_from([None, None, 8 * HOUR])),
        meal=draw(
            st.none() | st.just(MealBreak(length=HOUR // 2, earliest=11 * HOUR, latest=13 * HOUR))
        ),
    )


@st.composite
def boxes(draw: st.DrawFn, name: str, quarter: Quarter) -> Box:
    """Draw a box that stands at the depot."""
    copies = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(GROUPS), st.sampled_from(LANGUAGES)),
            st.integers(1, 50),
            min_size=1,
            max_size=2,
        )
    )
    return a_box(
        name,
        copies=tuple(
            Copies(group=group, language=language, count=count)
            for (group, language), count in copies.items()
        ),
        weight=draw(st.sampled_from([8_000, 15_000])),
        since=quarter.first_day - dt.timedelta(days=draw(st.integers(1, 120))),
        mobile_allowed=draw(st.booleans()),
    )


@st.composite
def closures(draw: st.DrawFn, quarter: Quarter, place: str, crew: tuple[Worker, ...]) -> Closure:
    """Draw some days on which all, one place, a van or, where there are any, a worker is shut."""
    first = quarter.first_day + dt.timedelta(days=draw(st.integers(0, 20)))
    kind = draw(
        st.sampled_from([ClosureKind.HOLIDAY, ClosureKind.SCHOOL_HOLIDAY, ClosureKind.FLOOD])
    )
    targets = {Scope.ALL: "", Scope.PLACE: place, Scope.VAN: "X1"}
    if crew:
        targets[Scope.WORKER] = crew[0].id
    scope = draw(st.sampled_from(list(targets)))
    return Closure(
        kind=kind,
        scope=scope,
        target=targets[scope],
        first_day=first,
        last_day=first + dt.timedelta(days=draw(st.integers(0, 6))),
    )


@st.composite
def standing(
    draw: st.DrawFn, drawn: list[Box], some_places: list[Place], depots: list[Place]
) -> list[Box]:
    """Draw where the boxes stand: shelves are never over capacity, whom they fit is left open."""
    room = {place.id: place.shelf for place in some_places}
    placed = []
    for box in drawn:
        free = sorted(name for name, left in room.items() if left)
        where = draw(st.sampled_from([*(depot.id for depot in depots), *free]))
        if where in room:
            room[where] -= 1
        placed.append(box.model_copy(update={"stands_at": where}))
    return placed


def workers(count: int) -> tuple[Worker, ...]:
    """Return one operator for every two librarians."""
    return tuple(
        Worker(
            id=f"N{number}",
            name=f"Worker {number}",
            role=Role.LIBRARIAN if number % 3 else Role.OPERATOR,
        )
        for number in range(count)
    )


@st.composite
def networks(draw: st.DrawFn, quarter: Quarter, most_places: int = 4) -> Network:
    """Draw a network of a few places and one depot, or two of which each has a van and boxes."""
    some = [draw(places(f"P{n}")) for n in range(1, draw(st.integers(1, most_places)) + 1)]
    fleet = tuple(draw(vans(f"X{n}")) for n in range(1, draw(st.integers(1, 2)) + 1))
    stock = [draw(boxes(f"B{n}", quarter)) for n in range(1, draw(st.integers(0, 8)) + 1)]
    depots = [a_depot()]
    if len(fleet) > 1 and draw(st.booleans()):
        depots.append(a_place("KHO2", kind=PlaceKind.COMMUNE_LIBRARY, readers=0))
        fleet = (fleet[0], fleet[1].model_copy(update={"depot": PlaceId("KHO2")}))
    placed = draw(standing(stock, some, depots))
    history = tuple(
        PastStay(
            box=box.id,
            place=draw(st.sampled_from(some)).id,
            first_day=quarter.first_day - dt.timedelta(days=300),
            last_day=quarter.first_day - dt.timedelta(days=draw(st.integers(130, 290))),
        )
        for box in placed[: draw(st.integers(0, 2))]
    )
    crew = workers(draw(st.sampled_from([0, 3, 6])))
    return Network(
        name=draw(names),
        places=(*depots, *some),
        services=tuple(draw(services(place.id, quarter)) for place in some),
        boxes=tuple(placed),
        vans=fleet,
        workers=crew,
        closures=tuple(draw(st.lists(closures(quarter, some[0].id, crew), max_size=2))),
        markets=(Market(place=some[0].id, weekdays=(3,)),) if draw(st.booleans()) else (),
        past_stays=history,
    )


@st.composite
def travels(draw: st.DrawFn, network: Network, quarter: Quarter) -> Travel:
    """Draw driving times of up to two or five hours, not symmetric, and perhaps a cut road."""
    ids = tuple(place.id for place in network.places)
    size = len(ids)
    seed = draw(st.integers(0, 2**32 - 1))
    longest = draw(st.sampled_from([2, 2, 5])) * HOUR
    seconds = np.random.default_rng(seed).integers(300, longest, (size, size), dtype=np.int64)
    np.fill_diagonal(seconds, 0)
    reachable = np.ones((size, size), dtype=np.bool_)
    cut = reachable.copy()
    if size > 1:
        cut[-1, :-1] = cut[:-1, -1] = False
    cut_days = draw(st.integers(0, 5))
    days = [
        quarter.first_day + dt.timedelta(days=n)
        for n in range((quarter.last_day - quarter.first_day).days + 1)
    ]
    return Travel(
        states={day: CLOSED if n < cut_days else "" for n, day in enumerate(days)},
        matrices={
            (vehicle, state): _matrix(ids, seconds, mask)
            for vehicle in sorted({van.vehicle_class for van in network.vans})
            for state, mask in (("", reachable), (CLOSED, cut))
        },
    )


def _matrix(ids: tuple[Any, ...], seconds: Any, mask: Any) -> TravelMatrix:
    return TravelMatrix(
        places=ids,
        seconds=np.where(mask, seconds, -1),
        metres=np.where(mask, seconds * 10, -1),
        reachable=mask,
        estimated=np.zeros_like(mask),
    )


@st.composite
def cases(draw: st.DrawFn, most_places: int = 4, least_days: int = 7, most_days: int = 42) -> Case:
    """Draw everything that a solver is given."""
    quarter = draw(quarters(least_days, most_days))
    network = draw(networks(quarter, most_places))
    return Case(network=network, quarter=quarter, travel=draw(travels(network, quarter)))
