"""Judge whether every service gets its visits, on good days and well spaced."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from vongsach.check.driving import Visit
from vongsach.check.ground import Ground
from vongsach.check.report import Facts, Quantity, Violation, error, warning
from vongsach.check.trace import Trace
from vongsach.closures import ClosureKind, Scope
from vongsach.places import Service

DAYS_OF_A_WEEK = 7


def visits_asked(service: Service, ground: Ground) -> int:
    """Return how many visits a service asks for in the quarter."""
    if service.visits is not None:
        return service.visits
    weeks = service.every_weeks or 1
    return max(1, ground.quarter_days() // (DAYS_OF_A_WEEK * weeks))


def visits_do_not_add_up(trace: Trace) -> Iterator[Violation]:
    """V01: The visits made and the visits listed as not made add up to those asked for.

    A service is visited at most once on a day.
    """
    for name, visits in trace.visits.items():
        service = trace.ground.services[name]
        for day, times in Counter(visit.day for visit in visits).items():
            if times > 1:
                yield error(
                    "V01",
                    "twice",
                    service=name,
                    place=service.place,
                    day=day,
                    measured=times,
                    limit=1,
                )
        told = len(visits) + trace.missing.get(name, 0)
        asked = visits_asked(service, trace.ground)
        if told != asked:
            yield error("V01", service=name, place=service.place, measured=told, limit=asked)


def gap_too_short(trace: Trace) -> Iterator[Violation]:
    """V02: Between two visits of a service lie at least ``min_gap_days`` days.

    The last visit before the quarter counts; two visits on one day are V01.
    """
    for service, gaps in _gaps(trace):
        for visit, gap, first in gaps:
            if gap < service.min_gap_days and (first or gap):
                yield _badly_spaced("V02", visit, gap, service.min_gap_days)


def gap_too_long(trace: Trace) -> Iterator[Violation]:
    """V03: Between two visits of a service lie at most ``max_gap_days`` days.

    The last visit before the quarter counts, unless the service was overdue already (V09). Not
    applied to a service with missing visits.
    """
    for service, gaps in _gaps(trace):
        most = service.max_gap_days
        if most is None or trace.missing.get(service.id, 0):
            continue
        overdue = _overdue_days(service, trace.ground) > 0
        for visit, gap, first in gaps:
            if gap > most and not (first and overdue):
                yield _badly_spaced("V03", visit, gap, most)


def service_overdue(trace: Trace) -> Iterator[Violation]:
    """V09: The greatest gap since the last visit had passed already when the quarter began."""
    for service in trace.ground.network.services:
        late = _overdue_days(service, trace.ground)
        if service.last_visit is not None and late > 0:
            yield warning(
                "V09",
                service=service.id,
                place=service.place,
                day=service.last_visit,
                measured=(trace.ground.quarter.first_day - service.last_visit).days,
                limit=service.max_gap_days,
            )


def visit_on_a_closed_day(trace: Trace) -> Iterator[Violation]:
    """V04: A visit lies on an open day of its service.

    The weekday has an opening, no closure shuts the place, and it is a market day where the
    service asks for one. A school holiday shuts only services that run in term time.
    """
    for visits in trace.visits.values():
        for visit in visits:
            reason = _why_closed(visit.service, visit.day, trace.ground)
            if reason:
                yield error("V04", reason, at=_at(visit))


def service_outside_opening(trace: Trace) -> Iterator[Violation]:
    """V05: The whole service, from start to departure, lies inside one opening of the day."""
    for visits in trace.visits.values():
        for visit in visits:
            today = [
                opening
                for opening in visit.service.openings
                if opening.weekday == visit.day.weekday()
            ]
            start, end = visit.stop.start, visit.stop.departure
            if today and not any(day.opens <= start and end <= day.closes for day in today):
                yield error(
                    "V05", at=_at(visit), measured=start, limit=end, quantity=Quantity.CLOCK
                )


def days_form_no_set(trace: Trace) -> Iterator[Violation]:
    """V07: Where day sets are given, the days of all visits form one of them.

    Of a service with missing visits each day lies in some set.
    """
    first = trace.ground.quarter.first_day
    for name, visits in trace.visits.items():
        service = trace.ground.services[name]
        if not service.day_sets:
            continue
        offsets = sorted((visit.day - first).days for visit in visits)
        if trace.missing.get(name, 0):
            allowed = {offset for days in service.day_sets for offset in days}
            good = allowed.issuperset(offsets)
        else:
            good = any(offsets == sorted(days) for days in service.day_sets)
        if not good:
            yield error("V07", service=name, place=service.place, measured=len(offsets))


def required_visit_missing(trace: Trace) -> Iterator[Violation]:
    """V08: Every visit of a required service is made.

    A missing one is an allowed answer where nothing else is possible; it is never silent.
    """
    for service in trace.ground.network.services:
        missing = trace.missing.get(service.id, 0)
        if service.required and missing:
            yield warning(
                "V08",
                service=service.id,
                place=service.place,
                measured=missing,
                limit=visits_asked(service, trace.ground),
            )


def _gaps(trace: Trace) -> Iterator[tuple[Service, list[tuple[Visit, int, bool]]]]:
    """Yield for every service its visits with the days since the one before.

    The last item says whether the one before is the last visit of the past.
    """
    for name, visits in trace.visits.items():
        service = trace.ground.services[name]
        gaps: list[tuple[Visit, int, bool]] = []
        before = service.last_visit
        for number, visit in enumerate(visits):
            if before is not None:
                gaps.append((visit, (visit.day - before).days, number == 0))
            before = visit.day
        yield service, gaps


def _overdue_days(service: Service, ground: Ground) -> int:
    if service.last_visit is None or service.max_gap_days is None:
        return 0
    return (ground.quarter.first_day - service.last_visit).days - service.max_gap_days


def open_days(service: Service, ground: Ground) -> int:
    """Return on how many days of the quarter a service is open; its day sets count."""
    days: Iterable[int] = range(ground.quarter_days())
    if service.day_sets:
        days = {offset for some in service.day_sets for offset in some}.intersection(days)
    first = ground.quarter.first_day
    return sum(not _why_closed(service, first + dt.timedelta(days=day), ground) for day in days)


def _why_closed(service: Service, day: dt.date, ground: Ground) -> str:
    if service.openings and all(opening.weekday != day.weekday() for opening in service.openings):
        return "weekday"
    place = ground.places[service.place]
    targets = {
        (Scope.ALL, ""),
        (Scope.PLACE, place.id),
        (Scope.COMMUNE, place.commune_code),
        (Scope.COMMUNE, place.commune),
    }
    for scope, target in targets:
        for closure in ground.closures_on(scope, target, day):
            if service.term_time_only or closure.kind is not ClosureKind.SCHOOL_HOLIDAY:
                return "closure"
    if service.market_days_only and not _holds_market(service, day, ground):
        return "market"
    return ""


def _holds_market(service: Service, day: dt.date, ground: Ground) -> bool:
    return any(
        day in market.days or day.weekday() in market.weekdays
        for market in ground.markets.get(service.place, ())
    )


def _at(visit: Visit) -> Facts:
    return Facts(
        service=visit.service.id,
        place=visit.service.place,
        trip=visit.trip.id,
        van=visit.trip.van,
        day=visit.day,
    )


def _badly_spaced(code: str, visit: Visit, gap: int, limit: int) -> Violation:
    return error(code, at=_at(visit), measured=gap, limit=limit)
