"""Compare the figures of plans and tell what differs from the first of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vongsach.differences import Differences, differences
from vongsach.measures import Measures, measure
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.travel import Travel

MONEY = frozenset({"km", "hours", "van_days", "crew_days", "nights"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One plan beside the first."""

    name: str
    figures: Mapping[str, int | float | None]
    """By the key of their name, in the order in which they are told."""
    differences: Differences | None
    """From the first plan; ``None`` for the first itself."""
    unrepeatable: str = ""
    """Why making the plan anew need not give the same plan; empty where it does, or none was."""


def compare(plans: Sequence[tuple[str, Plan, Network, Travel]]) -> tuple[Compared, ...]:
    """Return the figures of plans, each with its differences from the first."""
    first = plans[0][1]
    return tuple(
        Compared(
            name=name,
            figures=figures_of(measure(plan, network, travel)),
            differences=differences(first, plan) if number else None,
        )
        for number, (name, plan, network, travel) in enumerate(plans)
    )


def figures_of(found: Measures) -> dict[str, int | float | None]:
    """Return the figures that are laid beside each other."""
    terms = {term.name: term.dong for term in found.cost}
    return {
        "required_made": found.required.made,
        "required_missing": found.required.asked - found.required.made,
        "wished_made": found.wished.made,
        "wished_missing": found.wished.asked - found.wished.made,
        "trips": found.trips,
        "van_days": found.van_days,
        "crew_days": found.crew_days,
        "nights": found.nights,
        "kilometres": round(found.metres / 1000),
        "driving_hours": round(found.driving / 3600, 1),
        "money": sum(dong for name, dong in terms.items() if name in MONEY),
        "reader_value": -terms.get("reader_value", 0) - terms.get("mobile_value", 0),
        "total": sum(terms.values()),
        "fresh_copies": found.fresh_copies,
        "idle_boxes": found.idle_boxes,
        "longest_gap": found.longest_gap,
        "usual_weekday": found.usual_weekday_percent,
    }
