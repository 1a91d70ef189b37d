"""Give the days of a cycle back to the stops that had them, where the order of days is free."""

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from routing.cycle.moves import is_apart
from routing.cycle.search import copy_state
from routing.cycle.tables import Case, State, empty_state

SAME_WEEKDAY, SAME_DAY = 100, 1


def keep_weekdays(case: Case, state: State) -> State:
    """Return the same days, exchanged so that the most stops keep their weekday.

    Only where every stop is visited once in the cycle: else the rhythm ties the days together.
    """
    if (case.every[1:] != case.weeks).any():
        return state
    slots = len(state.lengths)
    worth = np.zeros((slots, slots), dtype=np.int64)
    for slot in range(slots):
        for stop in state.routes[slot, : state.lengths[slot]]:
            worth[slot, case.usual_weekday[stop] :: case.weekdays] += SAME_WEEKDAY
            worth[slot, case.usual_phase[stop] * case.weekdays + case.usual_weekday[stop]] += (
                SAME_DAY
            )
    _, targets = linear_sum_assignment(worth, maximize=True)
    moved = empty_state(case)
    copy_state(state, moved)
    for slot, target in enumerate(targets):
        length = state.lengths[slot]
        moved.routes[target] = state.routes[slot]
        for whole, part in zip(moved[1:4], state[1:4], strict=True):
            whole[target] = part[slot]
        week, weekday = divmod(int(target), case.weekdays)
        moved.phase[state.routes[slot, :length]] = week
        moved.weekday[state.routes[slot, :length]] = weekday
    good = all(
        is_apart(case, moved, stop, int(moved.phase[stop]), int(moved.weekday[stop]))
        for stop in {int(stop) for pair in case.apart for stop in pair[:2]}
        if moved.phase[stop] >= 0
    )
    return moved if good else state
