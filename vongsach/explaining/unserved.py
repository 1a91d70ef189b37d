"""Explain the missing visits of a service: the reason as facts, and remedies that were tested."""

from collections.abc import Iterable
from dataclasses import dataclass

from vongsach.changing import Change, changed
from vongsach.explaining.remedies import ideas
from vongsach.explaining.trial import Base, Tried, tried
from vongsach.openness import open_days, van_works
from vongsach.places import Service
from vongsach.plan import Unserved, UnservedReason
from vongsach.replanning import Solvers

ENOUGH = 3
PARTLY_ENOUGH = 5
"""Plans after which changes that serve a part of what is missing are enough as well."""
MOST_TRIALS = 7
"""Plans that are made for one service at most: one for each change, and one as it is."""

PAST_HELP = frozenset({UnservedReason.NO_VEHICLE, UnservedReason.UNREACHABLE})
"""Reasons that no change of hours, gaps or days can mend."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why visits of a service are missing, and what would help."""

    service: Service
    entry: Unserved
    remedies: tuple[Tried, ...]
    """Those that serve most, the cheapest first; every one was planned with and checked."""
    trials: int
    """How many changes were tried."""
    looked_at: int
    """How many were thought of; those that leave no day for a visit more are not tried."""
    as_it_is: bool = False
    """Whether it was planned with nothing changed, too, which is no change."""


def explain_missing(base: Base, entry: Unserved, solvers: Solvers) -> Explained:
    """Return why a service misses visits, with at most three changes that serve it."""
    service = next(one for one in base.network.services if one.id == entry.service)
    found: list[Tried] = []
    plans = trials = looked_at = 0
    if entry.reason not in PAST_HELP:
        for idea in ((), *ideas(base, service, entry.reason)):
            if plans >= MOST_TRIALS or _enough(found, plans):
                break
            looked_at += bool(idea)
            if not has_a_day(base, service, idea):
                continue
            plans += 1
            trials += bool(idea)
            outcome = tried(base, idea, service.id, solvers)
            if outcome is not None:
                found.append(outcome)
    best = sorted(found, key=lambda one: (one.left, one.dong, one.moved.unkept))
    remedies = tuple(best[:ENOUGH])
    return Explained(service, entry, remedies, trials, looked_at, as_it_is=plans > trials)


def _enough(found: list[Tried], plans: int) -> bool:
    whole = sum(not one.left for one in found)
    return whole >= ENOUGH or (len(found) >= ENOUGH and plans >= PARTLY_ENOUGH)


def has_a_day(base: Base, service: Service, changes: Iterable[Change]) -> bool:
    """Say whether a visit more has a day by the calendar alone: place open, a van on the road.

    Without one nothing needs planning to see that changes do not help.
    """
    network = changed(base.network, base.plan.quarter, changes)
    asked = next((one for one in network.services if one.id == service.id), None)
    if asked is None:
        return False
    place = next(one for one in network.places if one.id == asked.place)
    vans = [van for van in network.vans if van.vehicle_class in place.reachable_by]
    made = {
        day.day
        for trip in base.plan.routing.trips
        for day in trip.days
        if any(service.id in stop.services for stop in day.stops)
    }
    days = {
        day
        for day in open_days(network, base.plan.quarter, asked)
        if any(van_works(network, van, day) for van in vans)
    }
    return len(days) > len(made)
