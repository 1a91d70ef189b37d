"""Put stops into the days of a cycle and take them out: the compiled inner loops."""

import numpy as np
from numba import njit

from routing.cycle.tables import Case, Ints, State

FAR = 1 << 60


@njit(cache=True)
def draw(dice: Ints, below: int) -> int:
    """Return a whole number from 0 to ``below`` - 1 (xorshift64*, Vigna 2016)."""
    x = np.uint64(dice[0])
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = np.int64(x)
    product = x * np.uint64(2685821657736338717)
    return int((product >> np.uint64(33)) % np.uint64(below))


@njit(cache=True)
def take_out(case: Case, state: State, stop: int) -> None:
    """Take a stop out of all its slots."""
    week = state.phase[stop]
    while week < case.weeks:
        slot = week * case.weekdays + state.weekday[stop]
        route, length = state.routes[slot], state.lengths[slot]
        at = 0
        while route[at] != stop:
            at += 1
        before = route[at - 1] if at else 0
        after = route[at + 1] if at + 1 < length else 0
        saved = case.seconds[before, stop] + case.seconds[stop, after] - case.seconds[before, after]
        for place in range(at, length - 1):
            route[place] = route[place + 1]
        state.lengths[slot] = length - 1
        state.drive[slot] -= saved
        state.work[slot] -= saved + case.dwell[stop]
        week += case.every[stop]
    _count(case, state, stop, -1)
    state.phase[stop] = -1


@njit(cache=True)
def _count(case: Case, state: State, stop: int, sign: int) -> None:
    state.counts[0] -= sign
    if (
        state.phase[stop] != case.usual_phase[stop]
        or state.weekday[stop] != case.usual_weekday[stop]
    ):
        state.counts[1] += sign


@njit(cache=True)
def put_at(case: Case, state: State, stop: int, slot: int, at: int) -> None:
    """Put a stop into one slot before the stop that is now at ``at``."""
    route, length = state.routes[slot], state.lengths[slot]
    before = route[at - 1] if at else 0
    after = route[at] if at < length else 0
    added = case.seconds[before, stop] + case.seconds[stop, after] - case.seconds[before, after]
    for place in range(length, at, -1):
        route[place] = route[place - 1]
    route[at] = stop
    state.lengths[slot] = length + 1
    state.drive[slot] += added
    state.work[slot] += added + case.dwell[stop]


@njit(cache=True)
def best_places(case: Case, state: State, stop: int, best: Ints, blink: int, dice: Ints) -> None:
    """Fill ``best`` (slots, 2) with the least added driving and its position in every slot.

    A position is passed over by chance once in ``blink`` times; 0: never.
    """
    to, away = case.seconds[:, stop], case.seconds[stop]
    for slot in range(len(state.lengths)):
        route, length = state.routes[slot], state.lengths[slot]
        least, where = FAR, -1
        room = case.limit - state.work[slot] - case.dwell[stop]
        before = 0
        for at in range(length + 1):
            after = route[at] if at < length else 0
            added = to[before] + away[after] - case.seconds[before, after]
            if added < least and added <= room and not (blink and draw(dice, blink) == 0):
                least, where = added, at
            before = after
        best[slot, 0], best[slot, 1] = least, where


@njit(cache=True)
def is_apart(case: Case, state: State, stop: int, phase: int, weekday: int) -> bool:
    """Say whether a stop may be visited on these days beside those that it keeps apart from."""
    for pair in case.apart:
        other = pair[1] if pair[0] == stop else pair[0]
        if stop not in (pair[0], pair[1]) or state.phase[other] < 0:
            continue
        if not pair[2] and state.weekday[other] != weekday:
            continue
        small = min(case.every[stop], case.every[other])
        if (phase - state.phase[other]) % small == 0:
            return False
    return True


@njit(cache=True)
def put_back(case: Case, state: State, stop: int, best: Ints, blink: int, dice: Ints) -> bool:
    """Put a stop where it adds the least driving; say whether it found room."""
    best_places(case, state, stop, best, blink, dice)
    least, phase, weekday = FAR, -1, -1
    fixed = case.changes >= 0 and state.counts[1] >= case.changes
    for first in range(case.every[stop]):
        for day in range(case.weekdays):
            if fixed and (first != case.usual_phase[stop] or day != case.usual_weekday[stop]):
                continue
            added = 0
            for week in range(first, case.weeks, case.every[stop]):
                added = min(FAR, added + best[week * case.weekdays + day, 0])
            if added < least and is_apart(case, state, stop, first, day):
                least, phase, weekday = added, first, day
    if phase < 0:
        return False
    state.phase[stop], state.weekday[stop] = phase, weekday
    for week in range(phase, case.weeks, case.every[stop]):
        slot = week * case.weekdays + weekday
        put_at(case, state, stop, slot, best[slot, 1])
    _count(case, state, stop, 1)
    return True
