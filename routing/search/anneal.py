"""Ruin and recreate under simulated annealing: one compiled loop over a known number of steps."""

import math

from routing.search.chance import State, below, uniform
from routing.search.clock import refresh
from routing.search.compiled import inner, outer
from routing.search.ground import (
    BEST,
    BROKEN,
    CAPACITY,
    CLASS,
    FITTED,
    FRAME,
    KEPT,
    LENGTH,
    NEVER,
    OVER,
    REMOVED,
    STEP,
    TOUCHED,
    UNDONE,
    USED,
    VERSION,
    VERSIONS,
    Floats,
    Ground,
    Ints,
    Places,
    Pool,
    Tours,
)
from routing.search.recreate import order, recreate
from routing.search.ruin import (
    ONE_DAY_SHARE,
    WHOLE_ROUTE_SHARE,
    Scratch,
    ruin_route,
    ruin_strings,
    take_out,
    take_undone,
)

SLIVER = 1e-6
"""Costs that differ by less are equal: sums of floats."""

SIGN_KIND, SIGN_STEP = 1_000_003, 0x2545F4914F6CDD1D
"""Multipliers of the sign of a route; it wraps around at 64 bits."""


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
def stamp(tours: Tours, before: Tours, scratch: Scratch) -> None:
    """Give the routes that a step made versions of their own.

    A route that came out as it was keeps its version: what is known of it holds.
    """
    for place in range(scratch.counts[TOUCHED]):
        slot = scratch.touched[place]
        length = tours.routes[slot, LENGTH]
        same = length == before.routes[slot, LENGTH]
        position = 0
        while same and position < length:
            same = tours.stops[slot, position] == before.stops[slot, position]
            position += 1
        if not same:
            scratch.counts[VERSIONS] += 1
            tours.routes[slot, VERSION] = scratch.counts[VERSIONS]


@inner
def load_above(slots: Ints, tours: Tours, scratch: Scratch) -> float:
    """Return the load of the routes that a step touched, as far as it is above what vans hold."""
    above = 0
    for place in range(scratch.counts[TOUCHED]):
        slot = scratch.touched[place]
        above += max(0, tours.routes[slot, USED] - slots[slot, CAPACITY])
    return float(above)


@inner
def note_undone(tours: Tours, scratch: Scratch) -> None:
    """Bring the list of undone tasks up to date after an accepted step."""
    undone, counts = scratch.undone, scratch.counts
    left = 0
    for place in range(counts[UNDONE]):
        task = undone[place]
        if scratch.hit[task] != counts[STEP]:
            undone[left] = task
            left += 1
    for place in range(counts[REMOVED]):
        task = scratch.removed[place]
        if tours.pattern[task] == NEVER:
            undone[left] = task
            left += 1
    counts[UNDONE] = left


@inner
def keep_routes(  # noqa: PLR0917 -- compiled: arrays one by one
    slots: Ints, tours: Tours, scratch: Scratch, pool: Pool, pool_size: Ints, seen: Ints
) -> None:
    """Remember the routes that a step made: slot, length, stops; as long as there is room.

    What a van cannot hold, and what was lately seen in the same order, is passed over. Signs that
    fall together lose a route, and no more.
    """
    for place in range(scratch.counts[TOUCHED]):
        slot = scratch.touched[place]
        length = tours.routes[slot, LENGTH]
        row = pool_size[0]
        above = tours.routes[slot, USED] > slots[slot, CAPACITY]
        if length == 0 or above or row >= pool.shape[0]:
            continue
        sign = slots[slot, FRAME] * SIGN_KIND + slots[slot, CLASS]
        for position in range(length):
            sign = (sign + tours.stops[slot, position] + 1) * SIGN_STEP
            sign ^= sign >> 29
        cell = sign & (len(seen) - 1)
        if seen[cell] == sign:
            continue
        seen[cell] = sign
        pool[row, 0], pool[row, 1] = slot, length
        for position in range(length):
            pool[row, 2 + position] = tours.stops[slot, position]
        pool_size[0] = row + 1


@inner
def step(ground: Ground, trial: Tours, scratch: Scratch, chance: State) -> float:
    """Ruin and recreate once on the trial tours; return the change of cost."""
    counts = scratch.counts
    counts[REMOVED] = counts[TOUCHED] = counts[BROKEN] = 0
    counts[STEP] += 1
    way = uniform(chance)
    one_day = NEVER
    if way < ONE_DAY_SHARE:
        task = below(chance, len(trial.pattern))
        pattern = trial.pattern[task]
        if pattern != NEVER:
            first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
            one_day = ground.pattern_days[first + below(chance, last - first)]
    if way > 1.0 - WHOLE_ROUTE_SHARE:
        ruin_route(ground, trial, scratch, chance)
    else:
        ruin_strings(ground, trial, scratch, one_day, chance)
    before = take_undone(ground, scratch, chance)
    saved = take_out(ground, trial, scratch, one_day)
    order(ground, scratch, chance)
    return recreate(ground, trial, scratch, chance) - saved - before


@outer
def anneal(  # noqa: PLR0913, PLR0917 -- a compiled inner loop holds no objects
    ground: Ground,
    kept: Tours,
    trial: Tours,
    best: Tours,
    scratch: Scratch,
    heat: Floats,
    totals: Floats,
    pool: Pool,
    pool_size: Ints,
    seen: Ints,
    chance: State,
) -> None:
    """Run steps; ``heat`` = (first and last temperature, steps, worst cost that feeds the pool).

    ``totals`` is read and written. The best tours are such as the vans can hold.
    """
    count, slots = int(heat[2]), ground.slots
    for turn in range(count):
        warmth = heat[0] * (heat[1] / heat[0]) ** (turn / count)
        change = step(ground, trial, scratch, chance)
        allowed = -warmth * math.log(max(uniform(chance), 1e-300))
        if scratch.counts[BROKEN] > 0 or change >= allowed:
            settle(ground, kept, trial, scratch)
            totals[FITTED] += totals[OVER] == 0.0
            continue
        totals[KEPT] += change
        totals[OVER] += load_above(slots, trial, scratch) - load_above(slots, kept, scratch)
        totals[FITTED] += totals[OVER] == 0.0
        stamp(trial, kept, scratch)
        if totals[KEPT] < heat[3]:
            keep_routes(slots, trial, scratch, pool, pool_size, seen)
        settle(ground, trial, kept, scratch)
        note_undone(kept, scratch)
        if totals[OVER] == 0.0 and totals[KEPT] < totals[BEST] - SLIVER:
            totals[BEST] = totals[KEPT]
            copy_all(kept, best)


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


@outer
def rebuild(ground: Ground, tours: Tours) -> bool:
    """Work out the clocks of tours whose stops were set; say whether all are possible."""
    possible = True
    for slot in range(len(tours.routes)):
        if not refresh(
            ground.tasks, ground.slots, ground.windows, ground.cost, ground.seconds,
            tours.routes, tours.stops, tours.places, tours.legs, tours.departs, tours.latest,
            slot,
        ):  # fmt: skip
            possible = False
        if tours.routes[slot, USED] > ground.slots[slot, CAPACITY]:
            possible = False
        for position in range(tours.routes[slot, LENGTH]):
            if not ground.may[tours.stops[slot, position], slot]:
                possible = False
    return possible
