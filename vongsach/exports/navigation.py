"""Write trips as GPX 1.1, one file each, for navigation with no network.

Every file holds the stops three times: as waypoints, as a route and as a track, because the
programs on telephones each take another of them.
"""

from collections.abc import Iterator
from pathlib import Path

from gpxpy.gpx import (
    GPX,
    GPXRoute,
    GPXRoutePoint,
    GPXTrack,
    GPXTrackPoint,
    GPXTrackSegment,
    GPXWaypoint,
)

from vongsach.exports.source import Source, universal_time
from vongsach.exports.texts import file_stem
from vongsach.output.captions import place_name, trip_days, trip_name, van_name
from vongsach.output.presentation import Presentation
from vongsach.output.view import DayView, TripView
from vongsach.output.writing import write_whole
from vongsach.places import Place
from vongsach.units import SecondOfDay


def write_gpx(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``dan-duong/*.gpx`` and return every file."""
    presentation = Presentation(source.language)
    return tuple(
        write_whole(
            folder / "dan-duong" / f"{trip_stem(trip)}.gpx",
            _trip(presentation, trip).to_xml(version="1.1").encode("utf-8"),
        )
        for trip in source.view.trips
    )


def trip_stem(trip: TripView) -> str:
    """Return the name of the files of a trip."""
    return f"chuyen-{trip.number:03}-{trip.days[0].day:%Y-%m-%d}-{file_stem(trip.van.id)}"


def _trip(presentation: Presentation, trip: TripView) -> GPX:
    gpx = GPX()
    name = trip_name(presentation, trip)
    gpx.creator = "vongsach"
    gpx.name = name
    gpx.description = " · ".join((trip_days(presentation, trip), van_name(trip.van)))
    for day in trip.days:
        for stop in day.stops:
            gpx.waypoints.append(
                GPXWaypoint(
                    latitude=stop.place.location.lat,
                    longitude=stop.place.location.lon,
                    time=universal_time(day.day, stop.arrival),
                    name=f"{stop.number}. {place_name(stop.place)}",
                    description=presentation.clock_span(stop.arrival, stop.departure),
                )
            )
        route, segment = GPXRoute(name=name), GPXTrackSegment()
        for place, clock in _halts(day):
            where, when = place.location, universal_time(day.day, clock)
            title = place_name(place)
            route.points.append(GPXRoutePoint(where.lat, where.lon, time=when, name=title))
            segment.points.append(GPXTrackPoint(where.lat, where.lon, time=when, name=title))
        gpx.routes.append(route)
        track = GPXTrack(name=name)
        track.segments.append(segment)
        gpx.tracks.append(track)
    return gpx


def _halts(day: DayView) -> Iterator[tuple[Place, SecondOfDay]]:
    yield day.leaves_from, day.leaves
    for stop in day.stops:
        yield stop.place, stop.arrival
    yield day.ends_at, day.ends
