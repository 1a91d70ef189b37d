"""State the port through which the house speaks to its optimisers.

A solver is a function: problem in, decision and run report out, no state left behind.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from vongsach.network import Network
from vongsach.plan import Rotation, Routing, SolverRun
from vongsach.quarter import Quarter
from vongsach.travel import Travel

T = TypeVar("T")

QUICKEST = 1
USUAL = 2
MOST_THOROUGH = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try.

    ``level`` counts in steps, not in seconds: the same level gives the same plan. ``seconds`` is
    the wall-clock exception; it ends the search early and is recorded.
    """

    level: int = USUAL
    seconds: float | None = None
    workers: int = 1
    """Threads; more than one is faster and not reproducible."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solver is."""

    stage: str
    """Key of the stage's name."""
    done: float
    """Share of the work that is done, 0 to 1."""
    cost: int | None = None
    """Best cost so far, in đồng."""
    bound: int | None = None
    """Best proven lower bound so far, in đồng."""


class Watch(Protocol):
    """Somebody who looks on while a solver works."""

    def report(self, progress: Progress) -> None:
        """Take note of the progress."""

    def stopped(self) -> bool:
        """Say whether the solver is asked to end now with the best it has."""


class Unwatched:
    """Nobody looks on."""

    def report(self, progress: Progress) -> None:
        """Let it pass."""

    def stopped(self) -> bool:
        """Never stop."""
        return False


@dataclass(frozen=True, slots=True)
class Solved(Generic[T]):
    """A decision, and the report of how it was reached."""

    decision: T
    run: SolverRun


class RoutingSolver(Protocol):
    """Decide visit days and trips."""

    def __call__(
        self,
        network: Network,
        quarter: Quarter,
        travel: Travel,
        *,
        effort: Effort,
        seed: int,
        watch: Watch,
    ) -> Solved[Routing]:
        """Give trips that keep every hard rule, and list what is not served with its reason.

        Raises
        ------
        OutOfTime
            Stopped before a first routing was found.
        """


class RotationSolver(Protocol):
    """Decide which boxes ride on the trips of a routing."""

    def __call__(
        self,
        network: Network,
        quarter: Quarter,
        routing: Routing,
        *,
        effort: Effort,
        seed: int,
        watch: Watch,
    ) -> Solved[Rotation]:
        """Give loads, exchanges and stays that keep every hard rule on the given trips."""
