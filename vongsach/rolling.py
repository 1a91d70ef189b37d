"""Roll a network forward to the quarter after a plan, as if the plan was carried out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypeVar

from vongsach.boxes import Box, PastStay
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import Market, Service
from vongsach.plan import Plan, Trip
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId, ServiceId

Off = TypeVar("Off", Van, Worker)


def rolled(network: Network, plan: Plan, quarter: Quarter) -> Network:
    """Return the network on the morning of the first day of a later quarter.

    Boxes stand where the plan leaves them, ended stays join the history, the last visits are
    those of the plan; days off, closures, pins and market days that are over are left out.

    Parameters
    ----------
    network
        What the plan was made for.
    plan
        Taken as carried out.
    quarter
        Begins after the quarter of the plan.
    """
    day = quarter.first_day
    visited = _last_visits(plan)
    places = _end_places(network, plan)
    return Network(
        **dict(network)
        | {
            "services": tuple(_service(one, visited) for one in network.services),
            "boxes": tuple(_box(box, places, day) for box in network.boxes),
            "past_stays": (*network.past_stays, *_ended(network, plan)),
            "vans": tuple(_days_left(van, day) for van in network.vans),
            "workers": tuple(_days_left(worker, day) for worker in network.workers),
            "closures": tuple(one for one in network.closures if one.last_day >= day),
            "pins": tuple(one for one in network.pins if one.last_day >= day),
            "markets": tuple(_markets(network.markets, day)),
        }
    )


def _last_visits(plan: Plan) -> Mapping[ServiceId, dt.date]:
    visited: dict[ServiceId, dt.date] = {}
    for trip in plan.routing.trips:
        for trip_day in trip.days:
            for service in (name for stop in trip_day.stops for name in stop.services):
                visited[service] = max(trip_day.day, visited.get(service, trip_day.day))
    return visited


def _end_places(network: Network, plan: Plan) -> Mapping[BoxId, tuple[PlaceId, dt.date]]:
    """Return where each box that was moved stands at the end, and since when."""
    depots = {van.id: van.depot for van in network.vans}
    ends: dict[BoxId, tuple[PlaceId, dt.date]] = {}
    trips = {trip.id: trip for trip in plan.routing.trips}
    aboard = [
        *((load.trip, box) for load in plan.rotation.loads for box in load.boxes),
        *((one.trip, box) for one in plan.rotation.exchanges for box in one.taken_out),
    ]
    for name, box in sorted(aboard, key=lambda ride: _last_day(trips[ride[0]])):
        ends[box] = depots[trips[name].van], _last_day(trips[name])
    for stay in plan.rotation.stays:
        if stay.last_day is None:
            ends[stay.box] = stay.place, stay.first_day
    return ends


def _last_day(trip: Trip) -> dt.date:
    return trip.days[-1].day


def _ended(network: Network, plan: Plan) -> Iterable[PastStay]:
    known = {(stay.box, stay.place, stay.first_day) for stay in network.past_stays}
    for stay in plan.rotation.stays:
        if stay.last_day is not None and (stay.box, stay.place, stay.first_day) not in known:
            yield PastStay(
                box=stay.box, place=stay.place, first_day=stay.first_day, last_day=stay.last_day
            )


def _service(service: Service, visited: Mapping[ServiceId, dt.date]) -> Service:
    if service.id not in visited:
        return service
    return service.model_copy(update={"last_visit": visited[service.id]})


def _box(box: Box, places: Mapping[BoxId, tuple[PlaceId, dt.date]], day: dt.date) -> Box:
    place, since = places.get(box.id, (box.stands_at, box.since))
    left = tuple(span for span in box.unavailable if span.last_day >= day)
    return box.model_copy(update={"stands_at": place, "since": since, "unavailable": left})


def _days_left(one: Off, day: dt.date) -> Off:
    return one.model_copy(update={"days_off": tuple(off for off in one.days_off if off >= day)})


def _markets(markets: Iterable[Market], day: dt.date) -> Iterable[Market]:
    for market in markets:
        left = tuple(one for one in market.days if one >= day)
        if market.weekdays or left:
            yield market.model_copy(update={"days": left})
