"""Judge the clock of every day on the road: driving, service, shift, rests and meals."""

from collections.abc import Iterator, Sequence

from vongsach.check.driving import DrivenDay, Leg, known_services
from vongsach.check.ground import Ground
from vongsach.check.report import Facts, Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.plan import Pause, Stop

Stretch = tuple[int, int]
"""Driving and rest, in seconds: first the one, then the other."""


def arrives_before_it_can(trace: Trace) -> Iterator[Violation]:
    """T01: A van comes no sooner than its departure, the driving and the pauses on the way allow.

    Pauses overlap neither each other nor a service. A clock that runs backwards is P04.
    """
    for day in trace.days:
        pauses = day.day.pauses
        for leg in day.legs:
            soonest = leg.leaves + leg.seconds + _paused(pauses, leg.leaves, leg.arrives)
            if leg.leaves <= leg.arrives < soonest:
                yield error(
                    "T01",
                    at=_at(day, leg.end),
                    measured=leg.arrives,
                    limit=soonest,
                    quantity=Quantity.CLOCK,
                )
        yield from _overlapping_pauses(day)


def service_too_short(trace: Trace) -> Iterator[Violation]:
    """T02: A stop lasts as long as its services and the boxes that change hands take.

    That is fixed time and session of every service, and for every box handed in or taken out
    the largest time per box of the services.
    """
    for day in trace.days:
        for stop, boxes in zip(day.day.stops, day.exchanged, strict=True):
            needed = _service_seconds(stop, boxes, trace.ground)
            stands = stop.departure - stop.start
            if 0 <= stands < needed:
                yield error(
                    "T02",
                    at=_at(day, stop.place),
                    measured=stands,
                    limit=needed,
                    quantity=Quantity.DURATION,
                )


def shift_exceeded(trace: Trace) -> Iterator[Violation]:
    """T03: A day on the road lies inside the shift of the van.

    The first day of a trip leaves after the preparation time, later days from the start of the
    shift on.
    """
    preparation = trace.ground.network.rules.preparation.value
    for day in trace.days:
        if day.van is None:
            continue
        earliest = day.van.shift_starts + (preparation if day.number == 0 else 0)
        if day.day.leaves < earliest:
            yield error(
                "T03",
                "leaves",
                at=_at(day, day.day.leaves_from),
                measured=day.day.leaves,
                limit=earliest,
                quantity=Quantity.CLOCK,
            )
        if day.day.ends > day.van.shift_ends:
            yield error(
                "T03",
                "ends",
                at=_at(day, day.day.ends_at),
                measured=day.day.ends,
                limit=day.van.shift_ends,
                quantity=Quantity.CLOCK,
            )


def too_much_driving_in_a_day(trace: Trace) -> Iterator[Violation]:
    """T04: A day holds at most the driving that its van and the rule ``driving_day`` allow."""
    rule = trace.ground.network.rules.driving_day.value
    for day in trace.days:
        if day.van is None:
            continue
        limit = min(day.van.longest_driving, rule)
        if day.seconds() > limit:
            yield error(
                "T04",
                at=_at(day),
                measured=day.seconds(),
                limit=limit,
                quantity=Quantity.DURATION,
            )


def driving_without_rest(trace: Trace) -> Iterator[Violation]:
    """T06: Between two rests lie at most ``driving_unbroken`` seconds of driving.

    A rest is a stretch of at least ``driving_rest`` seconds without driving, at a stop or in a
    pause. Driving starts at the departure; a pause interrupts it; what is left is driven after.
    """
    rules = trace.ground.network.rules
    for day in trace.days:
        longest = _longest_unbroken(day, rules.driving_rest.value)
        if longest > rules.driving_unbroken.value:
            yield error(
                "T06",
                at=_at(day),
                measured=longest,
                limit=rules.driving_unbroken.value,
                quantity=Quantity.DURATION,
            )


def meal_missing(trace: Trace) -> Iterator[Violation]:
    """T07: A day that leaves before the meal and ends after it holds a pause for it.

    The pause is as long as the meal of the van asks, between its earliest and its latest time.
    """
    for day in trace.days:
        meal = day.van.meal if day.van else None
        if meal is None or day.day.leaves >= meal.earliest or day.day.ends <= meal.latest:
            continue
        longest = max(
            (_paused((pause,), meal.earliest, meal.latest) for pause in day.day.pauses), default=0
        )
        if longest < meal.length:
            yield error(
                "T07",
                at=_at(day),
                measured=longest,
                limit=meal.length,
                quantity=Quantity.DURATION,
            )


def _service_seconds(stop: Stop, boxes: int, ground: Ground) -> int:
    services = known_services(stop, ground)
    per_box = max((service.per_box for service in services), default=0)
    return sum(service.fixed + service.session for service in services) + boxes * per_box


def _paused(pauses: Sequence[Pause], begin: int, end: int) -> int:
    """Return how much of some pauses lies inside [begin, end], in seconds."""
    return sum(max(0, min(pause.ends, end) - max(pause.starts, begin)) for pause in pauses)


def _overlapping_pauses(day: DrivenDay) -> Iterator[Violation]:
    pauses = sorted(day.day.pauses, key=lambda pause: (pause.starts, pause.ends))
    until = 0
    for pause in pauses:
        if pause.starts < min(until, pause.ends):
            yield _overlap(day, "", pause)
        until = max(until, pause.ends)
    for stop in day.day.stops:
        for pause in pauses:
            if max(pause.starts, stop.start) < min(pause.ends, stop.departure):
                yield _overlap(day, stop.place, pause)


def _overlap(day: DrivenDay, place: str, pause: Pause) -> Violation:
    return error(
        "T01",
        "service_pause" if place else "pauses",
        at=_at(day, place),
        measured=pause.starts,
        limit=pause.ends,
        quantity=Quantity.CLOCK,
    )


def _longest_unbroken(day: DrivenDay, rest: int) -> int:
    """Return the most driving between two rests of a day, in seconds."""
    longest = unbroken = idle = 0
    for driven, rested in _stretches(day):
        if driven:
            unbroken = driven if idle >= rest else unbroken + driven
            idle = 0
        longest = max(longest, unbroken)
        idle += rested
    return longest


def _stretches(day: DrivenDay) -> Iterator[Stretch]:
    pauses = sorted(day.day.pauses, key=lambda pause: pause.starts)
    if not day.legs:
        return
    stands = [stop.departure - stop.arrival for stop in day.day.stops]
    for leg, standing in zip(day.legs, [*stands, 0], strict=True):
        yield from _stretches_of(leg, pauses)
        yield 0, max(0, standing)


def _stretches_of(leg: Leg, pauses: Sequence[Pause]) -> Iterator[Stretch]:
    now, left = leg.leaves, leg.seconds
    for pause in pauses:
        starts, ends = max(pause.starts, now), min(pause.ends, leg.arrives)
        if starts >= ends:
            continue
        driven = min(left, starts - now)
        yield driven, ends - starts
        now, left = ends, left - driven
    yield left, 0


def _at(day: DrivenDay, place: str = "") -> Facts:
    return Facts(trip=day.trip.id, van=day.trip.van, day=day.day.day, place=place)
