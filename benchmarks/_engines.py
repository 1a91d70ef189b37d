"""Name other engines for travel matrices, as far as they are installed (extra ``bench``).

OSRM, the fastest engine that was tried for this, has wheels for Python 3.12 and later only, and
solves another problem (turns cost time): it cannot run side by side here.
"""

import importlib
import importlib.util
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from typing_extensions import override

from routing.roads.graph import IntArray, RoadGraph, as_networkx


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine found, and how long it took."""

    milliseconds: IntArray
    """Shape (sources, targets); -1 where there is no way."""
    seconds: float
    """To build its graph and to find the ways, scaled up to all sources."""


class Engine(ABC):
    """A library that finds quickest ways."""

    name: str

    def measure(self, graph: RoadGraph, sources: IntArray, targets: IntArray) -> Measured:
        """Return what is found from some sources; the time is scaled up to as many as targets."""
        module = importlib.import_module(self.name)
        began = time.perf_counter()
        built = self.build(module, graph)
        ready = time.perf_counter()
        found = self.search(module, built, sources, targets)
        searched = time.perf_counter() - ready
        seconds = ready - began + searched * len(targets) / len(sources)
        known = np.isfinite(found) & (found < 2**53)
        return Measured(np.where(known, found, -1).astype(np.int64), seconds)

    @abstractmethod
    def build(self, module: Any, graph: RoadGraph) -> Any:  # noqa: ANN401 -- libraries without hints
        """Return the graph in the form of the library."""

    @abstractmethod
    def search(self, module: Any, built: Any, sources: IntArray, targets: IntArray) -> Any:  # noqa: ANN401 -- as above
        """Return milliseconds as an array of shape (sources, targets)."""


class Networkx(Engine):
    """Pure Python: the reference."""

    name = "networkx"

    @override
    def build(self, module: Any, graph: RoadGraph) -> Any:
        return as_networkx(graph)

    @override
    def search(self, module: Any, built: Any, sources: IntArray, targets: IntArray) -> Any:
        rows = []
        for source in sources.tolist():
            found = nx.single_source_dijkstra_path_length(built, source, weight="milliseconds")
            rows.append([found.get(target, np.inf) for target in targets.tolist()])
        return np.array(rows, dtype=np.float64)


class Rustworkx(Engine):
    """Compiled Rust (Apache-2.0)."""

    name = "rustworkx"

    @override
    def build(self, module: Any, graph: RoadGraph) -> Any:
        built = module.PyDiGraph()
        built.add_nodes_from(range(graph.nodes))
        arcs = zip(graph.tails, graph.heads, graph.milliseconds, strict=True)
        built.add_edges_from([(int(tail), int(head), float(cost)) for tail, head, cost in arcs])
        return built

    @override
    def search(self, module: Any, built: Any, sources: IntArray, targets: IntArray) -> Any:
        wanted = targets.tolist()
        rows = []
        for source in sources.tolist():
            found = dict(module.dijkstra_shortest_path_lengths(built, source, float))
            found[source] = 0.0
            rows.append([found.get(target, np.inf) for target in wanted])
        return np.array(rows, dtype=np.float64)


class Igraph(Engine):
    """Compiled C (GPL: to compare with only)."""

    name = "igraph"

    @override
    def build(self, module: Any, graph: RoadGraph) -> Any:
        built = module.Graph(n=graph.nodes, directed=True)
        built.add_edges(np.column_stack([graph.tails, graph.heads]).tolist())
        built.es["weight"] = graph.milliseconds.tolist()
        return built

    @override
    def search(self, module: Any, built: Any, sources: IntArray, targets: IntArray) -> Any:
        kept, places = np.unique(targets, return_inverse=True)
        starts, rows = np.unique(sources, return_inverse=True)
        found = built.distances(
            source=starts.tolist(), target=kept.tolist(), weights="weight", algorithm="dijkstra"
        )
        return np.array(found, dtype=np.float64)[rows][:, places]


class Networkit(Engine):
    """Compiled C++ on all cores (MIT)."""

    name = "networkit"

    @override
    def build(self, module: Any, graph: RoadGraph) -> Any:
        arcs = (graph.milliseconds.astype(np.float64), (graph.tails, graph.heads))
        return module.GraphFromCoo(arcs, n=graph.nodes, weighted=True, directed=True)

    @override
    def search(self, module: Any, built: Any, sources: IntArray, targets: IntArray) -> Any:
        kept, places = np.unique(targets, return_inverse=True)
        starts, rows = np.unique(sources, return_inverse=True)
        found = module.distance.SPSP(built, starts.tolist(), kept.tolist())
        found.run()
        return np.array(found.getDistances(), dtype=np.float64)[rows][:, places]


def installed() -> list[Engine]:
    """Return the engines that this machine has; networkx always, and first."""
    peers = (Rustworkx(), Igraph(), Networkit())
    return [Networkx(), *(peer for peer in peers if importlib.util.find_spec(peer.name))]
