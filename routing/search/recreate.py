"""Put back what a ruin took out, greedily, each task on the days that cost it least."""

from routing.search.chance import State, uniform
from routing.search.clock import refresh
from routing.search.compiled import inner
from routing.search.ground import (
    ASKING,
    BROKEN,
    DAYS,
    DEPOT,
    DRIVING,
    FAR,
    FEWEST,
    LOCATION,
    MEAL,
    NEVER,
    PATTERNS,
    REMOVED,
    SERVICE,
    UNBROKEN,
    USES,
    Ground,
    Tours,
)
from routing.search.moves import best_on_day, insert, remove
from routing.search.pauses import drivable
from routing.search.ruin import mark
from routing.search.scratch import Scratch

BLINK = 0.01
"""Chance to overlook a position, so that the same ruin is not always mended the same way."""

MOST_TRIES = 4
"""Times that a task is put in where time for a meal or a rest may be wanting; then it is left."""

BY_CHANCE, BY_SIZE, FROM_AFAR = 0.36, 0.72, 0.9
"""Shares of the orders in which tasks go back, added up; the rest begins nearby."""


@inner
def order(ground: Ground, scratch: Scratch, chance: State) -> None:
    """Sort what was taken out: by chance, by size, from afar, or from nearby."""
    tasks, cost, depot = ground.tasks, ground.cost, ground.slots[0, DEPOT]
    removed, days, keeps = scratch.removed, scratch.day, scratch.keeps
    keys, way = scratch.keys, uniform(chance)
    for place in range(scratch.counts[REMOVED]):
        task, day, keep = removed[place], days[place], keeps[place]
        if way < BY_CHANCE:
            key = uniform(chance)
        elif way < BY_SIZE:
            key = -float(tasks[task, USES] * 1_000_000 + tasks[task, SERVICE])
        else:
            far = cost[0, depot, tasks[task, LOCATION]]
            key = -far if way < FROM_AFAR else far
        at = place
        while at > 0 and keys[at - 1] > key:
            keys[at], removed[at] = keys[at - 1], removed[at - 1]
            days[at], keeps[at] = days[at - 1], keeps[at - 1]
            at -= 1
        keys[at], removed[at], days[at], keeps[at] = key, task, day, keep


@inner
def leave(  # noqa: PLR0917 -- a compiled inner loop holds no objects
    ground: Ground, tours: Tours, scratch: Scratch, slot: int, task: int
) -> float:
    """Take one visit out of its route and set the clock anew; return the cost that is saved."""
    saved = remove(
        ground.tasks, ground.slots, ground.slot_cost, ground.cost,
        tours.routes, tours.stops, tours.slot_of, slot, task, scratch.overload[0],
    )  # fmt: skip
    if not refresh(
        ground.tasks, ground.slots, ground.windows, ground.cost, ground.seconds,
        tours.routes, tours.stops, tours.places, tours.legs, tours.departs, tours.latest, slot,
    ):  # fmt: skip
        scratch.counts[BROKEN] += 1
    return saved


@inner
def undo(ground: Ground, tours: Tours, scratch: Scratch, task: int) -> float:
    """Take out all visits of a task and pay its price; return the change of cost."""
    pattern = tours.pattern[task]
    change = ground.price[task] - ground.pattern_cost[pattern]
    for entry in range(ground.patterns[pattern], ground.patterns[pattern + 1]):
        slot = tours.slot_of[task, ground.pattern_days[entry]]
        if slot != NEVER:
            mark(scratch.touched, scratch.touch, scratch.counts, slot)
            change -= leave(ground, tours, scratch, slot, task)
    tours.pattern[task] = NEVER
    return float(change)


@inner
def refuse(  # noqa: PLR0917 -- a compiled inner loop holds no objects
    ground: Ground, tours: Tours, scratch: Scratch, place: int, pattern: int
) -> bool:
    """Take a task out again where its visits leave no time for a meal or a rest.

    Say whether that was so; the slots are noted, so that it goes elsewhere.
    """
    task, keeps, counts = scratch.removed[place], scratch.keeps[place] == 1, scratch.counts
    first, last = ground.patterns[pattern], ground.patterns[pattern + 1]
    refused = False
    for entry in range(first, last):
        day = ground.pattern_days[entry]
        slot = scratch.found[day, 0]
        if (not keeps or day == scratch.day[place]) and not drivable(
            ground, tours, scratch.labels, slot
        ):
            scratch.refused[slot] = counts[ASKING]
            refused = True
    for entry in range(first, last):
        day = ground.pattern_days[entry]
        slot = scratch.found[day, 0]
        if refused and (not keeps or day == scratch.day[place]):
            leave(ground, tours, scratch, slot, task)
    return refused


@inner
def recreate(  # noqa: C901, PLR0912, PLR0915 -- a compiled inner loop, arrays at hand
    ground: Ground, tours: Tours, scratch: Scratch, chance: State
) -> float:
    """Put back all that was taken out; return the cost that is added, prices included.

    Every day is asked once for a task.
    """
    tasks, may, windows = ground.tasks, ground.may, ground.windows
    slots, day_slots = ground.slots, ground.day_slots
    slot_cost, cost, cost_from, seconds = (
        ground.slot_cost, ground.cost, ground.cost_from, ground.seconds
    )  # fmt: skip
    patterns, pattern_days, pattern_cost = (
        ground.patterns, ground.pattern_days, ground.pattern_cost
    )  # fmt: skip
    choices, choice_days = ground.choices, ground.choice_days
    routes, stops, departs, latest = tours.routes, tours.stops, tours.departs, tours.latest
    places, legs = tours.places, tours.legs
    slot_of, pattern_of = tours.slot_of, tours.pattern
    touched, touch, counts = scratch.touched, scratch.touch, scratch.counts
    refused, pauses = scratch.refused, ground.pauses
    costs, found = scratch.costs, scratch.found
    known, known_cost, overload = scratch.known, scratch.known_cost, scratch.overload[0]
    added = 0.0
    for place in range(counts[REMOVED]):
        task = scratch.removed[place]
        keeps = scratch.keeps[place] == 1
        if keeps and pattern_of[task] == NEVER:
            continue
        first, last = tasks[task, PATTERNS], tasks[task + 1, PATTERNS]
        begin, end = choices[task, DAYS], choices[task + 1, DAYS]
        counts[ASKING] += 1
        best, chosen, tries = FAR, NEVER, 0
        while chosen == NEVER and tries < MOST_TRIES:
            best, cheapest = ground.price[task], FAR
            for choice in range(begin, end):
                day = choice_days[choice]
                if keeps and day != scratch.day[place]:
                    continue
                if tries == 0 or (costs[day] < FAR and refused[found[day, 0]] == counts[ASKING]):
                    costs[day], found[day, 0], found[day, 1] = best_on_day(
                        tasks, may, slots, day_slots, windows, slot_cost, cost, cost_from, seconds,
                        routes, places, legs, departs, latest,
                        touch, refused, counts, known, known_cost,
                        day, task, overload, BLINK, chance,
                    )  # fmt: skip
                cheapest = min(cheapest, costs[day])
            if keeps:
                if cheapest < best:
                    best, chosen = cheapest, pattern_of[task]
                last = first
            # No combination costs less than its visits on the cheapest day; costs of gaps rise.
            least = max(0.0, cheapest) * choices[task, FEWEST]
            for pattern in range(first, last):
                total = pattern_cost[pattern]
                if total + least >= best:
                    break
                for entry in range(patterns[pattern], patterns[pattern + 1]):
                    total += costs[pattern_days[entry]]
                if total < best:
                    best, chosen = total, pattern
            if chosen == NEVER:
                break
            tries += 1
            doubtful = False
            for entry in range(patterns[chosen], patterns[chosen + 1]):
                day = pattern_days[entry]
                if keeps and day != scratch.day[place]:
                    continue
                slot = found[day, 0]
                mark(touched, touch, counts, slot)
                insert(
                    tasks, slots, windows, cost, seconds,
                    routes, stops, places, legs, departs, latest, slot_of,
                    slot, found[day, 1], task,
                )  # fmt: skip
                doubtful = (
                    doubtful
                    or pauses[slot, MEAL] != NEVER
                    or routes[slot, DRIVING] > pauses[slot, UNBROKEN]
                )
            if doubtful and refuse(ground, tours, scratch, place, chosen):
                chosen = NEVER
        if chosen == NEVER:
            added += undo(ground, tours, scratch, task) if keeps else ground.price[task]
            continue
        added += best
        pattern_of[task] = chosen
    return added
