"""Explain the missing visits of a service: the reason as facts, and remedies that were tested."""

from dataclasses import dataclass

from vongsach.explaining.remedies import ideas
from vongsach.explaining.trial import Base, Tried, tried
from vongsach.places import Service
from vongsach.plan import Unserved, UnservedReason
from vongsach.replanning import Solvers

ENOUGH = 3
MOST_TRIALS = 7
"""Changes that are tried for one service at most: each is a plan."""

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


def explain_missing(base: Base, entry: Unserved, solvers: Solvers) -> Explained:
    """Return why a service misses visits, with at most three changes that serve it."""
    service = next(one for one in base.network.services if one.id == entry.service)
    found: list[Tried] = []
    trials = 0
    if entry.reason not in PAST_HELP:
        for idea in ((), *ideas(base, service, entry.reason)):
            if trials >= MOST_TRIALS or sum(not one.left for one in found) >= ENOUGH:
                break
            trials += 1
            outcome = tried(base, idea, service.id, solvers)
            if outcome is not None:
                found.append(outcome)
    best = sorted(found, key=lambda one: (one.left, one.dong, one.moved.unkept))
    return Explained(service, entry, tuple(best[:ENOUGH]), trials)
