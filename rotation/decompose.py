"""Decide a rotation box by box under common prices, then choose itineraries that fit together.

Column generation by Lagrangian relaxation: prices of what boxes share give a proven bound and,
on the way, the itineraries that are best at prices near the right ones. A rotation is chosen from
those that are worth nearly as much as the best of their box.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from rotation.candidates import Candidates, StayOption, stay_between
from rotation.chart import NEVER, Ints
from rotation.charting import Charted
from rotation.columns import Columns, Pool, shortfall
from rotation.itineraries import stays_by_box
from rotation.master import choose
from rotation.packing import Trying
from rotation.prices import Priced, Rows, search_prices
from vongsach.solving import Watch

POOLED = 0.3
"""Share of the rounds whose itineraries are not kept: their prices are wild."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How thoroughly to look."""

    rounds: int
    columns: int
    """Itineraries to choose from for each box, on average."""
    gap: float
    nodes: int
    trades: int
    """Steps of improvement a few boxes at a time, for a hundred boxes."""


@dataclass(frozen=True, slots=True)
class Decomposed:
    """What a decomposition found."""

    chosen: tuple[StayOption, ...] | None
    """``None``: no better than the start, or stopped before."""
    least: int
    """No rotation costs less in đồng, what it pays for breaches of hard rules included."""


def decompose(
    candidates: Candidates,
    charted: Charted,
    start: tuple[StayOption, ...],
    *,
    depth: Depth,
    breach_price: int,
    until: tuple[float | None, float | None],
    watch: Watch,
) -> Decomposed:
    """Return a rotation and a proven bound; ``until``: when prices and all have to be ready."""
    rows = Rows(charted, breach_price)
    cargo = charted.cargo._replace(goal=charted.wished)
    pool = Pool(candidates, charted, cargo)
    rounds = search_prices(rows, cargo, rounds=depth.rounds, until=until[0], watch=watch)
    best = next(rounds)
    for found in rounds:
        if found.bound < best.bound:
            best = found
        if found.done >= POOLED:
            pool.add(found.best)
    least = rows.least_cost(best.prices)
    if watch.stopped():
        return Decomposed(None, least)
    pool.add(best.best)
    for box, stock in enumerate(charted.cargo.stock.tolist()):
        pool.add_one(box, np.full((0 if stock >= 0 else 1, 2), -1, np.int64))
    ways = (*_to_depot(charted), *_encoded(charted, start))
    fitting = [column for column in (pool.add_one(*way) for way in ways) if column >= 0]
    columns = pool.columns(rows)
    good = _good(columns, best, fitting, depth.columns * len(charted.boxes))
    columns, spare = columns.chosen(good), np.isin(good, fitting)
    trying = Trying(spare, breach_price, depth.gap, depth.nodes, depth.trades, until[1])
    kept = choose(columns, rows, trying, watch=watch)
    if kept is None:
        return Decomposed(None, least)
    return Decomposed(_decoded(candidates, charted, columns.chosen(kept)), least)


def _good(columns: Columns, best: Priced, fitting: list[int], most: int) -> Ints:
    """Return which columns are worth most beside the best of their box, and some that fit."""
    worse = shortfall(columns, best.prices, best.best)
    first = np.argsort(worse, kind="stable")[:most]
    good: Ints = np.unique(np.concatenate((first, fitting)))
    return good


def _to_depot(charted: Charted) -> Iterator[tuple[int, Ints]]:
    """Yield the ways of every box home for good, at each visit of the place where it stands.

    They are worth little, and make room where ways that are worth more do not fit together.
    """
    chart, cargo = charted.chart, charted.cargo
    for box, home in enumerate(cargo.home.tolist()):
        visits = [] if home < 0 else chart.at[chart.first[home] : chart.first[home + 1]].tolist()
        for here, visit in enumerate(visits):
            voyage = chart.voyage[visit]
            onto = chart.segment[voyage] + chart.rank[visit] + 1
            rides = cargo.may_ride[box, onto : chart.segment[voyage + 1]].all()
            if cargo.begun[box, here] > NEVER and rides:
                yield box, np.array([[-1, visit]], np.int64)


def _encoded(charted: Charted, chosen: Iterable[StayOption]) -> list[tuple[int, Ints]]:
    by_box = stays_by_box(chosen)
    return [
        (row, np.array(
            [[-1 if end is None else end for end in (stay.begins, stay.ends)]
             for stay in reversed(by_box.get(box.id, []))], np.int64).reshape(-1, 2))
        for row, box in enumerate(charted.boxes)
    ]  # fmt: skip


def _decoded(candidates: Candidates, charted: Charted, columns: Columns) -> tuple[StayOption, ...]:
    visits, chosen = candidates.events.visits, []
    for owner, stays, count in zip(columns.owner, columns.stays, columns.count, strict=True):
        box = charted.boxes[owner]
        for begins, ends in reversed(stays[:count].tolist()):
            place = box.stands_at if begins < 0 else visits[begins].place
            way = tuple(None if end < 0 else visits[end] for end in (begins, ends))
            chosen.append(stay_between(candidates, box.id, place, (way[0], way[1])))
    return tuple(chosen)
