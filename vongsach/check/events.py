"""Bring what happens on all trips into one order of time."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from vongsach.plan import Trip

DAY_SECONDS = 86_400


class Kind(IntEnum):
    """What happens; at equal times in this order."""

    RETURN = 0
    """The trip is over: what is aboard goes into the depot."""
    STOP = 1
    """Service begins at a stop: boxes change hands."""
    START = 2
    """A day begins; on the first day of the trip its boxes are loaded."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on one trip."""

    kind: Kind
    trip: int
    """Number of the trip, from 0."""
    day: int
    """Number of the day of the trip, from 0."""
    position: int = 0
    """Number of the stop of the day, from 0."""


def events_in_order(trips: Sequence[Trip]) -> Iterator[Event]:
    """Yield the events of all trips in order of clock time.

    The events of one trip keep the order of the trip, even where its clock runs backwards.
    """
    lines = [_events_of(number, trip) for number, trip in enumerate(trips)]
    heads = [(line[0][0], line[0][1].kind, number, 0) for number, line in enumerate(lines) if line]
    heapq.heapify(heads)
    while heads:
        _, _, number, at = heapq.heappop(heads)
        yield lines[number][at][1]
        if at + 1 < len(lines[number]):
            time, event = lines[number][at + 1]
            heapq.heappush(heads, (time, event.kind, number, at + 1))


def _events_of(number: int, trip: Trip) -> list[tuple[int, Event]]:
    line: list[tuple[int, Event]] = []
    now = 0
    for day_number, day in enumerate(trip.days):
        midnight = day.day.toordinal() * DAY_SECONDS
        now = max(now, midnight + day.leaves)
        line.append((now, Event(Kind.START, number, day_number)))
        for position, stop in enumerate(day.stops):
            now = max(now, midnight + stop.start)
            line.append((now, Event(Kind.STOP, number, day_number, position)))
        now = max(now, midnight + day.ends)
    if trip.days:
        line.append((now, Event(Kind.RETURN, number, len(trip.days) - 1)))
    return line
