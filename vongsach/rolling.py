"""Roll a network forward to the quarter after a plan: as recorded, else as planned."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from vongsach.actuals import TripActual
from vongsach.boxes import Box, BoxState, PastStay
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import Market, Service
from vongsach.plan import Plan
from vongsach.quarter import Quarter
from vongsach.units import ServiceId
from vongsach.whereabouts import Whereabouts, follow

Off = TypeVar("Off", Van, Worker)


def rolled(
    network: Network, plan: Plan, quarter: Quarter, actuals: Sequence[TripActual] = ()
) -> Network:
    """Return the network on the morning of the first day of a later quarter.

    Boxes stand where the records leave them, and the plan where nothing was recorded; ended stays
    join the history, the last visits are those that were held. A box that was missing when last
    looked for is lost from that day on; one that is damaged may not travel until somebody has
    looked after it. Days off, closures, pins and market days that are over are left out.

    Parameters
    ----------
    network
        What the plan was made for.
    plan
        Taken as carried out where nothing was recorded.
    quarter
        Begins after the quarter of the plan.
    actuals
        What was recorded of its trips.
    """
    day, where = quarter.first_day, follow(network, plan, actuals)
    visited = _last_visits(plan, actuals)
    return Network(
        **dict(network)
        | {
            "services": tuple(_service(one, visited) for one in network.services),
            "boxes": tuple(_box(box, where, day) for box in network.boxes),
            "past_stays": (*network.past_stays, *_ended(network, where)),
            "vans": tuple(_days_left(van, day) for van in network.vans),
            "workers": tuple(_days_left(worker, day) for worker in network.workers),
            "closures": tuple(one for one in network.closures if one.last_day >= day),
            "pins": tuple(one for one in network.pins if one.last_day >= day),
            "markets": tuple(_markets(network.markets, day)),
        }
    )


def _last_visits(plan: Plan, actuals: Iterable[TripActual]) -> Mapping[ServiceId, dt.date]:
    missed = {
        (actual.trip, stop.day, stop.position)
        for actual in actuals
        for stop in actual.stops
        if not stop.held
    }
    visited: dict[ServiceId, dt.date] = {}
    for trip in plan.routing.trips:
        for trip_day in trip.days:
            for position, stop in enumerate(trip_day.stops):
                if (trip.id, trip_day.day, position) not in missed:
                    for service in stop.services:
                        visited[service] = max(trip_day.day, visited.get(service, trip_day.day))
    return visited


def _ended(network: Network, where: Whereabouts) -> Iterable[PastStay]:
    known = {(stay.box, stay.place, stay.first_day) for stay in network.past_stays}
    return (one for one in where.stays if (one.box, one.place, one.first_day) not in known)


def _service(service: Service, visited: Mapping[ServiceId, dt.date]) -> Service:
    if service.id not in visited:
        return service
    return service.model_copy(update={"last_visit": visited[service.id]})


def _box(box: Box, where: Whereabouts, day: dt.date) -> Box:
    moves = where.moves.get(box.id)
    place, since = (moves[-1].place, moves[-1].day) if moves else (box.stands_at, box.since)
    left = tuple(span for span in box.unavailable if span.last_day >= day)
    damaged = box.id in where.damaged
    return box.model_copy(
        update={
            "stands_at": place,
            "since": since,
            "unavailable": left,
            "state": BoxState.IN_REPAIR if damaged else box.state,
            "lost_from": where.lost.get(box.id, box.lost_from),
        }
    )


def _days_left(one: Off, day: dt.date) -> Off:
    return one.model_copy(update={"days_off": tuple(off for off in one.days_off if off >= day)})


def _markets(markets: Iterable[Market], day: dt.date) -> Iterable[Market]:
    for market in markets:
        left = tuple(one for one in market.days if one >= day)
        if market.weekdays or left:
            yield market.model_copy(update={"days": left})
