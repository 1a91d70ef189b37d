"""Keep earliest departures and latest arrivals of a route, so that an insertion is checked at once.

Forward and backward slack after Savelsbergh, ORSA Journal on Computing 4(2), 1992,
doi:10.1287/ijoc.4.2.146, with several windows a day.
"""

from routing.search.compiled import inner, woven
from routing.search.ground import (
    CLOSES,
    DEPOT,
    DRIVING,
    FRAME,
    LENGTH,
    LOCATION,
    MOBILE,
    MOBILES,
    MOST_DRIVING,
    NEVER,
    OPENS,
    SERVICE,
    USED,
    USES,
    WEEKDAY,
    Floats,
    Ints,
    Places,
)


@woven
def first_start(windows: Ints, task: int, weekday: int, arrival: int) -> int:
    """Return the earliest start of service at or after an arrival; NEVER where none is left.

    The windows of a day are in order, so that the first one that is not over is the one.
    """
    found = NEVER
    for window in range(windows.shape[2]):
        if windows[task, weekday, window, 0] == NEVER:
            break
        if arrival <= windows[task, weekday, window, 1]:
            found = max(arrival, windows[task, weekday, window, 0])
            break
    return found


@woven
def last_start(windows: Ints, task: int, weekday: int, deadline: int) -> int:
    """Return the latest start of service at or before a deadline; NEVER where none fits."""
    found = NEVER
    for window in range(windows.shape[2]):
        opens = windows[task, weekday, window, 0]
        if opens == NEVER or opens > deadline:
            break
        found = max(found, min(deadline, windows[task, weekday, window, 1]))
    return found


@inner
def refresh(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, windows: Ints, cost: Floats, seconds: Ints,
    routes: Ints, stops: Ints, places: Places, legs: Floats,
    departs: Ints, latest: Ints, slot: int,
) -> bool:  # fmt: skip
    """Work out all that follows from the stops of a route; say whether it is possible.

    Taking a stop out makes a route impossible only where times break the triangle rule.
    """
    frame, depot, length = slots[slot, FRAME], slots[slot, DEPOT], routes[slot, LENGTH]
    here = depot
    used = mobiles = driving = 0
    for position in range(length):
        task = stops[slot, position]
        there = tasks[task, LOCATION]
        driving += seconds[frame, here, there]
        used += tasks[task, USES]
        mobiles += tasks[task, MOBILE]
        places[slot, position + 1], legs[slot, position] = there, cost[frame, here, there]
        here = there
    driving += seconds[frame, here, depot]
    places[slot, length + 1], legs[slot, length] = depot, cost[frame, here, depot]
    routes[slot, DRIVING], routes[slot, USED], routes[slot, MOBILES] = driving, used, mobiles
    possible = forward(tasks, slots, windows, seconds, stops, departs, slot, 0, length)
    latest[slot, length] = slots[slot, CLOSES]
    backward(tasks, slots, windows, seconds, stops, latest, slot, length - 1, length)
    return possible and driving <= slots[slot, MOST_DRIVING]


@inner
def forward(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, windows: Ints, seconds: Ints,
    stops: Ints, departs: Ints, slot: int, first: int, length: int,
) -> bool:  # fmt: skip
    """Work out the earliest departures from a position on; say whether they are possible."""
    frame, weekday = slots[slot, FRAME], slots[slot, WEEKDAY]
    now, here = slots[slot, OPENS], slots[slot, DEPOT]
    if first > 0:
        now, here = departs[slot, first - 1], tasks[stops[slot, first - 1], LOCATION]
    possible = True
    for position in range(first, length):
        task = stops[slot, position]
        there = tasks[task, LOCATION]
        leg = seconds[frame, here, there]
        start = first_start(windows, task, weekday, now + leg)
        possible = possible and leg != NEVER and start != NEVER  # noqa: PLR1714 -- compiled: no tuple is made
        now, here = start + tasks[task, SERVICE], there
        departs[slot, position] = now
    home = seconds[frame, here, slots[slot, DEPOT]]
    return possible and home != NEVER and (length == 0 or now + home <= slots[slot, CLOSES])


@inner
def backward(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tasks: Ints, slots: Ints, windows: Ints, seconds: Ints,
    stops: Ints, latest: Ints, slot: int, last: int, length: int,
) -> None:  # fmt: skip
    """Work out the latest arrivals from a position back to the first."""
    frame, weekday = slots[slot, FRAME], slots[slot, WEEKDAY]
    after = slots[slot, DEPOT]
    if last < length - 1:
        after = tasks[stops[slot, last + 1], LOCATION]
    deadline = latest[slot, last + 1]
    for position in range(last, -1, -1):
        task = stops[slot, position]
        here = tasks[task, LOCATION]
        limit = deadline - seconds[frame, here, after] - tasks[task, SERVICE]
        deadline, after = last_start(windows, task, weekday, limit), here
        latest[slot, position] = deadline
