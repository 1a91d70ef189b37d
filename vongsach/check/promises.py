"""Judge whether a replanned plan keeps what it promised of the plan that it replaces.

Nothing here is shared with what plans anew: both plans are compared as they lie.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from vongsach.check.broken import broken_trips
from vongsach.check.report import Severity, Violation, error
from vongsach.network import Network
from vongsach.plan import Exchange, Plan, Replaced, ReplanMode, Stop, Trip
from vongsach.travel import Travel
from vongsach.units import BoxId, TripId


@dataclass(frozen=True, slots=True)
class Promise:
    """Two plans, and what one promised of the other."""

    before: Plan
    after: Plan
    terms: Replaced
    network: Network
    """Of the plan that came after."""
    travel: Travel


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """One promise: its stable code and the function that looks."""

    code: str
    check: Callable[[Promise], Iterator[Violation]]
    severity: Severity = Severity.ERROR


def past_is_changed(promise: Promise) -> Iterator[Violation]:
    """K01: Every trip that began before the day of replanning is as it was, boxes included.

    Nor does a new trip begin before that day.
    """
    old, new = _trips(promise.before), _trips(promise.after)
    day = promise.terms.open_from
    for name, trip in old.items():
        if trip.days[0].day < day:
            if new.get(name) != trip:
                yield _of_trip("K01", trip)
            elif _boxes(promise.before, name) != _boxes(promise.after, name):
                yield _of_trip("K01", trip, "boxes")
    for name, trip in new.items():
        if trip.days[0].day < day and name not in old:
            yield _of_trip("K01", trip, "new")


def published_stop_changed(promise: Promise) -> Iterator[Violation]:
    """K02: Where things are only added, every published stop is there as it was.

    The same van comes on the same day at the same time and does the same.
    """
    if promise.terms.mode is not ReplanMode.ADD_ONLY:
        return
    there = {(trip.van, day, stop) for trip, day, stop in _stops(promise.after)}
    for trip, day, stop in _stops(promise.before):
        if (trip.van, day, stop) not in there:
            yield error("K02", trip=trip.id, van=trip.van, place=stop.place, day=day)


def whole_trip_changed(promise: Promise) -> Iterator[Violation]:
    """K03: Where trips are kept, each that can still be driven as published is as it was."""
    if promise.terms.mode is not ReplanMode.KEEP_TRIPS:
        return
    broken = broken_trips(promise.before, promise.network, promise.travel)
    new = _trips(promise.after)
    for name, trip in _trips(promise.before).items():
        if name not in broken and new.get(name) != trip:
            yield _of_trip("K03", trip)


def too_many_changes(promise: Promise) -> Iterator[Violation]:
    """K04: No more published visits are moved or left out than were allowed."""
    most = promise.terms.most_changes
    if most is None:
        return
    changed = [key for key in _visits(promise.before) if key not in _visits(promise.after)]
    if len(changed) > most:
        yield error("K04", measured=len(changed), limit=most)


PROMISES: tuple[PromiseRule, ...] = (
    PromiseRule("K01", past_is_changed),
    PromiseRule("K02", published_stop_changed),
    PromiseRule("K03", whole_trip_changed),
    PromiseRule("K04", too_many_changes),
)


def check_promise(promise: Promise) -> tuple[Violation, ...]:
    """Return every promise that is broken."""
    return tuple(violation for rule in PROMISES for violation in rule.check(promise))


def _trips(plan: Plan) -> Mapping[TripId, Trip]:
    return {trip.id: trip for trip in plan.routing.trips}


def _boxes(plan: Plan, name: TripId) -> tuple[set[BoxId], list[Exchange]]:
    loads = {box for load in plan.rotation.loads if load.trip == name for box in load.boxes}
    exchanges = [
        one.model_copy(
            update={
                "handed_in": tuple(sorted(one.handed_in)),
                "taken_out": tuple(sorted(one.taken_out)),
            }
        )
        for one in plan.rotation.exchanges
        if one.trip == name and (one.handed_in or one.taken_out)
    ]
    return loads, sorted(exchanges, key=lambda one: (one.day, one.position))


def _stops(plan: Plan) -> Iterator[tuple[Trip, dt.date, Stop]]:
    for trip in plan.routing.trips:
        for day in trip.days:
            for stop in day.stops:
                yield trip, day.day, stop


def _visits(plan: Plan) -> set[tuple[str, dt.date]]:
    return {(name, day) for _, day, stop in _stops(plan) for name in stop.services}


def _of_trip(code: str, trip: Trip, wording: str = "sentence") -> Violation:
    return error(code, wording, trip=trip.id, van=trip.van, day=trip.days[0].day)
