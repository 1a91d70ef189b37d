"""Choose one itinerary for each box so that all fit together: set packing by HiGHS."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import Empty, Queue
from typing import TypeVar

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no hints
    Bounds,
    LinearConstraint,
    OptimizeResult,
    linprog,
    milp,
)
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # as above

from rotation.chart import Flags, Ints
from rotation.columns import Columns
from rotation.prices import Floats, Rows
from rotation.search import LOOK_EVERY
from vongsach.solving import Progress, Watch

Answer = TypeVar("Answer")
ENDLESS = 1e30
MANY = 6_000
"""Columns from which on the linear relaxation is asked which are likely."""
NEXT_BEST = 3
"""Columns of each box that are likely beside those that the relaxation takes."""
LEAST_SHARE = 1e-6
"""Share of a column above which the relaxation takes it."""
SURE = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
"""Shares above which a box keeps its column, one relaxation after the other."""
PER_THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class Trying:
    """How to choose, and when to be content."""

    spare: Flags
    """Columns that are among those chosen from, however little they are worth."""
    breach_price: int
    gap: float
    """Share by which the choice may be worse than the best one of these columns."""
    nodes: int
    """Branches that are looked at: the same number gives the same choice."""
    until: float | None
    """Moment of the monotonic clock at which it ends at the latest."""

    def left(self) -> float:
        """Return the seconds that are left."""
        return ENDLESS if self.until is None else max(0.1, self.until - time.monotonic())


@dataclass(frozen=True, slots=True)
class _Packing:
    """Choose one column of each box; all rows hold, but for breaches that are paid."""

    cost: Floats
    table: csr_array
    low: Floats
    high: Floats
    most: Floats
    """Of each column, and of each breach."""
    boxes: int
    """The first rows: one column for each box."""


def choose(columns: Columns, rows: Rows, trying: Trying, *, watch: Watch) -> Ints | None:
    """Return the columns of the best choice found, one for each box; ``None``: stopped before one.

    A shelf on which too many boxes stood before may hold them still, at the price of a breach.
    Where there are many columns, the linear relaxation narrows them down first; where none of what
    it leaves fits together, it is narrowed down less.
    """
    packing = _packing(columns, rows, trying.breach_price)
    stages: list[Flags] | None = [np.ones(len(packing.cost), np.bool_)]
    if len(columns.owner) > MANY:
        stages = _watched(lambda: _narrowed(packing, columns, trying), watch)
    for allowed in reversed(stages or []):
        found = _watched(partial(_solved, packing, allowed, trying), watch)
        if found is None:
            return None
        if found.x is not None:
            return np.flatnonzero(found.x[: len(columns.owner)] > 0.5)  # noqa: PLR2004 -- 0 or 1
    return None


def _packing(columns: Columns, rows: Rows, breach_price: int) -> _Packing:
    over = np.flatnonzero(rows.charted.surplus)
    kept = rows.limited & (columns.usage.sum(axis=1) > rows.room)
    boxes = len(rows.charted.boxes)
    one = csr_array(
        (np.ones(len(columns.owner)), (columns.owner, np.arange(len(columns.owner)))),
        shape=(boxes, len(columns.owner)),
    )
    beyond = csr_array(
        (-np.ones(len(over)), (over, np.arange(len(over)))), shape=(len(rows.room), len(over))
    )
    table = vstack(
        [
            hstack([one, csr_array((boxes, len(over)))]),
            hstack([columns.usage, beyond]).tocsr()[kept],
        ]
    )
    return _Packing(
        cost=np.concatenate(
            (-columns.value.astype(float), np.full(len(over), float(breach_price)))
        ),
        table=csr_array(table),
        low=np.concatenate((np.ones(boxes), np.full(int(kept.sum()), -np.inf))),
        high=np.concatenate((np.ones(boxes), rows.room[kept])),
        most=np.concatenate((np.ones(len(columns.owner)), rows.charted.surplus[over])),
        boxes=boxes,
    )


def _solved(packing: _Packing, allowed: Flags, trying: Trying) -> OptimizeResult:
    """Return HiGHS's choice from the columns that are allowed."""
    return milp(
        packing.cost,
        integrality=np.ones(len(packing.cost)),
        bounds=Bounds(0, np.where(allowed, packing.most, 0)),
        constraints=LinearConstraint(packing.table, packing.low, packing.high),
        options={
            "mip_rel_gap": trying.gap, "node_limit": trying.nodes, "time_limit": trying.left(),
        },
    )  # fmt: skip


def _narrowed(packing: _Packing, columns: Columns, trying: Trying) -> list[Flags]:
    """Return the columns to choose from, narrowed down step by step: diving by the relaxation.

    First all; then those that the linear relaxation takes, some that are worth nearly as much and
    the spare ones; then for more and more boxes only the column that it takes for the most part.
    """
    stages = [np.ones(len(packing.cost), np.bool_)]
    for sure in SURE:
        found = _relaxed(packing, stages[-1], trying)
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


def _relaxed(packing: _Packing, allowed: Flags, trying: Trying) -> OptimizeResult:
    boxes = packing.boxes
    return linprog(
        packing.cost / PER_THOUSAND,
        A_ub=packing.table[boxes:],
        b_ub=packing.high[boxes:],
        A_eq=packing.table[:boxes],
        b_eq=packing.high[:boxes],
        bounds=np.stack((np.zeros(len(allowed)), np.where(allowed, packing.most, 0)), axis=1),
        method="highs-ipm",
        options={"time_limit": trying.left()},
    )


def _near(owner: Ints, share: Floats, less: Floats) -> Flags:
    """Return the columns that the relaxation takes, and the next best of each box."""
    order = np.lexsort((less, owner))
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    near: Flags = (share > LEAST_SHARE) | (rank < NEXT_BEST)
    return near


def _fitting(packing: _Packing, share: Floats, sure: float) -> list[int]:
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


def _watched(work: Callable[[], Answer], watch: Watch) -> Answer | None:
    """Work in a thread that is left behind when somebody asks to stop: nothing can interrupt it."""
    answers: Queue[Answer | BaseException] = Queue()

    def answer() -> None:
        try:
            answers.put(work())
        except BaseException as error:  # noqa: BLE001 -- raised again where it is waited for
            answers.put(error)

    threading.Thread(target=answer, daemon=True).start()
    while not watch.stopped():
        try:
            found = answers.get(timeout=LOOK_EVERY)
        except Empty:
            watch.report(Progress(stage="rotation.stage.search", done=0.5))
            continue
        if isinstance(found, BaseException):
            raise found
        return found
    return None
