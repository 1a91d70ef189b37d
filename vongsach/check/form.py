"""Judge whether a plan is well formed: known names, nothing twice, nothing out of place."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

from vongsach.check.report import Facts, Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.plan import Exchange, Stop, Trip, TripDay

T = TypeVar("T", bound=Hashable)


def unknown_name(trace: Trace) -> Iterator[Violation]:
    """P02: Everything that a plan names is known: vans, workers, places, services, boxes, trips."""
    ground, movements = trace.ground, trace.movements
    for trip in trace.plan.routing.trips:
        yield from _unknown("van", (trip.van,), ground.vans, Facts(trip=trip.id))
        yield from _unknown("worker", trip.crew, ground.workers, Facts(trip=trip.id))
        for day in trip.days:
            yield from _unknown_on(trip, day, trace)
    for entry in trace.plan.routing.unserved:
        yield from _unknown("service", (entry.service,), ground.services, Facts())
    for load in trace.plan.rotation.loads:
        yield from _unknown("trip", (load.trip,), movements.trips, Facts())
        yield from _unknown("box", load.boxes, ground.boxes, Facts(trip=load.trip))
    for exchange in trace.plan.rotation.exchanges:
        facts = Facts(trip=exchange.trip, day=exchange.day)
        yield from _unknown("trip", (exchange.trip,), movements.trips, Facts(day=exchange.day))
        yield from _unknown("box", exchange.handed_in, ground.boxes, facts)
        yield from _unknown("box", exchange.taken_out, ground.boxes, facts)
    for stay in trace.plan.rotation.stays:
        facts = Facts(day=stay.first_day)
        yield from _unknown("box", (stay.box,), ground.boxes, facts)
        yield from _unknown("place", (stay.place,), ground.places, facts)


def listed_twice(trace: Trace) -> Iterator[Violation]:
    """P03: Nothing is listed twice.

    A trip id, a person in a crew, a load of one trip, an exchange at one stop, a box in one load
    or exchange, a stay, a cost term of one run.
    """
    plan = trace.plan
    for name in _twice(trip.id for trip in plan.routing.trips):
        yield error("P03", "trip", trip=name, about=name)
    for trip in plan.routing.trips:
        for worker in _twice(trip.crew):
            yield error("P03", "worker", trip=trip.id, worker=worker, about=worker)
    yield from _moved_twice(trace)
    for run in plan.runs:
        for term in _twice(term.name for term in run.cost):
            yield error("P03", "term", about=term)


def out_of_place(trace: Trace) -> Iterator[Violation]:
    """P04: A plan stays in its quarter and in order.

    Trips lie in the quarter, on consecutive days, with a clock that runs forward; exchanges speak
    of stops that are made; services are done at their own place; stays end after they begin.
    """
    for trip in trace.plan.routing.trips:
        yield from _days_out_of_place(trip, trace)
        for day in trip.days:
            yield from _backwards(trip, day)
            for stop in day.stops:
                yield from _services_elsewhere(trip, day, stop, trace)
    for exchange in trace.movements.misplaced:
        yield _no_such_stop(exchange)
    for stay in trace.plan.rotation.stays:
        if stay.last_day is not None and stay.last_day < stay.first_day:
            yield error("P04", "stay_backwards", box=stay.box, place=stay.place, day=stay.first_day)


def _moved_twice(trace: Trace) -> Iterator[Violation]:
    for load in trace.movements.repeated_loads:
        yield error("P03", "load", trip=load.trip, about=load.trip)
    for exchange in trace.movements.repeated_exchanges:
        yield error(
            "P03",
            "exchange",
            trip=exchange.trip,
            day=exchange.day,
            about=exchange.trip,
            measured=exchange.position + 1,
        )
    for stay in _twice(trace.plan.rotation.stays):
        yield error(
            "P03", "stay", box=stay.box, place=stay.place, day=stay.first_day, about=stay.box
        )


def _days_out_of_place(trip: Trip, trace: Trace) -> Iterator[Violation]:
    for day, after in pairwise(trip.days):
        if (after.day - day.day).days != 1:
            yield error("P04", "not_consecutive", at=_at(trip, after))
    for day in trip.days:
        if not trace.ground.in_quarter(day.day):
            yield error("P04", "outside_quarter", at=_at(trip, day))


def _unknown_on(trip: Trip, day: TripDay, trace: Trace) -> Iterator[Violation]:
    facts = Facts(trip=trip.id, day=day.day)
    names = (day.leaves_from, *(stop.place for stop in day.stops), day.ends_at)
    yield from _unknown("place", names, trace.ground.places, facts)
    for stop in day.stops:
        yield from _unknown("service", stop.services, trace.ground.services, facts)


def _unknown(
    what: str, names: Iterable[str], known: Iterable[str], facts: Facts
) -> Iterator[Violation]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield error("P02", what, at=facts, about=name)


def _twice(items: Iterable[T]) -> Iterator[T]:
    return (item for item, times in Counter(items).items() if times > 1)


def _backwards(trip: Trip, day: TripDay) -> Iterator[Violation]:
    times: list[tuple[str, int]] = [(day.leaves_from, day.leaves)]
    for stop in day.stops:
        times.extend((stop.place, time) for time in (stop.arrival, stop.start, stop.departure))
    times.append((day.ends_at, day.ends))
    for (_, before), (place, now) in pairwise(times):
        if now < before:
            yield _clock(trip, day, place, (now, before))
    for pause in day.pauses:
        if pause.ends < pause.starts:
            yield _clock(trip, day, "", (pause.ends, pause.starts))


def _services_elsewhere(trip: Trip, day: TripDay, stop: Stop, trace: Trace) -> Iterator[Violation]:
    for name in dict.fromkeys(stop.services):
        service = trace.ground.services.get(name)
        if service is not None and service.place != stop.place:
            yield error(
                "P04",
                "service_elsewhere",
                at=_at(trip, day),
                service=name,
                place=stop.place,
                about=service.place,
            )


def _no_such_stop(exchange: Exchange) -> Violation:
    return error(
        "P04",
        "no_such_stop",
        trip=exchange.trip,
        day=exchange.day,
        measured=exchange.position + 1,
    )


def _clock(trip: Trip, day: TripDay, place: str, ends: tuple[int, int]) -> Violation:
    now, before = ends
    return error(
        "P04",
        "clock_backwards",
        at=_at(trip, day),
        place=place,
        measured=now,
        limit=before,
        quantity=Quantity.CLOCK,
    )


def _at(trip: Trip, day: TripDay) -> Facts:
    return Facts(trip=trip.id, van=trip.van, day=day.day)
