"""Change vans and workers."""

from collections.abc import Iterable
from typing import Any

from vongsach.changing.change import Change
from vongsach.changing.spans import beside, first_of, last_of
from vongsach.closures import Closure, Scope
from vongsach.days import days_between, days_of
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.units import VanId


def van_more(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the vans with one more that is like another."""
    model = next(van for van in network.vans if van.id == change.like)
    more = model.model_copy(
        update={"id": VanId(change.target), "name": change.name, "plate": "", "days_off": ()}
    )
    return {"vans": (*network.vans, more)}


def van_day(network: Network, quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the vans, one of which works on some days more, and closures that let it."""
    return {
        "vans": tuple(
            _working(van, quarter, change) if van.id == change.target else van
            for van in network.vans
        ),
        "closures": tuple(_open(network.closures, change)),
    }


def _open(closures: Iterable[Closure], change: Change) -> Iterable[Closure]:
    for closure in closures:
        if (closure.scope, closure.target) == (Scope.VAN, change.target):
            yield from beside(closure, change)
        else:
            yield closure


def _working(van: Van, quarter: Quarter, change: Change) -> Van:
    """Return a van that works on the days of a change, and on no other than before."""
    wanted = set(days_between(first_of(change), last_of(change)))
    before = {day for day in days_of(quarter) if day.weekday() in van.weekdays} - {*van.days_off}
    weekdays = {*van.weekdays, *(day.weekday() for day in wanted)}
    works = before | wanted
    off = {day for day in days_of(quarter) if day.weekday() in weekdays} - works
    outside = {day for day in van.days_off if not quarter.first_day <= day <= quarter.last_day}
    return Van(
        **dict(van)
        | {"weekdays": tuple(sorted(weekdays)), "days_off": tuple(sorted(off | outside))}
    )


def van_shift(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the vans, the shift of one of which begins or ends at other times."""
    hours = {
        name: value
        for name, value in (("shift_starts", change.opens), ("shift_ends", change.closes))
        if value is not None
    }
    return {
        "vans": tuple(
            Van(**dict(van) | hours) if van.id == change.target else van for van in network.vans
        )
    }


def worker_days(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the workers, one of whom may be out on more days of a week."""
    return {
        "workers": tuple(
            Worker(**dict(worker) | {"days_per_week": change.number})
            if worker.id == change.target
            else worker
            for worker in network.workers
        )
    }
