"""Suggest days for a visit more, each found by planning with it beside everything that stands."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from vongsach.changing import Change, ChangeKind
from vongsach.days import asked_visits
from vongsach.differences import Appointment, Turn
from vongsach.explaining.trial import Base, Tried, tried
from vongsach.places import Service
from vongsach.plan import Unserved, UnservedReason
from vongsach.replanning import Solvers


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One day on which a place can be visited once more, and what it costs."""

    service: Service
    visit: Appointment
    outcome: Tried


def suggest(base: Base, service: Service, top: int, solvers: Solvers) -> Iterator[Suggestion]:
    """Yield the best days for a visit more of a service, the best first, at most ``top``.

    Each day that was found is shut for the next try, so that the next best one comes out.
    """
    asked = asked_visits(service, base.plan.quarter) + 1
    more = Change(what=ChangeKind.VISITS, target=service.id, number=asked)
    shut: list[Change] = []
    asking = _asking(base, service)
    for _ in range(top):
        outcome = tried(asking, (more, *shut), service.id, solvers)
        visits = [] if outcome is None else _new_visits(outcome, service)
        if outcome is None or not visits:
            return
        yield Suggestion(service, visits[0], outcome)
        shut.append(_closed(service, visits[0].day))


def _new_visits(outcome: Tried, service: Service) -> list[Appointment]:
    return [
        one.new
        for one in outcome.moved.visits
        if one.service == service.id and one.turn is Turn.ADDED and one.new is not None
    ]


def _closed(service: Service, day: dt.date) -> Change:
    return Change(what=ChangeKind.PLACE_CLOSED, target=service.place, first_day=day, last_day=day)


def _asking(base: Base, service: Service) -> Base:
    """Return the plan as one in which the visit that is looked for is missing already."""
    entries = {entry.service: entry for entry in base.plan.routing.unserved}
    had = entries.get(service.id)
    entries[service.id] = Unserved(
        service=service.id,
        missing=(had.missing if had else 0) + 1,
        reason=had.reason if had else UnservedReason.NO_TIME,
    )
    routing = base.plan.routing.model_copy(update={"unserved": tuple(entries.values())})
    plan = base.plan.model_copy(update={"routing": routing})
    return Base(plan, base.network, base.travel, base.report)
