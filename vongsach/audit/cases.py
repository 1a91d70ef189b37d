"""Make of a timetable one small network for each van: what it serves, when, and for how long."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vongsach.audit.ground import Ground, medoid
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import Location, Place, PlaceKind, Service, ServiceKind, VehicleClass
from vongsach.plan import Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.timetable.recurrence import week_of_cycle, weeks_between
from vongsach.timetable.rows import Row
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId, SecondOfDay, Seconds, ServiceId, TripId, VanId

FIRST_MONDAY = dt.date(2027, 1, 4)
"""Where a cycle is laid into the calendar: the weeks of a cycle have no dates of their own."""
DEPOT = PlaceId("depot")
MIDNIGHT = 24 * 3600


@dataclass(frozen=True, slots=True)
class VanCase:
    """One van: its network, one cycle, how far it is, and its published days."""

    network: Network
    quarter: Quarter
    travel: Travel
    published: Routing

    @property
    def van(self) -> Van:
        """Return the one van."""
        return self.network.vans[0]


def distinct(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows without those that say the same visit again."""
    found = {
        (row.mobile, row.stop, row.location, row.weekday, row.arrival, row.departure,
         weeks_between(row), week_of_cycle(row)): row
        for row in reversed(rows)
    }  # fmt: skip
    return tuple(sorted(found.values(), key=lambda row: row.line))


def cycle_weeks(rows: Sequence[Row]) -> int:
    """Return after how many weeks everything recurs: the least common multiple."""
    return math.lcm(*(weeks_between(row) for row in rows)) if rows else 0


def case_of(
    mobile: str,
    rows: Sequence[Row],
    weeks: int,
    ground: Ground,
    *,
    depots: Mapping[str, Location],
) -> VanCase:
    """Return the case of one van, with the published days of one cycle."""
    quarter = Quarter(
        name="cycle",
        first_day=FIRST_MONDAY,
        last_day=FIRST_MONDAY + dt.timedelta(days=7 * weeks - 1),
    )
    depot = depots.get(mobile) or medoid([row.location for row in rows])
    places = _places(rows)
    ids = {_place_key(row): place.id for row, place in zip(rows, places, strict=True)}
    base = Place(id=DEPOT, name=mobile, kind=PlaceKind.CENTRAL_LIBRARY, location=depot)
    every_place = (base, *{place.id: place for place in places}.values())
    matrix = ground.matrix(
        [place.id for place in every_place], [place.location for place in every_place]
    )
    days = [quarter.first_day + dt.timedelta(days=number) for number in range(7 * weeks)]
    travel = Travel(dict.fromkeys(days, ""), {(VehicleClass.VAN, ""): matrix})
    where = {place: row for row, place in enumerate(matrix.places)}
    trips = _published(mobile, rows, weeks, ids)
    timed = tuple(_timed(trip, matrix, where) for trip in trips)
    weekdays = tuple(sorted({row.weekday for row in rows}))
    van = _van(mobile, timed, weekdays)
    rules = Rules()
    network = Network(
        name=mobile,
        places=every_place,
        services=tuple(_service(row, ids, weeks, weekdays) for row in rows),
        vans=(van,),
        rules=rules.model_copy(
            update={"preparation": rules.preparation.model_copy(update={"value": 0})}
        ),
    )
    return VanCase(network, quarter, travel, Routing(trips=timed))


def _place_key(row: Row) -> tuple[str, Location]:
    return row.stop, row.location


def _places(rows: Sequence[Row]) -> tuple[Place, ...]:
    first: dict[tuple[str, Location], Row] = {}
    for row in rows:
        first.setdefault(_place_key(row), row)
    return tuple(
        Place(
            id=PlaceId(f"stop-{first[_place_key(row)].line}"),
            name=row.stop,
            kind=PlaceKind.VILLAGE_STOP,
            location=row.location,
            commune=row.community,
        )
        for row in rows
    )


def service_id(row: Row) -> ServiceId:
    """Return the id under which a row is planned."""
    return ServiceId(f"row-{row.line}")


def _service(
    row: Row, ids: Mapping[tuple[str, Location], PlaceId], weeks: int, weekdays: Sequence[int]
) -> Service:
    every = weeks_between(row)
    return Service(
        id=service_id(row),
        place=ids[_place_key(row)],
        kind=ServiceKind.MOBILE,
        visits=weeks // every,
        min_gap_days=7 * every,
        max_gap_days=7 * every,
        session=row.dwell,
        day_sets=tuple(
            tuple(7 * week + weekday for week in range(phase, weeks, every))
            for phase in range(every)
            for weekday in weekdays
        ),
    )


def _published(
    mobile: str, rows: Sequence[Row], weeks: int, ids: Mapping[tuple[str, Location], PlaceId]
) -> list[Trip]:
    """Return one trip for each day on which the van is published to be anywhere."""
    days: dict[dt.date, list[Row]] = defaultdict(list)
    for row in rows:
        for week in range(week_of_cycle(row), weeks, weeks_between(row)):
            days[FIRST_MONDAY + dt.timedelta(days=7 * week + row.weekday)].append(row)
    trips = []
    for day, found in sorted(days.items()):
        found.sort(key=lambda row: (row.arrival, row.departure, row.line))
        stops = tuple(
            Stop(
                place=ids[_place_key(row)],
                services=(service_id(row),),
                arrival=row.arrival,
                start=row.arrival,
                departure=row.departure,
            )
            for row in found
        )
        trips.append(
            Trip(
                id=TripId(f"{mobile}:{day}"),
                van=VanId(mobile),
                days=(
                    TripDay(
                        day=day,
                        leaves_from=DEPOT,
                        leaves=stops[0].arrival,
                        stops=stops,
                        ends_at=DEPOT,
                        ends=max(stop.departure for stop in stops),
                    ),
                ),
            )
        )
    return trips


def _timed(trip: Trip, matrix: TravelMatrix, where: Mapping[PlaceId, int]) -> Trip:
    """Return a published day with the drives from and to the depot.

    Where its clock leaves less than driving and service take, the day ends as much later.
    """
    day = trip.days[0]
    way = [DEPOT, *(stop.place for stop in day.stops), DEPOT]
    legs = [int(matrix.seconds[where[one], where[other]]) for one, other in pairwise(way)]
    needed = sum(legs) + sum(stop.departure - stop.start for stop in day.stops)
    leaves = max(0, day.leaves - legs[0])
    ends = max(day.stops[-1].departure + legs[-1], day.ends, leaves + needed)
    late = max(0, ends - MIDNIGHT)
    timed = day.model_copy(
        update={"leaves": SecondOfDay(max(0, leaves - late)), "ends": SecondOfDay(ends - late)}
    )
    return trip.model_copy(update={"days": (timed,)})


def _van(mobile: str, trips: Sequence[Trip], weekdays: tuple[int, ...]) -> Van:
    """Return the van: it works as long as on its longest published day, from its earliest hour."""
    days = [trip.days[0] for trip in trips]
    longest = max(day.ends - day.leaves for day in days)
    starts = min(*(day.leaves for day in days), MIDNIGHT - longest)
    return Van(
        id=VanId(mobile),
        name=mobile,
        depot=DEPOT,
        boxes=0,
        shift_starts=SecondOfDay(starts),
        shift_ends=SecondOfDay(starts + longest),
        longest_driving=Seconds(longest),
        weekdays=weekdays,
    )
