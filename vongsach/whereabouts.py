"""Follow every box through what was recorded, and through the plan where nothing was."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from vongsach.actuals import Fate, TripActual
from vongsach.boxes import PastStay
from vongsach.network import Network
from vongsach.plan import Plan, Trip
from vongsach.units import BoxId, PlaceId


class Move(NamedTuple):
    """A box begins to stand at a place."""

    day: dt.date
    box: BoxId
    place: PlaceId


class Happened(NamedTuple):
    """What became of a box at a stop."""

    day: dt.date
    place: PlaceId
    box: BoxId
    fate: Fate
    written: bool
    """Somebody wrote it down; else it is only planned, and happens where it can."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where every box stood, day by day."""

    begins: Mapping[BoxId, PlaceId]
    moves: Mapping[BoxId, tuple[Move, ...]]
    """In order of days; the depot where a box comes home with its van."""
    stays: tuple[PastStay, ...]
    """Stays that ended, at places that are no van's depot."""
    lost: Mapping[BoxId, dt.date]
    """Boxes of which the last word is that they are missing, and the day of that word."""
    damaged: frozenset[BoxId]
    """Boxes of which the last word is that they are damaged."""

    def knows(self, box: BoxId) -> bool:
        """Say whether there is such a box."""
        return box in self.begins

    def at(self, box: BoxId, day: dt.date) -> PlaceId:
        """Return where a box stands at the end of a day."""
        until = [move.place for move in self.moves.get(box, ()) if move.day <= day]
        return until[-1] if until else self.begins[box]

    def stood(self, box: BoxId, place: PlaceId, day: dt.date) -> bool:
        """Say whether a box stood at a place at some time of a day."""
        moves = self.moves.get(box, ())
        before = [move.place for move in moves if move.day < day]
        first = before[-1] if before else self.begins[box]
        return place in {first, *(move.place for move in moves if move.day == day)}

    def ends(self) -> Mapping[BoxId, Move]:
        """Return the last move of every box that was moved."""
        return {box: moves[-1] for box, moves in self.moves.items() if moves}


def follow(network: Network, plan: Plan, actuals: Iterable[TripActual]) -> Whereabouts:
    """Return where every box stood by a plan and by what was recorded of its trips.

    A stop that was recorded counts as recorded, any other as planned; a box that is missing or
    damaged moves no more until a move of it was recorded.
    """
    recorded = {actual.trip: actual for actual in actuals}
    course = _Course(network)
    trips = sorted(plan.routing.trips, key=lambda trip: (trip.days[0].day, trip.days[0].leaves))
    for trip in trips:
        loaded = {box for load in plan.rotation.loads if load.trip == trip.id for box in load.boxes}
        course.drive(trip, loaded, _fates(plan, trip, recorded.get(trip.id)))
    return Whereabouts(
        begins=course.begins,
        moves={box: tuple(found) for box, found in course.moves.items()},
        stays=tuple(course.stays),
        lost={box: day for box, (day, fate) in course.last.items() if fate is Fate.MISSING},
        damaged=frozenset(box for box, (_, fate) in course.last.items() if fate is Fate.DAMAGED),
    )


class _Course:
    """The boxes while they are followed, trip by trip."""

    def __init__(self, network: Network) -> None:
        self.begins = {box.id: box.stands_at for box in network.boxes}
        self.moves: defaultdict[BoxId, list[Move]] = defaultdict(list)
        self.stays: list[PastStay] = []
        self.last: dict[BoxId, tuple[dt.date, Fate]] = {}
        self._depots = {van.id: van.depot for van in network.vans}
        homes = {*self._depots.values()}
        self._open = {
            box.id: Move(box.since, box.id, box.stands_at)
            for box in network.boxes
            if box.stands_at not in homes
        }

    def drive(self, trip: Trip, loaded: set[BoxId], fates: Iterable[Happened]) -> None:
        """Follow one trip: what is aboard at its end goes to the depot of its van."""
        home = self._depots[trip.van]
        aboard = {box for box in loaded if self._at(box) == home and not self._out_of_use(box)}
        for day, place, box, fate, written in fates:
            possible = box in aboard if fate is Fate.HANDED_IN else self._at(box) == place
            if not (written or (possible and not self._out_of_use(box))):
                continue
            if not (fate is Fate.NOT_MOVED and self._out_of_use(box)):
                self.last[box] = day, fate
            if fate is Fate.HANDED_IN:
                aboard.discard(box)
                self._open[box] = Move(day, box, place)
                self.moves[box].append(self._open[box])
            elif fate in {Fate.TAKEN_OUT, Fate.DAMAGED}:
                aboard.add(box)
                self._close(day, box)
        day = trip.days[-1].day
        for box in sorted(aboard):
            self.moves[box].append(Move(day, box, home))

    def _out_of_use(self, box: BoxId) -> bool:
        """Say whether a box is missing or damaged: until a move is written, none happens."""
        return box in self.last and self.last[box][1] in {Fate.MISSING, Fate.DAMAGED}

    def _at(self, box: BoxId) -> PlaceId | None:
        moves = self.moves.get(box)
        return moves[-1].place if moves else self.begins.get(box)

    def _close(self, day: dt.date, box: BoxId) -> None:
        stood = self._open.pop(box, None)
        if stood is not None:
            self.stays.append(
                PastStay(box=box, place=stood.place, first_day=stood.day, last_day=day)
            )


def _fates(plan: Plan, trip: Trip, actual: TripActual | None) -> Iterator[Happened]:
    written = {(stop.day, stop.position): stop for stop in actual.stops} if actual else {}
    planned = {
        (one.day, one.position): one for one in plan.rotation.exchanges if one.trip == trip.id
    }
    for day in trip.days:
        for position, stop in enumerate(day.stops):
            key = day.day, position
            if key in written:
                for moved in written[key].boxes:
                    yield Happened(day.day, stop.place, moved.box, moved.fate, written=True)
            elif key in planned:
                for box in planned[key].taken_out:
                    yield Happened(day.day, stop.place, box, Fate.TAKEN_OUT, written=False)
                for box in planned[key].handed_in:
                    yield Happened(day.day, stop.place, box, Fate.HANDED_IN, written=False)
