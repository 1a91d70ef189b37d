"""Put a visit into a route, take it out, and find the cheapest place for it."""

from routing.search.chance import State, uniform
from routing.search.clock import backward, first_start, forward
from routing.search.compiled import inner, woven
from routing.search.ground import (
    ASKING,
    CAPACITY,
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
    SERVICE,
    STEP,
    TWIN,
    USED,
    USES,
    VERSION,
    WEEKDAY,
    Bools,
    Floats,
    Ints,
    Places,
)


@woven
def best_in_slot(  # noqa: C901, PLR0913, PLR0917 -- the innermost loop, kept in one piece
    tasks: Ints, slots: Ints, windows: Ints, slot_cost: Floats,
    cost: Floats, cost_from: Floats, seconds: Ints,
    routes: Ints, places: Places, legs: Floats, departs: Ints, latest: Ints,
    slot: int, task: int, limit: float, spared: int,
) -> tuple[float, int]:  # fmt: skip
    """Return cost and position of the cheapest insertion into a route below a limit, or FAR.

    Openings and the shift are checked against the earliest departure before the position and
    the latest arrival after it, the driving against what the route has left; the load is left to
    the caller. One position may be spared.
    """
    best, at = limit, NEVER
    there, service = tasks[task, LOCATION], tasks[task, SERVICE]
    length = routes[slot, LENGTH]
    positions = length + 1
    if length >= departs.shape[1]:
        positions = 0
    extra = 0.0
    if length == 0:
        extra = slot_cost[slot, GOING_OUT]
    if tasks[task, MOBILE] and routes[slot, MOBILES] == 0:
        extra += slot_cost[slot, LARGE_CREW]
    frame, weekday = slots[slot, FRAME], slots[slot, WEEKDAY]
    spare = slots[slot, MOST_DRIVING] - routes[slot, DRIVING]
    here = places[slot, 0]
    for position in range(positions):
        after = places[slot, position + 1]
        delta = extra + (
            cost_from[frame, there, here] + cost[frame, there, after] - legs[slot, position]
        )
        if delta < best and position != spared:
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
            ):
                best, at = delta, position
        here = after
    if at == NEVER:
        best = FAR
    return best, at


@woven
def best_on_day(  # noqa: C901, PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, may: Bools, slots: Ints, day_slots: Ints, windows: Ints,
    slot_cost: Floats, cost: Floats, cost_from: Floats, seconds: Ints,
    routes: Ints, places: Places, legs: Floats, departs: Ints, latest: Ints,
    touch: Ints, refused: Ints, counts: Ints, known: Ints, known_cost: Floats,
    day: int, task: int, overload: float, blink: float, chance: State,
) -> tuple[float, int, int]:  # fmt: skip
    """Return cost, slot and position of the cheapest insertion on a day; FAR where none fits.

    ``overload`` is the price of each unit above what a van holds. What is known of routes that
    the step did not touch is not worked out again. Slots that were refused are passed over.
    """
    best, found, at, empty = FAR, NEVER, NEVER, NEVER
    for slot in range(day_slots[day], day_slots[day + 1]):
        if not may[task, slot] or refused[slot] == counts[ASKING]:
            continue
        if routes[slot, LENGTH] == 0:
            if slots[slot, TWIN] == empty:
                continue
            empty = slots[slot, TWIN]
        charge = 0.0
        above = routes[slot, USED] + tasks[task, USES] - slots[slot, CAPACITY]
        if above > 0:
            charge = overload * min(above, tasks[task, USES])
            if charge >= best:
                continue
        fresh, spared, limit = touch[slot] == counts[STEP], NEVER, FAR
        if fresh:
            limit = best - charge
        asked = fresh or known[task, slot, 0] != routes[slot, VERSION]
        delta, position = known_cost[task, slot], known[task, slot, 1]
        while True:
            if asked:
                delta, position = best_in_slot(
                    tasks, slots, windows, slot_cost, cost, cost_from, seconds,
                    routes, places, legs, departs, latest, slot, task, limit, spared,
                )  # fmt: skip
                if not fresh and spared == NEVER:
                    known[task, slot, 0], known[task, slot, 1] = routes[slot, VERSION], position
                    known_cost[task, slot] = delta
            if spared != NEVER or delta + charge >= best or uniform(chance) >= blink:
                break
            asked, spared, limit = True, position, best - charge
        if delta + charge < best:
            best, found, at = delta + charge, slot, position
    return best, found, at


@inner
def insert(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, windows: Ints, cost: Floats, seconds: Ints,
    routes: Ints, stops: Ints, places: Places, legs: Floats,
    departs: Ints, latest: Ints, slot_of: Ints,
    slot: int, position: int, task: int,
) -> None:  # fmt: skip
    """Put a visit before a position of a route."""
    frame, length, there = slots[slot, FRAME], routes[slot, LENGTH], tasks[task, LOCATION]
    here, after = places[slot, position], places[slot, position + 1]
    routes[slot, DRIVING] += (
        seconds[frame, here, there] + seconds[frame, there, after] - seconds[frame, here, after]
    )
    routes[slot, USED] += tasks[task, USES]
    routes[slot, MOBILES] += tasks[task, MOBILE]
    routes[slot, LENGTH] = length + 1
    latest[slot, length + 1] = slots[slot, CLOSES]
    places[slot, length + 2] = places[slot, length + 1]
    for place in range(length, position, -1):
        stops[slot, place] = stops[slot, place - 1]
        latest[slot, place] = latest[slot, place - 1]
        places[slot, place + 1] = places[slot, place]
        legs[slot, place + 1] = legs[slot, place]
    stops[slot, position], places[slot, position + 1] = task, there
    legs[slot, position] = cost[frame, here, there]
    legs[slot, position + 1] = cost[frame, there, after]
    slot_of[task, slots[slot, DAY]] = slot
    forward(tasks, slots, windows, seconds, stops, departs, slot, position, length + 1)
    backward(tasks, slots, windows, seconds, stops, latest, slot, position, length + 1)


@inner
def remove(  # noqa: C901, PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, slot_cost: Floats, cost: Floats,
    routes: Ints, stops: Ints, slot_of: Ints, slot: int, task: int, overload: float,
) -> float:  # fmt: skip
    """Take a visit out of its route and return the cost that is saved; the clock is left as it is.

    ``overload`` is the price of each unit above what a van holds.

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
    above = routes[slot, USED] - slots[slot, CAPACITY]
    if above > 0:
        saved += overload * min(above, tasks[task, USES])
    routes[slot, USED] -= tasks[task, USES]
    for place in range(position, length - 1):
        stops[slot, place] = stops[slot, place + 1]
    routes[slot, LENGTH] = length - 1
    slot_of[task, slots[slot, DAY]] = NEVER
    return float(saved)
