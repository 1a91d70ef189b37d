"""Read what is kept as what it takes up: vans, people, hours, and visits that are made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.objective import day_driving
from vongsach.plan import Trip
from vongsach.quarter import Quarter
from vongsach.solving import Kept
from vongsach.travel import Travel
from vongsach.units import ServiceId, VanId, WorkerId


@dataclass(frozen=True, slots=True)
class Booked:
    """What kept trips take up. Days are offsets in the quarter, weeks those of the calendar."""

    first_open: int = 0
    """First day on which anything new may happen."""
    visits: Mapping[ServiceId, dict[int, VanId]] = field(default_factory=dict)
    """Days of the visits that are made, with the van that makes them."""
    vans: frozenset[tuple[int, VanId]] = frozenset()
    """Vans that are out already."""
    workers: frozenset[tuple[int, WorkerId]] = frozenset()
    """People that are out already."""
    field_days: Counter[tuple[int, WorkerId]] = field(default_factory=Counter)
    """Days out by week."""
    driven: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Seconds driven by week, of everybody on the crew and of the van."""
    driven_on: dict[int, int] = field(default_factory=dict)
    """Seconds of the kept trip of a day that drives most."""


NOTHING_BOOKED = Booked()


def read_booked(network: Network, quarter: Quarter, travel: Travel, kept: Kept) -> Booked:
    """Return what the kept trips take up."""
    vans = {van.id: van for van in network.vans}
    out: set[tuple[int, VanId]] = set()
    people: set[tuple[int, WorkerId]] = set()
    field_days: Counter[tuple[int, WorkerId]] = Counter()
    driven: Counter[tuple[int, str]] = Counter()
    driven_on: dict[int, int] = {}
    for trip in kept.trips:
        for number, seconds in _days(trip, quarter, travel, vans[trip.van]):
            week = (quarter.first_day.weekday() + number) // 7
            out.add((number, trip.van))
            people.update((number, worker) for worker in trip.crew)
            field_days.update((week, worker) for worker in trip.crew)
            for name in (*trip.crew, trip.van):
                driven[week, name] += seconds
            driven_on[number] = max(seconds, driven_on.get(number, 0))
    return Booked(
        first_open=0 if kept.open_from is None else (kept.open_from - quarter.first_day).days,
        visits=_visits(quarter, kept),
        vans=frozenset(out),
        workers=frozenset(people),
        field_days=field_days,
        driven=driven,
        driven_on=driven_on,
    )


def _days(trip: Trip, quarter: Quarter, travel: Travel, van: Van) -> list[tuple[int, int]]:
    """Return the days of a trip with the seconds driven on each."""
    return [
        ((day.day - quarter.first_day).days, max(0, day_driving(day, van, travel)[1]))
        for day in trip.days
    ]


def _visits(quarter: Quarter, kept: Kept) -> dict[ServiceId, dict[int, VanId]]:
    visits: dict[ServiceId, dict[int, VanId]] = {}
    for trip in kept.trips:
        for day in trip.days:
            number = (day.day - quarter.first_day).days
            for service in (name for stop in day.stops for name in stop.services):
                visits.setdefault(service, {})[number] = trip.van
    return visits
