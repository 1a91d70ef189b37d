"""Gather what happens at each place, and say how it is served."""

from collections import defaultdict

from vongsach.network import Network
from vongsach.output.view import (
    JourneyView,
    PlaceStatus,
    PlaceView,
    Standing,
    TripView,
    UnservedView,
    VisitView,
)
from vongsach.places import Place, PlaceKind, ServiceKind

_LIBRARIES = {PlaceKind.CENTRAL_LIBRARY, PlaceKind.COMMUNE_LIBRARY}


def place_views(
    network: Network,
    trips: tuple[TripView, ...],
    unserved: tuple[UnservedView, ...],
    journeys: tuple[JourneyView, ...],
) -> tuple[PlaceView, ...]:
    """Return every place of the network with its visits and the boxes that stand there."""
    visits: dict[str, list[VisitView]] = defaultdict(list)
    for trip in trips:
        for day in trip.days:
            for stop in day.stops:
                visits[stop.place.id].append(VisitView(trip=trip, day=day.day, stop=stop))
    standings: dict[str, list[Standing]] = defaultdict(list)
    for journey in journeys:
        for standing in journey.standings:
            standings[standing.place.id].append(standing)
    missing: dict[str, int] = defaultdict(int)
    for entry in unserved:
        missing[entry.place.id] += entry.missing
    depots = {van.depot for van in network.vans}
    return tuple(
        PlaceView(
            place=place,
            status=_status(
                place,
                visits[place.id],
                is_asked=missing[place.id] > 0,
                is_depot=place.id in depots,
            ),
            visits=tuple(sorted(visits[place.id], key=_clock)),
            missing=missing[place.id],
            standings=tuple(sorted(standings[place.id], key=lambda stay: stay.first_day)),
        )
        for place in network.places
    )


def _clock(visit: VisitView) -> tuple[str, int]:
    return (visit.day.isoformat(), visit.stop.arrival)


def _status(
    place: Place, visits: list[VisitView], *, is_asked: bool, is_depot: bool
) -> PlaceStatus:
    kinds = {service.kind for visit in visits for service in visit.stop.services}
    if ServiceKind.BOTH in kinds or kinds >= {ServiceKind.ROTATION, ServiceKind.MOBILE}:
        return PlaceStatus.BOTH
    if kinds:
        return PlaceStatus.ROTATION if ServiceKind.ROTATION in kinds else PlaceStatus.MOBILE
    if is_asked:
        return PlaceStatus.UNSERVED
    if is_depot or place.kind in _LIBRARIES:
        return PlaceStatus.ON_SITE
    return PlaceStatus.UNASKED
