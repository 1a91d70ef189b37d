"""State what people are shown: a plan joined with the network that it was made for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vongsach.boxes import Box, Title
from vongsach.closures import Closure
from vongsach.fleet import Van, Worker
from vongsach.output.ways import Point
from vongsach.places import Place, Service
from vongsach.plan import Fact, Pause, UnservedReason
from vongsach.quarter import Quarter
from vongsach.roads import RoadLeg
from vongsach.units import Metres, SecondOfDay, Seconds, TitleId


class PlaceStatus(StrEnum):
    """How a place is served in the quarter."""

    ON_SITE = "on_site"
    """A library or depot that serves its readers itself."""
    ROTATION = "rotation"
    """Boxes are exchanged."""
    MOBILE = "mobile"
    """The van stands and serves."""
    BOTH = "both"
    """Boxes are exchanged and the van serves."""
    UNSERVED = "unserved"
    """Asked for a visit and gets none."""
    UNASKED = "unasked"
    """Asks for no visit."""


@dataclass(frozen=True, slots=True)
class StretchView:
    """A part of a drive on one road."""

    road: str
    """Name of the road; empty where nobody named it."""
    towards: Place | None
    """Place at which it ends; ``None`` at a junction that has no name."""
    metres: Metres
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class CourseView:
    """The roads that a drive takes."""

    line: tuple[Point, ...]
    """Where it runs, in the direction of driving, each point once."""
    stretches: tuple[StretchView, ...]
    """Its turn list."""


@dataclass(frozen=True, slots=True)
class LegView:
    """A drive from one halt of a trip to the next."""

    from_place: Place
    to_place: Place
    leaves: SecondOfDay
    arrives: SecondOfDay
    metres: Metres | None
    """Length of the road; ``None`` where no travel was given or no way is known."""
    seconds: Seconds | None
    """Driving time, pauses not counted."""
    estimated: bool
    course: CourseView | None = None
    """``None`` where no ways were given, or the leg is an estimate."""


@dataclass(frozen=True, slots=True)
class StopView:
    """A visit: where, when, what is done and what changes hands."""

    number: int
    """From 1, through all days of the trip."""
    place: Place
    services: tuple[Service, ...]
    arrival: SecondOfDay
    start: SecondOfDay
    departure: SecondOfDay
    handed_in: tuple[Box, ...]
    taken_out: tuple[Box, ...]
    aboard: tuple[Box, ...]
    """What is on the van when it leaves."""
    leg: LegView
    """The drive that leads here."""


@dataclass(frozen=True, slots=True)
class DayView:
    """One calendar day of a trip."""

    day: dt.date
    leaves_from: Place
    leaves: SecondOfDay
    stops: tuple[StopView, ...]
    pauses: tuple[Pause, ...]
    ends_at: Place
    ends: SecondOfDay
    last_leg: LegView
    """The drive from the last stop to where the day ends."""

    @property
    def legs(self) -> tuple[LegView, ...]:
        """Every drive of the day, in order."""
        return (*(stop.leg for stop in self.stops), self.last_leg)


@dataclass(frozen=True, slots=True)
class LoadedBox:
    """A box that is aboard when the trip leaves."""

    box: Box
    stop: StopView | None
    """Where it is first handed in; ``None``: it stays aboard."""


@dataclass(frozen=True, slots=True)
class TripView:
    """One outing of one van."""

    number: int
    """From 1, in order of days."""
    id: str
    van: Van
    crew: tuple[Worker, ...]
    week: int
    """Week of the quarter in which it leaves; 1 is the one of the first day."""
    days: tuple[DayView, ...]
    load: tuple[LoadedBox, ...]
    """In the order of loading: what is handed in last goes in first."""
    brought_back: tuple[Box, ...]
    """What is aboard when the trip ends."""

    @property
    def stops(self) -> tuple[StopView, ...]:
        """Every stop of the trip, in order."""
        return tuple(stop for day in self.days for stop in day.stops)

    @property
    def legs(self) -> tuple[LegView, ...]:
        """Every drive of the trip, in order."""
        return tuple(leg for day in self.days for leg in day.legs)


@dataclass(frozen=True, slots=True)
class UnservedView:
    """Visits that were asked for and are not made."""

    place: Place
    service: Service
    missing: int
    reason: UnservedReason
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A box at a place or depot, from the day it came to the day it left."""

    box: Box
    place: Place
    first_day: dt.date
    last_day: dt.date | None
    """``None``: it still stands there when the quarter ends."""


@dataclass(frozen=True, slots=True)
class JourneyView:
    """Where one box stands through the quarter, in order."""

    box: Box
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class VisitView:
    """A stop as its place sees it."""

    trip: TripView
    day: dt.date
    stop: StopView


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with all that happens there."""

    place: Place
    status: PlaceStatus
    visits: tuple[VisitView, ...]
    missing: int
    """Visits asked for and not made."""
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """A calendar week, as far as it lies in the quarter."""

    number: int
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a plan that is published, on which day: its paper is for use."""

    person: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class PlanView:
    """All that maps, sheets and reports show."""

    network_name: str
    quarter: Quarter
    weeks: tuple[WeekView, ...]
    plan_hash: str
    """Short name of what the plan decides: equal plans have equal names."""
    places: tuple[PlaceView, ...]
    vans: tuple[Van, ...]
    trips: tuple[TripView, ...]
    """In order of days."""
    unserved: tuple[UnservedView, ...]
    journeys: tuple[JourneyView, ...]
    titles: Mapping[TitleId, Title]
    closures: tuple[Closure, ...]
    roads: tuple[tuple[RoadLeg, Place, Place], ...]
    """Known stretches of road with their ends."""
    from_maps: bool = True
    """Whether coordinates or roads were read off a map, whose makers must be named."""
    approval: Approval | None = None
    """``None``: a draft, and so does its paper say."""
