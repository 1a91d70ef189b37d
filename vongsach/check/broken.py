"""Find the trips of a published plan that can no longer be driven as published."""

import datetime as dt
from collections.abc import Iterator

from vongsach.check.report import Severity
from vongsach.check.run import RULES
from vongsach.check.trace import Trace, replay
from vongsach.check.visits import visits_asked
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.travel import Travel
from vongsach.units import TripId

OF_A_TRIP = frozenset({"P02", "P04", "V02", "V03", "V04", "V05"})
"""Rules beside those of trips (T..) that tell a trip which cannot stay as it is."""

WEEK = 7
OF_A_WEEK = frozenset({"T05", "T11"})
"""Rules that tell a worker or a van, and a day of the week that is too much."""


def broken_trips(
    plan: Plan, network: Network, travel: Travel, since: dt.date | None = None
) -> frozenset[TripId]:
    """Return the trips that break a rule under another network or on other roads.

    A trip with a visit that is no longer asked for is one of them. What boxes do is left aside:
    they ride on whatever trips there are.

    Parameters
    ----------
    since
        First day of the trips that are looked at; ``None``: all.
    """
    trace = replay(plan, network, travel)
    found = {*_by_rules(trace), *_beyond_asked(trace)}
    return frozenset(
        trip.id
        for trip in plan.routing.trips
        if trip.id in found and (since is None or trip.days[0].day >= since)
    )


def _by_rules(trace: Trace) -> Iterator[str]:
    for rule in RULES:
        if rule.severity is not Severity.ERROR:
            continue
        if not (rule.code.startswith("T") or rule.code in OF_A_TRIP):
            continue
        for violation in rule.check(trace):
            if violation.trip:
                yield violation.trip
            elif rule.code in OF_A_WEEK and violation.day is not None:
                yield from _of_week(trace, violation.worker or violation.van, violation.day)


def _of_week(trace: Trace, who: str, day: dt.date) -> Iterator[str]:
    monday = day - dt.timedelta(days=day.weekday())
    for trip in trace.plan.routing.trips:
        days = [one.day for one in trip.days]
        if who in {trip.van, *trip.crew} and any(0 <= (it - monday).days < WEEK for it in days):
            yield trip.id


def _beyond_asked(trace: Trace) -> Iterator[str]:
    """Yield the trips of the last visits of a service that asks for fewer than are planned."""
    for name, visits in trace.visits.items():
        asked = visits_asked(trace.ground.services[name], trace.ground)
        for visit in sorted(visits, key=lambda visit: visit.day)[asked:]:
            yield visit.trip.id
