"""Keep imported roads in the workspace, and survey what is known of the roads."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from routing.roads.elevation import graded
from routing.roads.findings import road_findings
from routing.roads.imports import Imported, connected_km, import_roads, km_by_class
from routing.roads.legs import Legs
from routing.roads.mapped import MappedRoads
from routing.roads.roadmap import RoadMap
from routing.roads.snap import whole_metres
from routing.roads.speeds import GRADE_FACTORS
from routing.roads.travel import travel_from_legs, travel_from_roads, wheels_in_use
from vongsach.errors import FileError, Problem
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.survey import RoadSurvey, SnappedPlace
from vongsach.travel import Travel
from vongsach.workspace import NOT_WRITABLE

ROADS, MATRICES = "duong.npz", "ma-tran"


def kept_roads(folder: Path) -> RoadMap | None:
    """Return the roads that were imported into a folder; ``None``: none were.

    Raises
    ------
    FileError
        What stands there cannot be read.
    """
    path = folder / ROADS
    return RoadMap.load(path) if path.exists() else None


def travel_in(
    folder: Path,
    network: Network,
    quarter: Quarter,
    *,
    otherwise: Callable[[Network, Quarter], Travel] = travel_from_legs,
    keep: bool = True,
) -> Travel:
    """Return the travel matrices on the roads of a folder and the legs.

    Where no roads were imported, ``otherwise`` makes them of the legs alone. ``keep``: what took
    long to find is kept in the folder.

    Raises
    ------
    FileError
        The roads that stand there cannot be read, or nothing can be kept there.
    """
    roads = kept_roads(folder)
    if roads is None:
        return otherwise(network, quarter)
    if not keep:
        return travel_from_roads(network, quarter, roads)
    cache = folder / MATRICES
    try:
        cache.mkdir(exist_ok=True)
        return travel_from_roads(network, quarter, roads, cache=cache)
    except OSError as error:
        raise FileError(NOT_WRITABLE, path=str(cache), cause=str(error)) from error


def leg_findings(network: Network, folder: Path | None = None) -> tuple[Problem, ...]:
    """Return the findings on the legs of a network, and on the roads that a folder holds."""
    return road_findings(_ground(network, kept_roads(folder) if folder else None))


def take_roads(
    network: Network, folder: Path, files: Sequence[Path] = (), *, dry: bool = False
) -> RoadSurvey:
    """Import files of roads into a folder, in place of what was there, and survey the result.

    Elevation tiles (``.hgt``) in the folder tell how steep the roads are. The same files give the
    same bytes. Without files, what is there is surveyed. ``dry``: nothing is written.

    Raises
    ------
    FileError
        A file cannot be used, or nothing can be written; what was there is unchanged.
    """
    if not files:
        return _survey(network, kept_roads(folder))
    imported = import_roads(*files, places=network.places)
    roads = graded(imported.roads, folder)
    survey = _survey(network, roads, imported, files)
    if not dry:
        roads.save(folder / ROADS)
    return survey


def _survey(
    network: Network,
    roads: RoadMap | None,
    imported: Imported | None = None,
    files: Sequence[Path] = (),
) -> RoadSurvey:
    ground = _ground(network, roads)
    known = RoadSurvey(
        files=tuple(file.name for file in files),
        legs=len(network.road_legs),
        leg_km=sum(leg.metres for leg in network.road_legs) / 1000,
        problems=road_findings(ground),
        names=tuple(sorted(_names(network, roads))),
    )
    if not isinstance(ground, MappedRoads):
        return known
    update: dict[str, object] = {
        "km": {road: round(km, 3) for road, km in km_by_class(ground.roads).items()},
        "connected_km": round(connected_km(ground.roads), 3),
        "places": _snapped(ground),
    }
    if imported is not None:
        steep = {"steep": int((ground.roads.grades >= min(GRADE_FACTORS)).sum())}
        update |= {"dropped": {**imported.dropped}, "noticed": {**imported.noticed, **steep}}
    return known.model_copy(update=update)


def _names(network: Network, roads: RoadMap | None) -> set[str]:
    """Return the names of all roads, each reference by itself."""
    mapped = () if roads is None else (one for name in roads.names for one in name.split(";"))
    return {name.strip() for name in (*(leg.road for leg in network.road_legs), *mapped)} - {""}


def _ground(network: Network, roads: RoadMap | None) -> Legs | MappedRoads:
    return Legs(network) if roads is None else MappedRoads(network, roads)


def _snapped(ground: MappedRoads) -> tuple[SnappedPlace, ...]:
    snapped = ground.snapped[wheels_in_use(ground.network)[0]]
    order = np.argsort(-snapped.metres, kind="stable").tolist()
    places = ground.network.places
    return tuple(
        SnappedPlace(
            place=places[row].id,
            name=places[row].name,
            metres=whole_metres(float(snapped.metres[row])),
            on_road=bool(snapped.stretches[row] >= 0),
        )
        for row in order
    )
