"""State what a plan decides: trips with their stops and clock, and where every box stands."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from vongsach.quarter import Quarter
from vongsach.units import (
    BoxId,
    ClockTime,
    Decided,
    Dong,
    Identifier,
    PlaceId,
    ServiceId,
    TripId,
    VanId,
    WorkerId,
)


class Stop(Decided):
    """A visit with its clock times: the van stands at a place and serves it."""

    place: PlaceId
    services: tuple[ServiceId, ...]
    """Services of the place that are done at this stop."""
    arrival: ClockTime
    """The van comes."""
    start: ClockTime
    """Service begins; between arrival and start the crew waits or rests."""
    departure: ClockTime
    """Service has ended and the van leaves."""


class Pause(Decided):
    """A rest of the crew: neither driving nor service."""

    starts: ClockTime
    ends: ClockTime


class TripDay(Decided):
    """One calendar day of a trip."""

    day: dt.date
    leaves_from: PlaceId
    """The depot, or the night stop of the day before."""
    leaves: ClockTime
    stops: tuple[Stop, ...]
    """In the order of driving."""
    pauses: tuple[Pause, ...] = ()
    ends_at: PlaceId
    """The depot, or a night stop."""
    ends: ClockTime


class Trip(Decided):
    """One outing of one van: one day, or consecutive days with nights away."""

    id: TripId
    van: VanId
    crew: tuple[WorkerId, ...] = ()
    """Who goes; empty where the network names no workers."""
    days: Annotated[tuple[TripDay, ...], Field(min_length=1)]


class UnservedReason(StrEnum):
    """Why a visit that was asked for is not made."""

    NO_VEHICLE = "no_vehicle"
    """No van of a class that can reach the place."""
    UNREACHABLE = "unreachable"
    """No way along open roads on any day."""
    NO_OPEN_DAY = "no_open_day"
    """Openings, terms, markets and closures leave fewer days than visits."""
    NO_VAN_DAY = "no_van_day"
    """Open on days enough, but on too few of them can a van come and do the service."""
    GAPS = "gaps"
    """The open days, or those left beside the plan, cannot be spaced by least and greatest gap."""
    TOO_FAR = "too_far"
    """There and back with the service does not fit one working day of any van."""
    NO_CREW = "no_crew"
    """Too few workers for the trip."""
    NO_TIME = "no_time"
    """It fits alone, but not beside the visits that were planned."""
    TOO_DEAR = "too_dear"
    """Its cost is above its worth."""
    PINNED_AWAY = "pinned_away"
    """A pin cannot be kept."""


class Fact(Decided):
    """A measured number that goes with a reason."""

    name: Identifier
    value: int


class Unserved(Decided):
    """Visits of one service that were asked for and are not made."""

    service: ServiceId
    missing: Annotated[int, Field(ge=1)]
    reason: UnservedReason
    facts: tuple[Fact, ...] = ()


class Routing(Decided):
    """Which van drives where and when, and what is not served."""

    trips: tuple[Trip, ...] = ()
    unserved: tuple[Unserved, ...] = ()


class Load(Decided):
    """Boxes put aboard at the depot before a trip leaves; what is left at the end comes back."""

    trip: TripId
    boxes: tuple[BoxId, ...]


class Exchange(Decided):
    """Boxes that change hands at one stop of a trip."""

    trip: TripId
    day: dt.date
    position: Annotated[int, Field(ge=0)]
    """Index of the stop among the stops of that day, from 0."""
    handed_in: tuple[BoxId, ...] = ()
    """From the van to the shelf."""
    taken_out: tuple[BoxId, ...] = ()
    """From the shelf to the van."""


class Stay(Decided):
    """A box stands at a place that is no depot."""

    box: BoxId
    place: PlaceId
    first_day: dt.date
    """Day on which it was handed in; for a box that stood there before, the day it came."""
    last_day: dt.date | None = None
    """Day on which it is taken out; ``None``: it still stands there when the quarter ends."""


class Rotation(Decided):
    """Which box rides on which trip and stands where."""

    loads: tuple[Load, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    stays: tuple[Stay, ...] = ()


class RunStatus(StrEnum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    STOPPED = "stopped"
    """Stopped by hand; the best so far was kept."""


class CostTerm(Decided):
    """One term of the objective, in đồng; a value counts negative."""

    name: Identifier
    dong: Dong


class SolverRun(Decided):
    """The report of one solver: what ran, how long, what it reached and what it proved."""

    solver: Identifier
    version: str
    seed: int
    effort: int
    seconds_limit: float | None = None
    """Wall-clock limit, the exception that is not reproducible."""
    status: RunStatus
    cost: tuple[CostTerm, ...]
    """The terms that this solver minimised."""
    bound: Dong | None = None
    """Proven lower bound on the sum of the terms; ``None``: none is known."""
    relaxation: str = ""
    """Which relaxation gave the bound."""
    facts: tuple[Fact, ...] = ()
    """What else it measured of itself."""
    runtime_ms: int = 0
    """Wall-clock time: the one field that differs between equal runs."""


class ReplanMode(StrEnum):
    """How much of a published plan may change."""

    FREE = "free"
    """Whatever lies ahead, at a price for each promised visit."""
    KEEP_TRIPS = "keep-trips"
    """The trips that can no longer be driven as published."""
    ADD_ONLY = "add-only"
    """No published stop: things are only added."""


class Replaced(Decided):
    """Of which plan a plan is the changed remainder, and what was promised."""

    plan_sha256: str
    open_from: dt.date
    """First day that was planned anew; what lies before is as it was."""
    mode: ReplanMode
    most_changes: int | None = None
    """Published visits that might change at most; ``None``: any number."""


class MadeFrom(Decided):
    """What a plan was made from, so that the same can be made again."""

    network_sha256: str
    travel_sha256: str
    program: str
    """Version of this program."""
    replaces: Replaced | None = None
    """``None``: the plan was made from nothing."""


class Plan(Decided):
    """One plan for one quarter."""

    quarter: Quarter
    routing: Routing
    rotation: Rotation
    runs: tuple[SolverRun, ...]
    made_from: MadeFrom
