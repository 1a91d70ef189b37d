"""Draw maps for paper: one trip, or all that is planned."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from vongsach.output import captions, signs
from vongsach.output.ground import Frame, Spot, frame_around
from vongsach.output.labels import Label, Labels, apart
from vongsach.output.map_closures import GUARDED
from vongsach.output.presentation import Presentation, shortened
from vongsach.output.view import LegView, PlaceStatus, PlaceView, PlanView, TripView
from vongsach.output.ways import Point
from vongsach.places import Place, PlaceKind
from vongsach.units import PlaceId

_ROAD, _NAME_LENGTH = "#b5b5b5", 34
_BADGE = 2.4
_NAME_SIZE, _MM_PER_POINT = 7.0, 0.353
_STATUS_ORDER = (
    PlaceStatus.UNASKED,
    PlaceStatus.ROTATION,
    PlaceStatus.MOBILE,
    PlaceStatus.BOTH,
    PlaceStatus.UNSERVED,
    PlaceStatus.ON_SITE,
)
_LANDMARKS = {PlaceKind.CENTRAL_LIBRARY, PlaceKind.COMMUNE_LIBRARY}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawn map: lines and signs as a picture, names and numbers beside it as text."""

    frame: Frame
    svg: str
    numbers: tuple[tuple[Spot, str], ...] = ()
    names: tuple[Label, ...] = ()

    def document(self, presentation: Presentation) -> dict[str, Any]:
        """Return what a template sets."""
        length, metres = self.frame.scale_bar()
        return {
            "svg": self.svg,
            "width": self.frame.width,
            "height": self.frame.height,
            "numbers": [{"x": x, "y": y, "text": text} for (x, y), text in self.numbers],
            "name_size": _NAME_SIZE,
            "names": [{"x": name.x, "y": name.y, "text": name.text} for name in self.names],
            "bar": length,
            "bar_text": presentation.kilometres(metres),
            "scale": f"1:{presentation.number(self.frame.scale)}",
        }


def sketch_of_trip(view: PlanView, trip: TripView, width: float, height: float) -> Sketch:
    """Return the overview of one trip: its way, its stops by number, the roads around."""
    lines = [_points(leg) for leg in trip.legs]
    frame = frame_around([point for line in lines for point in line], width, height)
    labels = Labels(frame, size=_NAME_SIZE * _MM_PER_POINT)
    halts = _halts(trip)
    true = [frame.spot(_point(place)) for place, _ in halts]
    moved = apart(frame, true, _BADGE + 0.2)
    spots = {place.id: spot for (place, _), spot in zip(halts, moved, strict=True)}
    for spot in moved:
        labels.keep_free(spot, _BADGE)
    names = [
        labels.set(spots[place.id], shortened(captions.place_name(place), _NAME_LENGTH), _BADGE)
        for place, _ in halts
    ]
    depot = trip.days[0].leaves_from
    return Sketch(
        frame=frame,
        svg=signs.picture(
            frame,
            [
                signs.strokes(_roads(view, frame), _ROAD, 0.5),
                *_way(frame, trip),
                *_leaders(true, moved),
                *(signs.dot(spots[name], 1.3, "#000") for name in _nights(trip, halts)),
                signs.status_sign(spots[depot.id], PlaceStatus.ON_SITE, 1.6),
                *(signs.badge(spots[place.id], _BADGE) for place, number in halts if number),
            ],
        ),
        numbers=tuple((spots[place.id], number) for place, number in halts if number),
        names=tuple(name for name in names if name),
    )


def sketch_of_plan(
    view: PlanView,
    width: float,
    height: float,
    *,
    presentation: Presentation | None = None,
    trips: Sequence[TripView] = (),
    public: bool = False,
) -> Sketch:
    """Return every place by how it is served, and the ways of some trips.

    With a presentation the places have names, as many as there is room for.
    """
    shown = [place for place in view.places if not (public and place.place.kind in GUARDED)]
    places = [place for place in shown if place.place.kind is not PlaceKind.JUNCTION]
    frame = frame_around([_point(entry.place) for entry in shown], width, height)
    size = 1.5 if presentation else 0.9
    ordered = sorted(places, key=lambda place: _STATUS_ORDER.index(place.status))
    return Sketch(
        frame=frame,
        svg=signs.picture(
            frame,
            [
                signs.strokes(_roads(view, frame, public=public), _ROAD, 0.5),
                *_ways_of_vans(frame, view, trips, public=public, thin=0.3 * size),
                *(
                    signs.ring(frame.spot(_point(entry.place)), 1.9 * size)
                    for entry in ordered
                    if entry.place.remote
                ),
                *(
                    signs.status_sign(frame.spot(_point(entry.place)), entry.status, size)
                    for entry in ordered
                ),
            ],
        ),
        names=tuple(_names(frame, places, size)) if presentation else (),
    )


def _names(frame: Frame, places: Iterable[PlaceView], size: float) -> Iterator[Label]:
    labels = Labels(frame, size=_NAME_SIZE * _MM_PER_POINT)
    entries = [(entry, frame.spot(_point(entry.place))) for entry in places]
    radii = {
        entry.place.id: 2.0 * size if entry.place.remote else 1.3 * size for entry, _ in entries
    }
    for entry, spot in entries:
        labels.keep_free(spot, radii[entry.place.id])
    for entry, spot in sorted(entries, key=lambda pair: pair[0].place.kind not in _LANDMARKS):
        name = shortened(captions.place_name(entry.place), _NAME_LENGTH)
        if label := labels.set(spot, name, radii[entry.place.id]):
            yield label


def _ways_of_vans(
    frame: Frame, view: PlanView, trips: Iterable[TripView], *, public: bool, thin: float
) -> Iterator[str]:
    """Yield the roads that each van takes, once; where several do, the lines lie on each other."""
    rows = {van.id: row for row, van in enumerate(view.vans)}
    pieces: dict[int, list[NDArray[np.float64]]] = defaultdict(list)
    for leg, row in {
        (leg.from_place.id, leg.to_place.id, rows[trip.van.id]): (leg, rows[trip.van.id])
        for trip in trips
        for leg in trip.legs
        if not (public and GUARDED & {leg.from_place.kind, leg.to_place.kind})
    }.values():
        line = frame.course(_points(leg))
        pieces[row].append(np.hstack((line[:-1], line[1:])))
    last = max(pieces, default=0)
    for row in sorted(pieces):
        width = thin * (1 + 0.8 * (last - row))
        for part in _merged(np.vstack(pieces[row])):
            yield signs.stroke(part, signs.van_colour(row), width, signs.van_dash(row))


def _merged(pieces: NDArray[np.float64]) -> Iterator[list[Spot]]:
    """Yield the lines that some pieces, each a start and an end, are made of; each piece once."""
    swapped = (pieces[:, 0] > pieces[:, 2]) | (
        (pieces[:, 0] == pieces[:, 2]) & (pieces[:, 1] > pieces[:, 3])
    )
    ordered = np.where(swapped[:, None], pieces[:, [2, 3, 0, 1]], pieces)
    unique = np.unique(ordered, axis=0)
    unique = unique[(unique[:, :2] != unique[:, 2:]).any(axis=1)]
    lines = shapely.linestrings(unique.reshape(-1, 2, 2))
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    for part in shapely.get_parts(merged):
        yield [(x, y) for x, y in shapely.get_coordinates(part).tolist()]


def _nights(trip: TripView, halts: Iterable[tuple[Place, str]]) -> Iterator[PlaceId]:
    """Yield the places where a day ends that are no stops."""
    ends = {day.ends_at.id for day in trip.days}
    yield from (place.id for place, number in halts if not number and place.id in ends)


def _leaders(true: Iterable[Spot], moved: Iterable[Spot]) -> Iterator[str]:
    """Yield a dot where a place lies and a thin line to its sign, where this was pushed away."""
    for spot, sign in zip(true, moved, strict=True):
        if math.dist(spot, sign) > _BADGE / 2:
            yield signs.stroke([spot, sign], "#000", 0.25)
            yield signs.dot(spot, 0.6, "#000")


def _way(frame: Frame, trip: TripView) -> Iterator[str]:
    for leg in trip.legs:
        if leg.from_place.id == leg.to_place.id:
            continue
        line = frame.line(_points(leg))
        yield signs.stroke(line, "#000", 0.9, "1.6 1.4" if leg.course is None else "")
        yield signs.arrow(line, "#000")


def _halts(trip: TripView) -> list[tuple[Place, str]]:
    """Return the places of a trip with the numbers of their stops.

    Where the crew starts, ends or spends a night without a visit there is none.
    """
    numbers: dict[str, list[str]] = {}
    places = {trip.days[0].leaves_from.id: trip.days[0].leaves_from}
    for day in trip.days:
        places[day.ends_at.id] = day.ends_at
    for stop in trip.stops:
        places[stop.place.id] = stop.place
        numbers.setdefault(stop.place.id, []).append(str(stop.number))
    return [(place, ",".join(numbers.get(name, []))) for name, place in places.items()]


def _roads(view: PlanView, frame: Frame, *, public: bool = False) -> Iterator[list[Spot]]:
    ends = [
        (*_point(start), *_point(end))
        for _, start, end in view.roads
        if not public or GUARDED.isdisjoint({start.kind, end.kind})
    ]
    spots = frame.spots(np.array(ends).reshape(-1, 2)).reshape(-1, 2, 2)
    most = (frame.width, frame.height)
    shown = ((spots.max(axis=1) >= 0) & (spots.min(axis=1) <= most)).all(axis=1)
    for start, end in spots[shown].round(2).tolist():
        yield [(start[0], start[1]), (end[0], end[1])]


def _points(leg: LegView) -> Sequence[Point]:
    if leg.course is not None and len(leg.course.line) > 1:
        return leg.course.line
    return (_point(leg.from_place), _point(leg.to_place))


def _point(place: Place) -> Point:
    return (place.location.lon, place.location.lat)
