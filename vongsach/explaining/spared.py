"""Try a plan without one of its trips: whether its visits can be made otherwise, and the price."""

from dataclasses import dataclass

from vongsach.changing import Change, ChangeKind
from vongsach.differences import Differences, differences
from vongsach.explaining.trial import Base, attempt, driven, paid
from vongsach.network import Network
from vongsach.plan import Plan, Trip
from vongsach.replanning import Solvers


@dataclass(frozen=True, slots=True)
class Spared:
    """What planning without a trip came to, all others beside it where they can stay."""

    change: Change
    plan: Plan
    network: Network
    lost: int
    """Visits that nobody makes any more."""
    dong: int
    """What it costs more, in money that somebody pays; below 0 it saves."""
    metres: int
    seconds: int
    """Driving more."""
    moved: Differences


def without_trip(base: Base, trip: Trip, solvers: Solvers) -> Spared | None:
    """Return the plan in which the van of a trip stays at home on its days.

    The checker has found nothing against it; ``None``: no such plan was found.
    """
    out = Change(
        what=ChangeKind.VAN_OUT,
        target=trip.van,
        first_day=trip.days[0].day,
        last_day=trip.days[-1].day,
    )
    found = attempt(base, (out,), solvers)
    if found is None:
        return None
    plan, network = found
    metres, seconds = driven(plan, network, base.travel)
    was_metres, was_seconds = driven(base.plan, base.network, base.travel)
    return Spared(
        change=out,
        plan=plan,
        network=network,
        lost=max(0, _missing(plan) - _missing(base.plan)),
        dong=paid(plan, network, base.travel) - paid(base.plan, base.network, base.travel),
        metres=metres - was_metres,
        seconds=seconds - was_seconds,
        moved=differences(base.plan, plan),
    )


def _missing(plan: Plan) -> int:
    return sum(entry.missing for entry in plan.routing.unserved)
