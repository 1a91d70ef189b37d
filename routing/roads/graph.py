"""Hold a road graph as arrays: what one class of vehicle can drive in one road state."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Arc(NamedTuple):
    """One direction of one stretch of road."""

    tail: int
    """Node at which it begins."""
    head: int
    """Node at which it ends."""
    milliseconds: int
    metres: int
    stretch: int
    """Number of the stretch in the source of the graph; -1: off the road."""
    against: bool = False
    """The stretch is driven from its end to its beginning."""


@dataclass(frozen=True, eq=False, slots=True)
class RoadGraph:
    """Directed arcs between nodes 0 to ``nodes`` - 1; parallel arcs are allowed.

    Driving times are whole milliseconds, so that sums are exact in any order; lengths are whole
    metres. All arrays have shape (m,), with m the number of arcs.
    """

    nodes: int
    tails: IntArray
    heads: IntArray
    milliseconds: IntArray
    """At least 0."""
    metres: IntArray
    """At least 0."""
    stretches: IntArray
    against: NDArray[np.bool_]

    def arc(self, number: int) -> Arc:
        """Return one arc."""
        return Arc(
            int(self.tails[number]),
            int(self.heads[number]),
            int(self.milliseconds[number]),
            int(self.metres[number]),
            int(self.stretches[number]),
            bool(self.against[number]),
        )

    def only(self, kept: NDArray[np.bool_]) -> "RoadGraph":
        """Return the same nodes with some of the arcs, by a mask of shape (m,)."""
        return RoadGraph(
            self.nodes,
            self.tails[kept],
            self.heads[kept],
            self.milliseconds[kept],
            self.metres[kept],
            stretches=self.stretches[kept],
            against=self.against[kept],
        )

    def with_arcs(self, arcs: Iterable[Arc], nodes: int) -> "RoadGraph":
        """Return the same graph with more arcs and nodes; what was there keeps its number."""
        more = graph_of(arcs, nodes)
        return RoadGraph(
            nodes=nodes,
            tails=np.concatenate([self.tails, more.tails]),
            heads=np.concatenate([self.heads, more.heads]),
            milliseconds=np.concatenate([self.milliseconds, more.milliseconds]),
            metres=np.concatenate([self.metres, more.metres]),
            stretches=np.concatenate([self.stretches, more.stretches]),
            against=np.concatenate([self.against, more.against]),
        )


def graph_of(arcs: Iterable[Arc], nodes: int) -> RoadGraph:
    """Return the graph of some arcs; the order of the arcs is kept."""
    table = np.array([tuple(arc) for arc in arcs], dtype=np.int64).reshape(-1, 6)
    tails, heads, milliseconds, metres, stretches, against = np.ascontiguousarray(table.T)
    return RoadGraph(nodes, tails, heads, milliseconds, metres, stretches, against > 0)


def as_networkx(graph: RoadGraph) -> "nx.MultiDiGraph[int]":
    """Return the same graph for networkx, the reference that small graphs are checked against.

    Arcs keep their number as ``arc``, and ``milliseconds``, ``metres`` and ``stretch``.
    """
    roads: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    roads.add_nodes_from(range(graph.nodes))
    for number in range(len(graph.tails)):
        arc = graph.arc(number)
        roads.add_edge(
            arc.tail,
            arc.head,
            arc=number,
            milliseconds=arc.milliseconds,
            metres=arc.metres,
            stretch=arc.stretch,
        )
    return roads
