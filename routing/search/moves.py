"""Put a visit into a route, take it out, and find the cheapest place for it."""

from routing.search.chance import State, uniform
from routing.search.clock import backward, first_start, forward
from routing.search.compiled import inner
from routing.search.ground import (
    CAPACITY,
    CLASS,
    CLOSES,
    DAY,
    DEPOT,
    DRIVING,
    FAR,
    FRAME,
    GOING_OUT,
    LARGE_CREW,
    LENGTH,
    LOCATION,
    MOBILE,
    MOBILES,
    MOST_DRIVING,
    NEVER,
    OPENS,
    REACH,
    SERVICE,
    TWIN,
    USED,
    USES,
    WEEKDAY,
    Floats,
    Ints,
)


@inner
def best_on_day(  # noqa: C901, PLR0913, PLR0915, PLR0917 -- the innermost loop, kept in one piece
    tasks: Ints, slots: Ints, day_slots: Ints, windows: Ints,
    slot_cost: Floats, cost: Floats, seconds: Ints,
    routes: Ints, stops: Ints, departs: Ints, latest: Ints,
    day: int, task: int, blink: float, chance: State,
) -> tuple[float, int, int]:  # fmt: skip
    """Return cost, slot and position of the cheapest insertion on a day; FAR where none fits.

    Openings and the shift are checked against the earliest departure before the position and
    the latest arrival after it, the driving against what the route has left.
    """
    best, found, at, empty = FAR, NEVER, NEVER, NEVER
    there, service, uses = tasks[task, LOCATION], tasks[task, SERVICE], tasks[task, USES]
    reach, mobile = tasks[task, REACH], tasks[task, MOBILE]
    for slot in range(day_slots[day], day_slots[day + 1]):
        length = routes[slot, LENGTH]
        extra = 0.0
        if length == 0:
            if slots[slot, TWIN] == empty:
                continue
            empty = slots[slot, TWIN]
            extra = slot_cost[slot, GOING_OUT]
        if (
            routes[slot, USED] + uses > slots[slot, CAPACITY]
            or not (reach >> slots[slot, CLASS]) & 1
            or length >= stops.shape[1]
        ):
            continue
        if mobile and routes[slot, MOBILES] == 0:
            extra += slot_cost[slot, LARGE_CREW]
        frame, weekday, depot = slots[slot, FRAME], slots[slot, WEEKDAY], slots[slot, DEPOT]
        spare = slots[slot, MOST_DRIVING] - routes[slot, DRIVING]
        here = depot
        for position in range(length + 1):
            after = depot
            if position < length:
                after = tasks[stops[slot, position], LOCATION]
            delta = extra + (
                cost[frame, here, there] + cost[frame, there, after] - cost[frame, here, after]
            )
            if delta < best:
                to, back = seconds[frame, here, there], seconds[frame, there, after]
                leaves = slots[slot, OPENS]
                if position > 0:
                    leaves = departs[slot, position - 1]
                start = first_start(windows, task, weekday, leaves + to)
                if (
                    to != NEVER  # noqa: PLR1714 -- compiled: no tuple is made
                    and back != NEVER
                    and start != NEVER
                    and start + service + back <= latest[slot, position]
                    and to + back - seconds[frame, here, after] <= spare
                    and (blink <= 0.0 or uniform(chance) >= blink)
                ):
                    best, found, at = delta, slot, position
            here = after
    return best, found, at


@inner
def insert(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, windows: Ints, seconds: Ints,
    routes: Ints, stops: Ints, departs: Ints, latest: Ints, slot_of: Ints,
    slot: int, position: int, task: int,
) -> None:  # fmt: skip
    """Put a visit before a position of a route."""
    frame, length, there = slots[slot, FRAME], routes[slot, LENGTH], tasks[task, LOCATION]
    here = after = slots[slot, DEPOT]
    if position > 0:
        here = tasks[stops[slot, position - 1], LOCATION]
    if position < length:
        after = tasks[stops[slot, position], LOCATION]
    routes[slot, DRIVING] += (
        seconds[frame, here, there] + seconds[frame, there, after] - seconds[frame, here, after]
    )
    routes[slot, USED] += tasks[task, USES]
    routes[slot, MOBILES] += tasks[task, MOBILE]
    routes[slot, LENGTH] = length + 1
    latest[slot, length + 1] = slots[slot, CLOSES]
    for place in range(length, position, -1):
        stops[slot, place] = stops[slot, place - 1]
        latest[slot, place] = latest[slot, place - 1]
    stops[slot, position] = task
    slot_of[task, slots[slot, DAY]] = slot
    forward(tasks, slots, windows, seconds, stops, departs, slot, position, length + 1)
    backward(tasks, slots, windows, seconds, stops, latest, slot, position, length + 1)


@inner
def remove(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, slot_cost: Floats, cost: Floats,
    routes: Ints, stops: Ints, slot_of: Ints, slot: int, task: int,
) -> float:  # fmt: skip
    """Take a visit out of its route and return the cost that is saved; the clock is left as it is.

    Whoever takes out visits calls :func:`refresh` afterwards, once for a route.
    """
    frame, depot, length = slots[slot, FRAME], slots[slot, DEPOT], routes[slot, LENGTH]
    position = 0
    while stops[slot, position] != task:
        position += 1
    here = after = depot
    if position > 0:
        here = tasks[stops[slot, position - 1], LOCATION]
    if position < length - 1:
        after = tasks[stops[slot, position + 1], LOCATION]
    there = tasks[task, LOCATION]
    saved = cost[frame, here, there] + cost[frame, there, after] - cost[frame, here, after]
    if length == 1:
        saved += slot_cost[slot, GOING_OUT]
    if tasks[task, MOBILE]:
        routes[slot, MOBILES] -= 1
        if routes[slot, MOBILES] == 0:
            saved += slot_cost[slot, LARGE_CREW]
    for place in range(position, length - 1):
        stops[slot, place] = stops[slot, place + 1]
    routes[slot, LENGTH] = length - 1
    slot_of[task, slots[slot, DAY]] = NEVER
    return float(saved)
