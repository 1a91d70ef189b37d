"""Find the quickest ways through a road graph.

Time and length of an arc are packed into one number, ``milliseconds × 2²² + metres``: its sums
order ways by time and equal times by length, and both can be read off again. As long as they stay
below 2⁵³ every sum is exact in floating point, so that results do not depend on the order of
addition, and equal those of any other exact method.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no hints
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]  # as above

from routing.roads.graph import IntArray, RoadGraph

METRE_BITS = 22
_METRES = 1 << METRE_BITS
_EXACT = 1 << 53
_BLOCK = 64
_SOURCES_KEPT = 16


@dataclass(frozen=True, eq=False, slots=True)
class Lengths:
    """Time and length of the quickest way for each source (row) and target (column).

    Both arrays have shape (sources, targets); -1 where there is no way.
    """

    milliseconds: IntArray
    metres: IntArray


def shortest(graph: RoadGraph, sources: IntArray, targets: IntArray) -> Lengths:
    """Return the quickest ways from every source to every target; of equal ones the shortest.

    Raises
    ------
    OverflowError
        Ways are too long to be counted exactly: thousands of kilometres.
    """
    return unpacked(packed_lengths(graph, sources, targets), graph)


def packed_lengths(graph: RoadGraph, sources: IntArray, targets: IntArray) -> NDArray[np.float64]:
    """Return packed time and length from every source to every target; infinite: no way."""
    matrix = _packed(graph).matrix
    packed = np.empty((len(sources), len(targets)))
    for first in range(0, len(sources), _BLOCK):
        block = slice(first, first + _BLOCK)
        packed[block] = dijkstra(matrix, indices=sources[block])[:, targets]
    return packed


def shortest_way(graph: RoadGraph, source: int, target: int) -> tuple[int, ...] | None:
    """Return the numbers of the arcs of the quickest way in order; ``None`` where there is none."""
    return Search(graph).way(source, target)


class Search:
    """Quickest ways through one graph, arc by arc; the latest sources are kept."""

    def __init__(self, graph: RoadGraph) -> None:
        """Prepare the graph."""
        self._packed = _packed(graph)
        self._before: dict[int, NDArray[np.int32]] = {}

    def way(self, source: int, target: int) -> tuple[int, ...] | None:
        """Return the numbers of the arcs of the quickest way; ``None`` where there is none."""
        before = self._from(source)
        arcs: list[int] = []
        node = target
        while node != source:
            earlier = int(before[node])
            if earlier < 0:
                return None
            arcs.append(self._packed.arc_between(earlier, node))
            node = earlier
        return tuple(reversed(arcs))

    def _from(self, source: int) -> NDArray[np.int32]:
        if source not in self._before:
            while len(self._before) >= _SOURCES_KEPT:
                del self._before[next(iter(self._before))]
            matrix = self._packed.matrix
            _, self._before[source] = dijkstra(matrix, indices=source, return_predecessors=True)
        return self._before[source]


def pack(graph: RoadGraph) -> IntArray:
    """Return time and length of every arc in one number."""
    return (graph.milliseconds << METRE_BITS) | graph.metres


def unpacked(packed: NDArray[np.float64], graph: RoadGraph) -> Lengths:
    """Return time and length apart, after making sure that no sum has overflowed.

    ``graph`` is the one that the ways run through, not a reduced one.

    Raises
    ------
    OverflowError
        A sum of metres may have run into the time.
    """
    reachable = np.isfinite(packed)
    whole = np.where(reachable, packed, 0.0)
    largest = int(whole.max(initial=0.0))
    if largest >= _EXACT or not _metres_fit(graph, largest >> METRE_BITS):
        msg = "ways are too long to be counted exactly"
        raise OverflowError(msg)
    sums = whole.astype(np.int64)
    return Lengths(
        milliseconds=np.where(reachable, sums >> METRE_BITS, -1),
        metres=np.where(reachable, sums & (_METRES - 1), -1),
    )


def _metres_fit(graph: RoadGraph, longest_ms: int) -> bool:
    # A quickest way takes no arc twice, and is nowhere faster than the fastest arc.
    if int(graph.metres.sum()) < _METRES:
        return True
    fastest = float((graph.metres / np.maximum(graph.milliseconds, 1)).max())
    return fastest * (longest_ms + 1) < _METRES


@dataclass(frozen=True, eq=False, slots=True)
class _Packed:
    """A graph for scipy, without parallel arcs, and the arc behind each of its entries."""

    matrix: csr_matrix
    arcs: IntArray

    def arc_between(self, tail: int, head: int) -> int:
        """Return the number of the best arc from tail to head."""
        first, last = self.matrix.indptr[tail], self.matrix.indptr[tail + 1]
        found = np.searchsorted(self.matrix.indices[first:last], head)
        return int(self.arcs[first + found])


def _packed(graph: RoadGraph) -> _Packed:
    # csr_matrix adds up duplicate entries: keep the best of parallel arcs before it sees them.
    weights = pack(graph)
    order = np.lexsort((weights, graph.heads, graph.tails))
    tails, heads = graph.tails[order], graph.heads[order]
    best = np.ones(len(order), dtype=np.bool_)
    best[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    arcs = order[best]
    rows = np.searchsorted(tails[best], np.arange(graph.nodes + 1))
    matrix = csr_matrix(
        (weights[arcs].astype(np.float64), heads[best], rows), shape=(graph.nodes, graph.nodes)
    )
    return _Packed(matrix=matrix, arcs=arcs)
