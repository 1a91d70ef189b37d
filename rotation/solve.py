"""Decide a rotation: by hand's rule first, then by CP-SAT, or under prices where it is large."""

import time
from dataclasses import dataclass, replace
from itertools import islice

import ortools

from rotation.as_published import kept_ways
from rotation.breaches import breaches_of, forced_price, price_of_a_breach
from rotation.candidates import Candidates, StayOption, no_candidates
from rotation.charting import charted
from rotation.decompose import Depth, decompose
from rotation.events import events_of
from rotation.greedy import greedy_stays
from rotation.improve import improve
from rotation.itineraries import rotation_of
from rotation.listing import every_stay
from rotation.losses import kept_without, lost_by, with_losses, without_lost
from rotation.program import build
from rotation.search import FOR_THESE_TRIPS, Found, Limits, proven, search
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus, SolverRun, Stay
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Effort, Kept, Progress, Solved, Watch
from vongsach.units import Dong


@dataclass(frozen=True, slots=True)
class _Work:
    """What a level of effort means in numbers."""

    steps: float
    """CP-SAT's deterministic seconds for a whole model."""
    depth: Depth
    """How thoroughly prices and itineraries are looked for, where the whole model is too large."""
    rounds: int
    """Rounds of improvement box by box, where there are no prices."""
    titles: int
    """The same, after prices, where boxes share titles: they have found nearly all."""


WORK = {
    1: _Work(2.0, Depth(rounds=60, columns=8, gap=5e-3, nodes=1, trades=10), rounds=20, titles=10),
    2: _Work(
        6.0, Depth(rounds=150, columns=15, gap=1e-3, nodes=50, trades=40), rounds=40, titles=20
    ),
    3: _Work(
        40.0, Depth(rounds=300, columns=25, gap=5e-4, nodes=500, trades=150), rounds=400, titles=200
    ),
    4: _Work(
        150.0,
        Depth(rounds=600, columns=40, gap=1e-4, nodes=5000, trades=500),
        rounds=2000,
        titles=2000,
    ),
    5: _Work(
        600.0,
        Depth(rounds=1200, columns=80, gap=0, nodes=50_000, trades=2000),
        rounds=10_000,
        titles=10_000,
    ),
}

SMALL = 4_000
"""Candidate stays up to which the whole model is searched at once."""
LISTED = 80_000
"""Candidate stays up to which boxes that share titles are improved a few at a time."""
STEPS_A_ROUND = 0.3
PRICED = "itineraries" + FOR_THESE_TRIPS
PRICING = 0.5
"""Share of the seconds that prices may take."""


def solve_rotation(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    """Return the loads, exchanges and stays with the greatest reader value found.

    See ``vongsach.solving.RotationSolver``.
    """
    first = kept.open_from or quarter.first_day
    gone = lost_by(network, first)
    there, known = without_lost(network, first), kept_without(kept, gone)
    found = _solved(there, quarter, routing, effort=effort, seed=seed, watch=watch, kept=known)
    freed = frozenset(stay.place for stay in _promised(kept) if stay.box in gone)
    found = kept_ways(found, there, quarter, routing, kept=known, freed=freed, seed=seed)
    return with_losses(found, network, quarter, routing, kept=kept)


def _promised(kept: Kept) -> tuple[Stay, ...]:
    """Return the stays of the plan that is changed."""
    return () if kept.like is None else kept.like[1].stays


def _solved(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    kept: Kept,
) -> Solved[Rotation]:
    """Return the best rotation found of boxes that are there when all that is open begins."""
    began = time.monotonic()
    watch.report(Progress(stage="rotation.stage.greedy", done=0.0))
    bare = no_candidates(network, quarter, events_of(network, quarter, routing), kept)
    if bare.history.swaps:
        bare = replace(bare, stays=tuple(every_stay(bare)))
    by_hand = greedy_stays(bare)
    found = _found(bare, by_hand, effort=effort, seed=seed, watch=watch)
    rotation = rotation_of(bare, found.chosen)
    cost = rotation_terms(network, quarter, rotation)
    if network.titles and found.chosen != by_hand:
        # The model sees repeated titles only in part: the hand may be better by the objective.
        hand = rotation_of(bare, by_hand)
        hand_cost = rotation_terms(network, quarter, hand)
        breaks_more = forced_price(bare, by_hand) > forced_price(bare, found.chosen)
        if total(hand_cost) < total(cost) and not breaks_more:
            found = replace(found, chosen=by_hand)
            rotation, cost = hand, hand_cost
    if total(cost) < found.cost or (total(cost) != found.cost and not network.titles):
        msg = f"the model sums to {found.cost} đồng, the objective to {total(cost)}"
        raise RuntimeError(msg)
    found = proven(found, total(cost))
    run = SolverRun(
        solver="cp-sat",
        version=ortools.__version__,
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=found.status,
        cost=cost,
        bound=None if found.bound is None else Dong(found.bound),
        relaxation=found.relaxation,
        runtime_ms=round((time.monotonic() - began) * 1000),
    )
    return Solved(rotation, run)


def _found(
    bare: Candidates,
    by_hand: tuple[StayOption, ...],
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Found:
    """Search the whole model where it is small, and under prices elsewhere."""
    if watch.stopped():
        return Found(by_hand, RunStatus.STOPPED)
    few = tuple(islice(every_stay(bare), SMALL + 1))
    if len(few) <= SMALL:
        limits = Limits(WORK[effort.level].steps, effort.seconds, effort.workers)
        model = build(replace(bare, stays=few), by_hand)
        return search(model, by_hand, limits=limits, seed=seed, watch=watch)
    breach_price = price_of_a_breach(bare)
    chart = None if bare.history.swaps else charted(bare, breach_price)
    if chart is None:
        rounds = WORK[effort.level].rounds
        return _box_by_box(bare, by_hand, rounds, effort=effort, seed=seed, watch=watch)
    now, seconds = time.monotonic(), effort.seconds
    until = (None, None) if seconds is None else (now + PRICING * seconds, now + seconds)
    part = decompose(
        bare,
        chart,
        by_hand,
        depth=WORK[effort.level].depth,
        breach_price=breach_price,
        until=until,
        watch=watch,
    )
    found = by_hand if part.chosen is None else part.chosen
    best = min((by_hand, found), key=lambda chosen: _paid(bare, chosen))
    if _titles_meet(bare) and not watch.stopped():
        left = None if until[1] is None else until[1] - time.monotonic()
        rest, rounds = replace(effort, seconds=left), WORK[effort.level].titles
        best = _box_by_box(bare, best, rounds, effort=rest, seed=seed, watch=watch).chosen
    status = RunStatus.STOPPED if watch.stopped() else RunStatus.FEASIBLE
    bound = part.least - forced_price(bare, best)
    return Found(best, status, bound, PRICED)


def _titles_meet(bare: Candidates) -> bool:
    """Say whether boxes share titles, which prices do not see, and few enough stays to list."""
    titles = [title for box in bare.boxes.values() for title in set(box.titles)]
    listed = sum(1 for _ in islice(every_stay(bare), LISTED + 1))
    return len(set(titles)) < len(titles) and listed <= LISTED


def _paid(bare: Candidates, chosen: tuple[StayOption, ...]) -> int:
    """Return what stays cost, breaches and soft pins included."""
    return breaches_of(bare, chosen) - sum(stay.value for stay in chosen)


def _box_by_box(
    bare: Candidates,
    start: tuple[StayOption, ...],
    rounds: int,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Found:
    """Improve box by box, without a bound."""
    improved = improve(
        replace(bare, stays=tuple(every_stay(bare))),
        start,
        rounds=rounds,
        limits=Limits(STEPS_A_ROUND, effort.seconds, effort.workers),
        seed=seed,
        watch=watch,
    )
    return Found(improved.chosen, RunStatus.STOPPED if improved.stopped else RunStatus.FEASIBLE)
