"""Ruin and recreate under simulated annealing: one compiled loop over a known number of steps."""

import math

from routing.search.chance import State, below, uniform
from routing.search.clock import refresh
from routing.search.compiled import inner, outer
from routing.search.copies import copy_all, settle, stamp, unlike
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
    Floats,
    Ground,
    Ints,
    Pool,
    Tours,
)
from routing.search.pauses import drivable
from routing.search.recreate import order, recreate, undo
from routing.search.ruin import (
    ONE_DAY_SHARE,
    WHOLE_ROUTE_SHARE,
    ruin_route,
    ruin_strings,
    take_out,
    take_undone,
)
from routing.search.scratch import Scratch

SLIVER = 1e-6
"""Costs that differ by less are equal: sums of floats."""

SIGN_KIND, SIGN_STEP = 1_000_003, 0x2545F4914F6CDD1D
"""Multipliers of the sign of a route; it wraps around at 64 bits."""


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


@inner
def make_room(ground: Ground, tours: Tours, before: Tours, scratch: Scratch) -> float:
    """Undo tasks of a step until crews can eat and rest on every route; return the cost added.

    Where it is not for those tasks that they cannot, the step is told to be broken.
    """
    counts, added, place = scratch.counts, 0.0, 0
    while place < counts[TOUCHED] and counts[BROKEN] == 0:
        slot = scratch.touched[place]
        place += 1
        if not unlike(tours, before, slot) or drivable(ground, tours, scratch.labels, slot):
            continue
        cheapest = NEVER
        for position in range(tours.routes[slot, LENGTH]):
            task = tours.stops[slot, position]
            if scratch.hit[task] == counts[STEP] and (
                cheapest == NEVER or ground.price[task] < ground.price[cheapest]
            ):
                cheapest = task
        if cheapest == NEVER:
            counts[BROKEN] += 1
        else:
            added += undo(ground, tours, scratch, cheapest)
            # Other routes lost a visit with it, in which somebody may have rested.
            place = 0
    return added


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
        if scratch.counts[BROKEN] == 0 and change < allowed:
            change += make_room(ground, trial, kept, scratch)
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
def rebuild(ground: Ground, tours: Tours, labels: Ints) -> bool:
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
        if not drivable(ground, tours, labels, slot):
            possible = False
        for position in range(tours.routes[slot, LENGTH]):
            if not ground.may[tours.stops[slot, position], slot]:
                possible = False
    return possible
