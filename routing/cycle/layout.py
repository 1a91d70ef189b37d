"""Lead from a network with one van to the arrays of a cycle, and from those back to trips."""

import datetime as dt
from dataclasses import dataclass
from itertools import combinations
from typing import Self

import numpy as np

from routing.cycle.moves import put_at, take_out
from routing.cycle.tables import Case, Ints, State, empty_state
from vongsach.days import asked_visits, length_in_days
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import Service
from vongsach.plan import Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import PlaceId, ServiceId, TripId

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows of the arrays stand for."""

    van: Van
    services: tuple[Service, ...]
    """Stop n of the arrays is the service at n - 1."""
    first_day: dt.date
    weeks: int

    @classmethod
    def of(cls, network: Network, quarter: Quarter) -> Self:
        """Return the layout of a network.

        Raises
        ------
        ValueError
            It is not one van and whole weeks from a Monday.
        """
        weeks, rest = divmod(length_in_days(quarter), WEEK_DAYS)
        if len(network.vans) != 1 or rest or quarter.first_day.weekday():
            msg = "a cycle is one van in whole weeks from a Monday"
            raise ValueError(msg)
        return cls(network.vans[0], network.services, quarter.first_day, weeks)

    def slot(self, day: dt.date) -> tuple[int, int]:
        """Return the week of a day and the number of its weekday among those of the van."""
        return (day - self.first_day).days // WEEK_DAYS, self.van.weekdays.index(day.weekday())

    def day(self, week: int, weekday: int) -> dt.date:
        """Return the day of a slot."""
        return self.first_day + dt.timedelta(days=WEEK_DAYS * week + self.van.weekdays[weekday])


def case_of(
    layout: Layout, network: Network, travel: Travel, *, published: Routing, changes: int | None
) -> Case:
    """Return the arrays of what is given."""
    quarter = Quarter(
        name="cycle",
        first_day=layout.first_day,
        last_day=layout.first_day + dt.timedelta(days=WEEK_DAYS * layout.weeks - 1),
    )
    every = [1] + [layout.weeks // asked_visits(one, quarter) for one in layout.services]
    matrix = travel.matrices[layout.van.vehicle_class, travel.states[layout.first_day]]
    row = {place: number for number, place in enumerate(matrix.places)}
    places = [layout.van.depot, *(service.place for service in layout.services)]
    picked = np.array([row[place] for place in places], dtype=np.int64)
    seconds = np.ascontiguousarray(matrix.seconds[np.ix_(picked, picked)], dtype=np.int64)
    usual = _usual(layout, published, every)
    return Case(
        seconds=seconds,
        near=np.argsort(seconds[:, 1:], axis=1, kind="stable").astype(np.int64) + 1,
        dwell=np.array([0, *map(_dwell, layout.services)], dtype=np.int64),
        every=np.array(every, dtype=np.int64),
        weeks=layout.weeks,
        weekdays=len(layout.van.weekdays),
        limit=layout.van.shift_ends - layout.van.shift_starts - network.rules.preparation.value,
        usual_phase=np.array([phase for phase, _ in usual], dtype=np.int64),
        usual_weekday=np.array([weekday for _, weekday in usual], dtype=np.int64),
        apart=_apart(layout, usual, every),
        changes=-1 if changes is None else changes,
    )


def _dwell(service: Service) -> int:
    return service.fixed + service.session


def _usual(layout: Layout, published: Routing, every: list[int]) -> list[tuple[int, int]]:
    """Return week and weekday of the first published visit of each stop; -1 where there is none."""
    found: dict[ServiceId, tuple[int, int]] = {}
    for trip in sorted(published.trips, key=lambda trip: trip.days[0].day):
        for stop in trip.days[0].stops:
            for service in stop.services:
                found.setdefault(service, layout.slot(trip.days[0].day))
    return [(-1, -1)] + [
        (week % every[number] if week >= 0 else -1, weekday)
        for number, service in enumerate(layout.services, start=1)
        for week, weekday in [found.get(service.id, (-1, -1))]
    ]


def _apart(layout: Layout, usual: list[tuple[int, int]], every: list[int]) -> Ints:
    by_place: dict[PlaceId, list[int]] = {}
    for number, service in enumerate(layout.services, start=1):
        by_place.setdefault(service.place, []).append(number)
    pairs = [
        (one, other, int((usual[one][0] - usual[other][0]) % min(every[one], every[other]) != 0))
        for group in by_place.values()
        for one, other in combinations(group, 2)
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 3)


def state_of(layout: Layout, case: Case, published: Routing) -> State:
    """Return the published days as a state; what does not fit its day is in no slot."""
    state = empty_state(case)
    number = {service.id: place for place, service in enumerate(layout.services, start=1)}
    for trip in published.trips:
        for visited in trip.days[0].stops:
            for service in visited.services:
                stop = number[service]
                week, weekday = layout.slot(trip.days[0].day)
                slot = week * case.weekdays + weekday
                put_at(case, state, stop, slot, int(state.lengths[slot]))
                state.phase[stop] = case.usual_phase[stop]
                state.weekday[stop] = case.usual_weekday[stop]
    state.counts[0] = int((state.phase[1:] < 0).sum())
    for slot in map(int, np.nonzero(state.work > case.limit)[0]):
        while state.work[slot] > case.limit:
            take_out(case, state, int(state.routes[slot, state.lengths[slot] - 1]))
    return state


def trips_of(layout: Layout, case: Case, state: State) -> tuple[Trip, ...]:
    """Return the days of a state as trips with their clock."""
    trips = []
    for slot in range(len(state.lengths)):
        if length := int(state.lengths[slot]):
            week, weekday = divmod(slot, case.weekdays)
            order = [int(stop) for stop in state.routes[slot, :length]]
            day = _trip_day(layout, case, layout.day(week, weekday), order)
            trips.append(
                Trip(id=TripId(f"{layout.van.id}:{day.day}"), van=layout.van.id, days=(day,))
            )
    return tuple(trips)


def _trip_day(layout: Layout, case: Case, day: dt.date, order: list[int]) -> TripDay:
    leaves = layout.van.shift_ends - case.limit
    clock, before, stops = leaves, 0, []
    for stop in order:
        clock += int(case.seconds[before, stop])
        service = layout.services[stop - 1]
        ends = clock + int(case.dwell[stop])
        stops.append(
            Stop(
                place=service.place,
                services=(service.id,),
                arrival=clock,
                start=clock,
                departure=ends,
            )
        )
        clock, before = ends, stop
    return TripDay(
        day=day,
        leaves_from=layout.van.depot,
        leaves=leaves,
        stops=tuple(stops),
        ends_at=layout.van.depot,
        ends=clock + int(case.seconds[before, 0]),
    )
