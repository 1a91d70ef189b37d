"""Tell the facts of a box and of a trip: where it may go and why not, what binds it."""

from collections.abc import Iterator
from dataclasses import dataclass

from vongsach.boxes import Box
from vongsach.explaining.trial import Base
from vongsach.objective import fit_percent, trip_driving
from vongsach.places import Place
from vongsach.plan import Stay, Trip


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """Where a box stands, and how many places each rule keeps it from."""

    box: Box
    stays: tuple[Stay, ...]
    visited: int
    """Places with room for boxes that a rotation visits."""
    misfit: int
    """Of these: its readers are others."""
    resting: int
    """Of these: it left too short a time ago."""
    free: int
    """Of these: nothing in its own rules forbids it."""


@dataclass(frozen=True, slots=True)
class TripFacts:
    """What a trip does, takes and leaves."""

    trip: Trip
    metres: int
    driving: int
    dong: int
    """Km, hours, van-day and crew, in đồng."""
    waiting: int
    """Seconds at places before service begins."""
    spare: int
    """Seconds between coming back and the end of the shift, on its fullest day."""


def facts_of_box(base: Base, box: Box) -> BoxFacts:
    """Return the facts of a box."""
    places = list(_visited(base))
    rest, quarter = base.network.rules.rest.value, base.plan.quarter
    left = {
        stay.place: (quarter.last_day - stay.last_day).days
        for stay in sorted(base.network.past_stays, key=lambda stay: stay.last_day)
        if stay.box == box.id
    }
    least = base.network.rules.audience_fit.value
    misfit = [place for place in places if fit_percent(box, place) < least]
    resting = [place for place in places if left.get(place.id, rest) < rest]
    barred = {place.id for place in (*misfit, *resting)}
    return BoxFacts(
        box=box,
        stays=tuple(stay for stay in base.plan.rotation.stays if stay.box == box.id),
        visited=len(places),
        misfit=len(misfit),
        resting=len(resting),
        free=len(places) - len(barred),
    )


def _visited(base: Base) -> Iterator[Place]:
    here = {
        stop.place for trip in base.plan.routing.trips for day in trip.days for stop in day.stops
    }
    return (place for place in base.network.places if place.shelf and place.id in here)


def facts_of_trip(base: Base, trip: Trip) -> TripFacts:
    """Return the facts of a trip."""
    van = next(van for van in base.network.vans if van.id == trip.van)
    metres, seconds = trip_driving(trip, van, base.travel)
    days = len(trip.days)
    people = len(trip.crew) or 1
    return TripFacts(
        trip=trip,
        metres=metres,
        driving=seconds,
        dong=metres * van.cost_per_km // 1000
        + seconds * van.cost_per_hour // 3600
        + days * van.cost_per_day
        + days * people * base.network.rules.crew_day.value
        + (days - 1) * people * base.network.rules.night.value,
        waiting=sum(stop.start - stop.arrival for day in trip.days for stop in day.stops),
        spare=min(van.shift_ends - day.ends for day in trip.days),
    )
