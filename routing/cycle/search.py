"""Search a cycle by taking strings of stops out and putting them back (compiled).

Slack induction by string removals: J. Christiaens, G. Vanden Berghe (2020), Slack Induction by
String Removals for Vehicle Routing Problems, Transportation Science 54(2),
doi:10.1287/trsc.2019.0914. A stop that recurs leaves and enters all its days at once.
"""

import math

import numpy as np
from numba import njit

from routing.cycle.moves import draw, put_back, take_out
from routing.cycle.tables import Case, Ints, State

ABSENT = 1_000_000
"""Weight of a stop in no slot against seconds of driving."""
DAY_OUT = 5
"""Weight of a day out against seconds of driving."""
LONGEST_STRING = 10
MEAN_REMOVED = 10
BLINK = 100
AT_RANDOM, LONG_FIRST, FAR_FIRST, NEAR_FIRST = 4, 4, 2, 1
"""How often each order of putting back is drawn."""


@njit(cache=True)
def weight(state: State) -> int:
    """Return what is minimised: driving, far above it stops in no slot, days out to break ties."""
    days = (state.lengths > 0).sum()
    return int(state.drive.sum() + ABSENT * state.counts[0] + DAY_OUT * days)


@njit(cache=True)
def copy_state(source: State, target: State) -> None:
    """Make one state equal to another."""
    for slot in range(len(source.lengths)):
        length = source.lengths[slot]
        target.routes[slot, :length] = source.routes[slot, :length]
    target.lengths[:] = source.lengths
    target.drive[:] = source.drive
    target.work[:] = source.work
    target.phase[:] = source.phase
    target.weekday[:] = source.weekday
    target.counts[:] = source.counts


@njit(cache=True)
def _string(case: Case, state: State, stop: int, longest: int, dice: Ints) -> None:
    """Take out a string of stops around one, on one of its days."""
    visits = case.weeks // case.every[stop]
    week = state.phase[stop] + draw(dice, visits) * case.every[stop]
    slot = week * case.weekdays + state.weekday[stop]
    length = state.lengths[slot]
    count = 1 + draw(dice, min(longest, length))
    at = 0
    while state.routes[slot, at] != stop:
        at += 1
    first = max(0, at - draw(dice, count))
    first = min(first, length - count)
    for stop_out in state.routes[slot, first : first + count].copy():
        take_out(case, state, stop_out)


@njit(cache=True)
def ruin(case: Case, state: State, used: Ints, dice: Ints) -> None:
    """Take strings near one stop out of several days."""
    stops = len(case.dwell) - 1
    busy = 0
    for slot in range(len(state.lengths)):
        busy += state.lengths[slot] > 0
    mean = max(1, (stops - state.counts[0]) // max(busy, 1))
    longest = min(LONGEST_STRING, mean)
    strings = 1 + draw(dice, max(1, 4 * MEAN_REMOVED // (1 + longest) - 1))
    used[:] = 0
    centre = 1 + draw(dice, stops)
    for stop in case.near[centre]:
        if strings == 0:
            break
        if state.phase[stop] < 0 or used[state.weekday[stop], state.phase[stop]]:
            continue
        used[state.weekday[stop], state.phase[stop]] = 1
        _string(case, state, stop, longest, dice)
        strings -= 1


@njit(cache=True)
def recreate(case: Case, state: State, best: Ints, dice: Ints) -> None:
    """Put back what is in no slot, in an order drawn by chance."""
    absent = np.nonzero(state.phase[1:] < 0)[0] + 1
    keys = np.empty(len(absent), dtype=np.int64)
    order = draw(dice, AT_RANDOM + LONG_FIRST + FAR_FIRST + NEAR_FIRST)
    for number in range(len(absent)):
        stop = absent[number]
        if order < AT_RANDOM:
            keys[number] = draw(dice, 1 << 30)
        elif order < AT_RANDOM + LONG_FIRST:
            keys[number] = -case.dwell[stop] * (case.weeks // case.every[stop])
        elif order < AT_RANDOM + LONG_FIRST + FAR_FIRST:
            keys[number] = -case.seconds[0, stop]
        else:
            keys[number] = case.seconds[0, stop]
    for number in np.argsort(keys):
        put_back(case, state, absent[number], best, BLINK, dice)


@njit(cache=True)
def run_steps(
    case: Case, current: State, best: State, heat: tuple[float, float], steps: int, dice: Ints
) -> None:
    """Make a number of steps while the temperature falls from the first to the second value."""
    trial = State(
        current.routes.copy(), current.lengths.copy(), current.drive.copy(), current.work.copy(),
        current.phase.copy(), current.weekday.copy(), current.counts.copy(),
    )  # fmt: skip
    places = np.zeros((len(current.lengths), 2), dtype=np.int64)
    used = np.zeros((case.weekdays, case.weeks), dtype=np.int64)
    now, least = weight(current), weight(best)
    for step in range(steps):
        warmth = heat[0] * (heat[1] / heat[0]) ** (step / steps)
        ruin(case, trial, used, dice)
        recreate(case, trial, places, dice)
        found = weight(trial)
        chance = (1 + draw(dice, 1 << 30)) / (1 << 30)
        if found < now - warmth * math.log(chance):
            copy_state(trial, current)
            now = found
            if found < least:
                copy_state(trial, best)
                least = found
        else:
            copy_state(current, trial)
