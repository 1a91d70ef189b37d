"""Follow every box through the quarter."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from vongsach.boxes import Box
from vongsach.network import Network
from vongsach.output.view import JourneyView, Standing, StopView, TripView
from vongsach.places import Place
from vongsach.units import BoxId


class _Way(IntEnum):
    """Returns come before departures at equal times (``docs/models.md`` section 3)."""

    COMES = 0
    LEAVES = 1


@dataclass(frozen=True, slots=True)
class _Move:
    day: dt.date
    clock: int
    way: _Way
    place: Place


def journeys_of(network: Network, trips: tuple[TripView, ...]) -> tuple[JourneyView, ...]:
    """Return the journey of every box, those that stay where they are included.

    A box that only rides along on a trip and comes back stands at its depot all the while.
    """
    places = {place.id: place for place in network.places}
    moves: dict[BoxId, list[_Move]] = defaultdict(list)
    for trip in trips:
        for box, move in _moves(trip, places[trip.van.depot]):
            moves[box].append(move)
    return tuple(
        JourneyView(box=box, standings=_standings(box, places[box.stands_at], moves[box.id]))
        for box in network.boxes
    )


def _moves(trip: TripView, depot: Place) -> Iterator[tuple[BoxId, _Move]]:
    """Yield how a trip moves boxes; one that only rides along is not moved."""
    moved = {box.id for stop in trip.stops for box in (*stop.handed_in, *stop.taken_out)}
    first, last = trip.days[0], trip.days[-1]
    for loaded in trip.load:
        if loaded.box.id in moved:
            yield loaded.box.id, _Move(first.day, first.leaves, _Way.LEAVES, depot)
    for day in trip.days:
        for stop in day.stops:
            yield from _exchanged(day.day, stop)
    for box in trip.brought_back:
        if box.id in moved:
            yield box.id, _Move(last.day, last.ends, _Way.COMES, depot)


def _exchanged(day: dt.date, stop: StopView) -> Iterator[tuple[BoxId, _Move]]:
    for box in stop.taken_out:
        yield box.id, _Move(day, stop.start, _Way.LEAVES, stop.place)
    for box in stop.handed_in:
        yield box.id, _Move(day, stop.start, _Way.COMES, stop.place)


def _standings(box: Box, start: Place, moves: list[_Move]) -> tuple[Standing, ...]:
    standings = [Standing(box=box, place=start, first_day=box.since, last_day=None)]
    for move in sorted(moves, key=lambda move: (move.day, move.clock, move.way)):
        if move.way is _Way.COMES:
            standings.append(Standing(box=box, place=move.place, first_day=move.day, last_day=None))
        elif standings[-1].last_day is None:
            standings[-1] = replace(standings[-1], last_day=move.day)
    return tuple(standings)
