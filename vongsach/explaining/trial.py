"""Try a change by planning with it beside a plan, and have the checker confirm what it does."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from vongsach.changing import Change, changed
from vongsach.check import Report, Severity, Violation, broken_trips, check_plan
from vongsach.differences import Differences, differences
from vongsach.errors import NoPlanError, OutOfTime
from vongsach.network import Network
from vongsach.objective import routing_terms, trip_driving
from vongsach.plan import CostTerm, Plan, Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.replanning import CHANGE_PRICE, Now, Solvers, fixed
from vongsach.solving import (
    NOTHING,
    QUICKEST,
    Effort,
    Kept,
    RotationSolver,
    RoutingSolver,
    Solved,
    Watch,
)
from vongsach.travel import Travel
from vongsach.units import ServiceId

MONEY = frozenset({"km", "hours", "van_days", "crew_days", "nights"})
"""Terms of the objective that somebody pays."""


@dataclass(frozen=True, slots=True)
class Base:
    """The plan that is asked about."""

    plan: Plan
    network: Network
    travel: Travel
    report: Report

    @classmethod
    def of(cls, plan: Plan, network: Network, travel: Travel) -> "Base":
        """Return a plan with what the checker says of it."""
        return cls(plan, network, travel, check_plan(plan, network, travel))


@dataclass(frozen=True, slots=True)
class Tried:
    """What planning with some changes came to."""

    changes: tuple[Change, ...]
    plan: Plan
    network: Network
    served: int
    """Missing visits of the service that are made."""
    left: int
    """Those that are missing still."""
    dong: int
    """What it costs more, in money that somebody pays; below 0 it saves."""
    metres: int
    seconds: int
    """Driving more."""
    moved: Differences
    """What it changes for others."""


def attempt(
    base: Base,
    changes: Iterable[Change],
    solvers: Solvers,
    *,
    worth: Callable[[Routing], bool] = lambda _: True,
) -> tuple[Plan, Network] | None:
    """Return the plan with some changes beside every trip that can stay; ``None``: not allowed.

    The checker has found nothing against it that it does not find against the plan as it is.

    Parameters
    ----------
    worth
        Whether trips come to what is asked for: where they do not, no box is thought about.
    """
    network = changed(base.network, base.plan.quarter, changes)
    broken = broken_trips(base.plan, network, base.travel)
    trips = base.plan.routing.trips
    stay = [trip for trip in trips if trip.id not in broken]
    kept = fixed(
        base.plan,
        stay,
        open_from=base.plan.quarter.first_day,
        roomy=stay,
        wanted=[trip for trip in trips if trip.id in broken],
        change_price=CHANGE_PRICE,
    )
    asked = replace(solvers, routing=once(solvers.routing, worth))
    for who in (replace(asked, rotation=at_once(solvers.rotation)), asked):
        try:
            planned = who.plan(Now(network, base.travel), base.plan, kept)
        except NotWorth:
            return None
        except (NoPlanError, OutOfTime):
            continue
        before = Counter(map(_kind, _errors(base.report)))
        if not Counter(map(_kind, _errors(planned.report))) - before:
            return planned.plan, network
    return None


class NotWorth(Exception):  # noqa: N818 -- a name that reads well where it is caught
    """The trips do not come to what is asked for."""


def once(solve: RoutingSolver, worth: Callable[[Routing], bool]) -> RoutingSolver:
    """Return a solver that gives the same routing again, and gives up one that is not worth it."""
    found: list[Solved[Routing]] = []

    def kept_in_mind(
        network: Network,
        quarter: Quarter,
        travel: Travel,
        *,
        effort: Effort,
        seed: int,
        watch: Watch,
        kept: Kept = NOTHING,
    ) -> Solved[Routing]:
        if not found:
            solved = solve(
                network, quarter, travel, effort=effort, seed=seed, watch=watch, kept=kept
            )
            if not worth(solved.decision):
                raise NotWorth
            found.append(solved)
        return found[0]

    return kept_in_mind


def at_once(solve: RotationSolver) -> RotationSolver:
    """Return a solver that lets boxes ride by its first rotation, without searching on.

    What is asked is whether a visit can be made; the boxes have to keep every rule, no more.
    """

    def quick(
        network: Network,
        quarter: Quarter,
        routing: Routing,
        *,
        effort: Effort,
        seed: int,
        watch: Watch,
        kept: Kept = NOTHING,
    ) -> Solved[Rotation]:
        first = Effort(level=min(effort.level, QUICKEST), seconds=0.0)
        return solve(network, quarter, routing, effort=first, seed=seed, watch=watch, kept=kept)

    return quick


def tried(
    base: Base, changes: tuple[Change, ...], service: ServiceId, solvers: Solvers
) -> Tried | None:
    """Return what changes come to that serve a service more, and none other less; else ``None``.

    A service that the changes themselves ask less of may have fewer visits.
    """
    before = _missing(base.plan.routing)

    def helps(routing: Routing) -> bool:
        after = _missing(routing)
        worse = any(after[name] > before[name] for name in after if name != service)
        return after[service] < before[service] and not worse

    found = attempt(base, changes, solvers, worth=helps)
    if found is None:
        return None
    plan, network = found
    after = _missing(plan.routing)
    metres, seconds = driven(plan, network, base.travel)
    was_metres, was_seconds = driven(base.plan, base.network, base.travel)
    return Tried(
        changes=changes,
        plan=plan,
        network=network,
        served=before[service] - after[service],
        left=after[service],
        dong=paid(plan, network, base.travel) - paid(base.plan, base.network, base.travel),
        metres=metres - was_metres,
        seconds=seconds - was_seconds,
        moved=differences(base.plan, plan),
    )


def paid(plan: Plan, network: Network, travel: Travel) -> int:
    """Return the money that a plan costs, in đồng."""
    terms: tuple[CostTerm, ...] = routing_terms(network, plan.quarter, plan.routing, travel)
    return sum(term.dong for term in terms if term.name in MONEY)


def driven(plan: Plan, network: Network, travel: Travel) -> tuple[int, int]:
    """Return the metres and seconds that all trips drive."""
    vans = {van.id: van for van in network.vans}
    ways = [trip_driving(trip, vans[trip.van], travel) for trip in plan.routing.trips]
    return sum(way[0] for way in ways), sum(way[1] for way in ways)


def _missing(routing: Routing) -> Counter[str]:
    return Counter({entry.service: entry.missing for entry in routing.unserved})


def _errors(report: Report) -> list[Violation]:
    return [one for one in report.violations if one.severity is Severity.ERROR]


def _kind(one: Violation) -> tuple[str, str, str]:
    return one.code, one.service or one.place, one.box
