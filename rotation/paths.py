"""Read a path through the event network: its stays, its worth and what it takes up."""

from typing import Any

import numba as nb
import numpy as np

from rotation.chart import NEVER, Cargo, Chart, Ints

# a stay (begins, ends) names visits; -1 stands for before the quarter and for after it


@nb.njit(cache=True, nogil=True, inline="always")
def worth_of(chart: Chart, cargo: Cargo, box: int, place: int, begins: int, ends: int) -> int:
    """Return the worth in đồng of a stay between two days, what keeping a pin is worth included."""
    value = cargo.rate[box, place] * chart.worth[ends - begins] // 4000
    return int(value + pin_kept(cargo, box, place, begins, ends))


@nb.njit(cache=True, nogil=True, inline="always")
def first_worth(chart: Chart, cargo: Cargo, box: int, ends: int) -> int:
    """Return the worth in đồng of the stay that a quarter begins with; -1: it lasts."""
    home = cargo.home[box]
    if ends < 0:
        return int(cargo.lasting[box] + pin_kept(cargo, box, home, -1, chart.numbers[0]))
    value = cargo.begun[box, chart.here[ends]]
    if value == NEVER:
        return NEVER
    return int(value + pin_kept(cargo, box, home, -1, chart.day[ends]))


@nb.njit(cache=True, nogil=True, inline="always")
def pin_kept(cargo: Cargo, box: int, place: int, begins: int, ends: int) -> int:
    """Return what a stay is worth for the sake of a pin."""
    if place >= 0 and cargo.goal[box, 0] == place and begins <= cargo.goal[box, 1] < ends:
        return int(cargo.goal[box, 2])
    return 0


@nb.njit(cache=True, nogil=True)
def back(chart: Chart, s: Any, kind: int, where: int, left: int, stays: Ints) -> int:
    """Write the stays of a path, the last first; return their number, -1: too many."""
    if kind == 0:
        stays[0, 0] = stays[0, 1] = -1
        return 1
    count = 0
    visit = where
    if kind == 1:
        stays[0, 0], stays[0, 1] = where, -1
        count = 1
        ends = s.came_from[visit, left]
        if ends < 0:
            brought = s.fresh_from[chart.voyage[visit], left]
            ends = -1 if brought < 0 else s.back_from[brought, left]
    else:
        brought = s.stock_from[where, left]
        ends = -1 if brought < 0 else s.back_from[brought, left]
    while ends >= 0:
        if count == len(stays):
            return -1
        visit = s.gone_from[ends, left]
        left = s.gone_set[ends, left]
        stays[count, 0], stays[count, 1] = visit, ends
        count += 1
        if visit < 0:
            break
        ends = s.came_from[visit, left]
        if ends < 0:
            brought = s.fresh_from[chart.voyage[visit], left]
            ends = -1 if brought < 0 else s.back_from[brought, left]
    return count


@nb.njit(cache=True, nogil=True)
def place_of(chart: Chart, cargo: Cargo, box: int, begins: int) -> int:
    """Return the place of a stay; -1: one that is not visited."""
    return int(cargo.home[box] if begins < 0 else chart.place[begins])


@nb.njit(cache=True, nogil=True)
def comes_back(chart: Chart, cargo: Cargo, box: int, stays: Ints, count: int, known: Ints) -> int:
    """Return a place that a path comes back to and that is not known as critical, or -1."""
    for later in range(count):
        place = place_of(chart, cargo, box, stays[later, 0])
        if place < 0 or known[place] or not chart.unrested[stays[later, 0]]:
            continue
        for earlier in range(later + 1, count):
            if place_of(chart, cargo, box, stays[earlier, 0]) == place:
                return int(place)
    return -1


@nb.njit(cache=True, nogil=True)
def rests_enough(chart: Chart, cargo: Cargo, box: int, stays: Ints, count: int) -> bool:
    """S05: say whether a path rests before it comes back to a place."""
    for later in range(count - 1):
        begins = stays[later, 0]
        for earlier in range(later + 1, count):
            if place_of(chart, cargo, box, stays[earlier, 0]) != chart.place[begins]:
                continue
            if chart.day[begins] - chart.day[stays[earlier, 1]] < chart.numbers[3]:
                return False
    return True


@nb.njit(cache=True, nogil=True)
def value_of(chart: Chart, cargo: Cargo, box: int, stays: Ints, count: int) -> int:
    """Return the worth of a path in đồng."""
    value = 0
    for k in range(count):
        begins, ends = stays[k, 0], stays[k, 1]
        if begins < 0:
            value += first_worth(chart, cargo, box, ends)
            continue
        until = chart.numbers[0] if ends < 0 else chart.day[ends]
        value += worth_of(chart, cargo, box, chart.place[begins], chart.day[begins], until)
    return value


@nb.njit(cache=True, nogil=True)
def taken_up(chart: Chart, cargo: Cargo, box: int, stays: Ints, count: int, rows: Ints) -> int:
    """Write what a path takes up, and return how much that is.

    Rows: the shelf after each visit, the moves at each visit, the segments.
    """
    visits, n = len(chart.place), 0
    for k in range(count):
        begins, ends = stays[k, 0], stays[k, 1]
        place = place_of(chart, cargo, box, begins)
        if place < 0:
            continue
        since = 0 if begins < 0 else chart.here[begins]
        until = chart.first[place + 1] - chart.first[place] if ends < 0 else chart.here[ends]
        for here in range(since, until):
            rows[n] = chart.at[chart.first[place] + here]
            n += 1
        if begins >= 0:
            voyage = chart.voyage[begins]
            onto = chart.segment[voyage]
            if k + 1 < count and chart.voyage[stays[k + 1, 1]] == voyage:
                onto += chart.rank[stays[k + 1, 1]] + 1
            rows[n] = visits + begins
            n += 1
            for segment in range(onto, chart.segment[voyage] + chart.rank[begins] + 1):
                rows[n] = 2 * visits + segment
                n += 1
        if ends >= 0:
            voyage = chart.voyage[ends]
            rows[n] = visits + ends
            n += 1
            if k == 0 or chart.voyage[stays[k - 1, 0]] != voyage:
                for segment in range(
                    chart.segment[voyage] + chart.rank[ends] + 1, chart.segment[voyage + 1]
                ):
                    rows[n] = 2 * visits + segment
                    n += 1
    return n


@nb.njit(cache=True, nogil=True)
def usage_of(chart: Chart, cargo: Cargo, stays: Ints, count: Ints, space: Ints) -> Any:
    """Return what one path of each box takes up together: rows as above, then grams a segment."""
    visits, segments = len(chart.place), chart.segment[-1]
    usage = np.zeros(2 * visits + 2 * segments, np.int64)
    for box in range(len(count)):
        for k in range(taken_up(chart, cargo, box, stays[box], count[box], space)):
            usage[space[k]] += 1
            if space[k] >= 2 * visits:
                usage[space[k] + segments] += cargo.weight[box]
    return usage
