"""Say when a place, a van or a worker can be had. Not for the checker, which looks for itself."""

import datetime as dt

from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.days import days_of
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import Opening, Place, Service
from vongsach.quarter import Quarter
from vongsach.units import SecondOfDay

MIDNIGHT = SecondOfDay(0)
END_OF_DAY = SecondOfDay(86_400)


def closures_of_place(network: Network, place: Place) -> tuple[Closure, ...]:
    """Return the closures that shut a place, those for all included."""
    return tuple(closure for closure in network.closures if _shuts(closure, place))


def service_closed(service: Service, closures: tuple[Closure, ...], day: dt.date) -> bool:
    """Say whether one of the closures of its place shuts a service on a day."""
    return any(
        closure.first_day <= day <= closure.last_day
        and (service.term_time_only or closure.kind is not ClosureKind.SCHOOL_HOLIDAY)
        for closure in closures
    )


def openings_on(service: Service, day: dt.date) -> tuple[Opening, ...]:
    """Return the openings of a service on a day; the whole day where none is given."""
    if not service.openings:
        return (Opening(weekday=day.weekday(), opens=MIDNIGHT, closes=END_OF_DAY),)
    return tuple(opening for opening in service.openings if opening.weekday == day.weekday())


def market_days(network: Network, service: Service, quarter: Quarter) -> frozenset[dt.date]:
    """Return the days of a quarter on which the place of a service holds a market."""
    markets = [market for market in network.markets if market.place == service.place]
    return frozenset(
        day
        for day in days_of(quarter)
        if any(day in market.days or day.weekday() in market.weekdays for market in markets)
    )


def open_days(network: Network, quarter: Quarter, service: Service) -> tuple[dt.date, ...]:
    """Return the days of a quarter on which a service may happen, vans left aside."""
    place = next(place for place in network.places if place.id == service.place)
    closures = closures_of_place(network, place)
    markets = market_days(network, service, quarter)
    allowed = {offset for days in service.day_sets for offset in days}
    return tuple(
        day
        for day in days_of(quarter)
        if openings_on(service, day)
        and not service_closed(service, closures, day)
        and (not service.market_days_only or day in markets)
        and (not allowed or (day - quarter.first_day).days in allowed)
    )


def van_works(network: Network, van: Van, day: dt.date) -> bool:
    """Say whether a van goes out on a day."""
    return (
        day.weekday() in van.weekdays
        and day not in van.days_off
        and not _shut(network, Scope.VAN, van.id, day)
        and not _all_shut(network, day)
    )


def worker_works(network: Network, worker: Worker, day: dt.date) -> bool:
    """Say whether a worker can be on a crew on a day."""
    return (
        day not in worker.days_off
        and not _shut(network, Scope.WORKER, worker.id, day)
        and not _all_shut(network, day)
    )


def _shuts(closure: Closure, place: Place) -> bool:
    match closure.scope:
        case Scope.ALL:
            return True
        case Scope.PLACE:
            return closure.target == place.id
        case Scope.COMMUNE:
            return closure.target in (place.commune_code, place.commune)
        case Scope.VAN | Scope.WORKER | Scope.ROAD:
            return False


def _shut(network: Network, scope: Scope, target: str, day: dt.date) -> bool:
    return any(
        closure.scope is scope
        and closure.target == target
        and closure.first_day <= day <= closure.last_day
        for closure in network.closures
    )


def _all_shut(network: Network, day: dt.date) -> bool:
    return any(
        closure.scope is Scope.ALL
        and closure.kind is not ClosureKind.SCHOOL_HOLIDAY
        and closure.first_day <= day <= closure.last_day
        for closure in network.closures
    )
