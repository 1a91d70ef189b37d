"""Find the day that earns most by given prices of visits: ng-routes over time, in whole numbers.

A state is how late it is, whether the meal was had, where the van stands, and which of the
places near there it remembers to have served: these it does not serve again. Times are rounded
down between stops, so that no day that can be driven is missed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.search.compiled import inner, outer
from routing.search.ground import Ints

NOTHING = -(2**62)
"""Value of what cannot be."""

# Columns of the clock of a day.
SPAN, BUCKETS, ENDS, MEAL, EARLIEST, LATEST = range(6)


class DayTables(NamedTuple):
    """One kind of day as plain tables. Nodes are services; ends are the depot and night stops."""

    seconds: Ints
    """(nodes, nodes): least driving from a node to another, or what is used up of the store."""
    cost: Ints
    """(nodes, nodes): least cost of the same, in đồng."""
    lengths: Ints
    """(nodes): seconds of the shortest service."""
    windows: Ints
    """(nodes, windows, 2): first and last second of start; empty ones at the end are -1."""
    out_seconds: Ints
    """(ends, nodes): from an end to a node."""
    out_cost: Ints
    home_seconds: Ints
    """(nodes, ends)."""
    home_cost: Ints
    leaves: Ints
    """(ends): first second of leaving; -1 where no day begins."""
    clock: Ints
    """(6): SPAN of a bucket in seconds, BUCKETS, ENDS: last second of the day, MEAL: its length, 0
    where none is due, EARLIEST and LATEST second of the meal.
    """
    place_in: Ints
    """(nodes, nodes): bit by which the first remembers the second; -1 where it does not."""
    carried: NDArray[np.int16]
    """(nodes, nodes, memories): what is left of a memory after the way to another node."""


class Room(NamedTuple):
    """Room for the states of one kind of day."""

    value: Ints
    """(buckets, 2, nodes, memories): most that was earned on the way to a state."""
    before: Ints
    """The same shape: number of the state before; below 0: minus one minus the end it began at."""
    seen: Ints
    """(2, nodes, memories): most that was earned by any earlier state."""


@inner
def _start(windows: Ints, node: int, arrival: int) -> int:
    found = -1
    for window in range(windows.shape[1]):
        if windows[node, window, 0] < 0:
            break
        if arrival <= windows[node, window, 1]:
            found = max(arrival, windows[node, window, 0])
            break
    return found


@inner
def _reach(  # noqa: PLR0917 -- compiled: arrays one by one
    tables: DayTables, room: Room, gain: int, fed: int, node: int, memory: int,
    arrival: int, state: int,
) -> None:  # fmt: skip
    """Note that a node is reached at some second with what was earned before it."""
    start = _start(tables.windows, node, arrival)
    if start < 0:
        return
    bucket = (start + tables.lengths[node]) // tables.clock[SPAN]
    if bucket < tables.clock[BUCKETS] and gain > room.value[bucket, fed, node, memory]:
        room.value[bucket, fed, node, memory] = gain
        room.before[bucket, fed, node, memory] = state


@inner
def _arrive(  # noqa: PLR0913, PLR0917 -- compiled: arrays one by one
    tables: DayTables, room: Room, gain: int, fed: int, node: int, memory: int,
    leaves: int, way: int, state: int,
) -> None:  # fmt: skip
    """Go to a node, with the meal on the way or without."""
    clock = tables.clock
    _reach(tables, room, gain, fed, node, memory, leaves + way, state)
    if fed == 0 and leaves + clock[MEAL] <= clock[LATEST]:
        after = max(leaves + way, clock[EARLIEST]) + clock[MEAL]
        _reach(tables, room, gain, 1, node, memory, after, state)


@inner
def _can_end(clock: Ints, fed: int, leaves: int, way: int) -> bool:
    ends = leaves + way
    if ends > clock[ENDS]:
        return False
    if fed == 1 or ends <= clock[LATEST]:
        return True
    return bool(
        leaves + clock[MEAL] <= clock[LATEST]
        and max(ends, clock[EARLIEST]) + clock[MEAL] <= clock[ENDS]
    )


@inner
def _is_beaten(room: Room, at: tuple[int, int, int], value: int) -> bool:
    """Say whether an earlier state that remembers no more earned as much."""
    fed, node, memory = at
    rest = memory
    while True:
        if room.seen[1, node, rest] >= value or (fed == 0 and room.seen[0, node, rest] >= value):
            return True
        if rest == 0:
            return False
        rest = (rest - 1) & memory


@inner
def _begin(tables: DayTables, room: Room, prices: Ints, ends: Ints) -> None:
    """Leave from every end to every node, with the meal still due or not."""
    clock = tables.clock
    for end in range(len(ends)):
        for node in range(len(prices)):
            way, leaves = tables.out_seconds[end, node], tables.leaves[end]
            if prices[node] <= 0 or way < 0 or leaves < 0:
                continue
            gain = prices[node] - tables.out_cost[end, node] - ends[end, 0]
            if clock[MEAL] > 0 and leaves < clock[EARLIEST]:
                _arrive(tables, room, gain, 0, node, 0, leaves, way, -1 - end)
                leaves = clock[EARLIEST]
            _arrive(tables, room, gain, 1, node, 0, leaves, way, -1 - end)


@inner
def _end(  # noqa: PLR0917 -- compiled: arrays one by one
    tables: DayTables, state: tuple[int, int, int, int], value: int,
    ends: Ints, found: Ints, chosen: Ints,
) -> None:  # fmt: skip
    """Go from a state to every end."""
    now, fed, node, number = state
    for end in range(len(ends)):
        way = tables.home_seconds[node, end]
        if way >= 0 and _can_end(tables.clock, fed, now, way):
            earned = value - tables.home_cost[node, end] - ends[end, 1]
            if earned > found[node, 0]:
                found[node, 0], found[node, 1] = earned, number
                chosen[node] = end


@inner
def _go_on(  # noqa: PLR0917 -- compiled: arrays one by one
    tables: DayTables, room: Room, prices: Ints,
    state: tuple[int, int, int, int], memory: int, value: int,
) -> None:  # fmt: skip
    """Go from a state to every node that it does not remember."""
    now, fed, node, number = state
    for after in range(len(prices)):
        way, bit = tables.seconds[node, after], tables.place_in[node, after]
        if prices[after] <= 0 or way < 0 or after == node or (bit >= 0 and (memory >> bit) & 1):
            continue
        gain = value + prices[after] - tables.cost[node, after]
        kept = tables.carried[node, after, memory]
        _arrive(tables, room, gain, fed, after, kept, now, way, number)


@outer
def best_days(  # noqa: PLR0917 -- compiled: arrays one by one
    tables: DayTables, room: Room, prices: Ints, ends: Ints, found: Ints, chosen: Ints
) -> None:
    """Write the best day by its last node: ``found`` (nodes, 2): earned, state; and its end.

    ``room`` and ``found`` hold NOTHING at first. ``prices`` by node; ``ends`` (ends, 2): price of
    beginning there and of ending there. Nodes with a price of 0 or less are left out: they earn
    nothing, and ways are the shortest.
    """
    nodes, memories = len(prices), room.value.shape[3]
    _begin(tables, room, prices, ends)
    for bucket in range(tables.clock[BUCKETS]):
        for at in range(2 * nodes * memories):
            fed, node, memory = at // (nodes * memories), at // memories % nodes, at % memories
            value = room.value[bucket, fed, node, memory]
            if value == NOTHING or _is_beaten(room, (fed, node, memory), value):
                continue
            room.seen[fed, node, memory] = value
            number = ((bucket * 2 + fed) * nodes + node) * memories + memory
            state = bucket * tables.clock[SPAN], fed, node, number
            _end(tables, state, value, ends, found, chosen)
            _go_on(tables, room, prices, state, memory, value)


@outer
def shorten(ways: Ints) -> None:
    """Make every entry the shortest way over all others; what cannot be is far above all."""
    size = len(ways)
    for over in range(size):
        for start in range(size):
            first = ways[start, over]
            for end in range(size):
                way = first + ways[over, end]
                ways[start, end] = min(ways[start, end], way)
