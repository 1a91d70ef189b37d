"""Set packing over itineraries, one for each box, and its linear relaxation, both by HiGHS."""

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no hints
    Bounds,
    LinearConstraint,
    OptimizeResult,
    linprog,
    milp,
)
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # as above

from rotation.chart import Flags
from rotation.columns import Columns
from rotation.prices import Floats, Rows

ENDLESS = 1e30
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
    trades: int
    """Steps of improvement a few boxes at a time, for a hundred boxes."""
    until: float | None
    """Moment of the monotonic clock at which it ends at the latest."""

    def left(self) -> float:
        """Return the seconds that are left."""
        return ENDLESS if self.until is None else max(0.1, self.until - time.monotonic())

    def over(self) -> bool:
        """Say whether time is up."""
        return self.until is not None and time.monotonic() >= self.until


@dataclass(frozen=True, slots=True)
class Packing:
    """Choose one column of each box; all rows hold, but for breaches that are paid."""

    cost: Floats
    table: csr_array
    low: Floats
    high: Floats
    most: Floats
    """Of each column, and of each breach."""
    boxes: int
    """The first rows: one column for each box."""


def packed(columns: Columns, rows: Rows, breach_price: int) -> Packing:
    """Return what is to be chosen, of which columns, under which rows."""
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
    return Packing(
        cost=np.concatenate(
            (-columns.value.astype(float), np.full(len(over), float(breach_price)))
        ),
        table=csr_array(table),
        low=np.concatenate((np.ones(boxes), np.full(int(kept.sum()), -np.inf))),
        high=np.concatenate((np.ones(boxes), rows.room[kept])),
        most=np.concatenate((np.ones(len(columns.owner)), rows.charted.surplus[over])),
        boxes=boxes,
    )


def solved(packing: Packing, allowed: Flags, trying: Trying) -> OptimizeResult:
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


def relaxed(packing: Packing, allowed: Flags, trying: Trying) -> OptimizeResult:
    """Return the relaxation of what is allowed, its sums in thousands."""
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
