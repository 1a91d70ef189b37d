"""Take a published timetable as what it is: a network, and the plan that serves it."""

from collections.abc import Mapping, Sequence

from vongsach.audit.cases import DEPOT, VanCase, case_of, cycle_weeks, distinct
from vongsach.audit.ground import Ground
from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.places import Location, Place
from vongsach.plan import MadeFrom, Plan, Rotation, Routing, Trip
from vongsach.timetable.recurrence import MOST_WEEKS
from vongsach.timetable.rows import Row, Timetable
from vongsach.units import PlaceId


def cases_of(
    timetable: Timetable, ground: Ground, depots: Mapping[str, Location]
) -> tuple[VanCase, ...]:
    """Return the vans of a timetable, each by itself, over one cycle of them all.

    Raises
    ------
    FileError
        No row can be used, or the intervals have no common cycle of a year or less.
    """
    rows = distinct(timetable.rows)
    weeks = cycle_weeks(rows)
    if not 0 < weeks <= MOST_WEEKS:
        code = "no_cycle"
        raise FileError(code, weeks=str(weeks), most=str(MOST_WEEKS), rows=str(len(rows)))
    by_van: dict[str, list[Row]] = {}
    for row in rows:
        by_van.setdefault(row.mobile, []).append(row)
    return tuple(
        case_of(mobile, found, weeks, ground, depots=depots)
        for mobile, found in sorted(by_van.items())
    )


def published_plan(
    timetable: Timetable, ground: Ground, depots: Mapping[str, Location]
) -> tuple[Network, Plan]:
    """Return the network that a timetable serves, and its published days of one cycle.

    The weeks of a cycle have no dates of their own: they are laid from the first Monday of 2027
    on. A stop that several vans serve is a place of each of them. Nothing is corrected: days that
    overlap or cannot be driven stand as they are published.

    Raises
    ------
    FileError
        No row can be used, or the intervals have no common cycle of a year or less.
    """
    cases = cases_of(timetable, ground, depots)
    bases = [PlaceId(f"{DEPOT}-{number}") for number in range(1, len(cases) + 1)]
    network = Network(
        name=next(row.organisation for row in timetable.rows),
        places=tuple(
            place for case, base in zip(cases, bases, strict=True) for place in _places(case, base)
        ),
        services=tuple(one for case in cases for one in case.network.services),
        vans=tuple(
            case.van.model_copy(update={"depot": base})
            for case, base in zip(cases, bases, strict=True)
        ),
        rules=cases[0].network.rules,
    )
    trips = [
        _from_base(trip, base)
        for case, base in zip(cases, bases, strict=True)
        for trip in case.published.trips
    ]
    plan = Plan(
        quarter=cases[0].quarter,
        routing=Routing(trips=_in_order(trips)),
        rotation=Rotation(),
        runs=(),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program="published"),
    )
    return network, plan


def _places(case: VanCase, base: PlaceId) -> tuple[Place, ...]:
    return tuple(
        place.model_copy(update={"id": base}) if place.id == DEPOT else place
        for place in case.network.places
    )


def _from_base(trip: Trip, base: PlaceId) -> Trip:
    days = tuple(day.model_copy(update={"leaves_from": base, "ends_at": base}) for day in trip.days)
    return trip.model_copy(update={"days": days})


def _in_order(trips: Sequence[Trip]) -> tuple[Trip, ...]:
    return tuple(sorted(trips, key=lambda trip: (trip.days[0].day, trip.van)))
