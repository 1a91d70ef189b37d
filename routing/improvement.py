"""Improve a routing by taking visits out and putting them back better (ruin and recreate).

Schrimpf, Schneider, Stamm-Wilbrandt, Dueck (2000), doi:10.1006/jcph.1999.6413; accepted by
simulated annealing over a known number of steps, so that a run repeats. All visits of a service
go back at once: each day's cheapest place is looked up, then the days are chosen exactly.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from routing.board import Board, Desk
from routing.days_model import Pool
from routing.nights import trips_around
from routing.routes import Entry, cheapest_entry
from routing.ruins import alone_cost, take_out
from routing.spacing import KEEP, NEVER, Choice, Spacer

BLINK = 0.05
"""Chance that a day is overlooked when a visit is put back."""

NO_NEW = 0.3
"""Chance that a step opens no new van-day where one was taken away."""

BY_CHANCE, BY_NEED = 0.4, 0.3
"""Chances of putting back in any order and by need of time; else the farthest first."""

MOST_UNDONE = 25
"""Services with missing visits that one step tries to put in besides."""

HOTTEST, COLDEST = 0.4, 0.002
"""First and last temperature as a share of what a van-day costs."""

CHECKED_EVERY = 3
"""Steps between two looks at the clock and at the watch."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way of putting visits back."""

    blink: float = 0.0
    new_days: bool = True
    """Whether a van may go out on a day on which it stays at home so far."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the steps of a whole search."""

    first: int
    end: int
    """Exclusive."""
    steps: int
    """Of the whole search, over which it cools down."""


def fill(board: Board, asks: Iterable[int], rng: np.random.Generator, step: Step) -> None:
    """Put back the missing visits of services, in the given order, each as cheap as can be."""
    for ask in asks:
        if board.missing(ask):
            _place(board, ask, rng, step)


def improve(
    board: Board,
    rng: np.random.Generator,
    *,
    span: Span,
    pool: Pool,
    ended: Callable[[float, int], bool],
) -> Board:
    """Return the best board found in a span of the steps.

    Parameters
    ----------
    pool
        Takes in every board that was accepted.
    ended
        Is told the share of the work done and the best cost every few steps, and says whether to
        end now.
    """
    desk = board.desk
    if not desk.case.asks:
        return board
    near = nearest(desk)
    best = current = board
    best_cost = current_cost = board.cost()
    hot = _van_day(board)
    for number in range(span.first, span.end):
        done = number / span.steps
        if number % CHECKED_EVERY == 0 and ended(done, best_cost):
            break
        changed = current.copy()
        _step(changed, near, rng)
        cost = changed.cost()
        warmth = hot * HOTTEST * (COLDEST / HOTTEST) ** done
        if cost < current_cost - warmth * math.log(max(rng.random(), 1e-12)):
            current, current_cost = changed, cost
            pool.note(changed)
        if cost < best_cost:
            best, best_cost = changed, cost
    return best


def nearest(desk: Desk) -> list[list[int]]:
    """Return for every service the others by the driving time to them, nearest first."""
    case = desk.case
    if not case.vans:
        return [[ask.index] for ask in case.asks]
    seconds = np.array(case.frame(0, 0).seconds)
    places = np.array([ask.place for ask in case.asks])
    order = np.argsort(seconds[np.ix_(places, places)], axis=1, kind="stable")
    return [[int(one) for one in row] for row in order]


def _step(board: Board, near: list[list[int]], rng: np.random.Generator) -> None:
    lost = take_out(board, near, rng)
    undone = [ask for ask in range(len(board.visits)) if board.missing(ask)]
    if len(undone) > MOST_UNDONE:
        undone = [undone[int(at)] for at in rng.choice(len(undone), MOST_UNDONE, replace=False)]
    lost |= set(undone)
    order = _order(board, sorted(lost), rng)
    fill(board, order, rng, Step(BLINK, new_days=rng.random() >= NO_NEW))


def _order(board: Board, asks: list[int], rng: np.random.Generator) -> list[int]:
    """Return services in the order of putting back: by chance, by need or by distance."""
    kind = rng.random()
    mixed = [asks[int(at)] for at in rng.permutation(len(asks))]
    case = board.desk.case
    if kind < BY_CHANCE:
        return mixed
    if kind < BY_CHANCE + BY_NEED:
        return sorted(mixed, key=lambda ask: -case.asks[ask].asked * case.asks[ask].length)
    far = {ask: alone_cost(board, ask) for ask in asks}
    return sorted(mixed, key=lambda ask: -far[ask])


def find_entries(
    board: Board, ask: int, days: Iterable[int], *, new_days: bool = True
) -> dict[int, Entry]:
    """Return by day the cheapest way to visit a service that the board can bear as it is."""
    kept = board.visits[ask]
    found = {}
    for day in days:
        entry = None if day in kept else _cheapest(board, ask, day, new=new_days)
        if entry is not None:
            found[day] = entry
    return found


def choose_days(
    board: Board, ask: int, entries: dict[int, Entry], spacer: Spacer | None = None
) -> Choice:
    """Return the cheapest days for all visits of a service, those that it has included.

    Another spacer of the same days weighs them otherwise.
    """
    kept = board.visits[ask]
    spacer = spacer or board.desk.spacers[ask]
    costs = [
        -KEEP if day in kept else entries[day].cost if day in entries else NEVER
        for day in spacer.days
    ]
    return spacer.choose(costs, board.wants_of(ask))


def _place(board: Board, ask: int, rng: np.random.Generator, step: Step) -> None:
    days = board.desk.spacers[ask].days
    if step.blink:
        seen = rng.random(len(days)) >= step.blink
        days = tuple(day for day, looked in zip(days, seen.tolist(), strict=True) if looked)
    entries = find_entries(board, ask, days, new_days=step.new_days)
    if not entries:
        return
    had = set(board.visits[ask])
    for day in choose_days(board, ask, entries).days:
        if day not in had:
            board.put(ask, entries[day])


def _cheapest(board: Board, ask: int, day: int, *, new: bool) -> Entry | None:
    best: Entry | None = None
    for van, alone in board.desk.options[ask][day].items():
        route = board.routes.get((day, van))
        if route is None:
            entry = _first(board, ask, alone) if new else None
        else:
            entry = cheapest_entry(board.desk.case, route, ask, day)
        if entry is None or (best is not None and best.cost <= entry.cost):
            continue
        if board.may_become(entry.route):
            best = entry
    return best


def _first(board: Board, ask: int, alone: Entry) -> Entry | None:
    """Return a trip that begins with a visit, on days on which the van is free."""
    if not alone.route.nights or board.free(alone.route):
        return alone
    case = board.desk.case
    trips = trips_around(case, case.asks[ask], alone.day, alone.route.van)
    return next((Entry(trip.cost, trip, alone.day) for trip in trips if board.free(trip)), None)


def _van_day(board: Board) -> float:
    if not board.routes:
        return 1.0
    return sum(trip.cost for trip in board.trips()) / len(board.routes)
