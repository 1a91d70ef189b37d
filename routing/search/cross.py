"""Let some tasks take the days that they have in other tours: two good choices become a third.

Crossing of day combinations after Vidal, Crainic, Gendreau, Lahrichi and Rei, Operations Research
60(3), 2012, doi:10.1287/opre.1120.1048; the routes follow by insertion, and by the search after.
"""

from routing.search.anneal import make_room, note_undone
from routing.search.chance import State
from routing.search.compiled import inner, outer
from routing.search.copies import settle, stamp
from routing.search.ground import (
    ASKING,
    BROKEN,
    FAR,
    KEPT,
    NEVER,
    REMOVED,
    STEP,
    TOUCHED,
    Floats,
    Ground,
    Ints,
    Tours,
)
from routing.search.moves import best_on_day, insert
from routing.search.recreate import order
from routing.search.ruin import mark, take, take_out
from routing.search.scratch import Scratch

NO_BLINK = 0.0


@outer
def cross(  # noqa: PLR0917 -- compiled: arrays one by one
    ground: Ground, kept: Tours, trial: Tours, scratch: Scratch,
    patterns: Ints, totals: Floats, chance: State,
) -> None:  # fmt: skip
    """Bring tasks to the patterns given, NEVER where a task is to stay as it is.

    What finds no room on those days is left undone. Kept and trial tours are equal before and
    after; ``totals[KEPT]`` is their cost. Vans are loaded with what they hold, and no more.
    """
    counts = scratch.counts
    counts[REMOVED] = counts[TOUCHED] = counts[BROKEN] = 0
    counts[STEP] += 1
    change = 0.0
    for task in range(len(patterns)):
        wanted, held = patterns[task], trial.pattern[task]
        if wanted != NEVER and wanted != held:  # noqa: PLR1714 -- compiled: no set is made
            if held == NEVER:
                change -= ground.price[task]
            day = NEVER if held == NEVER else 0
            take(scratch.removed, scratch.day, scratch.hit, counts, task, day)
    change -= take_out(ground, trial, scratch, NEVER)
    order(ground, scratch, chance)
    for place in range(counts[REMOVED]):
        task = scratch.removed[place]
        change += _put_in(ground, trial, scratch, task, patterns[task], chance)
    change += make_room(ground, trial, kept, scratch)
    if counts[BROKEN] > 0:
        settle(ground, kept, trial, scratch)
        return
    totals[KEPT] += change
    stamp(trial, kept, scratch)
    settle(ground, trial, kept, scratch)
    note_undone(kept, scratch)


@inner
def _put_in(  # noqa: PLR0917 -- compiled: arrays one by one
    ground: Ground, tours: Tours, scratch: Scratch, task: int, pattern: int, chance: State
) -> float:
    """Put a task in on the days of a pattern where that is possible; return the cost added."""
    found = scratch.found
    scratch.counts[ASKING] += 1
    first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
    added = ground.pattern_cost[pattern]
    for entry in range(first, last):
        day = ground.pattern_days[entry]
        cost, found[day, 0], found[day, 1] = best_on_day(
            ground.tasks, ground.may, ground.slots, ground.day_slots, ground.windows,
            ground.slot_cost, ground.cost, ground.cost_from, ground.seconds,
            tours.routes, tours.places, tours.legs, tours.departs, tours.latest,
            scratch.touch, scratch.refused, scratch.counts, scratch.known, scratch.known_cost,
            day, task, FAR, NO_BLINK, chance,
        )  # fmt: skip
        added += cost
    if added >= ground.price[task]:
        return float(ground.price[task])
    tours.pattern[task] = pattern
    for entry in range(first, last):
        slot = found[ground.pattern_days[entry], 0]
        mark(scratch.touched, scratch.touch, scratch.counts, slot)
        insert(
            ground.tasks, ground.slots, ground.windows, ground.cost, ground.seconds,
            tours.routes, tours.stops, tours.places, tours.legs,
            tours.departs, tours.latest, tours.slot_of,
            slot, found[ground.pattern_days[entry], 1], task,
        )  # fmt: skip
    return float(added)
