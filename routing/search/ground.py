"""Hold a routing problem as plain tables, for the compiled loops.

Loops that run millions of times take the few arrays that they need one by one: a compiled call
that hands over a whole record copies every array's header.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Pool = NDArray[np.int32]
Places = NDArray[np.uint32]
"""Without a sign, so that an index need not be looked at for one."""

FAR = 1e12
"""Cost of what cannot be done."""

NEVER = -1
"""No time, no slot, no pattern."""

FIXED = 1 << 62
"""In the place of the last step that took a task out: no step may."""

LONGEST_ROUTE = 120
"""Room for stops in one route."""

# Columns of the table of tasks.
LOCATION, SERVICE, USES, MOBILE, PATTERNS, MOVES, PER_BOX = range(7)

TASK_COLUMNS = 7

# Columns of the table of choices.
DAYS, FEWEST = range(2)

# Columns of the table of slots.
DAY, FRAME, CLASS, TWIN, DEPOT, OPENS, CLOSES, CAPACITY, MOST_DRIVING, WEEKDAY = range(10)

# Columns of the pauses of a slot.
UNBROKEN, REST, MEAL, MEAL_FROM, MEAL_UNTIL = range(5)

# Columns of the costs of a slot.
GOING_OUT, LARGE_CREW = range(2)

# Columns of the table of routes.
LENGTH, USED, MOBILES, DRIVING, VERSION = range(5)

ROUTE_COLUMNS = 5

# What is summed: cost of the kept tours and of the best ones; load above what vans hold in the kept
# ones; pieces of work after which nothing was above.
KEPT, BEST, OVER, FITTED = range(4)

# What is counted: tasks taken out, slots touched, number of the step, tasks undone, broken routes,
# versions of routes; number of the task that was last put back.
REMOVED, TOUCHED, STEP, UNDONE, BROKEN, VERSIONS, ASKING = range(7)

COUNTS = 7


class Ground(NamedTuple):
    """A periodic routing problem. Tasks, locations and slots are numbered from 0.

    A *task* is a service with all its visits; a *pattern* a set of days that it may take; a
    *slot* one van on one day; a *frame* one vehicle class in one road state. Costs are in đồng,
    times in seconds after midnight.
    """

    tasks: Ints
    """(tasks + 1, 7): LOCATION, SERVICE in seconds, what a visit USES of the capacity, MOBILE 1 or
    0, PATTERNS: row of the first one; MOVES: boxes in and out, and the seconds PER_BOX of each that
    SERVICE holds; the last row ends them.
    """
    may: Bools
    """(tasks, slots): whether a visit may be made by that van on that day at all."""
    slots: Ints
    """(slots, 10): DAY, FRAME, CLASS, TWIN (equal numbers are interchangeable while empty), DEPOT,
    OPENS and CLOSES, CAPACITY, MOST_DRIVING, WEEKDAY.
    """
    pauses: Ints
    """(slots, 5): UNBROKEN: most seconds of driving between two rests; REST: least seconds of one;
    MEAL: length of the meal, NEVER for none; MEAL_FROM and MEAL_UNTIL: when it is had.
    """
    day_slots: Ints
    """(days + 1): first slot of each day."""
    windows: Ints
    """(tasks, 7, windows, 2): first and last second of start by weekday; NEVER where none."""
    patterns: Ints
    """(patterns + 1): where the days of each pattern begin in ``pattern_days``."""
    pattern_days: Ints
    """Days of all patterns, ascending within each."""
    choices: Ints
    """(tasks + 1, 2): DAYS: where the days of all patterns of a task begin in ``choice_days``;
    FEWEST: visits of the shortest pattern; the last row ends them.
    """
    choice_days: Ints
    """Days of all patterns of each task, each once, ascending."""
    near: Ints
    """(tasks, k): nearest tasks of each, itself first."""
    price: Floats
    """(tasks): cost of leaving all visits of a task undone."""
    pattern_cost: Floats
    """(patterns): soft cost, and the price of the visits that it leaves out; rising by task."""
    slot_cost: Floats
    """(slots, 2): GOING_OUT at all, the crew of a rotation included; LARGE_CREW: what the crew of a
    mobile round costs more.
    """
    cost: Floats
    """(frames, locations, locations): cost of each leg."""
    cost_from: Floats
    """The same turned around, by the end of the leg first: what ends at one place lies together."""
    seconds: Ints
    """(frames, locations, locations): driving time of each leg; NEVER where no way exists."""


class Tours(NamedTuple):
    """Who is visited when, by whom, in which order; and what must be known to insert fast."""

    routes: Ints
    """(slots, 5): LENGTH, capacity USED, MOBILES visits, DRIVING in seconds; VERSION: equal numbers
    of a slot stand for equal routes.
    """
    stops: Ints
    """(slots, LONGEST_ROUTE): tasks in order."""
    places: Places
    """(slots, LONGEST_ROUTE + 2): locations along the route, from the depot to the depot."""
    legs: Floats
    """(slots, LONGEST_ROUTE + 1): cost of the leg to each stop, and of that home."""
    departs: Ints
    """(slots, LONGEST_ROUTE): earliest departure from each stop."""
    latest: Ints
    """(slots, LONGEST_ROUTE + 1): latest arrival that still fits, at each stop and the depot."""
    slot_of: Ints
    """(tasks, days): slot of the visit of a task on a day; NEVER where it has none."""
    pattern: Ints
    """(tasks): pattern that a task holds; NEVER where it is undone."""


def choices_of(tasks: Ints, patterns: Ints, pattern_days: Ints) -> tuple[Ints, Ints]:
    """Return the tables of choices and of their days that belong to these patterns."""
    rows, days, count = [], [np.zeros(0, np.int64)], 0
    for begin, end in pairwise(tasks[:, PATTERNS].tolist()):
        sizes = np.diff(patterns[begin : end + 1])
        rows.append([count, int(sizes.min()) if len(sizes) else 0])
        days.append(np.unique(pattern_days[patterns[begin] : patterns[end]]))
        count += len(days[-1])
    rows.append([count, 0])
    return np.array(rows, dtype=np.int64), np.concatenate(days)


def empty_tours(ground: Ground) -> Tours:
    """Return tours in which nothing is done."""
    slots, tasks, days = len(ground.slots), len(ground.price), len(ground.day_slots) - 1
    tours = Tours(
        routes=np.zeros((slots, ROUTE_COLUMNS), np.int64),
        stops=np.zeros((slots, LONGEST_ROUTE), np.int64),
        places=np.zeros((slots, LONGEST_ROUTE + 2), np.uint32),
        legs=np.zeros((slots, LONGEST_ROUTE + 1)),
        departs=np.zeros((slots, LONGEST_ROUTE), np.int64),
        latest=np.zeros((slots, LONGEST_ROUTE + 1), np.int64),
        slot_of=np.full((tasks, days), NEVER, np.int64),
        pattern=np.full(tasks, NEVER, np.int64),
    )
    tours.latest[:, 0] = ground.slots[:, CLOSES]
    depots = ground.slots[:, DEPOT]
    tours.places[:, :2] = depots[:, np.newaxis]
    tours.legs[:, 0] = ground.cost[ground.slots[:, FRAME], depots, depots]
    return tours


def copied(tours: Tours) -> Tours:
    """Return tours of their own, equal to these."""
    return Tours(**{name: table.copy() for name, table in tours._asdict().items()})
