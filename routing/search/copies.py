"""Copy what changed between tours: forward when a step is accepted, back when it is not."""

from routing.search.compiled import inner, outer
from routing.search.ground import (
    LENGTH,
    NEVER,
    REMOVED,
    TOUCHED,
    VERSION,
    VERSIONS,
    Floats,
    Ground,
    Ints,
    Places,
    Tours,
)
from routing.search.scratch import Scratch


@inner
def copy_slot(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    routes: Ints, stops: Ints, places: Places, legs: Floats, departs: Ints, latest: Ints,
    to_routes: Ints, to_stops: Ints, to_places: Places, to_legs: Floats,
    to_departs: Ints, to_latest: Ints, slot: int,
) -> None:  # fmt: skip
    """Copy one route."""
    length = routes[slot, LENGTH]
    for column in range(routes.shape[1]):
        to_routes[slot, column] = routes[slot, column]
    for place in range(length):
        to_stops[slot, place] = stops[slot, place]
        to_departs[slot, place] = departs[slot, place]
    for place in range(length + 1):
        to_latest[slot, place] = latest[slot, place]
        to_legs[slot, place] = legs[slot, place]
    for place in range(length + 2):
        to_places[slot, place] = places[slot, place]


@inner
def settle(ground: Ground, source: Tours, target: Tours, scratch: Scratch) -> None:
    """Copy what a step changed: forward when it is accepted, back when it is not."""
    patterns, pattern_days = ground.patterns, ground.pattern_days
    for place in range(scratch.counts[TOUCHED]):
        slot = scratch.touched[place]
        copy_slot(
            source.routes, source.stops, source.places, source.legs, source.departs, source.latest,
            target.routes, target.stops, target.places, target.legs, target.departs, target.latest,
            slot,
        )  # fmt: skip
    for place in range(scratch.counts[REMOVED]):
        task = scratch.removed[place]
        before, after = target.pattern[task], source.pattern[task]
        if before != NEVER:
            for entry in range(patterns[before], patterns[before + 1]):
                target.slot_of[task, pattern_days[entry]] = NEVER
        if after != NEVER:
            for entry in range(patterns[after], patterns[after + 1]):
                day = pattern_days[entry]
                target.slot_of[task, day] = source.slot_of[task, day]
        target.pattern[task] = after


@inner
def unlike(tours: Tours, before: Tours, slot: int) -> bool:
    """Say whether a route has other stops than it had."""
    length = tours.routes[slot, LENGTH]
    same = length == before.routes[slot, LENGTH]
    position = 0
    while same and position < length:
        same = tours.stops[slot, position] == before.stops[slot, position]
        position += 1
    return not same


@inner
def stamp(tours: Tours, before: Tours, scratch: Scratch) -> None:
    """Give the routes that a step made versions of their own.

    A route that came out as it was keeps its version: what is known of it holds.
    """
    for place in range(scratch.counts[TOUCHED]):
        slot = scratch.touched[place]
        if unlike(tours, before, slot):
            scratch.counts[VERSIONS] += 1
            tours.routes[slot, VERSION] = scratch.counts[VERSIONS]


@outer
def copy_some(source: Tours, target: Tours, slots: Ints, tasks: Ints) -> None:
    """Copy some routes, and the days of some tasks."""
    for slot in slots:
        copy_slot(
            source.routes, source.stops, source.places, source.legs, source.departs, source.latest,
            target.routes, target.stops, target.places, target.legs, target.departs, target.latest,
            slot,
        )  # fmt: skip
    for task in tasks:
        target.pattern[task] = source.pattern[task]
        for day in range(source.slot_of.shape[1]):
            target.slot_of[task, day] = source.slot_of[task, day]


@outer
def copy_all(source: Tours, target: Tours) -> None:
    """Copy whole tours."""
    for slot in range(len(source.routes)):
        copy_slot(
            source.routes, source.stops, source.places, source.legs, source.departs, source.latest,
            target.routes, target.stops, target.places, target.legs, target.departs, target.latest,
            slot,
        )  # fmt: skip
    for task in range(len(source.pattern)):
        target.pattern[task] = source.pattern[task]
        for day in range(source.slot_of.shape[1]):
            target.slot_of[task, day] = source.slot_of[task, day]
