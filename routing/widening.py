"""Take visits into trips that stand, their own stops untouched, and put kept trips beside new ones.

A kept stop keeps arrival, start and departure to the second: a visit goes where the trip waits, or
before its first or after its last stop.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from routing.case import Case, read_case
from routing.options import options_alone
from routing.requests import Ask
from routing.spacing import NEVER, make_spacer
from routing.timetable import Call, Clock, set_clock
from routing.wants import read_wants
from vongsach.network import Network
from vongsach.plan import Pause, Routing, Stop, Trip
from vongsach.quarter import Quarter
from vongsach.solving import Kept
from vongsach.travel import Travel
from vongsach.units import SecondOfDay, TripId

OWN_NUMBER = re.compile(r"T([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Wider:
    """A kept trip with one visit more."""

    trip: Trip
    cost: int
    """Of the way around, in đồng."""
    seconds: int
    """Driven more."""


def beside(routing: Routing, kept: Kept) -> Routing:
    """Return new trips and kept ones in the order of days, each new one with a name of its own."""
    if not kept.trips:
        return routing
    numbers = [OWN_NUMBER.fullmatch(trip.id) for trip in kept.trips]
    first = max((int(found[1]) for found in numbers if found), default=0) + 1
    new = tuple(
        trip.model_copy(update={"id": TripId(f"T{number:04d}")})
        for number, trip in enumerate(routing.trips, start=first)
    )
    trips = sorted((*kept.trips, *new), key=lambda trip: (trip.days[0].day, trip.van, trip.id))
    return routing.model_copy(update={"trips": tuple(trips)})


def widened(network: Network, quarter: Quarter, travel: Travel, kept: Kept) -> Kept:
    """Return what is kept, with the visits that its roomy trips take in at less than a new trip."""
    if not kept.roomy:
        return kept
    case = read_case(network, quarter, travel, kept)
    trips = {trip.id: trip for trip in kept.trips}
    more: Counter[tuple[int, str]] = Counter()
    held = {ask for one in read_wants(case) if one.van is not None for ask in one.asks}
    for ask in sorted(case.asks, key=lambda ask: (-ask.price, ask.index)):
        if ask.left and ask.index not in held:
            for day, wider in _chosen(case, ask, _ways_in(case, ask, trips, more)).items():
                trips[wider.trip.id] = wider.trip
                for name in (*wider.trip.crew, wider.trip.van):
                    more[case.week(day), name] += wider.seconds
    return replace(kept, trips=tuple(trips.values()))


def _chosen(case: Case, ask: Ask, wider: Mapping[int, _Wider]) -> dict[int, _Wider]:
    """Return the days on which a visit is best taken in, new trips weighed against it."""
    if not wider:
        return {}
    alone = options_alone(case, ask)
    days = tuple(sorted({*alone, *wider}))
    spacer = make_spacer(ask, days, first_weekday=case.first_weekday, rules=case.network.rules)
    costs = [
        min(
            wider[day].cost if day in wider else NEVER,
            min((entry.cost for entry in alone.get(day, {}).values()), default=NEVER),
        )
        for day in spacer.days
    ]
    wants = [one.want for one in read_wants(case) if one.asks == (ask.index,)]
    return {day: wider[day] for day in spacer.choose(costs, wants).days if day in wider}


def _ways_in(
    case: Case, ask: Ask, trips: Mapping[TripId, Trip], more: Counter[tuple[int, str]]
) -> dict[int, _Wider]:
    """Return by day the cheapest way of taking a visit into a roomy trip."""
    found: dict[int, _Wider] = {}
    for name in sorted(case.kept.roomy):
        trip = trips[name]
        day = (trip.days[0].day - case.quarter.first_day).days
        if len(trip.days) > 1 or day not in ask.open or day in ask.kept:
            continue
        if day < case.booked.first_open or not _can_join(case, ask, trip):
            continue
        wider = _cheapest(case, ask, trip, day)
        if wider is None or not _week_bears(case, wider, day, more):
            continue
        if day not in found or wider.cost < found[day].cost:
            found[day] = wider
    return found


def _can_join(case: Case, ask: Ask, trip: Trip) -> bool:
    """Say whether van, crew and store of a trip do for one service more."""
    van = next(van for van in case.vans if van.id == trip.van)
    services = {one.service.id: one for one in case.asks}
    here = [services[name] for stop in trip.days[0].stops for name in stop.services]
    goods = sum(one.service.goods for one in here) + ask.service.goods
    return (
        van.vehicle_class in case.network.places[ask.place].reachable_by
        and goods <= van.goods
        and (not ask.mobile or any(one.mobile for one in here))
    )


def _week_bears(case: Case, wider: _Wider, day: int, more: Counter[tuple[int, str]]) -> bool:
    week = case.week(day)
    names = wider.trip.crew or (wider.trip.van,)
    limit = case.network.rules.driving_week.value
    return all(
        case.booked.driven[week, name] + more[week, name] + wider.seconds <= limit for name in names
    )


def _cheapest(case: Case, ask: Ask, trip: Trip, day: int) -> _Wider | None:
    number = next(number for number, van in enumerate(case.vans) if van.id == trip.van)
    frame, van = case.frame(number, day), case.vans[number]
    rows = {place.id: row for row, place in enumerate(case.network.places)}
    stops = trip.days[0].stops
    way = [frame.depot, *(rows[stop.place] for stop in stops), frame.depot]
    fixed = [_held(rows[stop.place], stop) for stop in stops]
    new = case.call((ask.index,), case.weekday(day))
    best: _Wider | None = None
    for at in range(len(stops) + 1):
        a, b = way[at], way[at + 1]
        seconds = frame.seconds[a][new.place] + frame.seconds[new.place][b] - frame.seconds[a][b]
        metres = frame.metres[a][new.place] + frame.metres[new.place][b] - frame.metres[a][b]
        cost = metres * van.cost_per_km // 1000 + seconds * van.cost_per_hour // 3600
        if best is not None and best.cost <= cost:
            continue
        clock = set_clock(frame, (*fixed[:at], new, *fixed[at:]))
        made = clock and _with_stop(case, ask, trip, (clock, at))
        if made:
            best = _Wider(made, cost, seconds)
    return best


def _held(row: int, stop: Stop) -> Call:
    """Return a stop that starts and ends when it does."""
    return Call(row, stop.departure - stop.start, ((int(stop.start), int(stop.departure)),))


def _with_stop(case: Case, ask: Ask, trip: Trip, found: tuple[Clock, int]) -> Trip | None:
    """Return a trip with a stop more; ``None`` where a stop of its own would come too late.

    Where the van comes earlier than it was told to, it comes when it was told to: what it rests
    on the way is no more than what it has to spare.
    """
    clock, at = found
    day, rest = trip.days[0], case.network.rules.driving_rest.value
    arrival, start, departure = clock.stops[at]
    others = [*clock.stops[:at], *clock.stops[at + 1 :]]
    for stop, (comes, _, leaves) in zip(day.stops, others, strict=True):
        if comes > stop.arrival or leaves - stop.arrival < rest <= leaves - comes:
            return None
    new = Stop(
        place=case.network.places[ask.place].id,
        services=(ask.service.id,),
        arrival=SecondOfDay(arrival),
        start=SecondOfDay(start),
        departure=SecondOfDay(departure),
    )
    changed = day.model_copy(
        update={
            "leaves": SecondOfDay(clock.leaves),
            "stops": (*day.stops[:at], new, *day.stops[at:]),
            "pauses": tuple(
                Pause(starts=SecondOfDay(a), ends=SecondOfDay(b)) for a, b in clock.pauses
            ),
            "ends": SecondOfDay(clock.ends),
        }
    )
    return trip.model_copy(update={"days": (changed,)})
