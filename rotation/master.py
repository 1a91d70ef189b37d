"""Choose one itinerary for each box so that all fit together: set packing by HiGHS."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Queue

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no hints
    Bounds,
    LinearConstraint,
    OptimizeResult,
    milp,
)
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # as above

from rotation.chart import Ints
from rotation.columns import Columns
from rotation.prices import Rows
from rotation.search import LOOK_EVERY
from vongsach.solving import Progress, Watch

ENDLESS = 1e30


@dataclass(frozen=True, slots=True)
class Trying:
    """When to be content."""

    gap: float
    """Share by which the choice may be worse than the best one of these columns."""
    nodes: int
    """Branches that are looked at: the same number gives the same choice."""
    until: float | None
    """Moment of the monotonic clock at which it ends at the latest."""


def choose(
    columns: Columns, rows: Rows, *, breach_price: int, trying: Trying, watch: Watch
) -> Ints | None:
    """Return the columns of the best choice found, one for each box; ``None``: stopped before one.

    A shelf on which too many boxes stood before may hold them still, at the price of a breach.
    """
    over = np.flatnonzero(rows.charted.surplus)
    kept = rows.limited & (np.diff(columns.usage.tocsr().indptr) > 0)
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
    low = np.concatenate((np.ones(boxes), np.full(int(kept.sum()), -np.inf)))
    high = np.concatenate((np.ones(boxes), rows.room[kept]))
    most = np.concatenate((np.ones(len(columns.owner)), rows.charted.surplus[over]))
    cost = np.concatenate((-columns.value.astype(float), np.full(len(over), float(breach_price))))
    left = ENDLESS if trying.until is None else max(0.1, trying.until - time.monotonic())

    def work() -> OptimizeResult:
        return milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, most),
            constraints=LinearConstraint(table, low, high),
            options={"mip_rel_gap": trying.gap, "node_limit": trying.nodes, "time_limit": left},
        )

    found = _watched(work, watch)
    if found is None or found.x is None:
        return None
    return np.flatnonzero(found.x[: len(columns.owner)] > 0.5)  # noqa: PLR2004 -- 0 or 1


def _watched(work: Callable[[], OptimizeResult], watch: Watch) -> OptimizeResult | None:
    """Work in a thread that is left behind when somebody asks to stop: nothing can interrupt it."""
    answers: Queue[OptimizeResult | BaseException] = Queue()

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
