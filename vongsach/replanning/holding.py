"""Hold in a changed network what the past of a plan names, so that the past can be told."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from vongsach.boxes import Box, DaySpan
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.network import Network
from vongsach.places import Service
from vongsach.plan import Plan
from vongsach.units import ServiceId


class Named(Protocol):
    """A row with a code."""

    @property
    def id(self) -> str:
        """Return the code."""


Row = TypeVar("Row", bound=Named)

WITHDRAWN = "–"
"""Note of the closures that stand for what is no longer there."""


def holding(network: Network, before: Network, plan: Plan, since: dt.date) -> Network:
    """Return a changed network with what it no longer has and trips before a day still name.

    A place, van or person that is gone is shut from that day on; a box that is gone is not moved
    any more; a service that is gone asks for the visits that were made.
    """
    made = visits_before(plan, since)
    last = plan.quarter.last_day
    lost_services = [
        withdrawn(service, made.get(service.id, ()), plan)
        for service in _gone(before.services, network.services)
        if made.get(service.id)
    ]
    places = _gone(before.places, network.places)
    vans = _gone(before.vans, network.vans)
    workers = _gone(before.workers, network.workers) if network.workers else []
    boxes = _gone(before.boxes, network.boxes)
    shut = [
        *((Scope.PLACE, place.id) for place in places),
        *((Scope.VAN, van.id) for van in vans),
        *((Scope.WORKER, worker.id) for worker in workers),
    ]
    known = {title.id for title in network.titles}
    titles = [title for title in before.titles if title.id not in known]
    return Network(
        **dict(network)
        | {
            "places": (*network.places, *places),
            "services": (*network.services, *lost_services),
            "vans": (*network.vans, *vans),
            "workers": (*network.workers, *workers),
            "titles": (*network.titles, *titles),
            "boxes": (*network.boxes, *(still(box, since, last) for box in boxes)),
            "closures": (
                *network.closures,
                *(_shut(scope, target, since, last) for scope, target in shut),
            ),
        }
    )


def visits_before(plan: Plan, since: dt.date) -> dict[ServiceId, tuple[dt.date, ...]]:
    """Return the days on which each service was visited by trips that began before a day."""
    days: dict[ServiceId, list[dt.date]] = {}
    for trip in plan.routing.trips:
        if trip.days[0].day < since:
            for day in trip.days:
                for service in (name for stop in day.stops for name in stop.services):
                    days.setdefault(service, []).append(day.day)
    return {service: tuple(sorted(found)) for service, found in days.items()}


def withdrawn(service: Service, made: tuple[dt.date, ...], plan: Plan) -> Service:
    """Return a service that asks for no more visits than were made."""
    offsets = tuple((day - plan.quarter.first_day).days for day in made)
    return service.model_copy(
        update={
            "visits": max(1, len(made)),
            "every_weeks": None,
            "day_sets": (offsets,) if service.day_sets else (),
        }
    )


def still(box: Box, since: dt.date, last: dt.date) -> Box:
    """Return a box that is not moved any more from a day on."""
    span = DaySpan(first_day=since, last_day=last)
    return box.model_copy(update={"unavailable": (*box.unavailable, span)})


def _gone(before: Iterable[Row], now: Iterable[Row]) -> list[Row]:
    known = {row.id for row in now}
    return [row for row in before if row.id not in known]


def _shut(scope: Scope, target: str, since: dt.date, last: dt.date) -> Closure:
    return Closure(
        kind=ClosureKind.OTHER,
        scope=scope,
        target=target,
        first_day=since,
        last_day=last,
        note=WITHDRAWN,
    )
