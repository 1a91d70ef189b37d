"""List the combinations of days that a service may take, with what their gaps and weekdays cost.

All of them where they are few; else the cheapest and a sample of the others, because a day on
which a van goes out anyway is worth more than an even gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.spacing import NEVER, Spacer, Want, with_wants

Ints = NDArray[np.int64]

MOST = 3_000
"""Combinations kept for one service."""

CHEAPEST_SHARE = 0.5
"""Share of these that are the cheapest; the rest is drawn by chance."""

MOST_ON_THE_WAY = 12_000
"""Beginnings kept while combinations are put together."""


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Combinations of days of one service, cheapest first."""

    days: Ints
    """(combinations, visits): offsets in the quarter, ascending."""
    costs: Ints
    """(combinations): of gaps, weekdays and stretches without a visit, in đồng."""


def list_patterns(spacer: Spacer, wants: Sequence[Want], rng: np.random.Generator) -> Patterns:
    """Return combinations for a service, each admissible by itself; days that are kept left out.

    They make all its visits; where that is not possible, as many as can be made, and what is
    missing is priced.
    """
    for visits in range(spacer.ask.asked, len(spacer.kept), -1):
        found = _with_visits(spacer, wants, visits, rng)
        if len(found.costs):
            return found
    return Patterns(np.zeros((0, spacer.ask.asked), np.int64), np.zeros(0, np.int64))


def _with_visits(
    spacer: Spacer, wants: Sequence[Want], visits: int, rng: np.random.Generator
) -> Patterns:
    missing = spacer.ask.asked - visits
    first, gaps, last = with_wants(spacer, wants, loose=missing > 0)
    if spacer.ask.service.day_sets and not missing:
        paths = _of_sets(spacer)
    else:
        paths = _all_or_some(first, gaps, visits, rng)
    costs = first[paths[:, 0]] + gaps[paths[:, :-1], paths[:, 1:]].sum(axis=1) + last[paths[:, -1]]
    costs = costs + spacer.other_weekday * _on_other_weekdays(spacer, paths)
    costs = costs + missing * spacer.ask.price
    good = np.flatnonzero(costs < NEVER // 2)
    kept = _some(good[np.argsort(costs[good], kind="stable")], MOST, rng)
    order = kept[np.argsort(costs[kept], kind="stable")]
    days = np.array(spacer.days, dtype=np.int64)[paths[order]]
    new = ~np.isin(days, spacer.kept)
    return Patterns(days[new].reshape(len(order), visits - len(spacer.kept)), costs[order])


def _of_sets(spacer: Spacer) -> Ints:
    column = {day: number for number, day in enumerate(spacer.days)}
    good = [
        [column[day] for day in days]
        for days in spacer.ask.service.day_sets
        if len(days) == spacer.ask.asked and all(day in column for day in days)
    ]
    return np.array(good, dtype=np.int64).reshape(len(good), spacer.ask.asked)


def _all_or_some(first: Ints, gaps: Ints, visits: int, rng: np.random.Generator) -> Ints:
    paths = np.flatnonzero(first < NEVER // 2)[:, None]
    costs = first[paths[:, 0]]
    for _ in range(visits - 1):
        at, after = np.nonzero(gaps[paths[:, -1]] < NEVER // 2)
        costs = costs[at] + gaps[paths[at, -1], after]
        order = np.argsort(costs, kind="stable")
        order = _some(order, MOST_ON_THE_WAY, rng)
        paths = np.hstack([paths[at[order]], after[order, None]])
        costs = costs[order]
    return paths


def _some(order: Ints, most: int, rng: np.random.Generator) -> Ints:
    """Return positions in an order of rising cost: the cheapest, and a sample of the rest."""
    if len(order) <= most:
        return order
    sure = int(most * CHEAPEST_SHARE)
    return np.concatenate([order[:sure], rng.choice(order[sure:], most - sure, replace=False)])


def _on_other_weekdays(spacer: Spacer, paths: Ints) -> Ints:
    weekdays = spacer.weekdays[paths]
    usual = np.max([(weekdays == weekday).sum(axis=1) for weekday in range(7)], axis=0)
    return np.asarray(paths.shape[1] - usual, dtype=np.int64)
