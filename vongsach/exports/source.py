"""Gather once what every form of export is made from."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vongsach.exports.public import public_plan
from vongsach.network import Network
from vongsach.output.joining import join
from vongsach.output.view import DayView, PlanView, StopView, TripView
from vongsach.plan import Plan
from vongsach.travel import Travel
from vongsach.units import SecondOfDay
from vongsach.words import Language

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = ZoneInfo(ZONE_NAME)


@dataclass(frozen=True, slots=True)
class Called:
    """One stop with the trip and the day that it belongs to."""

    trip: TripView
    day: DayView
    stop: StopView


@dataclass(frozen=True, slots=True)
class Source:
    """A plan joined with its network, and what goes on the files that are made of it."""

    plan: Plan
    network: Network
    view: PlanView
    sequence: int
    """Number of the version: a later file with a greater one replaces an earlier one."""
    made: dt.datetime
    """When the version was saved, with a time zone."""
    language: Language
    before: Plan | None = None
    """The version before this one, where there is one."""

    @property
    def calls(self) -> tuple[Called, ...]:
        """Return every stop of every trip, in order of trips."""
        return tuple(
            Called(trip, day, stop)
            for trip in self.view.trips
            for day in trip.days
            for stop in day.stops
        )


def source_of(
    plan: Plan,
    network: Network,
    travel: Travel,
    *,
    sequence: int,
    made: dt.datetime,
    language: Language,
    before: Plan | None = None,
    public: bool = False,
) -> Source:
    """Return what exports are made from; ``public`` leaves out what is not for everybody."""
    if public:
        plan, network = public_plan(plan, network)
        before = None if before is None else public_plan(before, network)[0]
    return Source(
        plan=plan,
        network=network,
        view=join(plan, network, travel),
        sequence=sequence,
        made=made,
        language=language,
        before=before,
    )


def local_time(day: dt.date, clock: SecondOfDay) -> dt.datetime:
    """Return a clock time of a day with its zone; 24:00 is midnight of the day after."""
    return dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(seconds=clock)


def universal_time(day: dt.date, clock: SecondOfDay) -> dt.datetime:
    """Return the same moment in UTC, for formats that know no zones."""
    return local_time(day, clock).astimezone(dt.UTC)
