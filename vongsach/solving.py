"""State the port through which the house speaks to its optimisers.

A solver is a function: problem in, decision and run report out, no state left behind.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from vongsach.network import Network
from vongsach.plan import Exchange, Load, Rotation, Routing, SolverRun, Trip
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import PlaceId, ServiceId, TripId, VanId

T = TypeVar("T")

QUICKEST = 1
USUAL = 2
MOST_THOROUGH = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try.

    ``level`` counts in steps, not in seconds: the same level gives the same plan. ``seconds`` is
    the wall-clock exception; it ends the search early and is recorded. With the highest level the
    search for trips takes all the time that it is given.
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


@dataclass(frozen=True, slots=True)
class Kept:
    """What is fixed already while the rest of a quarter is planned around it."""

    trips: tuple[Trip, ...] = ()
    """Trips that stand as they are: van, crew, days, clock, stops. Their visits are made."""
    open_from: dt.date | None = None
    """First day on which anything new may happen; ``None``: any day."""
    roomy: frozenset[TripId] = frozenset()
    """Kept trips of one day that may take in further stops, their own untouched."""
    before: tuple[Trip, ...] = ()
    """Trips of the changed plan that can still be driven and may change: where to begin."""
    wanted: Mapping[ServiceId, tuple[dt.date, ...]] = field(default_factory=dict)
    """Days on which a visit was promised and is better made: free to change, at a price."""
    change_price: int = 0
    """Price of each of these days without its visit, in đồng; no term of the plan's own cost."""
    loads: tuple[Load, ...] = ()
    """Loads of the kept trips whose handling of boxes is over or fixed."""
    exchanges: tuple[Exchange, ...] = ()
    """Their exchanges; positions are those of the routing that the rotation is decided for."""
    settled: frozenset[TripId] = frozenset()
    """Kept trips on which boxes are handled as ``loads`` and ``exchanges`` say, and not else."""
    like: tuple[Routing, Rotation] | None = None
    """The plan that is changed: vans' own shelves stay as they were there where they may."""


NOTHING = Kept()
"""All is open."""


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
        kept: Kept = NOTHING,
    ) -> Solved[Routing]:
        """Give trips that keep every hard rule, and list what is not served with its reason.

        Kept trips are among them, each as it was, or with further stops where it is roomy.

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
        kept: Kept = NOTHING,
    ) -> Solved[Rotation]:
        """Give loads, exchanges and stays that keep every hard rule on the given trips.

        On settled trips they are those given.
        """


class ShelfSolver(Protocol):
    """Decide which boxes vans carry for their mobile sessions, beside those that rotate."""

    def __call__(
        self,
        network: Network,
        quarter: Quarter,
        routing: Routing,
        rotation: Rotation,
        *,
        effort: Effort,
        seed: int,
        watch: Watch,
        like: tuple[Routing, Rotation] | None = None,
    ) -> Solved[Rotation]:
        """Give the rotation with loads that come back, chosen anew.

        ``like`` is a plan as it was: a van that goes out on the same day takes along what it did
        wherever that may still be, and more where there is room.
        """


VanDay = tuple[dt.date, VanId]
"""One van on one day."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Trips that differ a little from others, and keep every hard rule as they do."""

    kind: str
    """What was done, for example ``reverse``."""
    before: Routing
    routing: Routing
    dearer: int
    """What the trips cost more than before, in đồng."""
    changed: frozenset[VanDay]
    """Van-days that are not as before, on either side."""
    moved: Mapping[tuple[PlaceId, VanDay], VanDay] = field(default_factory=dict)
    """Stops that went to another van-day: from where, to where."""


class TripVaryer(Protocol):
    """Change trips a little."""

    def __call__(self, routing: Routing, seed: int) -> Variation | None:
        """Give trips with as many visits that keep every hard rule; ``None``: this draw failed."""


class TripOpener(Protocol):
    """Make ready to change the trips of a quarter."""

    def __call__(self, network: Network, quarter: Quarter, travel: Travel) -> TripVaryer:
        """Give what changes trips."""


class BoxReworker(Protocol):
    """Let boxes follow trips that have changed."""

    def __call__(self, rotation: Rotation, variation: Variation, seed: int) -> Rotation | None:
        """Give a rotation on the changed trips that leaves boxes far from them as they are.

        ``None``: none was found.
        """


class BoxOpener(Protocol):
    """Make ready to rework the boxes of a quarter."""

    def __call__(self, network: Network, quarter: Quarter) -> BoxReworker:
        """Give what reworks boxes."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven bound."""

    bound: int
    """No decision costs less, in đồng."""
    relaxation: str
    """Which relaxation gave it."""


class RotationProver(Protocol):
    """Bound the value of boxes on given trips."""

    def __call__(
        self,
        network: Network,
        quarter: Quarter,
        routing: Routing,
        rotation: Rotation,
        *,
        watch: Watch,
    ) -> Proof | None:
        """Give a bound for rotations that break as little as the given one; ``None``: stopped."""
