"""Route one day as a model of the OR-Tools routing library; the only file that speaks to it.

The model knows travel, service, openings, shifts and van costs. Pauses are left to
:mod:`routing.timetable`, through which every answer has to go.
"""

from dataclasses import dataclass
from itertools import pairwise

from ortools.constraint_solver import pywrapcp

from routing.case import Case, Halt
from routing.routes import Halts
from routing.timetable import Frame

Manager = pywrapcp.RoutingIndexManager
Model = pywrapcp.RoutingModel

DAY = 86_400
TOO_LONG = 2 * DAY
"""Seconds of a leg that cannot be driven: more than any day holds."""


@dataclass(frozen=True, slots=True)
class DayTask:
    """What is to be done on a day."""

    day: int
    vans: tuple[int, ...]
    now: dict[int, Halts]
    """Stops of each van as they are, from which the search begins."""
    allowed: tuple[tuple[int, ...], ...]
    """By stop, in the order of ``halts``: vans that may make it."""

    @property
    def halts(self) -> Halts:
        """Return the stops of all vans, each to be made whole."""
        return tuple(halt for halts in self.now.values() for halt in halts)


def route_day(case: Case, task: DayTask, *, rounds: int) -> dict[int, Halts]:
    """Return the stops of each van in a better order; nothing where none was found.

    Parameters
    ----------
    rounds
        Most improved solutions: the only limit, so that the answer repeats.
    """
    if not task.vans or not task.halts:
        return {}
    count = len(task.halts) + 1
    manager = pywrapcp.RoutingIndexManager(count, len(task.vans), 0)
    model = pywrapcp.RoutingModel(manager)
    _price_ways(case, task, model)
    _keep_time(case, task, manager, model)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.solution_limit = rounds
    model.CloseModelWithParameters(search)
    nodes = {halt: number for number, halt in enumerate(task.halts, start=1)}
    now = [[nodes[halt] for halt in task.now.get(van, ())] for van in task.vans]
    start = model.ReadAssignmentFromRoutes(now, True)  # noqa: FBT003 -- no keywords in the library
    found = start and model.SolveFromAssignmentWithParameters(start, search)
    return {} if found is None else _read(task, manager, model, found)


def _price_ways(case: Case, task: DayTask, model: Model) -> None:
    """Price every way of each van, and its going out with the largest crew that may be needed."""
    people = max(case.crew((halt,))[0] for halt in task.halts)
    for number, van in enumerate(task.vans):
        it, frame = case.vans[van], case.frame(van, task.day)
        places = _places(case, task, frame)
        costs = [
            [
                frame.metres[a][b] * it.cost_per_km // 1000
                + frame.seconds[a][b] * it.cost_per_hour // 3600
                for b in places
            ]
            for a in places
        ]
        model.SetArcCostEvaluatorOfVehicle(model.RegisterTransitMatrix(costs), number)
        fixed = it.cost_per_day + people * case.network.rules.crew_day.value
        model.SetFixedCostOfVehicle(fixed, number)


def _keep_time(case: Case, task: DayTask, manager: Manager, model: Model) -> None:
    """Let service begin only where it ends inside its opening, and each van keep its shift."""
    weekday = case.weekday(task.day)
    lengths = (0, *(case.call(halt, weekday).length for halt in task.halts))
    transits = []
    for van in task.vans:
        frame = case.frame(van, task.day)
        places = _places(case, task, frame)
        spent = [
            [length + min(frame.seconds[a][b], TOO_LONG) for b in places]
            for a, length in zip(places, lengths, strict=True)
        ]
        transits.append(model.RegisterTransitMatrix(spent))
    model.AddDimensionWithVehicleTransits(transits, DAY, DAY, False, "time")  # noqa: FBT003 -- no keywords in the library
    time = model.GetDimensionOrDie("time")
    for number, van in enumerate(task.vans):
        frame = case.frame(van, task.day)
        time.CumulVar(model.Start(number)).SetRange(frame.leaves, frame.ends)
        time.CumulVar(model.End(number)).SetRange(frame.leaves, frame.ends)
    for number, halt in enumerate(task.halts, start=1):
        _open(case, time.CumulVar(manager.NodeToIndex(number)), halt, weekday)
        allowed = [task.vans.index(van) for van in task.allowed[number - 1]]
        model.VehicleVar(manager.NodeToIndex(number)).SetValues(allowed)


def _open(case: Case, starts: pywrapcp.IntVar, halt: Halt, weekday: int) -> None:
    """Leave only the starts from which the whole service lies inside one opening."""
    call = case.call(halt, weekday)
    good = [(a, b - call.length) for a, b in call.windows if a + call.length <= b]
    if not good:
        return
    starts.SetRange(good[0][0], max(end for _, end in good))
    for (_, closed), (opens, _) in pairwise(good):
        if closed + 1 < opens:
            starts.RemoveInterval(closed + 1, opens - 1)


def _places(case: Case, task: DayTask, frame: Frame) -> tuple[int, ...]:
    return (frame.depot, *(case.asks[halt[0]].place for halt in task.halts))


def _read(
    task: DayTask, manager: Manager, model: Model, found: pywrapcp.Assignment
) -> dict[int, Halts]:
    routes = {}
    for number, van in enumerate(task.vans):
        halts = []
        index = found.Value(model.NextVar(model.Start(number)))
        while not model.IsEnd(index):
            halts.append(task.halts[manager.IndexToNode(index) - 1])
            index = found.Value(model.NextVar(index))
        if halts:
            routes[van] = tuple(halts)
    return routes
