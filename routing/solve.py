"""Decide visit days and trips: construct, improve, name the crews, explain what is missing."""

import time
from collections import Counter
from collections.abc import Callable

import numpy as np
import ortools

from routing.board import Board, Desk
from routing.case import Case, read_case, weeks_of
from routing.days_model import Patience, Pool, choose_trips
from routing.far import hold_far
from routing.guard import Guard, Look
from routing.improvement import Span, Step, fill, improve
from routing.islands import Pace
from routing.options import read_options
from routing.pins import check_pins, pin_open
from routing.proving import Proving
from routing.reorder import reorder_days
from routing.returning import returning_board, with_old_clocks
from routing.spacing import make_spacer
from routing.tables import make_routing
from routing.tours import search_tours
from routing.wants import read_wants
from routing.widening import beside, widened
from vongsach.errors import OutOfTime
from vongsach.network import Network
from vongsach.objective import routing_terms, total
from vongsach.plan import Routing, RunStatus, SolverRun
from vongsach.quarter import Quarter
from vongsach.solving import MOST_THOROUGH, NOTHING, Effort, Kept, Progress, Solved, Watch
from vongsach.travel import Travel
from vongsach.units import Dong

STOPPED = "stopped"

TOUR_STEPS = {1: 15_000, 2: 100_000, 3: 500_000, 4: 2_000_000, 5: 6_000_000}
"""Steps of the compiled search by level of effort; the highest takes all its time, if limited."""

STEPS = {1: 60, 2: 300, 3: 1_000, 4: 3_000, 5: 9_000}
"""Steps of the search under the exact rules that follows, by level of effort."""

STEPS_FROM_BEFORE, SMALL = 5, 500
"""Times as many from an earlier plan on, where no tours are searched, up to so many visits."""

RECOMBINE_SHARE = 0.03
"""Share of the wall-clock time, where it is limited, of each recombination of tours."""

WORK = {1: 0.3, 2: 1.0, 3: 2.0, 4: 4.0, 5: 8.0}
"""Work of CP-SAT on each choice of trips, in its deterministic measure; about a second each.

Kept short at every level, because nothing stops a choice that is under way.
"""

FEW = 4
"""Visits left beside kept trips up to which each service takes its best days, and that is all."""

ROUNDS = 3
"""Times that the search pauses to choose among all trips met."""


def solve_routing(
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

    Trips are of one day, or of days on end where the van may stay away. Kept trips are among
    them, and no bound is proven beside those. Same input, seed and level of effort give the same
    routing, unless it is ended early by ``effort.seconds`` or by the watch.

    Raises
    ------
    OutOfTime
        Stopped before every service was looked at once.
    NoPlanError
        A hard pin cannot be kept.
    """
    began = time.monotonic()
    guard = Guard(watch, None if effort.seconds is None else began + effort.seconds)
    watch.report(Progress(stage="routing.stage.reading", done=0.0))
    kept = widened(network, quarter, travel, kept)
    case = read_case(network, quarter, travel, kept)
    desk = hold_far(make_desk(case))
    with Proving(case, effort, guard) as proving:
        board = _planned(desk, effort, seed, guard.at("routing.stage.search", proving))
        check_pins(board)
        proof = proving.bound()
    bound = None if proof is None else proof.dong
    routing = beside(with_old_clocks(case, make_routing(board)), kept)
    terms = routing_terms(network, quarter, routing, travel)
    status = RunStatus.STOPPED if guard.stopped else RunStatus.FEASIBLE
    run = SolverRun(
        solver="routing",
        version=ortools.__version__,
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=RunStatus.OPTIMAL if total(terms) == bound else status,
        cost=terms,
        bound=None if bound is None else Dong(bound),
        relaxation="" if proof is None else proof.relaxation,
        runtime_ms=int((time.monotonic() - began) * 1000),
    )
    watch.report(Progress(stage="routing.stage.done", done=1.0, cost=total(terms), bound=bound))
    return Solved(routing, run)


def _planned(desk: Desk, effort: Effort, seed: int, look: Look) -> Board:
    """Return the best board that is found: plainly constructed, by tours, then by exact rules."""
    kept, guard = desk.case.kept, look.guard
    few = bool(kept.trips) and sum(ask.left for ask in desk.case.asks) <= FEW
    board = returning_board(desk)
    if few or kept.before:
        board = construct(board, lambda done: guard.ended("routing.stage.days", done))
    if not few or pin_open(board):
        if not kept.before:
            board = _begin(desk, effort, seed, look)
        board = _search(board, effort, seed, look)
        board = reorder_days(board, look.of("routing.stage.trips").ended)
    return filled(board)


def _begin(desk: Desk, effort: Effort, seed: int, look: Look) -> Board:
    """Return the board that the compiled search leads to, or a plainly constructed one.

    Both are made where the first leaves something open: pins and scarce crews are seen under the
    exact rules alone.
    """
    if look.guard.ended("routing.stage.days", 0.0):
        raise OutOfTime(STOPPED)
    pace = Pace(
        steps=_tour_steps(effort),
        share=look.share,
        share_alone=look.share_alone,
        stopped=lambda: look.guard.stopped,
        workers=max(1, effort.workers),
        work=WORK[effort.level],
        seconds=None if effort.seconds is None else effort.seconds * RECOMBINE_SHARE,
    )
    found = search_tours(desk, seed, pace)
    if found is not None and (look.stopped or not _lacks(found)):
        return found
    try:
        plain = construct(Board(desk), lambda done: look.guard.ended("routing.stage.days", done))
    except OutOfTime:
        if found is None:
            raise
        return found
    return min((one for one in (found, plain) if one is not None), key=lambda one: one.cost())


def _tour_steps(effort: Effort) -> float:
    """Return the steps of the compiled search, infinitely many where the time alone limits it."""
    limited = effort.seconds is not None
    return np.inf if limited and effort.level == MOST_THOROUGH else TOUR_STEPS[effort.level]


def _lacks(board: Board) -> bool:
    """Say whether a visit or a wanted stretch is left open."""
    asks, wants = range(len(board.visits)), range(len(board.desk.wanted))
    return any(board.missing(ask) for ask in asks) or any(board.open_want(one) for one in wants)


def _search(board: Board, effort: Effort, seed: int, look: Look) -> Board:
    """Improve in rounds; after each the best choice of all trips that were met is taken."""
    rng = np.random.default_rng(seed)
    steps, pool = _steps(board.desk.case, effort), Pool()
    ends = [steps * (number + 1) // ROUNDS for number in range(ROUNDS)]
    for first, end in zip([0, *ends], ends, strict=False):
        span = Span(first, end, steps)
        board = improve(board, rng, span=span, pool=pool, ended=look.ended)
        if look.ended(end / steps, board.cost()):
            break
        patience = Patience(
            deterministic=WORK[effort.level], seconds=look.guard.left(), seed=seed % 2**31
        )
        board = choose_trips(board, pool, patience)
    return board


def _steps(case: Case, effort: Effort) -> int:
    """Return the steps of the exact search; a plan that owes nothing is but compared with."""
    steps, kept = STEPS[effort.level], case.kept
    if not kept.before:
        return steps
    if not kept.change_price:
        return steps // 2
    return steps * STEPS_FROM_BEFORE if sum(ask.left for ask in case.asks) <= SMALL else steps


def make_desk(case: Case) -> Desk:
    """Return all that does not change while a routing is worked on."""
    wanted = read_wants(case)
    options = read_options(case, wanted)
    spacers = tuple(
        make_spacer(ask, tuple(found), first_weekday=case.first_weekday, rules=case.network.rules)
        for ask, found in zip(case.asks, options, strict=True)
    )
    return Desk(
        case=case,
        options=options,
        spacers=spacers,
        wanted=wanted,
        wanted_by=tuple(
            tuple(number for number, one in enumerate(wanted) if ask.index in one.asks)
            for ask in case.asks
        ),
        driving_counts=_driving_counts(case),
        weeks=weeks_of(case),
    )


def construct(board: Board, ended: Callable[[float], bool]) -> Board:
    """Return a board with what it lacks: services one by one, those with the least choice first.

    Raises
    ------
    OutOfTime
        Ended before every service was looked at.
    """
    board, desk = board.copy(), board.desk
    rng = np.random.default_rng(0)
    order = sorted(
        range(len(desk.case.asks)),
        key=lambda ask: (
            not desk.wanted_by[ask],
            -desk.case.asks[ask].price,
            len(desk.spacers[ask].days) - 10 * desk.case.asks[ask].asked,
            ask,
        ),
    )
    for number, ask in enumerate(order):
        if ended(number / len(order)):
            raise OutOfTime(STOPPED)
        fill(board, [ask], rng, Step())
    return board


def filled(board: Board) -> Board:
    """Return a board that takes in whatever still fits and pays: an early end left it out."""
    twin = board.copy()
    fill(twin, range(len(twin.visits)), np.random.default_rng(0), Step())
    return min(board, twin, key=lambda one: one.cost())


def _driving_counts(case: Case) -> bool:
    """Say whether somebody could drive more in a week than is allowed, by the longest days.

    Whoever drives may change vans from day to day: of each day the van counts that drives most.
    """
    least = min((ask.length for ask in case.asks), default=0)
    if any(van.nights for van in case.vans):
        least = 0
    longest = dict(case.booked.driven_on)
    for day, number in case.working:
        van = case.vans[number]
        free = van.shift_ends - van.shift_starts - least
        limit = min(van.longest_driving, case.network.rules.driving_day.value, free)
        longest[day] = max(longest.get(day, 0), limit)
    weeks = Counter[int]()
    for day, seconds in longest.items():
        weeks[case.week(day)] += seconds
    return max(weeks.values(), default=0) > case.network.rules.driving_week.value
