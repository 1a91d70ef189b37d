"""Hold in a changed network what the past of a plan names, so that the past can be told."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from vongsach.boxes import Box
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.days import ONE_DAY
from vongsach.network import Network
from vongsach.places import Service
from vongsach.plan import Plan
from vongsach.units import BoxId, ServiceId


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

    A place, van or person that is gone is shut from that day on; a box that is gone is lost from
    that day on; a service that is gone asks for the visits that were made. The past is taken as
    planned: a box is lost at the earliest on the day after the last past trip that handles it.
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
    boxes, moved = _gone(before.boxes, network.boxes), last_moves(plan, since)
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
            "boxes": (
                *(lost_after(box, moved.get(box.id)) for box in network.boxes),
                *(lost_after(_without(box, since), moved.get(box.id)) for box in boxes),
            ),
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


def last_moves(plan: Plan, since: dt.date) -> dict[BoxId, dt.date]:
    """Return the last day on which trips that began before a day move each box.

    A box that is loaded, or taken out on the way, may be aboard until the trip is back.
    """
    past = {trip.id: trip for trip in plan.routing.trips if trip.days[0].day < since}
    days: dict[BoxId, dt.date] = {}
    handled = [
        *((load.trip, load.boxes) for load in plan.rotation.loads),
        *((one.trip, (*one.handed_in, *one.taken_out)) for one in plan.rotation.exchanges),
    ]
    for trip, boxes in handled:
        for box in boxes if trip in past else ():
            last = past[trip].days[-1].day
            days[box] = max(days.get(box, last), last)
    return days


def lost_after(box: Box, moved: dt.date | None) -> Box:
    """Return a box that is lost after its last past move, if it is lost earlier than that."""
    if box.lost_from is None or moved is None or box.lost_from > moved:
        return box
    return box.model_copy(update={"lost_from": moved + ONE_DAY})


def _without(box: Box, since: dt.date) -> Box:
    return box.model_copy(update={"lost_from": min(since, box.lost_from or since)})


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
