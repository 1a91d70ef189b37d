"""Improve a choice of itineraries: free a few boxes that want the same room and choose theirs anew.

Large neighbourhood search (Shaw 1998, doi:10.1007/3-540-49481-2_30) over set packing. The linear
relaxation says who loses most by the choice, and how far the choice is from the best one.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no hints
    Bounds,
    LinearConstraint,
    OptimizeResult,
    milp,
)
from scipy.sparse import csc_array, csr_array  # type: ignore[import-untyped]  # as above

from rotation.chart import Flags, Ints
from rotation.packing import Packing, Trying
from rotation.prices import Floats
from rotation.watching import watched
from vongsach.solving import Watch

PART_FREED = 5
"""One in so many boxes is freed at first, but no fewer and no more than these."""
FEWEST, MOST = 15, 80
LARGEST = 160
"""Boxes that are freed in one step at most: HiGHS is done with them in a second or two."""
IN_VAIN = 12
"""Steps in a row without gain after which half as many boxes more are freed."""
WANTED = 3
"""Columns of a box whose room it wants: its best by the relaxation."""
NODES = 20
"""Branches in one step."""
PART_OF_GAP = 0.5
"""Share of the gap that is asked for up to which each step is solved."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What the linear relaxation says of all columns."""

    cost: float
    """No choice of the columns costs less."""
    less: Floats
    """By how much each column and breach is worth less than what the relaxation takes."""


def traded(
    packing: Packing,
    owner: Ints,
    start: tuple[Floats, Relaxed],
    trying: Trying,
    *,
    watch: Watch,
) -> Floats:
    """Return a choice that costs no more than the one to start from: shares of columns, breaches.

    It ends when the gap is reached, the steps are used up, many boxes or all were freed in vain,
    time is up or somebody asks to stop. Equal input gives an equal choice.
    """
    chosen, limit = start
    market = _Market(packing, owner, limit.less)
    count, vain = min(max(FEWEST, packing.boxes // PART_FREED), MOST), 0
    for _ in range(max(1, trying.trades * packing.boxes // 100)):
        enough = packing.cost @ chosen - limit.cost <= trying.gap * abs(limit.cost)
        if enough or trying.over() or watch.stopped():
            break
        free = market.free(chosen, count)
        found = watched(partial(market.solved, chosen, free, trying), watch)
        if found is None:
            break
        better = chosen if found.x is None else market.settled(chosen, free, found.x)
        vain = 0 if packing.cost @ better < packing.cost @ chosen else vain + 1
        if vain == 0:
            chosen = better
        elif free.all():
            break
        elif vain >= IN_VAIN:
            if count == LARGEST:
                break
            count, vain = min(count + count // 2, LARGEST), 0
    return chosen


class _Market:
    """Who wants what room, who has it, and who was asked how often."""

    def __init__(self, packing: Packing, owner: Ints, less: Floats) -> None:
        self._packing, self._owner = packing, owner
        self._less = np.maximum(0.0, less[: len(owner)])
        self._by_column = csc_array(packing.table)
        self._most_used = packing.table.max(axis=1).toarray().ravel()
        self._asked = np.zeros(packing.boxes, np.int64)
        order = np.lexsort((self._less, owner))
        rank = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
        best = order[rank < WANTED]
        mine = csr_array((np.ones(len(best)), (best, owner[best])), (len(less), packing.boxes))
        self._wanted = csc_array(packing.table @ mine)

    def free(self, chosen: Floats, count: int) -> Flags:
        """Return boxes to choose for anew: who loses most, and whoever stands in their way."""
        boxes = self._packing.boxes
        current = np.flatnonzero(chosen[: len(self._owner)])
        loss = np.zeros(boxes)
        loss[self._owner[current]] = self._less[current]
        order = np.argsort(-loss / (1 + self._asked) ** 2, kind="stable")
        self._asked[order[0]] += 1
        in_the_way = self._in_the_way(chosen, current)
        free = np.zeros(boxes, np.bool_)
        for first in order.tolist():
            queue = [first]
            while queue and free.sum() < count:
                box = queue.pop(0)
                if not free[box]:
                    free[box] = True
                    queue += in_the_way.indices[
                        in_the_way.indptr[box] : in_the_way.indptr[box + 1]
                    ].tolist()
            if free.sum() >= count:
                break
        return free

    def _in_the_way(self, chosen: Floats, current: Ints) -> csr_array:
        """Return (boxes, boxes): whose itinerary takes the last of the room that a box wants."""
        packing = self._packing
        tight = packing.table @ chosen > packing.high - self._most_used
        tight[: packing.boxes] = False
        taken = csr_array(self._by_column[:, current])
        owners = self._owner[current]
        has = csr_array((np.ones(len(owners)), (np.arange(len(owners)), owners)))
        room = csr_array(self._wanted.T.multiply(tight))
        room.eliminate_zeros()
        return csr_array(room @ taken @ has)

    def _open(self, free: Flags) -> Ints:
        """Return the columns and breaches to choose from."""
        breaches = len(self._packing.cost) - len(self._owner)
        allowed = np.concatenate((free[self._owner], np.ones(breaches, np.bool_)))
        return np.flatnonzero(allowed)

    def solved(self, chosen: Floats, free: Flags, trying: Trying) -> OptimizeResult:
        """Return HiGHS's choice for the free boxes in the room that the others leave."""
        packing, columns = self._packing, self._open(free)
        fixed = chosen.copy()
        fixed[columns] = 0
        table = csr_array(self._by_column[:, columns])
        rows = np.flatnonzero(np.diff(table.indptr))
        used = (packing.table @ fixed)[rows]
        return milp(
            packing.cost[columns],
            integrality=np.ones(len(columns)),
            bounds=Bounds(0, packing.most[columns]),
            constraints=LinearConstraint(
                table[rows], packing.low[rows] - used, packing.high[rows] - used
            ),
            options={
                "mip_rel_gap": PART_OF_GAP * trying.gap, "node_limit": NODES,
                "time_limit": trying.left(),
            },
        )  # fmt: skip

    def settled(self, chosen: Floats, free: Flags, found: Floats) -> Floats:
        """Return the choice with what was found for the free boxes."""
        after = chosen.copy()
        after[self._open(free)] = np.rint(found)
        return after
