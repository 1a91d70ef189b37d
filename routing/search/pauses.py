"""Say whether a route leaves time for the meal and the rests of its crew.

A route is looked at as labels: how late it is, how long has been driven since the last rest, and
whether the meal was had; of two labels the one that is nowhere better is dropped. The rules are
those of ``routing/timetable.py``, which sets the clock of what was found; here they are compiled.
"""

from routing.search.compiled import inner
from routing.search.ground import (
    CLOSES,
    DEPOT,
    DRIVING,
    FRAME,
    LENGTH,
    LOCATION,
    MEAL,
    MEAL_FROM,
    MEAL_UNTIL,
    MOVES,
    NEVER,
    OPENS,
    PER_BOX,
    REST,
    SERVICE,
    UNBROKEN,
    WEEKDAY,
    Ground,
    Ints,
    Tours,
)

MOST_LABELS = 48
"""Room for labels. What finds none is dropped, so that a route may be refused that could be driven,
and none is taken that could not."""

TIME, DRIVEN, FED, LEFT = range(4)
"""Columns of a label; LEFT: seconds of a leg still to be driven."""

HERE, THERE, OPEN = range(3)
"""Labels at the last stop, at the next, and on the way."""


@inner
def drivable(ground: Ground, tours: Tours, labels: Ints, slot: int) -> bool:
    """Say whether a route whose openings and shift are kept leaves time for what its crew needs."""
    slots, routes, pauses = ground.slots, tours.routes, ground.pauses
    length = routes[slot, LENGTH]
    if length == 0:
        return True
    hungry = tired = 0
    if pauses[slot, MEAL] != NEVER and slots[slot, OPENS] < pauses[slot, MEAL_FROM]:
        hungry = 1
    if routes[slot, DRIVING] > pauses[slot, UNBROKEN]:
        tired = 1
    if tired == 0 and not shares_a_stop(tours, slot):
        frame, last = slots[slot, FRAME], tours.places[slot, length]
        home = tours.departs[slot, length - 1] + ground.seconds[frame, last, slots[slot, DEPOT]]
        if hungry == 0 or home <= pauses[slot, MEAL_UNTIL]:
            return True
    if driven_from(ground, tours, labels, slot, slots[slot, OPENS], hungry, tired):
        return True
    return hungry == 1 and driven_from(
        ground, tours, labels, slot, pauses[slot, MEAL_FROM], 0, tired
    )


@inner
def shares_a_stop(tours: Tours, slot: int) -> bool:
    """Say whether services of one place follow each other, which are done at one time."""
    shared = False
    for position in range(1, tours.routes[slot, LENGTH]):
        shared = shared or tours.places[slot, position] == tours.places[slot, position + 1]
    return shared


@inner
def driven_from(  # noqa: PLR0917 -- compiled: arrays one by one
    ground: Ground, tours: Tours, labels: Ints, slot: int, leaves: int, hungry: int, tired: int
) -> bool:  # fmt: skip
    """Say whether a route can be driven that leaves at a time, with a meal and rests or without."""
    tasks, slots, seconds = ground.tasks, ground.slots, ground.seconds
    stops, length = tours.stops, tours.routes[slot, LENGTH]
    frame, here = slots[slot, FRAME], slots[slot, DEPOT]
    labels[HERE, 0, TIME], labels[HERE, 0, DRIVEN], labels[HERE, 0, FED] = leaves, 0, 1 - hungry
    count, position = 1, 0
    while position < length and count > 0:
        there = tasks[stops[slot, position], LOCATION]
        after = position
        while after < length and tasks[stops[slot, after], LOCATION] == there:
            after += 1
        service = stop_length(tasks, stops, slot, position, after)
        leg = seconds[frame, here, there]
        arrived = drive_all(ground, labels, slot, count, leg, tired)
        count = serve_all(ground, stops, labels, slot, arrived, position, after, service, tired)
        here, position = there, after
    leg = seconds[frame, here, slots[slot, DEPOT]]
    arrived = drive_all(ground, labels, slot, count, leg, tired)
    good = False
    for place in range(arrived):
        late = labels[THERE, place, TIME] > ground.pauses[slot, MEAL_UNTIL]
        good = good or labels[THERE, place, FED] == 1 or not late
    return good


@inner
def stop_length(  # noqa: PLR0917 -- compiled: arrays one by one
    tasks: Ints, stops: Ints, slot: int, first: int, end: int
) -> int:
    """Return the seconds of a stop: all its boxes take as long as the slowest of its services."""
    service = moves = slowest = 0
    for position in range(first, end):
        task = stops[slot, position]
        service += tasks[task, SERVICE] - tasks[task, MOVES] * tasks[task, PER_BOX]
        moves += tasks[task, MOVES]
        slowest = max(slowest, tasks[task, PER_BOX])
    return service + moves * slowest


@inner
def drive_all(  # noqa: C901, PLR0917 -- compiled: arrays one by one
    ground: Ground, labels: Ints, slot: int, count: int, leg: int, tired: int
) -> int:  # fmt: skip
    """Drive a leg from the labels HERE to labels THERE, with the pauses on it; return how many."""
    pauses, closes = ground.pauses, ground.slots[slot, CLOSES]
    found = 0
    if leg == NEVER:
        return found
    for place in range(count):
        for column in range(LEFT):
            labels[OPEN, 0, column] = labels[HERE, place, column]
        labels[OPEN, 0, LEFT] = leg
        waiting = 1
        while waiting > 0:
            waiting -= 1
            time, driven = labels[OPEN, waiting, TIME], labels[OPEN, waiting, DRIVEN]
            fed, left = labels[OPEN, waiting, FED], labels[OPEN, waiting, LEFT]
            if time + left > closes:
                continue
            stretch = left
            if tired == 1:
                stretch = min(left, pauses[slot, UNBROKEN] - driven)
            if fed == 0:
                waiting = eat_on_the_way(
                    pauses, labels, slot, waiting, time, driven, left, stretch, tired
                )
            if stretch == left:
                found = add(labels, THERE, found, time + left, driven + left * tired, fed)
            elif pauses[slot, UNBROKEN] > 0:
                time, driven = time + stretch, driven + stretch
                ends = time + pauses[slot, REST]
                waiting = pause(
                    pauses, labels, slot, waiting, time, driven, fed, ends, left - stretch
                )
    return found


@inner
def eat_on_the_way(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    pauses: Ints, labels: Ints, slot: int, waiting: int,
    time: int, driven: int, left: int, stretch: int, tired: int,
) -> int:  # fmt: skip
    """Add the latest pause for the meal before the next rest is due, if there is one.

    Later is better: less is driven after it. A meal at the end of the leg is had at the stop.
    """
    earliest, length = pauses[slot, MEAL_FROM], pauses[slot, MEAL]
    begins = min(time + stretch, pauses[slot, MEAL_UNTIL] - length)
    if begins < time or begins >= time + left or (begins < earliest and stretch == left):
        return waiting
    ends = max(begins, earliest) + length
    driven += (begins - time) * tired
    return pause(pauses, labels, slot, waiting, begins, driven, 0, ends, left - (begins - time))


@inner
def pause(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    pauses: Ints, labels: Ints, slot: int, waiting: int,
    time: int, driven: int, fed: int, ends: int, left: int,
) -> int:  # fmt: skip
    """Add what is left of a leg after a pause, which may be a meal, a rest or both."""
    earliest, rest = pauses[slot, MEAL_FROM], pauses[slot, REST]
    eaten = (
        fed == 0
        and ends <= pauses[slot, MEAL_UNTIL]
        and ends - max(time, earliest) >= pauses[slot, MEAL]
    )
    longest = ends - time
    if eaten and time < earliest:
        longest = max(earliest - time, ends - earliest)
    if longest >= rest:
        driven = 0
    if waiting < labels.shape[1]:
        labels[OPEN, waiting, TIME], labels[OPEN, waiting, DRIVEN] = ends, driven
        labels[OPEN, waiting, FED], labels[OPEN, waiting, LEFT] = max(fed, int(eaten)), left
        waiting += 1
    return waiting


@inner
def serve_all(  # noqa: C901, PLR0913, PLR0917 -- compiled: arrays one by one
    ground: Ground, stops: Ints, labels: Ints, slot: int, count: int,
    first: int, end: int, service: int, tired: int,
) -> int:  # fmt: skip
    """Do the services of one stop at the labels THERE; return how many are HERE afterwards.

    At once, after a rest, after the meal, or after both.
    """
    pauses = ground.pauses
    rest, earliest = pauses[slot, REST], pauses[slot, MEAL_FROM]
    found = 0
    for place in range(count):
        arrival, driven = labels[THERE, place, TIME], labels[THERE, place, DRIVEN]
        for eats in range(2):
            ready, fed = arrival, labels[THERE, place, FED]
            if eats == 1:
                ready = max(arrival, earliest) + pauses[slot, MEAL]
                if fed == 1 or ready > pauses[slot, MEAL_UNTIL]:
                    continue
                fed = 1
            for rests in range(2):
                if rests == 1:
                    if tired == 0 or arrival + rest - service <= ready:
                        continue
                    ready = arrival + rest - service
                start = common_start(ground, stops, slot, first, end, ready, service)
                if start == NEVER:
                    continue
                leaves, since = start + service, driven
                if leaves - arrival >= rest:
                    since = 0
                found = add(labels, HERE, found, leaves, since, fed)
    return found


@inner
def common_start(  # noqa: PLR0917 -- compiled: arrays one by one
    ground: Ground, stops: Ints, slot: int, first: int, end: int, ready: int, service: int
) -> int:
    """Return the earliest start of all services of one stop at one time; NEVER where none fits."""
    windows, weekday = ground.windows, ground.slots[slot, WEEKDAY]
    start, position = ready, first
    while position < end:
        task = stops[slot, position]
        # The table holds the last start of this service alone.
        more = service - ground.tasks[task, SERVICE]
        opens = NEVER
        for window in range(windows.shape[2]):
            if windows[task, weekday, window, 0] == NEVER:
                break
            begins = max(start, windows[task, weekday, window, 0])
            if begins <= windows[task, weekday, window, 1] - more:
                opens = windows[task, weekday, window, 0]
                break
        if opens == NEVER:
            return NEVER
        position += 1
        if opens > start:
            start = opens
            if position > first + 1:
                position = first
    return start


@inner
def add(  # noqa: PLR0917 -- compiled: arrays one by one
    labels: Ints, where: int, count: int, time: int, driven: int, fed: int
) -> int:
    """Keep a label unless another is nowhere worse; drop those that it is nowhere worse than."""
    for place in range(count):
        if (
            labels[where, place, TIME] <= time
            and labels[where, place, DRIVEN] <= driven
            and labels[where, place, FED] >= fed
        ):
            return count
    left = 0
    for place in range(count):
        if (
            time > labels[where, place, TIME]
            or driven > labels[where, place, DRIVEN]
            or fed < labels[where, place, FED]
        ):
            for column in range(LEFT):
                labels[where, left, column] = labels[where, place, column]
            left += 1
    if left < labels.shape[1]:
        labels[where, left, TIME], labels[where, left, DRIVEN] = time, driven
        labels[where, left, FED] = fed
        left += 1
    return left
