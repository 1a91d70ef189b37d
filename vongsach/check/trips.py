"""Judge which van goes where, on which days, along which roads."""

from collections.abc import Iterator
from itertools import pairwise

from vongsach.check.driving import DrivenDay, known_services
from vongsach.check.report import Facts, Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.closures import ClosureKind, Scope
from vongsach.plan import Trip, TripDay


def place_not_for_the_van(trace: Trace) -> Iterator[Violation]:
    """T12: Every stop can be reached by vehicles of the class of the van."""
    for day in trace.days:
        for stop in day.day.stops:
            place = trace.ground.places.get(stop.place)
            if day.van is None or place is None:
                continue
            if day.van.vehicle_class not in place.reachable_by:
                yield error("T12", at=_at(day), place=stop.place, about=day.van.vehicle_class.value)


def no_open_road(trace: Trace) -> Iterator[Violation]:
    """T13: Every leg can be driven in the road state of its day.

    Without a road state for the day, a matrix for the class of the van or a row for the place
    nothing is known of the road, and the leg counts as closed.
    """
    for day in trace.days:
        if not trace.ground.in_quarter(day.day.day):
            continue
        for leg in day.legs:
            known = leg.start in trace.ground.places and leg.end in trace.ground.places
            if leg.obstacle and known:
                yield error(
                    "T13",
                    leg.obstacle,
                    at=_at(day),
                    place=leg.end,
                    measured=leg.start,
                    quantity=Quantity.PLACE,
                )


def van_on_two_trips(trace: Trace) -> Iterator[Violation]:
    """T14: A van is on at most one trip on a day."""
    out: dict[tuple[str, int], Trip] = {}
    for day in trace.days:
        if day.van is None:
            continue
        first = out.setdefault((day.trip.van, day.day.day.toordinal()), day.trip)
        if first is not day.trip:
            yield error("T14", at=_at(day), about=first.id)


def not_from_depot_to_depot(trace: Trace) -> Iterator[Violation]:
    """T15: A trip leaves from the depot of its van and ends there.

    Every other day ends at a night stop, and the next day leaves from there.
    """
    for trip in trace.plan.routing.trips:
        van = trace.ground.vans.get(trip.van)
        if van is None or not trip.days:
            continue
        first, last = trip.days[0], trip.days[-1]
        if first.leaves_from != van.depot:
            yield _elsewhere(trip, first, "leaves", place=first.leaves_from, wanted=van.depot)
        if last.ends_at != van.depot:
            yield _elsewhere(trip, last, "ends", place=last.ends_at, wanted=van.depot)
        for day, after in pairwise(trip.days):
            place = trace.ground.places.get(day.ends_at)
            if place is not None and not place.night_stop:
                yield _elsewhere(trip, day, "no_night_stop", place=day.ends_at, wanted="")
            if after.leaves_from != day.ends_at:
                yield _elsewhere(
                    trip, after, "morning", place=after.leaves_from, wanted=day.ends_at
                )


def van_not_at_work(trace: Trace) -> Iterator[Violation]:
    """T16: A van goes out on its weekdays, not on its days off nor on a closure of it."""
    for day in trace.days:
        if day.van is None:
            continue
        closed = trace.ground.closures_on(Scope.VAN, day.van.id, day.day.day)
        weekday = day.day.day.weekday() in day.van.weekdays
        if closed or not weekday or day.day.day in day.van.days_off:
            yield error("T16", at=_at(day))


def too_many_nights(trace: Trace) -> Iterator[Violation]:
    """T17: A trip has at most as many nights away as its van allows."""
    for trip in trace.plan.routing.trips:
        van = trace.ground.vans.get(trip.van)
        nights = len(trip.days) - 1
        if van is not None and nights > van.nights:
            yield error(
                "T17",
                trip=trip.id,
                van=trip.van,
                day=trip.days[0].day,
                measured=nights,
                limit=van.nights,
            )


def drives_on_a_closed_day(trace: Trace) -> Iterator[Violation]:
    """T18: No van drives on a day with a closure for all, school holidays left aside."""
    for day in trace.days:
        closures = trace.ground.closures_on(Scope.ALL, "", day.day.day)
        if any(closure.kind is not ClosureKind.SCHOOL_HOLIDAY for closure in closures):
            yield error("T18", at=_at(day))


def store_exceeded(trace: Trace) -> Iterator[Violation]:
    """T19: The visits of a trip use up no more goods than the store of its van holds."""
    for trip in trace.plan.routing.trips:
        van = trace.ground.vans.get(trip.van)
        used = sum(
            service.goods
            for day in trip.days
            for stop in day.stops
            for service in known_services(stop, trace.ground)
        )
        if van is not None and used > van.goods:
            yield error(
                "T19",
                trip=trip.id,
                van=trip.van,
                day=trip.days[0].day,
                measured=used,
                limit=van.goods,
            )


def on_duty_too_long(trace: Trace) -> Iterator[Violation]:
    """T20: From leaving to the end, a day is no longer than the duty that its van allows."""
    for day in trace.days:
        if day.van is None or day.van.longest_duty is None:
            continue
        duty = day.day.ends - day.day.leaves
        if duty > day.van.longest_duty:
            yield error(
                "T20",
                at=_at(day),
                measured=duty,
                limit=day.van.longest_duty,
                quantity=Quantity.DURATION,
            )


def _elsewhere(trip: Trip, day: TripDay, wording: str, *, place: str, wanted: str) -> Violation:
    return error(
        "T15",
        wording,
        trip=trip.id,
        van=trip.van,
        day=day.day,
        place=place,
        measured=place,
        limit=wanted,
        quantity=Quantity.PLACE,
    )


def _at(day: DrivenDay) -> Facts:
    return Facts(trip=day.trip.id, van=day.trip.van, day=day.day.day)
