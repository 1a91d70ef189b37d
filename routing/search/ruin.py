"""Take visits out of the tours: strings near a seed, all days of a task, or a whole route."""

from routing.search.chance import State, below, uniform
from routing.search.clock import refresh
from routing.search.compiled import inner, woven
from routing.search.ground import (
    BROKEN,
    DAY,
    FIXED,
    LENGTH,
    NEVER,
    PATTERNS,
    REMOVED,
    STEP,
    TOUCHED,
    UNDONE,
    Ground,
    Ints,
    Tours,
)
from routing.search.moves import remove
from routing.search.scratch import Scratch

LONGEST_STRING = 10.0
MOST_DRAWN = 30
"""Times that a task is drawn until one may be taken out."""

ONE_DAY_SHARE = 0.35
"""Share of the ruins that keep the days of every task and only re-route one day."""

WHOLE_ROUTE_SHARE = 0.03
"""Share of the ruins that empty a route, to save the day of a van."""

SPLIT_SHARE = 0.5
SPLIT_DEPTH = 0.5
ACROSS_DAYS_FACTOR = 1.3
"""Strings are more when days may change."""

MOST_UNDONE = 30
"""Undone tasks that one step tries to put in."""


@woven
def mark(touched: Ints, touch: Ints, counts: Ints, slot: int) -> None:
    """Remember that a slot is changed in this step."""
    if touch[slot] != counts[STEP]:
        touch[slot] = counts[STEP]
        touched[counts[TOUCHED]] = slot
        counts[TOUCHED] += 1


@inner
def take(  # noqa: PLR0917 -- compiled: arrays one by one
    removed: Ints, days: Ints, hit: Ints, counts: Ints, task: int, day: int
) -> None:
    """Note a task that is to be taken out, once."""
    if hit[task] < counts[STEP]:
        hit[task] = counts[STEP]
        removed[counts[REMOVED]] = task
        days[counts[REMOVED]] = day
        counts[REMOVED] += 1


@inner
def window_start(position: int, size: int, length: int, chance: State) -> int:
    """Return the start of a random string of this size that covers a position."""
    first = max(0, position - size + 1)
    last = max(first, min(position, length - size))
    return first + below(chance, last - first + 1)


@inner
def take_string(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    stops: Ints, removed: Ints, days: Ints, hit: Ints, counts: Ints,
    slot: int, length: int, task: int, size: int, day: int, chance: State,
) -> None:  # fmt: skip
    """Note a string of visits around a task; with some chance a stretch inside it is spared."""
    position = 0
    while stops[slot, position] != task:
        position += 1
    spared = 0
    if 1 < size < length and uniform(chance) < SPLIT_SHARE:
        spared = 1
        while size + spared < length and uniform(chance) > SPLIT_DEPTH:
            spared += 1
    start = window_start(position, size + spared, length, chance)
    spare_from = start + 1 + below(chance, size) if spared > 0 else length
    for place in range(start, min(length, start + size + spared)):
        if place < spare_from or place >= spare_from + spared:
            take(removed, days, hit, counts, stops[slot, place], day)


@inner
def longest_string(tours: Tours) -> float:
    """Return how long a string may be: as the mean route, and no longer than the limit."""
    routes = tours.routes
    visits = filled = 0
    for slot in range(len(routes)):
        if routes[slot, LENGTH] > 0:
            visits += routes[slot, LENGTH]
            filled += 1
    return min(LONGEST_STRING, visits / max(1, filled))


@inner
def free_task(hit: Ints, chance: State) -> int:
    """Return a random task that may be taken out; after some draws any."""
    task = below(chance, len(hit))
    for _ in range(MOST_DRAWN):
        if hit[task] != FIXED:
            break
        task = below(chance, len(hit))
    return task


@inner
def ruin_strings(  # noqa: PLR0917 -- a compiled inner loop holds no objects
    ground: Ground, tours: Tours, scratch: Scratch, one_day: int, chance: State
) -> None:
    """Note strings of visits around a random task, on one day or across days."""
    near, patterns, pattern_days = ground.near, ground.patterns, ground.pattern_days
    routes, stops, slot_of, pattern_of = tours.routes, tours.stops, tours.slot_of, tours.pattern
    removed, days, hit = scratch.removed, scratch.day, scratch.hit
    ruined, counts = scratch.ruined, scratch.counts
    longest = longest_string(tours)
    most = 4.0 * scratch.removal[0] / (1.0 + longest) - 1.0
    if one_day == NEVER:
        most *= ACROSS_DAYS_FACTOR
    strings = int(uniform(chance) * most + 1.0)
    seed = free_task(hit, chance)
    for rank in range(near.shape[1]):
        task = near[seed, rank]
        pattern = pattern_of[task]
        if pattern == NEVER or hit[task] == FIXED:
            continue
        first = patterns[pattern]
        size = patterns[pattern + 1] - first
        begin = 0 if one_day != NEVER else below(chance, size)
        for turn in range(1 if one_day != NEVER else size):
            day = one_day if one_day != NEVER else pattern_days[first + (begin + turn) % size]
            slot = slot_of[task, day]
            if slot == NEVER or ruined[slot] == counts[STEP]:
                continue
            ruined[slot] = counts[STEP]
            length = routes[slot, LENGTH]
            wanted = int(uniform(chance) * min(float(length), longest) + 1.0)
            take_string(stops, removed, days, hit, counts, slot, length, task, wanted, day, chance)
            strings -= 1
            break
        if strings <= 0:
            break


@inner
def ruin_route(ground: Ground, tours: Tours, scratch: Scratch, chance: State) -> None:
    """Note all visits of one route."""
    slots, routes, stops = ground.slots, tours.routes, tours.stops
    begin = below(chance, len(slots))
    for _ in range(MOST_DRAWN):
        if routes[begin, LENGTH] == 0 or scratch.hit[stops[begin, 0]] != FIXED:
            break
        begin = below(chance, len(slots))
    for turn in range(len(slots)):
        slot = (begin + turn) % len(slots)
        if routes[slot, LENGTH] > 0:
            for place in range(routes[slot, LENGTH]):
                take(
                    scratch.removed, scratch.day, scratch.hit, scratch.counts,
                    stops[slot, place], slots[slot, DAY],
                )  # fmt: skip
        if scratch.counts[REMOVED] > 0:
            break


@inner
def take_undone(ground: Ground, scratch: Scratch, chance: State) -> float:
    """Note some undone tasks, so that they are tried again; return the price paid for them."""
    removed, days, hit, counts = scratch.removed, scratch.day, scratch.hit, scratch.counts
    undone, price = scratch.undone, ground.price
    count = counts[UNDONE]
    before = 0.0
    begin = below(chance, count) if count > MOST_UNDONE else 0
    for turn in range(min(count, MOST_UNDONE)):
        task = undone[(begin + turn) % count]
        take(removed, days, hit, counts, task, NEVER)
        before += price[task]
    return before


@inner
def take_out(ground: Ground, tours: Tours, scratch: Scratch, one_day: int) -> float:
    """Remove what was noted; return the cost that is saved, patterns included."""
    tasks, slots, slot_cost, cost = ground.tasks, ground.slots, ground.slot_cost, ground.cost
    patterns, pattern_days = ground.patterns, ground.pattern_days
    routes, stops, slot_of, pattern_of = tours.routes, tours.stops, tours.slot_of, tours.pattern
    touched, touch, counts, keeps = scratch.touched, scratch.touch, scratch.counts, scratch.keeps
    overload = scratch.overload[0]
    saved = 0.0
    for place in range(counts[REMOVED]):
        task, hit = scratch.removed[place], scratch.day[place]
        pattern = pattern_of[task]
        if hit == NEVER or pattern == NEVER:  # noqa: PLR1714 -- compiled: no tuple is made
            keeps[place] = 0
            continue
        alone = tasks[task + 1, PATTERNS] - tasks[task, PATTERNS] == 1
        keep = one_day != NEVER or alone
        keeps[place] = 1 if keep else 0
        for entry in range(patterns[pattern], patterns[pattern + 1]):
            day = pattern_days[entry]
            if keep and day != hit:
                continue
            slot = slot_of[task, day]
            mark(touched, touch, counts, slot)
            saved += remove(
                tasks, slots, slot_cost, cost, routes, stops, slot_of, slot, task, overload
            )
        if not keep:
            saved += ground.pattern_cost[pattern]
            pattern_of[task] = NEVER
    for place in range(counts[TOUCHED]):
        if not refresh(
            tasks, slots, ground.windows, cost, ground.seconds,
            routes, stops, tours.places, tours.legs, tours.departs, tours.latest, touched[place],
        ):  # fmt: skip
            counts[BROKEN] += 1
    return saved
