"""Join everything that truly happens when a plan is carried out: what the rules look at."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vongsach.check.driving import DrivenDay, Visit, drive, visits_made
from vongsach.check.ground import Ground, index_ground
from vongsach.check.handovers import BoxTrace, Spell, replay_boxes
from vongsach.check.movements import Movements, gather_movements
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.travel import Travel
from vongsach.units import ServiceId


@dataclass(frozen=True, slots=True)
class Trace:
    """A plan, what it is judged against, and what truly happens."""

    plan: Plan
    ground: Ground
    movements: Movements
    days: tuple[DrivenDay, ...]
    """Every day of every trip, in the order of the plan."""
    visits: Mapping[ServiceId, tuple[Visit, ...]]
    """Visits of every known service, by day; empty where there are none."""
    missing: Mapping[ServiceId, int]
    """Visits that the plan says are not made."""
    boxes: BoxTrace
    stays: tuple[Spell, ...]
    """Spells at known places that are no depot."""


def replay(plan: Plan, network: Network, travel: Travel) -> Trace:
    """Return what truly happens when a plan is carried out.

    Whatever the plan says, this raises nothing: what cannot happen is left out and recorded.
    """
    ground = index_ground(network, plan.quarter, travel)
    movements = gather_movements(plan)
    boxes = replay_boxes(plan, ground, movements)
    visits: dict[ServiceId, list[Visit]] = {name: [] for name in ground.services}
    for visit in visits_made(plan, ground):
        visits[visit.service.id].append(visit)
    missing: defaultdict[ServiceId, int] = defaultdict(int)
    for entry in plan.routing.unserved:
        missing[entry.service] += entry.missing
    return Trace(
        plan=plan,
        ground=ground,
        movements=movements,
        days=drive(plan, ground, movements),
        visits={name: tuple(found) for name, found in visits.items()},
        missing=dict(missing),
        boxes=boxes,
        stays=tuple(
            spell
            for spell in boxes.spells
            if spell.place in ground.places and spell.place not in ground.depots
        ),
    )
