"""Measure the visits: how many, how far apart, how regular."""

import datetime as dt
from collections import Counter
from itertools import pairwise

from vongsach.days import asked_visits
from vongsach.measures.figures import Gap, VisitCount
from vongsach.measures.shares import percent
from vongsach.network import Network
from vongsach.objective import visit_days
from vongsach.places import Service
from vongsach.plan import Plan
from vongsach.quarter import Quarter
from vongsach.units import ServiceId

WORST_PLACES = 10


def visits_of(plan: Plan, network: Network) -> dict[str, object]:
    """Return the fields of ``Measures`` that speak of visits."""
    days = visit_days(plan.routing)
    gaps = [gap for service in network.services if (gap := _gap(service, days.get(service.id, [])))]
    usual = sum(max(Counter(day.weekday() for day in found).values()) for found in days.values())
    return {
        "required": _count(plan.quarter, [s for s in network.services if s.required], days),
        "wished": _count(plan.quarter, [s for s in network.services if not s.required], days),
        "longest_gap": max((gap.longest for gap in gaps), default=None),
        "mean_gap": sum(gap.mean for gap in gaps) / len(gaps) if gaps else None,
        "worst_gaps": tuple(sorted(gaps, key=lambda gap: (-gap.longest, gap.service)))[
            :WORST_PLACES
        ],
        "usual_weekday_percent": percent(usual, sum(len(found) for found in days.values())),
    }


def _count(
    quarter: Quarter, services: list[Service], days: dict[ServiceId, list[dt.date]]
) -> VisitCount:
    asked = {service.id: asked_visits(service, quarter) for service in services}
    return VisitCount(
        asked=sum(asked.values()),
        # A visit too many at one place makes up for none that is missing at another.
        made=sum(min(count, len(days.get(name, []))) for name, count in asked.items()),
    )


def _gap(service: Service, days: list[dt.date]) -> Gap | None:
    known = [service.last_visit, *days] if service.last_visit else days
    gaps = [(later - earlier).days for earlier, later in pairwise(known)]
    if not gaps:
        return None
    return Gap(
        service=service.id,
        place=service.place,
        longest=max(gaps),
        mean=sum(gaps) / len(gaps),
    )
