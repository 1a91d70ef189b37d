"""Apply changes to a network, one after the other."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vongsach.changing import boxes, fleet, spans
from vongsach.changing.change import Change, ChangeKind
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.network import Network
from vongsach.places import Location, Opening, Place, Service
from vongsach.quarter import Quarter
from vongsach.units import PlaceId, SecondOfDay, ServiceId

NO_LIMIT = None
CLOSURES: Mapping[ChangeKind, tuple[Scope, ClosureKind]] = {
    ChangeKind.ROAD_CLOSED: (Scope.ROAD, ClosureKind.ROAD_CUT),
    ChangeKind.PLACE_CLOSED: (Scope.PLACE, ClosureKind.OTHER),
    ChangeKind.COMMUNE_CLOSED: (Scope.COMMUNE, ClosureKind.FLOOD),
    ChangeKind.ALL_CLOSED: (Scope.ALL, ClosureKind.OTHER),
    ChangeKind.VAN_OUT: (Scope.VAN, ClosureKind.MAINTENANCE),
    ChangeKind.WORKER_OUT: (Scope.WORKER, ClosureKind.LEAVE),
}


def changed(
    network: Network,
    quarter: Quarter,
    changes: Iterable[Change],
    since: dt.date | None = None,
) -> Network:
    """Return a network after some changes.

    Parameters
    ----------
    since
        First day of changes that name none; the first of the quarter where it is ``None``.
    """
    for change in changes:
        first = change.first_day or since or quarter.first_day
        span = change.model_copy(
            update={
                "first_day": first,
                "last_day": change.last_day or max(first, quarter.last_day),
            }
        )
        network = _with(network, APPLIED[change.what](network, quarter, span))
    return network


def _with(network: Network, fields: Mapping[str, Any]) -> Network:
    return Network(**dict(network) | dict(fields))


def _closed(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    scope, kind = CLOSURES[change.what]
    closure = Closure(
        kind=kind,
        scope=scope,
        target="" if scope is Scope.ALL else change.target,
        first_day=spans.first_of(change),
        last_day=spans.last_of(change),
        note=change.note,
    )
    return {"closures": (*network.closures, closure)}


def _withdrawn(network: Network, quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the place shut for good; its services go where nothing of them lies in the past."""
    return _closed(
        network, quarter, change.model_copy(update={"what": ChangeKind.PLACE_CLOSED})
    ) | {
        "services": tuple(
            service
            for service in network.services
            if service.place != change.target or spans.first_of(change) > quarter.first_day
        ),
        "pins": tuple(
            pin
            for pin in network.pins
            if pin.place != change.target or pin.last_day < spans.first_of(change)
        ),
    }


def _new_place(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    model = next(place for place in network.places if place.id == change.like)
    location = model.location
    if change.lat is not None and change.lon is not None:
        location = Location(lat=change.lat, lon=change.lon)
    place = Place(
        **dict(model)
        | {
            "id": PlaceId(change.target),
            "name": change.name or change.target,
            "location": location,
            "contact": "",
            "phone": "",
            "access_note": change.note,
        }
    )
    services = tuple(
        service.model_copy(
            update={
                "id": ServiceId(f"{change.target}:{service.kind.value}"),
                "place": place.id,
                "last_visit": None,
                **({"visits": change.number, "every_weeks": None} if change.number else {}),
            }
        )
        for service in network.services
        if service.place == change.like
    )
    markets = tuple(
        one.model_copy(update={"place": place.id})
        for one in network.markets
        if one.place == change.like
    )
    return {
        "places": (*network.places, place),
        "services": (*network.services, *services),
        "markets": (*network.markets, *markets),
    }


def _of_services(
    network: Network, change: Change, update: Callable[[Service], dict[str, Any] | None]
) -> dict[str, Any]:
    """Return the services of the target changed; those without an update are given up."""
    services = []
    for service in network.services:
        fields: dict[str, Any] | None = {}
        if change.target in {"", service.id, service.place}:
            fields = update(service)
        if fields is not None:
            services.append(Service(**dict(service) | fields))
    return {"services": tuple(services)}


def _visits(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    fields = {"visits": change.number, "every_weeks": None} if change.number else None
    return _of_services(network, change, lambda _service: fields)


def _every_weeks(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    fields = {"visits": None, "every_weeks": change.number}

    def update(service: Service) -> dict[str, Any]:
        return {} if not change.target and service.every_weeks is None else fields

    return _of_services(network, change, update)


def _min_gap(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    return _of_services(network, change, lambda _service: {"min_gap_days": change.number or 0})


def _max_gap(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    return _of_services(
        network, change, lambda _service: {"max_gap_days": change.number or NO_LIMIT}
    )


def _opening(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the services with an opening more; those that it touches grow together with it."""

    def update(service: Service) -> dict[str, Any]:
        if not service.openings:
            return {}
        days = {opening.weekday for opening in service.openings}
        wanted = {*change.weekdays} or days
        kept = [opening for opening in service.openings if opening.weekday not in wanted]
        for weekday in sorted(wanted):
            kept += _joined(service, weekday, change)
        return {"openings": tuple(kept)}

    return _of_services(network, change, update)


def _joined(service: Service, weekday: int, change: Change) -> list[Opening]:
    opens, closes = int(change.opens or 0), int(change.closes or 24 * 3600)
    apart = []
    for opening in service.openings:
        if opening.weekday == weekday and opening.opens <= closes and opens <= opening.closes:
            opens, closes = min(opens, opening.opens), max(closes, opening.closes)
        elif opening.weekday == weekday:
            apart.append(opening)
    whole = Opening(weekday=weekday, opens=SecondOfDay(opens), closes=SecondOfDay(closes))
    return [*apart, whole]


def _lifted(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    place = next(place for place in network.places if place.id == change.target)
    return {"closures": spans.without(network.closures, place, change)}


def _unpinned(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    return {"pins": tuple(pin for pin in network.pins if pin.place != change.target)}


APPLIED: Mapping[ChangeKind, Callable[[Network, Quarter, Change], dict[str, Any]]] = {
    **dict.fromkeys(CLOSURES, _closed),
    ChangeKind.PLACE_NEW: _new_place,
    ChangeKind.PLACE_WITHDRAWN: _withdrawn,
    ChangeKind.BOX_LOST: boxes.lost,
    ChangeKind.BOX_AT: boxes.brought,
    ChangeKind.BOX_READY: boxes.ready,
    ChangeKind.REST: boxes.rule("rest"),
    ChangeKind.AUDIENCE_FIT: boxes.rule("audience_fit"),
    ChangeKind.VISITS: _visits,
    ChangeKind.EVERY_WEEKS: _every_weeks,
    ChangeKind.MIN_GAP: _min_gap,
    ChangeKind.MAX_GAP: _max_gap,
    ChangeKind.OPENING: _opening,
    ChangeKind.VAN_MORE: fleet.van_more,
    ChangeKind.VAN_DAY: fleet.van_day,
    ChangeKind.VAN_SHIFT: fleet.van_shift,
    ChangeKind.WORKER_DAYS: fleet.worker_days,
    ChangeKind.CLOSURE_LIFTED: _lifted,
    ChangeKind.UNPINNED: _unpinned,
}
