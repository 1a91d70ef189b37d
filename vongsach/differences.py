"""Tell two plans of one quarter apart: visits that moved, boxes that go elsewhere."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vongsach.plan import Plan, Stop
from vongsach.units import BoxId, PlaceId, SecondOfDay, ServiceId, VanId


class Turn(StrEnum):
    """What became of a visit."""

    MOVED = "moved"
    """To another day."""
    RETIMED = "retimed"
    """To another time of its day."""
    OTHER_VAN = "other_van"
    """Same day and time, by another van."""
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True, order=True)
class Appointment:
    """When a place is visited."""

    day: dt.date
    start: SecondOfDay
    departure: SecondOfDay
    van: VanId


@dataclass(frozen=True, slots=True)
class ChangedVisit:
    """One visit of a service that differs between two plans."""

    turn: Turn
    service: ServiceId
    place: PlaceId
    old: Appointment | None
    new: Appointment | None


@dataclass(frozen=True, slots=True)
class ReroutedBox:
    """A box that stands elsewhere, or at other times."""

    box: BoxId
    old: tuple[tuple[PlaceId, dt.date, dt.date | None], ...]
    """Place, first day and last day of each stay; no last day: it stands there at the end."""
    new: tuple[tuple[PlaceId, dt.date, dt.date | None], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs."""

    visits: tuple[ChangedVisit, ...]
    """By the day of the change."""
    boxes: tuple[ReroutedBox, ...]

    @property
    def unkept(self) -> int:
        """Return how many visits of the first plan are not made on their day."""
        return sum(one.turn in {Turn.MOVED, Turn.DROPPED} for one in self.visits)


def differences(old: Plan, new: Plan) -> Differences:
    """Return how a plan differs from an earlier one."""
    before, after = _appointments(old), _appointments(new)
    changed = [
        one
        for service in sorted(before.keys() | after.keys())
        for one in _changed(service, before.get(service, {}), after.get(service, {}))
    ]
    return Differences(tuple(sorted(changed, key=_when)), tuple(_rerouted(old, new)))


Dates = Mapping[dt.date, tuple[PlaceId, Appointment]]


def _appointments(plan: Plan) -> dict[ServiceId, dict[dt.date, tuple[PlaceId, Appointment]]]:
    found: dict[ServiceId, dict[dt.date, tuple[PlaceId, Appointment]]] = {}
    for trip in plan.routing.trips:
        for day in trip.days:
            for stop in day.stops:
                for service in stop.services:
                    seen = stop.place, _appointment(day.day, stop, trip.van)
                    found.setdefault(service, {})[day.day] = seen
    return found


def _appointment(day: dt.date, stop: Stop, van: VanId) -> Appointment:
    return Appointment(day, stop.start, stop.departure, van)


def _changed(service: ServiceId, old: Dates, new: Dates) -> Iterator[ChangedVisit]:
    for day in sorted(old.keys() & new.keys()):
        turn = _turn(old[day][1], new[day][1])
        if turn is not None:
            yield ChangedVisit(turn, service, old[day][0], old[day][1], new[day][1])
    gone = [old[day] for day in sorted(old.keys() - new.keys())]
    come = [new[day] for day in sorted(new.keys() - old.keys())]
    for (place, was), (_, becomes) in zip(gone, come, strict=False):
        yield ChangedVisit(Turn.MOVED, service, place, was, becomes)
    for place, was in gone[len(come) :]:
        yield ChangedVisit(Turn.DROPPED, service, place, was, None)
    for place, becomes in come[len(gone) :]:
        yield ChangedVisit(Turn.ADDED, service, place, None, becomes)


def _turn(old: Appointment, new: Appointment) -> Turn | None:
    """Return how an appointment changed; seconds, which no paper shows, are no change."""
    if _shown(old) != _shown(new):
        return Turn.RETIMED
    return Turn.OTHER_VAN if old.van != new.van else None


def _shown(one: Appointment) -> tuple[int, int]:
    return one.start // 60, one.departure // 60


def _when(one: ChangedVisit) -> tuple[dt.date, str, str]:
    first = min(it.day for it in (one.old, one.new) if it is not None)
    return first, one.place, one.service


def _rerouted(old: Plan, new: Plan) -> Iterator[ReroutedBox]:
    before, after = _stays(old), _stays(new)
    for box in sorted(before.keys() | after.keys()):
        was, becomes = before.get(box, ()), after.get(box, ())
        if was != becomes:
            yield ReroutedBox(box, was, becomes)


def _stays(plan: Plan) -> dict[BoxId, tuple[tuple[PlaceId, dt.date, dt.date | None], ...]]:
    found: dict[BoxId, list[tuple[PlaceId, dt.date, dt.date | None]]] = {}
    for stay in plan.rotation.stays:
        found.setdefault(stay.box, []).append((stay.place, stay.first_day, stay.last_day))
    return {box: tuple(sorted(stays, key=lambda one: one[1])) for box, stays in found.items()}
