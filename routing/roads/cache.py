"""Keep lengths that took long to find, under a hash of all that they follow from."""

import hashlib
import zipfile
from pathlib import Path

import numpy as np

from routing.roads.graph import IntArray, RoadGraph
from routing.roads.reduce import reduced
from routing.roads.shortest import Lengths, packed_lengths, shortest, unpacked

WORTH_REDUCING = 0.4
"""Where more than this share of the nodes are stops, little can be taken out."""

_FORMAT = b"1"


def find_lengths(graph: RoadGraph, stops: IntArray, folder: Path | None = None) -> Lengths:
    """Return the quickest ways between all stops, shape (stops, stops).

    Parameters
    ----------
    graph
        The roads of one class of vehicle in one state.
    stops
        Nodes, in the order of rows and columns.
    folder
        Where lengths are kept from run to run; it must exist. ``None``: nothing is kept. A kept
        file that cannot be read is made anew.
    """
    path = folder / f"{_digest(graph, stops)}.npz" if folder is not None else None
    if path is not None and (kept := _kept(path, len(stops))) is not None:
        return kept
    lengths = _found(graph, stops)
    if path is not None:
        _keep(lengths, path)
    return lengths


def _found(graph: RoadGraph, stops: IntArray) -> Lengths:
    kept = np.unique(stops)
    if len(kept) > graph.nodes * WORTH_REDUCING:
        return shortest(graph, stops, stops)
    small, numbers = reduced(graph, kept)
    position = numbers[np.searchsorted(kept, stops)]
    return unpacked(packed_lengths(small, position, position), graph)


def _digest(graph: RoadGraph, stops: IntArray) -> str:
    content = hashlib.sha256(_FORMAT + str(graph.nodes).encode())
    for part in (graph.tails, graph.heads, graph.milliseconds, graph.metres, stops):
        content.update(b"|")
        content.update(np.ascontiguousarray(part, dtype="<i8").tobytes())
    return content.hexdigest()


def _kept(path: Path, stops: int) -> Lengths | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            found = Lengths(stored["milliseconds"], stored["metres"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    shapes = {found.milliseconds.shape, found.metres.shape}
    return found if shapes == {(stops, stops)} else None


def _keep(lengths: Lengths, path: Path) -> None:
    written = path.with_suffix(".part")
    with written.open("wb") as file:
        np.savez_compressed(file, milliseconds=lengths.milliseconds, metres=lengths.metres)
    written.replace(path)
