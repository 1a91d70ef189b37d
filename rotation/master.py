"""Choose one itinerary for each box so that all fit together: set packing by HiGHS."""

from functools import partial

import numpy as np

from rotation.chart import Flags, Ints
from rotation.columns import Columns
from rotation.packing import PER_THOUSAND, Packing, Trying, packed, relaxed, solved
from rotation.prices import Floats, Rows
from rotation.trading import Relaxed, traded
from rotation.watching import watched
from vongsach.solving import Watch

MANY = 2_500
"""Columns from which on the linear relaxation is asked which are likely."""
NEXT_BEST = 3
"""Columns of each box that are likely beside those that the relaxation takes."""
LEAST_SHARE = 1e-6
"""Share of a column above which the relaxation takes it."""
SURE = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
"""Shares above which a box keeps its column, one relaxation after the other."""


def choose(columns: Columns, rows: Rows, trying: Trying, *, watch: Watch) -> Ints | None:
    """Return the columns of the best choice found, one for each box; ``None``: stopped before one.

    A shelf on which too many boxes stood before may hold them still, at the price of a breach.
    Where there are many columns, the linear relaxation narrows them down first; where none of what
    it leaves fits together, it is narrowed down less. What comes of it is improved a few boxes at a
    time until it is near enough to the relaxation.
    """
    packing = packed(columns, rows, trying.breach_price)
    stages: list[Flags] | None = [np.ones(len(packing.cost), np.bool_)]
    if len(columns.owner) > MANY:
        stages = watched(lambda: _narrowed(packing, columns, trying), watch)
    for allowed in reversed(stages or []):
        found = watched(partial(solved, packing, allowed, trying), watch)
        if found is None:
            return None
        if found.x is not None:
            chosen = np.rint(found.x)
            return np.flatnonzero(_improved(packing, columns, chosen, trying, watch=watch))
    return None


def _improved(
    packing: Packing, columns: Columns, chosen: Floats, trying: Trying, *, watch: Watch
) -> Floats:
    """Return the share of each column after trading, where the relaxation shows what is missing."""
    everything = np.ones(len(packing.cost), np.bool_)
    found = watched(lambda: relaxed(packing, everything, trying), watch)
    if found is not None and found.status == 0:
        limit = Relaxed(found.fun * PER_THOUSAND, found.lower.marginals * PER_THOUSAND)
        chosen = traded(packing, columns.owner, (chosen, limit), trying, watch=watch)
    return chosen[: len(columns.owner)]


def _narrowed(packing: Packing, columns: Columns, trying: Trying) -> list[Flags]:
    """Return the columns to choose from, narrowed down step by step: diving by the relaxation.

    First all; then those that the linear relaxation takes, some that are worth nearly as much and
    the spare ones; then for more and more boxes only the column that it takes for the most part.
    """
    stages = [np.ones(len(packing.cost), np.bool_)]
    for sure in SURE:
        found = relaxed(packing, stages[-1], trying)
        if found.status != 0:
            break
        share, less = (one[: len(columns.owner)] for one in (found.x, found.lower.marginals))
        allowed = stages[-1].copy()
        if len(stages) == 1:
            allowed[: len(share)] = _near(columns.owner, share, less) | trying.spare
            stages.append(allowed.copy())
        for column in _fitting(packing, share, sure):
            allowed[: len(share)] &= columns.owner != columns.owner[column]
            allowed[column] = True
        stages.append(allowed)
    return stages


def _near(owner: Ints, share: Floats, less: Floats) -> Flags:
    """Return the columns that the relaxation takes, and the next best of each box."""
    order = np.lexsort((less, owner))
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    near: Flags = (share > LEAST_SHARE) | (rank < NEXT_BEST)
    return near


def _fitting(packing: Packing, share: Floats, sure: float) -> list[int]:
    """Return columns of a large share that fit together, the largest first."""
    rows = packing.table[packing.boxes :].tocsc()
    room, found = packing.high[packing.boxes :].copy(), list[int]()
    order = np.argsort(-share, kind="stable")
    for column in order[share[order] > sure].tolist():
        part = slice(rows.indptr[column], rows.indptr[column + 1])
        left = room[rows.indices[part]] - rows.data[part]
        if (left >= 0).all():
            room[rows.indices[part]] = left
            found.append(column)
    return found
