"""Make one set of roads of several files, joined where they meet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from routing.roads.noding import RawWay
from routing.roads.sources import RawRoads

Point = tuple[float, float]

DECIMALS = 6
"""Points that agree to a tenth of a metre are one junction."""


def merged(sources: Sequence[RawRoads]) -> RawRoads:
    """Return the roads of several files as one.

    Extracts of OpenStreetMap share the numbers of their nodes, and a way that stands in two of
    them counts once. The lines of other files join them, and each other, where points agree.
    """
    if len(sources) == 1:
        return sources[0]
    ways = {way.id: way for source in sources if source.is_osm for way in source.ways}
    dropped: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for source in sources:
        dropped.update(source.dropped)
        noticed.update(source.noticed)
    barriers = {node: what for source in sources for node, what in source.barriers.items()}
    others = [way for source in sources if not source.is_osm for way in source.ways]
    every = [*ways.values(), *_joined(list(ways.values()), others)]
    return RawRoads(every, barriers, dropped, noticed, is_osm=bool(ways))


def _joined(numbered: Sequence[RawWay], others: Sequence[RawWay]) -> list[RawWay]:
    numbers: dict[Point, int] = {}
    for way in numbered:
        for node, (lon, lat) in zip(way.nodes, way.points, strict=True):
            numbers.setdefault((round(lon, DECIMALS), round(lat, DECIMALS)), node)
    first = max((node for way in numbered for node in way.nodes), default=0) + 1
    joined = []
    for way in others:
        nodes = tuple(numbers.setdefault(point, first + len(numbers)) for point in way.points)
        joined.append(replace(way, nodes=nodes))
    return joined
