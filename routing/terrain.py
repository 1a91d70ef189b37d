"""Lay a quarter out as the plain tables of the compiled search, and bring its tours back.

The tables know travel, openings, shifts, meals and rests, driving of a day, goods, which van may do
what on which day, and the cost of going out with a small or a large crew. Crews by name and nights
away are left to the board, through which every tour has to go.
"""

from dataclasses import dataclass

import numpy as np

from routing.board import Board, Desk
from routing.case import Case, Halt, van_kinds
from routing.patterns import Patterns, list_patterns
from routing.routes import Route, make_route
from routing.search.ground import (
    LENGTH,
    NEVER,
    Bools,
    Floats,
    Ground,
    Ints,
    Tours,
    choices_of,
)
from routing.spacing import Want
from routing.timetable import NO_WAY

UNLIMITED = 10**12
BLOCKED = 1e9
"""Cost of a leg that cannot be driven: it is never chosen."""

SLOT_COLUMNS, PAUSE_COLUMNS = 10, 5
METRES_A_SECOND = 10
"""Way that counts as much as a second when neighbours are sought: 36 km/h."""


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """A quarter as plain tables, and what their numbers mean."""

    desk: Desk
    ground: Ground
    asks: tuple[int, ...]
    """By task."""
    places: tuple[int, ...]
    """By location: rows of the network."""
    slots: tuple[tuple[int, int], ...]
    """By slot: day and van."""


@dataclass(frozen=True, slots=True)
class Landed:
    """Tours under the exact rules."""

    board: Board
    lost: tuple[tuple[int, int], ...]
    """Task and slot of the visits that they do not allow."""


def lay_out(desk: Desk, seed: int) -> Terrain:
    """Return the tables of a quarter; services without an admissible combination are left out."""
    case = desk.case
    rng = np.random.default_rng(seed)
    found = [
        list_patterns(spacer, _wants(desk, ask), rng) for ask, spacer in enumerate(desk.spacers)
    ]
    held = {ask for route in desk.held for ask, _ in route.visits()}
    asks = tuple(
        ask for ask, patterns in enumerate(found) if len(patterns.costs) and ask not in held
    )
    places = tuple(
        sorted({frame.depot for frame in case.frames.values()} | {case.asks[a].place for a in asks})
    )
    kinds = van_kinds(case)
    away = {(day, route.van) for route in desk.held for day in route.days}
    slots = tuple(
        (day, van)
        for day in range(case.length)
        for van in sorted(range(len(case.vans)), key=lambda van: (kinds[van], van))
        if (day, van) in case.working and (day, van) not in away
    )
    location = {place: number for number, place in enumerate(places)}
    frames, cost, seconds = _frames(case, places)
    tasks = _tasks(desk, location, {ask: len(found[ask].costs) for ask in asks})
    sizes = [size for a in asks for size in _sizes(found[a])]
    patterns = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    pattern_days = _joined([found[a].days.ravel() for a in asks])
    choices, choice_days = choices_of(tasks, patterns, pattern_days)
    ground = Ground(
        tasks=tasks,
        may=_may(desk, asks, slots),
        slots=_slots(case, slots, location, (kinds, frames)),
        pauses=_pauses(case, slots),
        day_slots=np.searchsorted([day for day, _ in slots], np.arange(case.length + 1)),
        windows=_windows(case, asks),
        patterns=patterns,
        pattern_days=pattern_days,
        choices=choices,
        choice_days=choice_days,
        near=_near(case, asks),
        price=np.array([case.asks[a].price * case.asks[a].left for a in asks], dtype=np.float64),
        pattern_cost=_joined([found[a].costs for a in asks]).astype(np.float64),
        slot_cost=_slot_costs(case, slots),
        cost=cost,
        cost_from=np.ascontiguousarray(cost.transpose(0, 2, 1)),
        seconds=seconds,
    )
    return Terrain(desk, ground, asks, places, slots)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _sizes(patterns: Patterns) -> list[int]:
    return [patterns.days.shape[1]] * len(patterns.costs)


def _wants(desk: Desk, ask: int) -> list[Want]:
    """Return the wants that this service is the first to fulfil."""
    wanted = [desk.wanted[number] for number in desk.wanted_by[ask]]
    return [one.want for one in wanted if one.asks[0] == ask]


def _frames(case: Case, places: tuple[int, ...]) -> tuple[dict[tuple[int, str], int], Floats, Ints]:
    """Return the number of the frame of each van and state, and costs and times by frame."""
    keys: dict[tuple[str, str, int, int], int] = {}
    numbers, costs, times = {}, [], []
    there = np.ix_(places, places)
    for (van, state), frame in sorted(case.frames.items()):
        it = case.vans[van]
        key = it.vehicle_class, state, it.cost_per_km, it.cost_per_hour
        if key not in keys:
            keys[key] = len(keys)
            seconds = np.array(frame.seconds, dtype=np.int64)[there]
            metres = np.array(frame.metres, dtype=np.int64)[there]
            blocked = seconds >= NO_WAY
            price = metres * it.cost_per_km / 1000 + seconds * it.cost_per_hour / 3600
            costs.append(np.where(blocked, BLOCKED, price))
            times.append(np.where(blocked, NEVER, seconds))
        numbers[van, state] = keys[key]
    return numbers, np.array(costs), np.array(times)


def _may(desk: Desk, asks: tuple[int, ...], slots: tuple[tuple[int, int], ...]) -> Bools:
    number = {slot: at for at, slot in enumerate(slots)}
    may = np.zeros((len(asks), len(slots)), np.bool_)
    for task, ask in enumerate(asks):
        for day, alone in desk.options[ask].items():
            for van in alone.in_a_day():
                if (day, van) in number:
                    may[task, number[day, van]] = True
    return may


def _tasks(desk: Desk, location: dict[int, int], counts: dict[int, int]) -> Ints:
    case = desk.case
    rows = []
    begins = 0
    for ask, count in counts.items():
        it = case.asks[ask]
        row = [location[it.place], it.length, it.service.goods, int(it.mobile), begins]
        rows.append([*row, it.moves, it.service.per_box])
        begins += count
    rows.append([0, 0, 0, 0, begins, 0, 0])
    return np.array(rows, dtype=np.int64)


def _slots(
    case: Case,
    slots: tuple[tuple[int, int], ...],
    location: dict[int, int],
    numbers: tuple[tuple[int, ...], dict[tuple[int, str], int]],
) -> Ints:
    kinds, frames = numbers
    rows = []
    for day, van in slots:
        frame, it = case.frame(van, day), case.vans[van]
        rows.append(
            [
                day,
                frames[van, case.states[day]],
                kinds[van],
                kinds[van],
                location[frame.depot],
                frame.leaves,
                frame.ends if frame.duty is None else min(frame.ends, frame.leaves + frame.duty),
                it.goods if case.uses_goods else UNLIMITED,
                frame.driving,
                case.weekday(day),
            ]
        )
    return np.array(rows, dtype=np.int64).reshape(len(rows), SLOT_COLUMNS)


def _pauses(case: Case, slots: tuple[tuple[int, int], ...]) -> Ints:
    rows = []
    for day, van in slots:
        frame, meal = case.frame(van, day), case.vans[van].meal
        eats = (NEVER, 0, 0) if meal is None else (meal.length, meal.earliest, meal.latest)
        rows.append([frame.unbroken, frame.rest, *eats])
    return np.array(rows, dtype=np.int64).reshape(len(rows), PAUSE_COLUMNS)


def _slot_costs(case: Case, slots: tuple[tuple[int, int], ...]) -> Floats:
    (small, _), (large, _) = case.crews
    crew_day = case.network.rules.crew_day.value
    costs = [
        [case.vans[van].cost_per_day + small * crew_day, (large - small) * crew_day]
        for _, van in slots
    ]
    return np.array(costs, dtype=np.float64).reshape(len(costs), 2)


def _windows(case: Case, asks: tuple[int, ...]) -> Ints:
    spans = {
        (task, weekday): [
            (opens, closes - case.asks[ask].length)
            for opens, closes in case.asks[ask].windows[weekday]
            if opens + case.asks[ask].length <= closes
        ]
        for task, ask in enumerate(asks)
        for weekday in range(7)
    }
    most = max((len(span) for span in spans.values()), default=1)
    windows = np.full((len(asks), 7, max(1, most), 2), NEVER, dtype=np.int64)
    for (task, weekday), known in spans.items():
        for number, span in enumerate(known):
            windows[task, weekday, number] = span
    return windows


def _near(case: Case, asks: tuple[int, ...]) -> Ints:
    """Return for each task all tasks, nearest first, itself at the head.

    Near is by time and way together: where nothing limits time, all times may be zero.
    """
    if not case.vans or not asks:
        return np.zeros((len(asks), len(asks)), dtype=np.int64)
    rows = [case.asks[ask].place for ask in asks]
    frame, there = case.frame(0, 0), np.ix_(rows, rows)
    apart = np.array(frame.seconds)[there] + np.array(frame.metres)[there] // METRES_A_SECOND
    np.fill_diagonal(apart, NEVER)
    return np.argsort(apart, axis=1, kind="stable").astype(np.int64)


def land(terrain: Terrain, tours: Tours) -> Landed:
    """Return a board with the tours, without the visits that the exact rules do not allow."""
    desk = terrain.desk
    board, lost = Board.of_routes(desk, desk.held), []
    for slot, (day, van) in enumerate(terrain.slots):
        tasks = tours.stops[slot, : int(tours.routes[slot, LENGTH])].tolist()
        route = _exact(desk, day, van, [terrain.asks[task] for task in tasks])
        if route is not None and board.may_become(route):
            board.add(route)
            made = {ask for ask, _ in route.visits()}
            tasks = [task for task in tasks if terrain.asks[task] not in made]
        lost += [(task, slot) for task in tasks]
    return Landed(board, tuple(lost))


def _exact(desk: Desk, day: int, van: int, asks: list[int]) -> Route | None:
    """Return the van-day with these services; the cheapest to lose go until it can be driven."""
    left = list(asks)
    route = None
    while left and route is None:
        route = make_route(desk.case, day, van, _halts(desk.case, left))
        if route is None:
            left.remove(min(left, key=lambda ask: desk.case.asks[ask].price))
    return route


def _halts(case: Case, asks: list[int]) -> tuple[Halt, ...]:
    """Return the stops: services of one place that follow each other are done at one."""
    halts: list[list[int]] = []
    for ask in asks:
        if halts and case.asks[halts[-1][0]].place == case.asks[ask].place:
            halts[-1].append(ask)
        else:
            halts.append([ask])
    return tuple(tuple(sorted(halt)) for halt in halts)
