"""Find which pins stand in the way of any plan: each given up alone, and planned without."""

from dataclasses import dataclass, replace

from vongsach.closures import Pin
from vongsach.errors import NoPlanError
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.planning import Planned
from vongsach.replanning import Now, Solvers
from vongsach.solving import NOTHING, Effort


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Why no plan exists, and which single pins, given up, let one exist."""

    error: NoPlanError
    cures: tuple[tuple[Pin, Planned], ...]
    """Each was planned without, and the checker found no error."""
    pins: int
    """Hard pins that were tried."""


def explain_pins(now: Now, plan: Plan, solvers: Solvers) -> Deadlock | None:
    """Return why the hard pins of a network allow no plan; ``None`` where there is a plan.

    Parameters
    ----------
    plan
        Of the quarter in question; nothing but its quarter counts.
    """
    quick = replace(solvers, effort=Effort(level=1, seconds=solvers.effort.seconds))
    try:
        quick.plan(now, plan, NOTHING)
    except NoPlanError as error:
        hard = [pin for pin in now.network.pins if pin.hard]
        cures = []
        for pin in hard:
            planned = _without(now, plan, pin, quick)
            if planned is not None and planned.report.ok:
                cures.append((pin, planned))
        return Deadlock(error, tuple(cures), len(hard))
    return None


def _without(now: Now, plan: Plan, pin: Pin, solvers: Solvers) -> Planned | None:
    pins = tuple(one for one in now.network.pins if one is not pin)
    network = Network(**dict(now.network) | {"pins": pins})
    try:
        return solvers.plan(Now(network, now.travel), plan, NOTHING)
    except NoPlanError:
        return None
