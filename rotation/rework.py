"""Let boxes follow trips that have changed: those they touch are decided anew, all others stay.

The re-evaluation of the joint improvement. Only boxes that ride on the changed van-days, or stand
at their places, are opened, for those places and the ones they stand at: a small exact model.
"""

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from rotation.candidates import Candidates, StayOption, no_candidates, stay_between
from rotation.events import Events, Visit, events_of
from rotation.itineraries import rotation_of
from rotation.listing import stays_of
from rotation.losses import ended_by_loss, without_lost
from rotation.neighbourhoods import by_box, opened
from rotation.program import build
from rotation.search import Limits, new_solver
from rotation.shelves import with_shelves
from vongsach.network import Network
from vongsach.plan import Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.solving import BoxReworker, VanDay, Variation
from vongsach.units import BoxId, PlaceId, TripId, VanId

STEPS, STEPS_A_STAY = 0.2, 1 / 8_000
"""Deterministic seconds of CP-SAT for one variation, and more for each stay to choose from."""
MOST_SPARE = 6
"""Boxes from the depots that are opened beside those touched."""
MOST_OPEN = 40
"""Boxes opened at once: what touches more is left alone."""

StopKey = tuple[PlaceId, VanDay, int]
"""A rotating stop: place, van-day, and how many stops of that place came before on it."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A stay of the rotation before, by the stops at which it begins and ends."""

    box: BoxId
    place: PlaceId
    begins: StopKey | None
    ends: StopKey | None

    def covers(self, day: dt.date) -> bool:
        """Say whether the box stands at the place on a day, coming and going included."""
        begun = self.begins is None or self.begins[1][0] <= day
        return begun and (self.ends is None or day <= self.ends[1][0])

    def stops(self) -> tuple[StopKey, ...]:
        """Return the stops at which the box is moved."""
        return tuple(stop for stop in (self.begins, self.ends) if stop is not None)


def open_boxes(network: Network, quarter: Quarter) -> BoxReworker:
    """Return what reworks the boxes of a quarter. See ``vongsach.solving.BoxOpener``."""
    there = without_lost(network, quarter.first_day)

    def rework(rotation: Rotation, variation: Variation, seed: int) -> Rotation | None:
        found = reworked(there, quarter, rotation, variation, seed=seed)
        return None if found is None else ended_by_loss(there, quarter, found)

    return rework


def reworked(
    network: Network, quarter: Quarter, rotation: Rotation, variation: Variation, *, seed: int
) -> Rotation | None:
    """Return a rotation on changed trips; ``None`` where none was found near the one before."""
    before = events_of(network, quarter, variation.before)
    past = _past_stays(before, variation.before, rotation)
    events = events_of(network, quarter, variation.routing)
    stops = {key: events.visits[index] for index, key in _keys(events, variation.routing).items()}
    bare = no_candidates(network, quarter, events)
    free = _touched(past, variation)
    free |= _spare(bare, past, free, random.Random(seed))  # noqa: S311 -- repeatable on purpose
    if len(free) > MOST_OPEN:
        return None
    settled = [stay for stay in past if stay.box not in free]
    chosen = by_box(_carried(bare, stay, stops) for stay in settled)
    near = {key[0] for key in stops if key[1] in variation.changed}
    near |= {stay.place for stay in past if stay.box in free and stay.place in events.visits_at}
    options = by_box(stays_of(bare, sorted(free), sorted(near)))
    part = opened(bare, options, chosen, free)
    start = _start(part, past, free, _follow(stops, variation))
    model = build(part, start)
    steps = STEPS + len(part.stays) * STEPS_A_STAY
    solver = new_solver(Limits(steps, None, 1), seed)
    if solver.solve(model.program) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    found = [option for option, stay in model.chosen_from() if solver.boolean_value(stay)]
    kept = [one for here in chosen.values() for one in here]
    made = rotation_of(bare, [*kept, *found])
    like = variation.before, rotation
    return with_shelves(network, quarter, variation.routing, made, like=like)


def chosen_stays(bare: Candidates, routing: Routing, rotation: Rotation) -> tuple[StayOption, ...]:
    """Return the stays of a rotation on its own trips."""
    stops = {key: bare.events.visits[index] for index, key in _keys(bare.events, routing).items()}
    past = _past_stays(bare.events, routing, rotation)
    return tuple(_carried(bare, stay, stops) for stay in past)


def _keys(events: Events, routing: Routing) -> dict[int, StopKey]:
    """Return the stop of every visit, by its index."""
    van_days: dict[TripId, VanId] = {trip.id: trip.van for trip in routing.trips}
    found: dict[int, StopKey] = {}
    for voyage in events.voyages:
        times: dict[tuple[PlaceId, VanDay], int] = {}
        for index in voyage.visits:
            visit = events.visits[index]
            at = visit.place, (visit.day, van_days[voyage.trip])
            times[at] = times.get(at, -1) + 1
            found[index] = (*at, times[at])
    return found


def _past_stays(events: Events, routing: Routing, rotation: Rotation) -> list[_Past]:
    """Return the stays of a rotation, box by box in the order of time."""
    keys = _keys(events, routing)
    visits = {
        (events.voyages[visit.voyage].trip, visit.day, visit.position): keys[visit.index]
        for visit in events.visits
    }
    begun: dict[tuple[BoxId, PlaceId, object], StopKey] = {}
    ended: dict[tuple[BoxId, PlaceId, object], StopKey] = {}
    for exchange in rotation.exchanges:
        key = visits[exchange.trip, exchange.day, exchange.position]
        begun |= {(box, key[0], exchange.day): key for box in exchange.handed_in}
        ended |= {(box, key[0], exchange.day): key for box in exchange.taken_out}
    ordered = sorted(rotation.stays, key=lambda stay: (stay.box, stay.first_day))
    return [
        _Past(
            stay.box,
            stay.place,
            begun.get((stay.box, stay.place, stay.first_day)),
            ended.get((stay.box, stay.place, stay.last_day)),
        )
        for stay in ordered
    ]


def _touched(past: list[_Past], variation: Variation) -> set[BoxId]:
    """Return the boxes that change hands on a changed van-day, or stand where it comes then."""
    calls: dict[PlaceId, set[dt.date]] = {}
    for routing in (variation.before, variation.routing):
        for trip in routing.trips:
            for day in trip.days:
                if (day.day, trip.van) in variation.changed:
                    for stop in day.stops:
                        calls.setdefault(stop.place, set()).add(day.day)
    return {
        stay.box
        for stay in past
        if any(stop[1] in variation.changed for stop in stay.stops())
        or any(stay.covers(day) for day in calls.get(stay.place, ()))
    }


def _spare(
    bare: Candidates, past: list[_Past], free: set[BoxId], chance: random.Random
) -> set[BoxId]:
    """Return some boxes that are in a depot at some time, beside those that are free already."""
    lasting = {stay.box for stay in past if stay.begins is None and stay.ends is None}
    idle = sorted(bare.boxes.keys() - lasting - free)
    return set(chance.sample(idle, k=min(MOST_SPARE, len(idle))))


def _follow(stops: Mapping[StopKey, Visit], variation: Variation) -> Mapping[StopKey, Visit]:
    """Return the visits by the stops of before: some have moved to another van-day."""
    found = dict(stops)
    for (place, old), new in variation.moved.items():
        visit = stops.get((place, new, 0))
        if visit is not None:
            found[place, old, 0] = visit
    return found


def _carried(bare: Candidates, stay: _Past, stops: Mapping[StopKey, Visit]) -> StayOption:
    begins = None if stay.begins is None else stops[stay.begins]
    ends = None if stay.ends is None else stops[stay.ends]
    return stay_between(bare, stay.box, stay.place, (begins, ends))


def _start(
    part: Candidates, past: list[_Past], free: set[BoxId], stops: Mapping[StopKey, Visit]
) -> tuple[StayOption, ...]:
    """Return what is left of the stays of before: where a search may begin."""
    offered = {(stay.box, stay.place, stay.begins, stay.ends): stay for stay in part.stays}
    kept: list[StayOption] = []
    for stay in past:
        if stay.box not in free or any(stop not in stops for stop in stay.stops()):
            continue
        begins = None if stay.begins is None else stops[stay.begins].index
        ends = None if stay.ends is None else stops[stay.ends].index
        option = offered.get((stay.box, stay.place, begins, ends))
        if option is not None:
            kept.append(option)
    return tuple(_one_place_at_a_time(kept))


def _one_place_at_a_time(kept: Iterable[StayOption]) -> Iterable[StayOption]:
    """Leave out stays that begin before the one before them has ended."""
    last: StayOption | None = None
    for stay in kept:
        follows = last is None or last.box != stay.box
        if not follows and last is not None:
            follows = last.ends is not None and stay.begins is not None and stay.begins > last.ends
        if follows:
            last = stay
            yield stay
