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
from routing.routes import Entry, cheapest_entry
from routing.spacing import KEEP, NEVER, Choice, Spacer

BLINK = 0.05
"""Chance that a day is overlooked when a visit is put back."""

NO_NEW = 0.3
"""Chance that a step opens no new van-day where one was taken away."""

SERVICES, ROUTES = 0.45, 0.45
"""Chances of taking out whole services and whole van-days; else single visits."""

BY_CHANCE, BY_NEED = 0.4, 0.3
"""Chances of putting back in any order and by need of time; else the farthest first."""

HALF = 0.5

MOST_NEAR = 7
MOST_ROUTES = 3
HOTTEST, COLDEST = 0.4, 0.002
"""First and last temperature as a share of what a van-day costs."""

CHECKED_EVERY = 10
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
    lost: set[int] = set()
    kind = rng.random()
    if kind < SERVICES:
        lost |= _take_services(board, near, rng)
    elif kind < SERVICES + ROUTES:
        lost |= _take_routes(board, near, rng)
    else:
        lost |= _take_visits(board, near, rng)
    lost |= {ask for ask in range(len(board.visits)) if board.missing(ask)}
    order = _order(board, sorted(lost), rng)
    fill(board, order, rng, Step(BLINK, new_days=rng.random() >= NO_NEW))


def _take_services(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out every visit of a service and of some near it."""
    seed = int(rng.integers(len(near)))
    count = int(rng.integers(1, MOST_NEAR + 1))
    lost: set[int] = set()
    for ask in near[seed][:count]:
        for day in list(board.visits[ask]):
            if day in board.visits[ask]:
                lost |= board.take(ask, day)
    return lost


def _take_routes(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out a van-day and some that go near the same places, those with few stops first."""
    if not board.routes:
        return set()
    keys = sorted(board.routes)
    tries = [keys[int(rng.integers(len(keys)))] for _ in range(2)]
    first = min(tries, key=lambda key: len(board.routes[key].halts))
    chosen = [first]
    more = int(rng.integers(MOST_ROUTES))
    for ask in near[board.routes[first].halts[0][0]]:
        if more <= 0:
            break
        days = [(day, van) for day, van in sorted(board.visits[ask].items())]
        others = [key for key in days if key not in chosen]
        if others:
            chosen.append(others[int(rng.integers(len(others)))])
            more -= 1
    lost: set[int] = set()
    for key in chosen:
        for ask in [one for halt in board.routes[key].halts for one in halt]:
            if key[0] in board.visits[ask]:
                lost |= board.take(ask, key[0])
    return lost


def _take_visits(board: Board, near: list[list[int]], rng: np.random.Generator) -> set[int]:
    """Take out one visit each of some services that are near each other."""
    seed = int(rng.integers(len(near)))
    lost: set[int] = set()
    for ask in near[seed][: 2 * MOST_NEAR]:
        days = sorted(board.visits[ask])
        if days and rng.random() < HALF:
            lost |= board.take(ask, days[int(rng.integers(len(days)))])
    return lost


def _order(board: Board, asks: list[int], rng: np.random.Generator) -> list[int]:
    """Return services in the order of putting back: by chance, by need or by distance."""
    kind = rng.random()
    mixed = [asks[int(at)] for at in rng.permutation(len(asks))]
    case = board.desk.case
    if kind < BY_CHANCE:
        return mixed
    if kind < BY_CHANCE + BY_NEED:
        return sorted(mixed, key=lambda ask: -case.asks[ask].asked * case.asks[ask].length)
    far = {ask: _alone_cost(board, ask) for ask in asks}
    return sorted(mixed, key=lambda ask: -far[ask])


def _alone_cost(board: Board, ask: int) -> int:
    for vans in board.desk.options[ask].values():
        if vans:
            return min(entry.cost for entry in vans.values())
    return 0


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
            entry = alone if new else None
        else:
            entry = cheapest_entry(board.desk.case, route, ask)
        if entry is None or (best is not None and best.cost <= entry.cost):
            continue
        if board.may_become(entry.route):
            best = entry
    return best


def _van_day(board: Board) -> float:
    if not board.routes:
        return 1.0
    return sum(route.cost for route in board.routes.values()) / len(board.routes)
