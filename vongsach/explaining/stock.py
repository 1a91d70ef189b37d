"""Explain where the stock is too small: which rule binds, and what purchase would mend it.

Nothing here is guessed: each rule is relaxed by itself and the boxes are rotated again on the same
trips, and a purchase is advised only after a rotation with it was found and the checker accepts it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vongsach.check import Severity, check_plan
from vongsach.explaining.relaxations import (
    RELAXATIONS,
    Audience,
    main_audience,
    new_boxes,
    with_boxes,
)
from vongsach.network import Network
from vongsach.objective import total
from vongsach.places import Place, ServiceKind
from vongsach.plan import Plan, Rotation, Routing
from vongsach.solving import Effort, Progress, RotationSolver, Solved, Unwatched, Watch
from vongsach.store import Stored
from vongsach.units import PlaceId, TripId

MOST_BOUGHT = 8
"""Boxes tried at most."""
IN_VAIN = 2
"""Boxes tried in a row that refresh no further visit: then the stock is not what binds."""


@dataclass(frozen=True, slots=True)
class BareVisit:
    """A visit that should exchange boxes and brings none."""

    place: PlaceId
    day: dt.date
    trip: TripId
    audience: Audience | None
    """The largest part of the readers; ``None`` where nobody is named."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a rotation without one rule reaches."""

    rule: str
    bare: int
    """Visits without a fresh box."""
    value: int
    """Reader value, in đồng."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Boxes that were tried, and what a rotation with them reaches."""

    boxes: tuple[Audience, ...]
    copies: int
    """Copies in each."""
    bare: int
    gain: int
    """Reader value more than without them, in đồng."""


@dataclass(frozen=True, slots=True)
class StockAdvice:
    """What is to be said of the stock of a plan."""

    visits: int
    """Visits that should exchange boxes."""
    bare: tuple[BareVisit, ...]
    """Those of the plan that bring none."""
    base: Relaxed
    """The rotation again, with every rule."""
    relaxed: tuple[Relaxed, ...]
    """Each rule relaxed by itself, the most binding first."""
    purchase: Purchase | None
    """The smallest that was found; ``None``: nothing to buy, or nothing mended by buying."""

    @property
    def binding(self) -> Relaxed | None:
        """Return the rule without which most visits are refreshed; ``None``: none changes it."""
        first = self.relaxed[0] if self.relaxed else None
        return first if first is not None and first.bare < self.base.bare else None


@dataclass(frozen=True, slots=True)
class Trial:
    """How boxes are rotated again."""

    solve: RotationSolver
    effort: Effort
    seed: int
    watch: Watch


def explain_stock(stored: Stored, trial: Trial) -> StockAdvice:
    """Return which visits bring no fresh box, which rule binds, and what to buy."""
    network, plan = stored.network, stored.plan
    asked = _asked_visits(network, plan.routing)
    bare = _bare(network, plan.routing, plan.rotation)
    if not bare:
        here = Relaxed("", 0, 0)
        return StockAdvice(len(asked), (), here, (), None)
    rerun = _Rerun(plan, trial, runs=2 + len(RELAXATIONS) + 2 * MOST_BOUGHT)
    base = rerun.relaxed("", network)
    relaxed = [rerun.relaxed(name, relax(network)) for name, relax in RELAXATIONS.items()]
    purchase = _purchase(stored, rerun, base) if base.bare else None
    order = sorted(relaxed, key=lambda one: (one.bare, -one.value, one.rule))
    return StockAdvice(len(asked), bare, base, tuple(order), purchase)


class _Rerun:
    """Rotate the boxes of a plan again on its trips, with other networks."""

    def __init__(self, plan: Plan, trial: Trial, *, runs: int) -> None:
        self.plan = plan
        self._trial = trial
        self._runs, self._done = runs, 0

    def __call__(self, network: Network) -> Solved[Rotation]:
        trial, plan = self._trial, self.plan
        done = min(1.0, self._done / self._runs)
        self._done += 1
        trial.watch.report(Progress(stage="explain.stage.stock", done=done))
        return trial.solve(
            network,
            plan.quarter,
            plan.routing,
            effort=trial.effort,
            seed=trial.seed,
            watch=Unwatched(),
        )

    def relaxed(self, rule: str, network: Network) -> Relaxed:
        found = self(network)
        bare = _bare(network, self.plan.routing, found.decision)
        return Relaxed(rule, len(bare), -total(found.run.cost))

    def stopped(self) -> bool:
        return self._trial.watch.stopped()


def _asked_visits(network: Network, routing: Routing) -> list[tuple[TripId, dt.date, int, Place]]:
    """Return every stop at which boxes are wished: trip, day, position and place."""
    places = {place.id: place for place in network.places}
    depots = {van.depot for van in network.vans}
    wishing = {
        service.id
        for service in network.services
        if service.kind is not ServiceKind.MOBILE and service.boxes
    }
    return [
        (trip.id, day.day, position, places[stop.place])
        for trip in routing.trips
        for day in trip.days
        for position, stop in enumerate(day.stops)
        if stop.place not in depots and wishing.intersection(stop.services)
    ]


def _bare(network: Network, routing: Routing, rotation: Rotation) -> tuple[BareVisit, ...]:
    fresh = {(one.trip, one.day, one.position) for one in rotation.exchanges if one.handed_in}
    return tuple(
        BareVisit(place.id, day, trip, main_audience(place))
        for trip, day, position, place in _asked_visits(network, routing)
        if (trip, day, position) not in fresh
    )


def _purchase(stored: Stored, rerun: _Rerun, base: Relaxed) -> Purchase | None:
    """Return the smallest purchase found: box by box for whom lacks most, none to be spared."""
    network, routing = stored.network, rerun.plan.routing
    bought: list[Audience] = []
    best: tuple[list[Audience], Relaxed] | None = None
    lacking = _bare(network, routing, rerun(network).decision)
    vain = 0
    while lacking and len(bought) < MOST_BOUGHT and vain < IN_VAIN and not rerun.stopped():
        bought = [*bought, _lacks_most(lacking, network)]
        found = _try(stored, rerun, bought)
        if found is None:
            return None
        reached, lacking = found
        better = reached.bare < (best[1].bare if best else base.bare)
        vain = 0 if better else vain + 1
        if better:
            best = bought, reached
    if best is None:
        return None
    boxes, reached = _without_spare(stored, rerun, *best)
    copies = sum(part.count for part in new_boxes(network, boxes)[0].copies)
    return Purchase(tuple(boxes), copies, reached.bare, reached.value - base.value)


def _without_spare(
    stored: Stored, rerun: _Rerun, boxes: list[Audience], reached: Relaxed
) -> tuple[list[Audience], Relaxed]:
    """Leave out every box without which as many visits are refreshed."""
    at = 0
    while len(boxes) > 1 and at < len(boxes) and not rerun.stopped():
        fewer = [*boxes[:at], *boxes[at + 1 :]]
        found = _try(stored, rerun, fewer)
        if found is not None and found[0].bare <= reached.bare:
            boxes, reached = fewer, found[0]
        else:
            at += 1
    return boxes, reached


def _try(
    stored: Stored, rerun: _Rerun, boxes: Sequence[Audience]
) -> tuple[Relaxed, tuple[BareVisit, ...]] | None:
    """Return what a purchase reaches; ``None`` where the checker finds more errors than before."""
    network = with_boxes(stored.network, boxes)
    found = rerun(network)
    plan = rerun.plan.model_copy(update={"rotation": found.decision, "runs": ()})
    if _errors(plan, network, stored) > _errors(rerun.plan, stored.network, stored):
        return None
    bare = _bare(network, plan.routing, found.decision)
    return Relaxed("purchase", len(bare), -total(found.run.cost)), bare


def _errors(plan: Plan, network: Network, stored: Stored) -> int:
    report = check_plan(plan, network, stored.travel)
    return sum(one.severity is Severity.ERROR for one in report.violations)


def _lacks_most(bare: Sequence[BareVisit], network: Network) -> Audience:
    counts = Counter(visit.audience for visit in bare if visit.audience is not None)
    if not counts:
        first = network.boxes[0].copies[0]
        return first.group, first.language
    return max(counts, key=lambda audience: (counts[audience], audience))
