"""Read the roads of an OpenStreetMap extract."""

from collections import Counter
from pathlib import Path

import osmium
from osmium.osm.types import Node, Relation, Way

from routing.roads.noding import RawWay
from routing.roads.sources import Bounds, RawRoads
from routing.roads.tags import Barrier, barrier, drivable
from vongsach.errors import FileError

_SUGGESTS_SEASON = ("seasonal", "access:conditional", "motor_vehicle:conditional", "flood_prone")


def read_osm(path: Path, area: Bounds | None = None) -> RawRoads:
    """Return the drivable ways of an ``.osm.pbf`` or ``.osm`` file.

    Parameters
    ----------
    path
        The extract, a country's if need be: it is read as a stream.
    area
        Ways without any node inside are passed over; ``None``: all are kept. A way that leaves
        the area is kept whole, so that roads beyond stay connected.

    Raises
    ------
    FileError
        The file is absent, cut short, or not an extract.

    Notes
    -----
    A ``.pbf`` that was cut between two of its blocks can be read without an error. Relations
    stand last, and every extract has some, so one without any is refused.
    """
    reading = _Reading(area)
    keys = osmium.filter.KeyFilter("highway", "route", "barrier", "restriction")
    try:
        if path.suffix == ".pbf" and not _ends_with_relations(path):
            msg = "roads_cut_short"
            raise FileError(msg, file=path.name)
        for entity in osmium.FileProcessor(str(path)).with_locations().with_filter(keys):
            reading.take(entity)
    except (RuntimeError, OSError) as error:
        msg = "roads_unreadable"
        raise FileError(msg, file=path.name, reason=str(error)) from error
    return RawRoads(reading.ways, reading.barriers, reading.dropped, reading.noticed, is_osm=True)


def _ends_with_relations(path: Path) -> bool:
    return any(True for _ in osmium.FileProcessor(str(path), osmium.osm.RELATION))


class _Reading:
    """What has been read so far."""

    def __init__(self, area: Bounds | None) -> None:
        self.area = area
        self.ways: list[RawWay] = []
        self.barriers: dict[int, Barrier] = {}
        self.dropped: Counter[str] = Counter()
        self.noticed: Counter[str] = Counter()

    def take(self, entity: object) -> None:
        match entity:
            case Way():
                self._take_way(entity)
            case Node():
                what = barrier(dict(entity.tags)) if "barrier" in entity.tags else None
                if what is not None:
                    self.barriers[entity.id] = what
            case Relation() if entity.tags.get("type") == "restriction":
                self.noticed["turn_restrictions"] += 1
            case _:
                pass

    def _take_way(self, way: Way) -> None:
        tags = dict(way.tags)
        what = drivable(tags)
        if what == "not_a_road":
            return
        known = [
            (node.ref, node.location.lon, node.location.lat)
            for node in way.nodes
            if node.location.valid()
        ]
        if self.area is not None and not any(self.area.holds(lon, lat) for _, lon, lat in known):
            return
        if isinstance(what, str):
            self.dropped[what] += 1
        elif len(known) < len(way.nodes) or len(known) < 2:  # noqa: PLR2004 -- a line has two ends
            self.dropped["incomplete"] += 1
        else:
            refs, lons, lats = zip(*known, strict=True)
            points = tuple(zip(lons, lats, strict=True))
            self.ways.append(RawWay(way.id, refs, points, what))
            self._notice(tags)

    def _notice(self, tags: dict[str, str]) -> None:
        for key in ("surface", "maxspeed", "ref", "name"):
            self.noticed[f"with_{key}"] += key in tags
        self.noticed["fords"] += tags.get("ford", "no") != "no"
        self.noticed["seasonal"] += any(key in tags for key in _SUGGESTS_SEASON)
