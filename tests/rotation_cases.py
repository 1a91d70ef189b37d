"""Draw rotations to decide: small networks with their trips, valid by construction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.builders import (
    HOUR,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_stop,
    a_travel,
    a_trip,
    a_trip_day,
    a_van,
    day,
)
from vongsach.boxes import BoxState, Copies, DaySpan, PastStay, Title
from vongsach.check import Severity, Violation, check_plan
from vongsach.network import Network
from vongsach.places import AudienceGroup, ServiceKind
from vongsach.plan import Rotation, Routing, Trip
from vongsach.rules import Rules

CHILDREN = AudienceGroup.CHILDREN


def rules_with(**values: int) -> Rules:
    """Return the usual rules with other numbers."""
    usual = Rules()
    return usual.model_copy(
        update={
            name: getattr(usual, name).model_copy(update={"value": value})
            for name, value in values.items()
        }
    )


def a_tour(number: int, places: Sequence[str], *, van: str = "X1", trip: str = "") -> Trip:
    """Return a trip to the places in turn on the day with this number, an hour at each."""
    stops = tuple(
        a_stop(
            place,
            arrival=(9 + 2 * turn) * HOUR,
            start=(9 + 2 * turn) * HOUR,
            departure=(10 + 2 * turn) * HOUR,
        )
        for turn, place in enumerate(places)
    )
    ends = (9 + 2 * len(places)) * HOUR
    return a_trip(
        id=trip or f"{van}-{number:02}",
        van=van,
        days=(a_trip_day(stops, day=day(number), leaves=8 * HOUR, ends=ends),),
    )


def tours(*days: tuple[int, Sequence[str]]) -> Routing:
    """Return the routing of one van with a tour for each day given."""
    return Routing(trips=tuple(a_tour(number, places) for number, places in days))


def places_and_boxes(places: Iterable[str], boxes: Iterable[str], /, **changes: Any) -> Network:
    """Return a network whose boxes stand at ``name@place``, or in the depot, since 1 December."""
    names = tuple(places)
    fields: dict[str, Any] = {
        "places": (a_depot(), *(a_place(name, shelf=1) for name in names)),
        "services": tuple(a_service(name, visits=3) for name in names),
        "boxes": tuple(
            a_box(name, stands_at=home or "KHO")
            for name, _, home in (box.partition("@") for box in boxes)
        ),
    }
    return a_network(**fields | changes)


def broken_by(network: Network, routing: Routing, rotation: Rotation) -> tuple[Violation, ...]:
    """Return every hard rule on boxes, and on the clock of stops, that the checker finds broken."""
    plan = a_plan(routing=routing, rotation=rotation)
    report = check_plan(plan, network, a_travel(network))
    return tuple(
        found
        for found in report.violations
        if found.severity is Severity.ERROR and (found.code.startswith("S") or found.code == "T02")
    )


@st.composite
def rotations(draw: st.DrawFn) -> tuple[Network, Routing]:
    """Draw a network and trips; doing nothing would break no rule."""
    names = [f"P{number}" for number in range(draw(st.integers(2, 4)))]
    vans = [
        a_van(
            f"X{number}",
            depot=draw(st.sampled_from(("KHO", "KHO2"))),
            boxes=draw(st.integers(1, 4)),
            payload=draw(st.sampled_from((30_000, 45_000, 1_000_000))),
        )
        for number in (1, 2)
    ]
    homes = [*draw(st.permutations(names)), "KHO", "KHO2", "KHO"]
    network = a_network(
        places=(
            a_depot(),
            a_depot(id="KHO2"),
            *(
                a_place(name, shelf=draw(st.integers(1, 2)), readers=draw(st.integers(0, 300)))
                for name in names
            ),
        ),
        services=tuple(_service(draw, name) for name in names),
        boxes=tuple(
            _box(draw, number, home)
            for number, home in enumerate(homes[: draw(st.integers(3, len(homes)))])
        ),
        titles=(
            Title(id="free", name="free", stock=9),
            Title(id="rare", name="rare", stock=2),
            Title(id="kept", name="kept", stock=9, restricted=True),
        ),
        vans=tuple(vans),
        rules=rules_with(
            rest=draw(st.sampled_from((0, 10, 40, 360))),
            stay_least=draw(st.sampled_from((0, 7, 14))),
        ),
    )
    past = draw(
        st.lists(st.tuples(st.sampled_from(network.boxes), st.sampled_from(names)), max_size=2)
    )
    stays = tuple(
        PastStay(box=box.id, place=name, first_day=day(-90), last_day=day(-40))
        for box, name in past
        if box.stands_at != name
    )
    return network.model_copy(update={"past_stays": stays}), _routing(draw, names)


def _service(draw: st.DrawFn, name: str) -> Any:
    kind = draw(st.sampled_from((*[ServiceKind.ROTATION] * 4, *ServiceKind)))
    return a_service(name, kind=kind, visits=3, fixed=draw(st.sampled_from((0, 1800, 2700))))


def _box(draw: st.DrawFn, number: int, home: str) -> Any:
    spans = draw(st.lists(st.integers(0, 80), max_size=1))
    return a_box(
        f"B{number}",
        stands_at=home,
        since=day(-draw(st.integers(1, 60))),
        copies=(
            Copies(group=CHILDREN, language="vi", count=draw(st.integers(5, 40))),
            Copies(group=AudienceGroup.ADULTS, language="vi", count=draw(st.integers(1, 40))),
        ),
        weight=draw(st.sampled_from((10_000, 20_000))),
        titles=draw(st.sampled_from((*[()] * 5, ("free",), ("rare",), ("kept",)))),
        state=draw(st.sampled_from((*[BoxState.READY] * 6, BoxState.IN_REPAIR))),
        unavailable=tuple(
            DaySpan(first_day=day(first), last_day=day(first + 10)) for first in spans
        ),
        mobile_allowed=draw(st.booleans()),
    )


def _routing(draw: st.DrawFn, names: list[str]) -> Routing:
    days = sorted(draw(st.sets(st.integers(0, 89), min_size=2, max_size=5)))
    return Routing(
        trips=tuple(
            a_tour(
                number,
                draw(st.permutations(names))[: draw(st.integers(1, min(3, len(names))))],
                van=draw(st.sampled_from(("X1", "X2"))),
            )
            for number in days
        )
    )


def stay_days(first: dt.date, last: dt.date | None) -> int:
    """Return the days of a stay, to the end of the quarter where it lasts."""
    return ((last or QUARTER.last_day) - first).days
