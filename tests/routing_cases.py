"""Build routing problems, and have every routing judged by the independent checker."""

from collections.abc import Callable
from typing import Any

from routing import solve_routing
from routing.islands import Pace
from tests.builders import (
    QUARTER,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_travel,
    a_van,
)
from vongsach.check import Severity, check_plan
from vongsach.fleet import MealBreak
from vongsach.network import Network
from vongsach.objective import total
from vongsach.places import Opening
from vongsach.plan import Rotation, Routing, Stay, UnservedReason
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Solved, Unwatched
from vongsach.travel import Travel

HOUR = 3600
Share = Callable[[float, float], float]
CURED_BY_ROTATION = {"S04"}
"""Boxes that stand too long because none was moved yet."""


def workdays(opens: float, closes: float) -> tuple[Opening, ...]:
    """Return one opening on each weekday from Monday to Friday, in hours of the day."""
    return tuple(
        Opening(weekday=weekday, opens=int(opens * HOUR), closes=int(closes * HOUR))
        for weekday in range(5)
    )


def a_pace(
    share: Share,
    *,
    alone: Share | None = None,
    steps: int = 20_000,
    workers: int = 1,
    stopped: bool = False,
) -> Pace:
    """Return a pace that asks ``share``, and ``alone`` where the tours are all there is."""
    return Pace(
        steps=steps,
        share=share,
        share_alone=alone or share,
        stopped=lambda: stopped,
        workers=workers,
        work=0.5,
        seconds=None,
    )


def whole(done: float, _: float) -> float:
    """Return a share of the work as it is."""
    return done


def a_meal() -> MealBreak:
    """Return an hour between eleven and half past one."""
    return MealBreak(length=HOUR, earliest=11 * HOUR, latest=13 * HOUR + 1800)


def solved(
    network: Network,
    travel: Travel | None = None,
    quarter: Quarter = QUARTER,
    *,
    level: int = 1,
    seed: int = 1,
) -> Solved[Routing]:
    """Return the routing of a network, after the checker found nothing to blame."""
    roads = travel or a_travel(network, quarter=quarter)
    effort = Effort(level=level)
    found = solve_routing(network, quarter, roads, effort=effort, seed=seed, watch=Unwatched())
    assert blamed(network, roads, found, quarter) == []
    assert found.run.bound is None or found.run.bound <= total(found.run.cost)
    return found


def blamed(
    network: Network, travel: Travel, found: Solved[Routing], quarter: Quarter = QUARTER
) -> list[str]:
    """Return the codes of the errors in a plan in which no box is moved."""
    depots = {van.depot for van in network.vans}
    stays = tuple(
        Stay(box=box.id, place=box.stands_at, first_day=box.since)
        for box in network.boxes
        if box.stands_at not in depots
    )
    plan = a_plan(
        routing=found.decision,
        rotation=Rotation(stays=stays),
        quarter=quarter,
        runs=(found.run,),
    )
    report = check_plan(plan, network, travel)
    return [
        f"{violation.code} {violation.day} {violation.service} {violation.place}"
        for violation in report.violations
        if violation.severity is Severity.ERROR and violation.code not in CURED_BY_ROTATION
    ]


def days_of_visits(found: Solved[Routing], service: str = "P1:rotation") -> list[int]:
    """Return the offsets of the days on which a service is visited."""
    return [
        (day.day - QUARTER.first_day).days
        for trip in found.decision.trips
        for day in trip.days
        for stop in day.stops
        if service in stop.services
    ]


def only_reason(found: Solved[Routing]) -> UnservedReason:
    """Return the reason of the only service that misses visits."""
    (entry,) = found.decision.unserved
    return entry.reason


def facts_of(found: Solved[Routing]) -> dict[str, int]:
    """Return the facts of the only service that misses visits."""
    (entry,) = found.decision.unserved
    return {fact.name: fact.value for fact in entry.facts}


def some_places(count: int, **service: Any) -> Network:
    """Return a depot and places P1, P2, … with one service each."""
    names = [f"P{number}" for number in range(1, count + 1)]
    return a_network(
        places=(a_depot(), *(a_place(name) for name in names)),
        services=tuple(a_service(name, **service) for name in names),
        vans=(a_van(),),
    )
