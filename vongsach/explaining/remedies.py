"""Think of changes that might let a service be visited: nothing here is more than an idea."""

from collections.abc import Callable, Iterator
from itertools import chain, zip_longest

from vongsach.changing import Change, ChangeKind
from vongsach.closures import Scope
from vongsach.days import asked_visits, days_of
from vongsach.explaining.trial import Base
from vongsach.fleet import Van
from vongsach.openness import closures_of_place, openings_on, van_works
from vongsach.places import Place, Service
from vongsach.plan import UnservedReason
from vongsach.units import SecondOfDay

HOUR = 3600
LATEST = 19 * HOUR
EARLIEST = 6 * HOUR
MOST_OTHERS = 3

Ideas = Iterator[tuple[Change, ...]]


def ideas(base: Base, service: Service, reason: UnservedReason) -> Ideas:
    """Yield changes to be tried, what the reason points at first, each once."""
    first = FIRST.get(reason, ())
    useless = BESIDE_OTHERS if reason in ALONE else ()
    order = [*first, *(kind for kind in ALL if kind not in (*first, *useless))]
    # One of each kind in turn: the best two or three are hardly ever of one kind.
    rows = zip_longest(*(list(kind(base, service)) for kind in order))
    seen: set[tuple[Change, ...]] = set()
    for idea in chain.from_iterable(rows):
        if idea is not None and idea not in seen:
            seen.add(idea)
            yield idea


def _gaps(_base: Base, service: Service) -> Ideas:
    least, most = service.min_gap_days, service.max_gap_days
    for shorter in dict.fromkeys((least * 3 // 4, least // 2, 1)):
        if shorter < least:
            yield (Change(what=ChangeKind.MIN_GAP, target=service.id, number=shorter),)
    for longer in (most * 5 // 4, most * 3 // 2, 0) if most else ():
        yield (Change(what=ChangeKind.MAX_GAP, target=service.id, number=longer),)


def _longer_opening(_base: Base, service: Service) -> Ideas:
    if not service.openings:
        return
    opens = min(opening.opens for opening in service.openings)
    closes = max(opening.closes for opening in service.openings)
    for earlier, later in ((0, 1), (1, 0), (1, 2), (2, 3)):
        yield (
            Change(
                what=ChangeKind.OPENING,
                target=service.id,
                opens=SecondOfDay(max(EARLIEST, opens - earlier * HOUR)),
                closes=SecondOfDay(min(max(LATEST, closes), closes + later * HOUR)),
            ),
        )


def _further_weekday(base: Base, service: Service) -> Ideas:
    if not service.openings or service.market_days_only:
        return  # a market is not held on another day because the van would come
    opens = min(opening.opens for opening in service.openings)
    closes = max(opening.closes for opening in service.openings)
    there = {opening.weekday for opening in service.openings}
    out = {weekday for van in base.network.vans for weekday in van.weekdays}
    for weekday in sorted(out - there):
        yield (
            Change(
                what=ChangeKind.OPENING,
                target=service.id,
                weekdays=(weekday,),
                opens=opens,
                closes=closes,
            ),
        )


def _reopened(base: Base, service: Service) -> Ideas:
    place = _place(base, service)
    for closure in closures_of_place(base.network, place):
        if closure.scope is not Scope.ALL:
            yield (
                Change(
                    what=ChangeKind.CLOSURE_LIFTED,
                    target=place.id,
                    first_day=max(closure.first_day, base.plan.quarter.first_day),
                    last_day=min(closure.last_day, base.plan.quarter.last_day),
                ),
            )


def _van_day(base: Base, service: Service) -> Ideas:
    """Yield days on which the place is open and a van that reaches it stands."""
    made = {
        day.day
        for trip in base.plan.routing.trips
        for day in trip.days
        for stop in day.stops
        if service.id in stop.services
    }
    days = [
        day for day in days_of(base.plan.quarter) if openings_on(service, day) and day not in made
    ]
    for van in _reaching(base, service):
        idle = [day for day in days if not van_works(base.network, van, day)]
        step = max(1, len(idle) // MOST_OTHERS)
        for day in idle[::step][:MOST_OTHERS]:
            yield (Change(what=ChangeKind.VAN_DAY, target=van.id, first_day=day, last_day=day),)


def _longer_shift(base: Base, service: Service) -> Ideas:
    for hours in (1, 2, 3):
        for van in _reaching(base, service):
            yield (
                Change(
                    what=ChangeKind.VAN_SHIFT,
                    target=van.id,
                    closes=SecondOfDay(min(24 * HOUR, van.shift_ends + hours * HOUR)),
                ),
            )


def _van_more(base: Base, service: Service) -> Ideas:
    for van in _reaching(base, service)[:1]:
        yield (Change(what=ChangeKind.VAN_MORE, target=f"{van.id}+", like=van.id),)


def _crew(base: Base, _service: Service) -> Ideas:
    for worker in base.network.workers:
        if worker.days_per_week < 7:  # noqa: PLR2004 -- days of a week
            yield (
                Change(
                    what=ChangeKind.WORKER_DAYS,
                    target=worker.id,
                    number=worker.days_per_week + 1,
                ),
            )


def _less_for_others(base: Base, service: Service) -> Ideas:
    """Yield one visit less for a wished service that weighs less."""
    missing = {entry.service for entry in base.plan.routing.unserved}
    priority = {place.id: place.priority for place in base.network.places}
    others = [
        other
        for other in base.network.services
        if not other.required and other.id != service.id and other.id not in missing
        if service.required or priority[other.place] <= priority[service.place]
    ]
    for other in sorted(others, key=lambda one: (priority[one.place], one.id))[:MOST_OTHERS]:
        asked = asked_visits(other, base.plan.quarter)
        yield (Change(what=ChangeKind.VISITS, target=other.id, number=asked - 1),)


def _unpinned(base: Base, service: Service) -> Ideas:
    if any(pin.place == service.place for pin in base.network.pins):
        yield (Change(what=ChangeKind.UNPINNED, target=service.place),)


def _place(base: Base, service: Service) -> Place:
    return next(place for place in base.network.places if place.id == service.place)


def _reaching(base: Base, service: Service) -> list[Van]:
    classes = _place(base, service).reachable_by
    return [van for van in base.network.vans if van.vehicle_class in classes]


Thought = Callable[[Base, Service], Ideas]
ALL: tuple[Thought, ...] = (
    _gaps,
    _longer_opening,
    _van_day,
    _longer_shift,
    _further_weekday,
    _less_for_others,
    _crew,
    _reopened,
    _unpinned,
    _van_more,
)
BESIDE_OTHERS: tuple[Thought, ...] = (_gaps, _less_for_others)
ALONE = frozenset(
    {
        UnservedReason.NO_OPEN_DAY,
        UnservedReason.NO_VAN_DAY,
        UnservedReason.TOO_FAR,
        UnservedReason.NO_CREW,
    }
)
"""Reasons that hold even if nothing else were served: giving others less mends none of them."""

FIRST: dict[UnservedReason, tuple[Thought, ...]] = {
    UnservedReason.NO_OPEN_DAY: (_further_weekday, _reopened),
    UnservedReason.NO_VAN_DAY: (_van_day, _further_weekday, _longer_opening, _longer_shift),
    UnservedReason.TOO_FAR: (_longer_shift, _longer_opening),
    UnservedReason.NO_CREW: (_crew,),
    UnservedReason.GAPS: (_gaps, _reopened, _van_day),
    UnservedReason.NO_TIME: (_longer_shift, _van_day, _less_for_others, _longer_opening, _van_more),
    UnservedReason.PINNED_AWAY: (_unpinned,),
}
"""What a reason points at."""
