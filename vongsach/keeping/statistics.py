"""Count the service as a library reports it: planned beside held.

The six-month report and the yearly one from 1 December to 30 November follow Thông tư
18/2014/TT-BVHTTDL; a mobile round is reported on Mẫu 01 of Thông tư 05/2022/TT-BVHTTDL (Art. 5.5).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vongsach.actuals import Fate, StopActual, TripActual
from vongsach.boxes import Box
from vongsach.days import ONE_DAY
from vongsach.network import Network
from vongsach.output.joining import join
from vongsach.output.view import PlanView, StopView, TripView
from vongsach.places import ServiceKind
from vongsach.store import Stored
from vongsach.units import BoxId, PlaceId, TripId


@dataclass(frozen=True, slots=True)
class Kept:
    """A published plan with what was recorded of it."""

    view: PlanView
    network: Network
    actuals: tuple[TripActual, ...]

    @classmethod
    def of(cls, stored: Stored, actuals: tuple[TripActual, ...]) -> "Kept":
        """Return a stored plan with its records."""
        return cls(join(stored.plan, stored.network, stored.travel), stored.network, actuals)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that is reported on, both ends included."""

    kind: str
    """``quarter``, ``half``, ``second_half`` or ``year``."""
    name: str
    first_day: dt.date
    last_day: dt.date

    def holds(self, day: dt.date) -> bool:
        """Say whether a day lies in it."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of a period, a trip or a place."""

    planned: int
    """Visits."""
    recorded: int
    """Visits of which something was written down."""
    held: int
    readers: int
    loans: int
    titles: int
    """Different titles in the boxes that were brought."""
    copies: int
    """Copies in the boxes that were brought."""
    metres_planned: int
    metres: int
    """By the odometer, of the trips where it was written down."""
    fuel: int
    """Millilitres."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """A planned stop with what was recorded of it."""

    day: dt.date
    stop: StopView
    actual: StopActual | None
    boxes: Mapping[BoxId, Box]


def periods_of(plans: Sequence[Kept]) -> tuple[Period, ...]:
    """Return the quarters of the plans, and the half-years and reporting years they reach into."""
    found: dict[tuple[str, str], Period] = {}
    for kept in plans:
        quarter = kept.view.quarter
        own = Period("quarter", quarter.name, quarter.first_day, quarter.last_day)
        for period in (own, *_half_years(quarter.first_day), *_half_years(quarter.last_day)):
            found.setdefault((period.kind, period.name), period)
        for day in (quarter.first_day, quarter.last_day):
            year = day.year + (day.month == 12)  # noqa: PLR2004 -- December opens the next year
            first, last = dt.date(year - 1, 12, 1), dt.date(year, 11, 30)
            found.setdefault(("year", str(year)), Period("year", str(year), first, last))
    return tuple(sorted(found.values(), key=lambda one: (one.last_day - one.first_day, one.name)))


def _half_years(day: dt.date) -> Iterator[Period]:
    middle = dt.date(day.year, 7, 1)
    if day < middle:
        yield Period("half", str(day.year), dt.date(day.year, 1, 1), middle - ONE_DAY)
    else:
        yield Period("second_half", str(day.year), middle, dt.date(day.year, 12, 31))


def tally_of(plans: Iterable[Kept], period: Period) -> Tally:
    """Return the figures of a period over all plans that reach into it."""
    visits: list[_Visit] = []
    trips: list[tuple[TripView, TripActual | None]] = []
    for kept in plans:
        for trip, actual in _trips(kept):
            if period.holds(trip.days[0].day):
                trips.append((trip, actual))
            visits += [one for one in _visits(kept, trip, actual) if period.holds(one.day)]
    return _tally(visits, trips)


def rounds_of(kept: Kept) -> Iterator[tuple[TripView, Tally]]:
    """Yield every mobile round with its figures, in order of days: a line of Mẫu 01 each."""
    mobile = {ServiceKind.MOBILE, ServiceKind.BOTH}
    for trip, actual in _trips(kept):
        if any(service.kind in mobile for stop in trip.stops for service in stop.services):
            yield trip, _tally(list(_visits(kept, trip, actual)), [(trip, actual)])


def places_of(kept: Kept) -> Iterator[tuple[PlaceId, Tally]]:
    """Yield every place that is visited with its figures, by its code."""
    visits = [one for trip, actual in _trips(kept) for one in _visits(kept, trip, actual)]
    for place in sorted({one.stop.place.id for one in visits}):
        yield place, _tally([one for one in visits if one.stop.place.id == place], [])


def _trips(kept: Kept) -> Iterator[tuple[TripView, TripActual | None]]:
    known = {actual.trip: actual for actual in kept.actuals}
    for trip in kept.view.trips:
        yield trip, known.get(TripId(trip.id))


def _visits(kept: Kept, trip: TripView, actual: TripActual | None) -> Iterator[_Visit]:
    known = {(one.day, one.position): one for one in actual.stops} if actual else {}
    boxes = {box.id: box for box in kept.network.boxes}
    for day in trip.days:
        for position, stop in enumerate(day.stops):
            yield _Visit(day.day, stop, known.get((day.day, position)), boxes)


def _tally(visits: Sequence[_Visit], trips: Sequence[tuple[TripView, TripActual | None]]) -> Tally:
    written = [one.actual for one in visits if one.actual is not None]
    titles: set[str] = set()
    copies = 0
    for visit in visits:
        for name in _brought(visit):
            box = visit.boxes[name]
            titles |= set(box.titles)
            copies += sum(part.count for part in box.copies)
    actuals = [actual for _, actual in trips if actual is not None]
    return Tally(
        planned=len(visits),
        recorded=len(written),
        held=sum(1 for one in written if one.held),
        readers=sum(one.readers or 0 for one in written),
        loans=sum(one.loans or 0 for one in written),
        titles=len(titles),
        copies=copies,
        metres_planned=sum(leg.metres or 0 for trip, _ in trips for leg in trip.legs),
        metres=sum(_driven(one) for one in actuals),
        fuel=sum(one.fuel or 0 for one in actuals),
    )


def _brought(visit: _Visit) -> tuple[BoxId, ...]:
    """Return the boxes that were handed in: as recorded, where nothing is as planned."""
    if visit.actual is None:
        return tuple(box.id for box in visit.stop.handed_in)
    return tuple(one.box for one in visit.actual.boxes if one.fate is Fate.HANDED_IN)


def _driven(actual: TripActual) -> int:
    if actual.odometer_from is None or actual.odometer_to is None:
        return 0
    return actual.odometer_to - actual.odometer_from
