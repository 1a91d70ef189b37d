"""Judge who goes out, how often and how long."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from vongsach.check.driving import DrivenDay, serves_mobile
from vongsach.check.ground import Ground
from vongsach.check.report import Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.closures import Scope
from vongsach.fleet import Role
from vongsach.plan import Trip
from vongsach.units import WorkerId

Week = int
"""A Monday, as the number of the day in the calendar."""


def people_needed(trip: Trip, ground: Ground) -> int:
    """Return how many people a trip takes along."""
    rules = ground.network.rules
    if _is_mobile(trip, ground):
        return rules.crew_mobile_operators.value + rules.crew_mobile_librarians.value
    return max(1, rules.crew_rotation.value)


def too_much_driving_in_a_week(trace: Trace) -> Iterator[Violation]:
    """T05: An operator drives at most ``driving_week`` seconds from Monday to Sunday.

    Every operator of a crew is taken to drive all of it. Where the network names no workers the
    driving of the van counts.
    """
    driven: defaultdict[tuple[str, int], int] = defaultdict(int)
    first: dict[tuple[str, int], DrivenDay] = {}
    for day in sorted(trace.days, key=lambda day: day.day.day):
        for name in _drivers(day, trace):
            key = (name, _monday(day.day.day))
            driven[key] += day.seconds()
            first.setdefault(key, day)
    limit = trace.ground.network.rules.driving_week.value
    for (name, week), seconds in driven.items():
        if seconds > limit:
            day = first[name, week]
            by_worker = bool(trace.ground.workers)
            yield error(
                "T05",
                "worker" if by_worker else "van",
                van=day.trip.van,
                worker=name if by_worker else "",
                day=day.day.day,
                measured=seconds,
                limit=limit,
                quantity=Quantity.DURATION,
            )


def crew_too_small(trace: Trace) -> Iterator[Violation]:
    """T08: A trip has the crew that it needs, and the crew fits in the van.

    With mobile service it needs the operators and librarians of the rules, where an operator may
    do a librarian's work; any other trip needs ``crew_rotation`` people, one of them an operator.
    Not applied where the network names no workers.
    """
    ground = trace.ground
    if not ground.workers:
        return
    for trip in trace.plan.routing.trips:
        roles = [ground.workers[name].role for name in trip.crew if name in ground.workers]
        drivers = roles.count(Role.OPERATOR)
        mobile = ground.network.rules.crew_mobile_operators.value
        least = max(1, mobile) if _is_mobile(trip, ground) else 1
        if drivers < least:
            yield _crew("operators", trip, drivers, least)
        needed = people_needed(trip, ground)
        if drivers >= least and len(roles) < needed:
            yield _crew("sentence", trip, len(roles), needed)
        van = ground.vans.get(trip.van)
        if van is not None and len(trip.crew) > van.seats:
            yield _crew("seats", trip, len(trip.crew), van.seats)


def worker_not_at_work(trace: Trace) -> Iterator[Violation]:
    """T09: Nobody is out on a day off or on a day of a closure of their own."""
    for worker, day in _people_out(trace):
        off = trace.ground.workers[worker].days_off
        if day.day.day in off or trace.ground.closures_on(Scope.WORKER, worker, day.day.day):
            yield error("T09", worker=worker, trip=day.trip.id, van=day.trip.van, day=day.day.day)


def worker_on_two_trips(trace: Trace) -> Iterator[Violation]:
    """T10: Nobody is on two trips on one day."""
    out: dict[tuple[WorkerId, dt.date], Trip] = {}
    for worker, day in _people_out(trace):
        first = out.setdefault((worker, day.day.day), day.trip)
        if first is not day.trip:
            yield error(
                "T10",
                worker=worker,
                trip=day.trip.id,
                van=day.trip.van,
                day=day.day.day,
                about=first.id,
            )


def too_many_field_days(trace: Trace) -> Iterator[Violation]:
    """T11: Nobody is out on more than ``days_per_week`` days from Monday to Sunday."""
    days: defaultdict[tuple[WorkerId, Week], set[dt.date]] = defaultdict(set)
    for worker, day in _people_out(trace):
        days[worker, _monday(day.day.day)].add(day.day.day)
    for (worker, _), out in days.items():
        limit = trace.ground.workers[worker].days_per_week
        if len(out) > limit:
            yield error("T11", worker=worker, day=min(out), measured=len(out), limit=limit)


def _people_out(trace: Trace) -> Iterator[tuple[WorkerId, DrivenDay]]:
    """Yield every known worker of every day on the road, each once."""
    for day in trace.days:
        for worker in dict.fromkeys(day.trip.crew):
            if worker in trace.ground.workers:
                yield worker, day


def _drivers(day: DrivenDay, trace: Trace) -> Iterable[str]:
    workers = trace.ground.workers
    if not workers:
        return (day.trip.van,)
    return tuple(
        name
        for name in dict.fromkeys(day.trip.crew)
        if name in workers and workers[name].role is Role.OPERATOR
    )


def _is_mobile(trip: Trip, ground: Ground) -> bool:
    return any(serves_mobile(stop, ground) for day in trip.days for stop in day.stops)


def _monday(day: dt.date) -> Week:
    return day.toordinal() - day.weekday()


def _crew(wording: str, trip: Trip, measured: int, limit: int) -> Violation:
    return error(
        "T08",
        wording,
        trip=trip.id,
        van=trip.van,
        day=trip.days[0].day,
        measured=measured,
        limit=limit,
    )
