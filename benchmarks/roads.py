"""Measure imports and travel matrices: ours, plain scipy, networkx and other engines."""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks._engines import Engine, installed
from routing.roads.cache import find_lengths
from routing.roads.drive import drive_graph, largest_part
from routing.roads.graph import RoadGraph
from routing.roads.imports import import_roads
from routing.roads.shortest import Lengths, shortest
from routing.roads.states import ALL_OPEN
from vongsach.places import VehicleClass

T = TypeVar("T")
EXTRACT = Path("../shared/data/osm/andorra-2013.osm.pbf")
SPEEDS_KMH = (8, 15, 20, 25, 32, 40)
MOST_FOR_NETWORKX = 500
LARGE_ARCS = 50_000
"""Beyond this, engines are timed on ten sources and networkx on two, and scaled up."""
FEW_SOURCES = 10


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
    engines = installed()
    names = ["scipy", *(engine.name for engine in engines)]
    print(versions(names))
    print("seconds to build and search; networkx beyond 500 stops, and every engine but ours")
    print(f"beyond {LARGE_ARCS:,} arcs, is timed on some sources and scaled up")
    print(f"{'stops':>6}{'ours':>9}" + "".join(f"{name:>12}" for name in names))
    agreed = [compare(graph, stops, asked.seed, engines) for stops in asked.stops]
    return 0 if all(agreed) else 1


def compare(graph: RoadGraph, number: int, seed: int, engines: Sequence[Engine]) -> bool:
    """Print times and ratios for a number of stops; return whether all agree on every pair."""
    main_part = np.flatnonzero(largest_part(graph))
    stops = np.random.default_rng(seed).choice(main_part, number, replace=number > len(main_part))
    ours, own_seconds = timed(lambda: find_lengths(graph, stops))
    large = len(graph.tails) > LARGE_ARCS
    some = stops[:FEW_SOURCES] if large else stops
    plain, scipy_seconds = timed(lambda: shortest(graph, some, stops))
    seconds = [scipy_seconds * number / len(some)]
    same = equal(plain, ours, len(some))
    for engine in engines:
        slow = engine.name == "networkx"
        sources = some[: 2 if large else MOST_FOR_NETWORKX] if slow else some
        measured = engine.measure(graph, sources, stops)
        seconds.append(measured.seconds)
        same &= bool((measured.milliseconds == ours.milliseconds[: len(sources)]).all())
    print(f"{number:6,}{own_seconds:9.2f}" + "".join(f"{one:12.2f}" for one in seconds), flush=True)
    ratios = "".join(f"{one / own_seconds:11.1f}x" for one in seconds)
    print(f"{'':6}{'equal' if same else 'UNEQUAL':>9}{ratios}", flush=True)
    return same


def versions(names: Iterable[str]) -> str:
    """Return what this ran on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", *names))
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {packages}"


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
