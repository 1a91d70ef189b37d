"""Judge boxes that had stayed somewhere for too long already when the quarter began."""

import datetime as dt
from collections.abc import Iterator

from vongsach.boxes import Box, BoxState
from vongsach.check.driving import Visit
from vongsach.check.handovers import Spell
from vongsach.check.report import Violation, error, warning
from vongsach.check.stays import longest_stay, was_too_long
from vongsach.check.trace import Trace
from vongsach.closures import Pin
from vongsach.places import ServiceKind


def stay_was_too_long(trace: Trace) -> Iterator[Violation]:
    """S18: A stay was too long already when the quarter began.

    The plan is not to blame: it ends the stay, or makes no visit that could end it. Else S21.
    """
    first = trace.ground.quarter.first_day
    for stay in trace.stays:
        if was_too_long(stay, trace) and _chance_missed(stay, trace) is None:
            yield warning(
                "S18",
                box=stay.box,
                place=stay.place,
                day=stay.first_day,
                measured=(first - stay.first_day).days,
                limit=longest_stay(stay, trace),
            )


def overdue_stay_left(trace: Trace) -> Iterator[Violation]:
    """S21: A stay that was too long when the quarter began ends, where a visit could end it.

    Such a visit rotates boxes, has time to take out one box more than the overdue ones that it
    does take out, and its van has room for one more than the overdue ones of its trip. From its
    day to the end of its trip the box may be moved: it is not in repair, unavailable or held by
    a hard pin.
    """
    for stay in trace.stays:
        visit = _chance_missed(stay, trace) if was_too_long(stay, trace) else None
        if visit is not None:
            yield error(
                "S21",
                box=stay.box,
                place=stay.place,
                trip=visit.trip.id,
                van=visit.trip.van,
                day=visit.day,
                measured=(visit.day - stay.first_day).days,
                limit=longest_stay(stay, trace),
            )


def _chance_missed(stay: Spell, trace: Trace) -> Visit | None:
    """Return the first visit that could have ended a stay that lasts; ``None``: there is none."""
    if stay.last_day is not None:
        return None
    visits = (
        visit
        for made in trace.visits.values()
        for visit in made
        if visit.stop.place == stay.place and visit.service.kind is not ServiceKind.MOBILE
    )
    good = (visit for visit in visits if _could_end(visit, stay, trace))
    return min(good, key=lambda visit: (visit.day, visit.stop.start), default=None)


def _could_end(visit: Visit, stay: Spell, trace: Trace) -> bool:
    box = trace.ground.boxes[stay.box]
    long_enough = (visit.day - stay.first_day).days >= trace.ground.network.rules.stay_least.value
    return long_enough and _has_room(visit, box, trace) and not _is_held(visit, box, trace)


def _has_room(visit: Visit, box: Box, trace: Trace) -> bool:
    """Say whether time and van are left for a box, beside the overdue ones that do go."""
    van = trace.ground.vans.get(visit.trip.van)
    services = [trace.ground.services.get(name) for name in visit.stop.services]
    known = [service for service in services if service is not None]
    stops = {(day.day, stop.place) for day in visit.trip.days for stop in day.stops}
    gone = [
        other
        for other in trace.stays
        if (other.last_day, other.place) in stops and not other.lost and was_too_long(other, trace)
    ]
    here = sum((other.last_day, other.place) == (visit.day, visit.stop.place) for other in gone)
    weight = box.weight + sum(trace.ground.boxes[other.box].weight for other in gone)
    needed = sum(service.fixed + service.session for service in known)
    needed += (here + 1) * max(service.per_box for service in known)
    in_time = needed <= visit.stop.departure - visit.stop.start
    return in_time and van is not None and len(gone) < van.boxes and weight <= van.payload


def _is_held(visit: Visit, box: Box, trace: Trace) -> bool:
    """Say whether a box may not ride from a visit to the end of its trip."""
    begins, ends = visit.day, visit.trip.days[-1].day
    spans = [(span.first_day, span.last_day) for span in box.unavailable]
    pins = [pin for pin in trace.ground.network.pins if pin.box == box.id and pin.hard]
    spans += [(pin.first_day, pin.last_day) for pin in pins if pin.place is None]
    return (
        box.state is BoxState.IN_REPAIR
        or any(first <= ends and begins <= last for first, last in spans)
        or any(_holds_here(pin, visit.stop.place, begins, trace) for pin in pins)
    )


def _holds_here(pin: Pin, place: str, day: dt.date, trace: Trace) -> bool:
    return pin.place == place and day <= pin.last_day and trace.ground.in_quarter(pin.last_day)
