"""Cut raw ways at their junctions and barriers into the stretches of a road map."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyproj import Geod

from routing.roads.graph import FloatArray, IntArray
from routing.roads.roadmap import CLASSES, OFF_GROUND, SHUT_BITS, SURFACES, RoadMap
from routing.roads.speeds import GATE_SECONDS
from routing.roads.tags import Barrier, Drivable

_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False, slots=True)
class RawWay:
    """One line of the source, before it is cut."""

    id: int
    nodes: tuple[int, ...]
    """Numbers of its points; two lines meet where they share a number."""
    points: tuple[tuple[float, float], ...]
    """Longitude and latitude of each."""
    drivable: Drivable


@dataclass(frozen=True, eq=False, slots=True)
class _Piece:
    way: RawWay
    first: int
    last: int
    barrier: Barrier | None = None
    """The piece is this barrier: no length, from a node to its double."""


def noded(ways: Sequence[RawWay], barriers: Mapping[int, Barrier]) -> RoadMap:
    """Return the road map of some ways.

    A node is where ways meet, end or cross themselves. A barrier inside a way becomes a stretch
    of no length between a node and its double, whose number is negative; one that stands on a
    junction or an end is passed over, for it is not said across which of the roads it stands.
    """
    uses = Counter(node for way in ways for node in way.nodes)
    uses.update(end for way in ways for end in (way.nodes[0], way.nodes[-1]))
    across = {node: what for node, what in barriers.items() if uses.get(node) == 1}
    pieces = [piece for way in ways for piece in _pieces(way, uses, across)]
    return _assembled(pieces)


def _pieces(
    way: RawWay, uses: Mapping[int, int], barriers: Mapping[int, Barrier]
) -> Iterator[_Piece]:
    first = 0
    for last in range(1, len(way.nodes)):
        node = way.nodes[last]
        if uses[node] > 1 or node in barriers:
            yield _Piece(way, first, last)
            first = last
        if node in barriers:
            yield _Piece(way, last, last, barriers[node])


def _ends(piece: _Piece, doubled: frozenset[int]) -> tuple[int, int]:
    tail, head = piece.way.nodes[piece.first], piece.way.nodes[piece.last]
    if piece.barrier is not None:
        return tail, -tail
    return (-tail if tail in doubled else tail), head


def _assembled(pieces: Sequence[_Piece]) -> RoadMap:
    doubled = frozenset(piece.way.nodes[piece.first] for piece in pieces if piece.barrier)
    ends = np.array([_ends(piece, doubled) for piece in pieces], dtype=np.int64).reshape(-1, 2)
    node_ids, numbers = np.unique(ends, return_inverse=True)
    numbers = numbers.reshape(-1, 2)
    lines = [piece.way.points[piece.first : piece.last + 1] for piece in pieces]
    lines = [line if len(line) > 1 else line * 2 for line in lines]
    first_points = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    points = np.array([point for line in lines for point in line], dtype=np.float64).reshape(-1, 2)
    node_points = np.zeros((len(node_ids), 2))
    node_points[numbers[:, 0]] = points[first_points[:-1]]
    node_points[numbers[:, 1]] = points[first_points[1:] - 1]
    attributes = [_of_barrier(piece) if piece.barrier else piece.way.drivable for piece in pieces]
    names, name_codes = np.unique([what.name for what in attributes] or [""], return_inverse=True)
    return RoadMap(
        node_ids=node_ids,
        node_points=node_points,
        tails=np.ascontiguousarray(numbers[:, 0]),
        heads=np.ascontiguousarray(numbers[:, 1]),
        metres=_lengths(points, first_points, pieces),
        way_ids=_column([piece.way.id for piece in pieces]),
        forward=np.array([what.forward for what in attributes], dtype=np.bool_),
        backward=np.array([what.backward for what in attributes], dtype=np.bool_),
        classes=_column([CLASSES.index(what.road) for what in attributes]),
        surfaces=_column([SURFACES.index(what.surface) for what in attributes]),
        shut=_column([sum(SHUT_BITS[vehicle] for vehicle in what.shut) for what in attributes]),
        limits=_column([what.limit for what in attributes]),
        measured=_column([what.measured for what in attributes]),
        delays=_column([_delay(piece) for piece in pieces]),
        grades=_column([0 if what.on_ground else OFF_GROUND for what in attributes]),
        name_codes=name_codes[: len(pieces)].astype(np.int64),
        points=points,
        first_points=first_points,
        names=tuple(str(name) for name in names),
    )


def _of_barrier(piece: _Piece) -> Drivable:
    across = piece.barrier.shut if piece.barrier else frozenset()
    return replace(piece.way.drivable, shut=piece.way.drivable.shut | across)


def _delay(piece: _Piece) -> int:
    return GATE_SECONDS if piece.barrier is not None and piece.barrier.gate else 0


def _column(values: Sequence[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def _lengths(points: FloatArray, first_points: IntArray, pieces: Sequence[_Piece]) -> IntArray:
    # Geodesic steps between all neighbouring points at once; steps from line to line are zeroed.
    if not pieces:
        return _column([])
    _, _, steps = _WGS84.inv(*points[:-1].T, *points[1:].T)
    steps[first_points[1:-1] - 1] = 0.0
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    metres = np.rint(walked[first_points[1:] - 1] - walked[first_points[:-1]]).astype(np.int64)
    solid = np.array([piece.barrier is None for piece in pieces])
    return np.where(solid, np.maximum(metres, 1), 0)
