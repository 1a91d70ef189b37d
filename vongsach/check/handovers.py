"""Replay where every box is: loads, exchanges and returns in order of clock time."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from vongsach.check.driving import serves_mobile
from vongsach.check.events import Event, Kind, events_in_order
from vongsach.check.ground import Ground
from vongsach.check.movements import Handing, Movements
from vongsach.plan import Plan, Trip, TripDay
from vongsach.units import BoxId, PlaceId, TitleId


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where something happens to a box."""

    trip: Trip
    day: dt.date
    place: PlaceId


@dataclass(frozen=True, slots=True)
class Refusal:
    """A box that a plan moves although it is not there; the replay leaves it where it is."""

    kind: Kind
    """``START``: loaded."""
    moment: Moment
    box: BoxId
    handed_in: bool
    """At a stop: handed in rather than taken out."""
    found_at: str
    """The place where the box is, or the trip that it rides on."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """A box comes to a shelf that is no depot's."""

    moment: Moment
    box: BoxId


@dataclass(frozen=True, slots=True)
class Filled:
    """What is on a shelf, or aboard on the leg that begins, after boxes changed hands."""

    moment: Moment
    boxes: int
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A box rides on a day."""

    moment: Moment
    box: BoxId


@dataclass(frozen=True, slots=True)
class MobileUse:
    """A box is aboard at a stop of a mobile service and comes back without being handed in."""

    moment: Moment
    box: BoxId
    elsewhere: tuple[tuple[TitleId, BoxId], ...]
    """Its titles that stand at a rotation point at that time, and one box that holds each."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A box stands at a place, a depot or not."""

    box: BoxId
    place: PlaceId
    first_day: dt.date
    last_day: dt.date | None = None
    """``None``: it still stands there when the quarter ends."""
    lost: bool = False
    """It ended because the box is lost from that day on."""


@dataclass(slots=True)
class BoxTrace:
    """Everything that happens to the boxes, in order of time."""

    refusals: list[Refusal] = field(default_factory=list)
    hand_ins: list[HandIn] = field(default_factory=list)
    shelves: list[Filled] = field(default_factory=list)
    aboard: list[Filled] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    """One for each box and day."""
    mobile_uses: list[MobileUse] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)


@dataclass(slots=True)
class _Outing:
    """What a trip carries while it is out."""

    aboard: dict[BoxId, None] = field(default_factory=dict)
    loaded: set[BoxId] = field(default_factory=set)
    """Boxes that came aboard at the depot: the shelf of the van."""
    uses: list[MobileUse] = field(default_factory=list)
    handed_in: set[BoxId] = field(default_factory=set)


def replay_boxes(plan: Plan, ground: Ground, movements: Movements) -> BoxTrace:
    """Return what truly happens to every box when the trips of a plan are driven."""
    replay = _Replay(plan.routing.trips, ground, movements)
    for event in events_in_order(plan.routing.trips):
        replay.take(event)
    return replay.finish()


class _Replay:
    def __init__(self, trips: Sequence[Trip], ground: Ground, movements: Movements) -> None:
        self.trips, self.ground, self.movements = trips, ground, movements
        self.trace = BoxTrace()
        self.outings: dict[int, _Outing] = {}
        self.standing: dict[BoxId, Spell] = {}
        self.shelf: Counter[PlaceId] = Counter()
        self.shown: defaultdict[TitleId, dict[BoxId, None]] = defaultdict(dict)
        self.riding: dict[BoxId, Trip] = {}
        self.moved: set[tuple[BoxId, dt.date]] = set()
        self.gone: dict[BoxId, PlaceId] = {}
        for box in ground.boxes.values():
            self._put(box.id, box.stands_at, box.since)

    def take(self, event: Event) -> None:
        """Let one event happen."""
        trip = self.trips[event.trip]
        day = trip.days[event.day]
        self._lose(day.day)
        outing = self.outings.setdefault(event.trip, _Outing())
        match event.kind:
            case Kind.START:
                self._start(event, outing, Moment(trip, day.day, self._depot(trip)))
            case Kind.STOP:
                self._stop(event, outing, day)
            case Kind.RETURN:
                self._return(outing, Moment(trip, day.day, self._depot(trip)))

    def finish(self) -> BoxTrace:
        """Return the trace with the spells that last beyond the quarter."""
        self._lose(self.ground.quarter.last_day)
        self.trace.spells.extend(self.standing.values())
        return self.trace

    def _start(self, event: Event, outing: _Outing, moment: Moment) -> None:
        if event.day == 0:
            for box in self.movements.loads.get(event.trip, ()):
                self._load(box, outing, moment)
            self._weigh(outing, moment)
        for box in outing.aboard:
            self._move(box, moment)

    def _load(self, box: BoxId, outing: _Outing, moment: Moment) -> None:
        if box not in self.ground.boxes:
            return
        if box in self.gone:
            self._move(box, moment)
            return
        if box in self.riding or self.standing[box].place != moment.place:
            self._refuse(Kind.START, moment, box, handed_in=False)
            return
        self._lift(box, outing, moment)
        outing.loaded.add(box)

    def _stop(self, event: Event, outing: _Outing, day: TripDay) -> None:
        stop = day.stops[event.position]
        moment = Moment(self.trips[event.trip], day.day, stop.place)
        if serves_mobile(stop, self.ground):
            self._use(outing, moment)
        handing = self.movements.exchanges.get((event.trip, event.day, event.position))
        if handing is not None and stop.place in self.ground.places:
            self._exchange(handing, outing, moment)

    def _use(self, outing: _Outing, moment: Moment) -> None:
        for box in (box for box in outing.aboard if box in outing.loaded):
            elsewhere = tuple(
                (title, next(iter(self.shown[title])))
                for title in self.ground.boxes[box].titles
                if self.shown.get(title)
            )
            outing.uses.append(MobileUse(moment, box, elsewhere))

    def _exchange(self, handing: Handing, outing: _Outing, moment: Moment) -> None:
        known = self.ground.boxes
        ins = [box for box in handing.handed_in if box in known]
        outs = [box for box in handing.taken_out if box in known]
        here = {box for box in outs if self._stands(box, moment.place)}
        for box in ins:
            if box in outing.aboard:
                self._hand_in(box, outing, moment)
            elif box in self.gone:
                self._move(box, moment)
            else:
                self._refuse(Kind.STOP, moment, box, handed_in=True)
        for box in outs:
            if box in here:
                self._lift(box, outing, moment)
            elif box in self.gone:
                self._move(box, moment)
            else:
                self._refuse(Kind.STOP, moment, box, handed_in=False)
        if moment.place not in self.ground.depots:
            self.trace.shelves.append(Filled(moment, self.shelf[moment.place]))
        self._weigh(outing, moment)

    def _hand_in(self, box: BoxId, outing: _Outing, moment: Moment) -> None:
        del outing.aboard[box]
        outing.handed_in.add(box)
        if moment.place not in self.ground.depots:
            self.trace.hand_ins.append(HandIn(moment, box))
        self._put(box, moment.place, moment.day)

    def _return(self, outing: _Outing, moment: Moment) -> None:
        for box in outing.aboard:
            self._put(box, moment.place, moment.day)
        self.trace.mobile_uses.extend(use for use in outing.uses if use.box not in outing.handed_in)

    def _put(self, box: BoxId, place: PlaceId, day: dt.date) -> None:
        self.riding.pop(box, None)
        self.standing[box] = Spell(box, place, day)
        self.shelf[place] += 1
        if place not in self.ground.depots:
            for title in self.ground.boxes[box].titles:
                self.shown[title][box] = None

    def _lose(self, day: dt.date) -> None:
        """Let boxes that are lost by a day be nowhere; what rides is judged where it rides (S12).

        A box that was lost when the quarter began has no spell in it.
        """
        for box, spell in list(self.standing.items()):
            lost = self.ground.boxes[box].lost_from
            if lost is None or lost > day:
                continue
            if lost > self.ground.quarter.first_day:
                ends = max(lost, spell.first_day)
                self.trace.spells.append(Spell(box, spell.place, spell.first_day, ends, lost=True))
            self._clear(box)
            self.gone[box] = spell.place

    def _clear(self, box: BoxId) -> Spell:
        """Take a box from where it stands."""
        spell = self.standing.pop(box)
        self.shelf[spell.place] -= 1
        if spell.place not in self.ground.depots:
            for title in self.ground.boxes[box].titles:
                self.shown[title].pop(box, None)
        return spell

    def _lift(self, box: BoxId, outing: _Outing, moment: Moment) -> None:
        spell = self._clear(box)
        self.trace.spells.append(Spell(box, spell.place, spell.first_day, moment.day))
        self.riding[box] = moment.trip
        outing.aboard[box] = None
        self._move(box, moment)

    def _move(self, box: BoxId, moment: Moment) -> None:
        if (box, moment.day) not in self.moved:
            self.moved.add((box, moment.day))
            self.trace.moves.append(Move(moment, box))

    def _weigh(self, outing: _Outing, moment: Moment) -> None:
        grams = sum(self.ground.boxes[box].weight for box in outing.aboard)
        self.trace.aboard.append(Filled(moment, len(outing.aboard), grams))

    def _refuse(self, kind: Kind, moment: Moment, box: BoxId, *, handed_in: bool) -> None:
        found_at: str = self.riding[box].id if box in self.riding else self.standing[box].place
        self.trace.refusals.append(Refusal(kind, moment, box, handed_in, found_at))

    def _stands(self, box: BoxId, place: PlaceId) -> bool:
        return box in self.standing and self.standing[box].place == place

    def _depot(self, trip: Trip) -> PlaceId:
        van = self.ground.vans.get(trip.van)
        return van.depot if van else trip.days[0].leaves_from
