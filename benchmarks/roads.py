"""Measure imports and travel matrices: plain networkx, scipy, and the reduced graph."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import networkx as nx
import numpy as np

from routing.roads.cache import find_lengths
from routing.roads.drive import drive_graph, largest_part
from routing.roads.graph import IntArray, RoadGraph, as_networkx
from routing.roads.imports import import_roads
from routing.roads.shortest import Lengths, shortest
from routing.roads.states import ALL_OPEN
from vongsach.places import VehicleClass

T = TypeVar("T")
EXTRACT = Path("../shared/data/osm/andorra-2013.osm.pbf")
SPEEDS_KMH = (8, 15, 20, 25, 32, 40)
MOST_FOR_NETWORKX = 500
LARGE_ARCS = 50_000
"""Beyond this, scipy is timed on ten sources and networkx on two, and scaled up."""


def main(arguments: list[str]) -> int:
    """Print times and ratios; return 1 where two engines disagree on any pair."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks roads", description=__doc__)
    parser.add_argument("--extract", type=Path, default=EXTRACT, help="a file of roads")
    parser.add_argument("--stops", type=int, nargs="+", default=[130, 500, 1500])
    parser.add_argument("--planar", type=int, default=0, help="nodes of a made-up graph instead")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.planar:
        graph, seconds = timed(lambda: planar(asked.planar, asked.seed))
        print(f"made up: {graph.nodes:,} nodes, {len(graph.tails):,} arcs in {seconds:.1f} s")
    elif asked.extract.is_file():
        imported, seconds = timed(lambda: import_roads(asked.extract))
        graph = drive_graph(imported.roads, VehicleClass.VAN, ALL_OPEN)
        km = sum(imported.km.values())
        print(
            f"{asked.extract.name}: {km:.0f} km, {imported.roads.size:,} stretches, {seconds:.2f} s"
        )
    else:
        print(
            f"{asked.extract} is not here; give --extract FILE or --planar NODES", file=sys.stderr
        )
        return 2
    print(f"{'stops':>6}{'networkx s':>12}{'scipy s':>10}{'reduced s':>11}{'ratios':>22}")
    agreed = [compare(graph, stops, asked.seed) for stops in asked.stops]
    return 0 if all(agreed) else 1


def compare(graph: RoadGraph, number: int, seed: int) -> bool:
    """Print one line for a number of stops; return whether all engines agree on every pair."""
    main_part = np.flatnonzero(largest_part(graph))
    stops = np.random.default_rng(seed).choice(main_part, number, replace=number > len(main_part))
    ours, reduced_seconds = timed(lambda: find_lengths(graph, stops))
    large = len(graph.tails) > LARGE_ARCS
    plain = stops[:10] if large else stops
    few = stops[:2] if large else stops[:MOST_FOR_NETWORKX]
    reference = as_networkx(graph)
    scipy_found, scipy_seconds = timed(lambda: shortest(graph, plain, stops))
    networkx_found, networkx_seconds = timed(lambda: by_networkx(reference, few, stops))
    scipy_seconds *= number / len(plain)
    networkx_seconds *= number / len(few)
    ratios = (networkx_seconds / reduced_seconds, scipy_seconds / reduced_seconds)
    same = bool(
        (networkx_found == ours.milliseconds[: len(few)]).all()
        and equal(scipy_found, ours, len(plain))
    )
    print(
        f"{number:6,}{networkx_seconds:12.2f}{scipy_seconds:10.2f}{reduced_seconds:11.2f}"
        f"{ratios[0]:10.0f} : {ratios[1]:.1f} : 1   {'equal' if same else 'NOT EQUAL'}",
        flush=True,
    )
    return same


def by_networkx(roads: "nx.MultiDiGraph[int]", sources: IntArray, targets: IntArray) -> IntArray:
    """Return the reference: milliseconds by networkx, -1 where there is no way."""
    rows = []
    for source in sources.tolist():
        found = nx.single_source_dijkstra_path_length(roads, source, weight="milliseconds")
        rows.append([found.get(target, -1) for target in targets.tolist()])
    return np.array(rows, dtype=np.int64)


def equal(some: Lengths, whole: Lengths, rows: int) -> bool:
    """Say whether time and length agree on the first rows."""
    return bool(
        (some.milliseconds == whole.milliseconds[:rows]).all()
        and (some.metres == whole.metres[:rows]).all()
    )


def planar(nodes: int, seed: int) -> RoadGraph:
    """Return a made-up road graph: a grid with a fifth of its streets missing, both ways open."""
    draw = np.random.default_rng(seed)
    side = int(np.sqrt(nodes))
    numbers = np.arange(side * side).reshape(side, side)
    tails = np.concatenate([numbers[:, :-1].ravel(), numbers[:-1, :].ravel()])
    heads = np.concatenate([numbers[:, 1:].ravel(), numbers[1:, :].ravel()])
    kept = draw.random(len(tails)) > 0.2  # noqa: PLR2004 -- said in the docstring
    tails, heads = tails[kept], heads[kept]
    metres = draw.integers(50, 400, len(tails))
    milliseconds = -(-metres * 3600 // draw.choice(SPEEDS_KMH, len(tails)))
    return RoadGraph(
        nodes=side * side,
        tails=np.concatenate([tails, heads]),
        heads=np.concatenate([heads, tails]),
        milliseconds=np.tile(milliseconds, 2),
        metres=np.tile(metres, 2),
        stretches=np.tile(np.arange(len(tails)), 2),
        against=np.arange(2 * len(tails)) >= len(tails),
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what some work gives and the seconds that it took."""
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began
