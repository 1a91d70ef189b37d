"""Route public instances with other solvers, as far as they are installed (extra ``bench``).

Where an instance has several days, they are assigned first, each customer to the combination
that loads its days least; then each day is routed with its share of the time. Peers get the same
whole metres and seconds as our solver, and one core each, for none of them uses more.
"""

import datetime as dt
import importlib
import importlib.util
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._cordeau import PLENTY, DayRoute, Instance, problem_of

Customers = list[int]
Found = list[tuple[int, tuple[int, ...]]] | None
"""Depot and customers of each route; ``None`` where not all can be served."""

Peer = Callable[[Instance, Customers, float], Found]

MOST = 10**8
"""Seconds beyond which a peer does not count."""


def installed(names: str) -> dict[str, Peer]:
    """Return the peers among these names that can be run; ``all`` stands for every one."""
    asked = list(PEERS) if names == "all" else [name for name in names.split(",") if name]
    return {name: PEERS[name] for name in asked if importlib.util.find_spec(name) is not None}


def route_with(peer: Peer, instance: Instance, seconds: float) -> list[DayRoute] | None:
    """Return the routes of all days; ``None`` where the peer finds none for some day."""
    routes: list[DayRoute] = []
    for day, customers in enumerate(_assign(instance)):
        found = peer(instance, customers, seconds / instance.days) if customers else []
        if found is None:
            return None
        routes += [DayRoute(day, depot, points) for depot, points in found]
    return routes


def _assign(instance: Instance) -> list[Customers]:
    """Return the customers of each day: those with much to bring first, to the emptiest days."""
    loads = np.zeros(instance.days)
    chosen: list[Customers] = [[] for _ in range(instance.days)]
    order = sorted(
        (point for point, sets in enumerate(instance.combinations) if sets),
        key=lambda point: (-len(instance.combinations[point][0]) * instance.demand[point], point),
    )
    for point in order:
        brings = float(instance.demand[point]) or 1.0
        best = min(
            instance.combinations[point],
            key=lambda days: (loads[list(days)].max(), loads[list(days)].sum()),
        )
        for day in best:
            loads[day] += brings
            chosen[day].append(point)
    return [sorted(customers) for customers in chosen]


def _tables(instance: Instance) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return whole metres and seconds between points, as our solver gets them."""
    _, _, travel = problem_of(instance)
    (matrix,) = {key[1]: one for key, one in travel.matrices.items()}.values()
    return matrix.metres, matrix.seconds


def _clock(instance: Instance, point: int) -> tuple[int, int, int]:
    """Return first and last start of service of a point, and its length, in whole seconds."""
    scale = instance.seconds_per_unit
    service = math.ceil(instance.service[point] * scale)
    if instance.windows is None:
        return 0, int(instance.longest * scale) or PLENTY, service
    ready, due = (float(value) for value in instance.windows[point])
    return math.ceil(ready * scale), math.floor(due * scale), service


def _with_pyvrp(instance: Instance, customers: Customers, seconds: float) -> Found:
    """Route one day with PyVRP (Wouda, Lan and Kool 2024, doi:10.1287/ijoc.2023.0055)."""
    pyvrp: Any = importlib.import_module("pyvrp")
    stop: Any = importlib.import_module("pyvrp.stop")
    metres, times = _tables(instance)
    model = pyvrp.Model()
    points = [*range(instance.depots), *customers]
    places = [model.add_location(*(float(at) for at in instance.points[one])) for one in points]
    for place in places[: instance.depots]:
        depot = model.add_depot(place)
        last = _clock(instance, 0)[1]
        model.add_vehicle_type(
            instance.vehicles,
            capacity=[instance.load or PLENTY],
            start_depot=depot,
            end_depot=depot,
            tw_late=last,
            shift_duration=last,
        )
    for place, point in zip(places[instance.depots :], customers, strict=True):
        ready, due, service = _clock(instance, point)
        model.add_client(
            place,
            delivery=[int(instance.demand[point])],
            service_duration=service,
            tw_early=ready,
            tw_late=due,
        )
    for one, here in zip(points, places, strict=True):
        for other, there in zip(points, places, strict=True):
            model.add_edge(here, there, int(metres[one, other]), duration=int(times[one, other]))
    best = model.solve(stop.MaxRuntime(seconds), seed=1, display=False).best
    if not best.is_feasible():
        return None
    return [
        (int(route.start_depot()), tuple(customers[one.idx] for one in route if one.is_client()))
        for route in best.routes()
    ]


def _with_vroom(instance: Instance, customers: Customers, seconds: float) -> Found:
    """Route one day with VROOM (Coupey, Nicod and Varnier; its local search ends by itself)."""
    vroom: Any = importlib.import_module("vroom")
    metres, times = _tables(instance)
    problem = vroom.Input()
    problem.set_durations_matrix("car", times.astype(np.uint32))
    problem.set_costs_matrix("car", metres.astype(np.uint32))
    last = min(_clock(instance, 0)[1], MOST)
    problem.add_vehicle(
        [
            vroom.Vehicle(
                depot * instance.vehicles + number,
                start=depot,
                end=depot,
                capacity=[instance.load or PLENTY],
                time_window=vroom.TimeWindow(0, last),
            )
            for depot in range(instance.depots)
            for number in range(instance.vehicles)
        ]
    )
    problem.add_job([_job(vroom, instance, point) for point in customers])
    found = problem.solve(
        exploration_level=5, nb_threads=1, timeout=dt.timedelta(seconds=seconds)
    ).to_dict()
    if found["unassigned"]:
        return None
    return [
        (
            int(route["vehicle"]) // instance.vehicles,
            tuple(int(step["id"]) for step in route["steps"] if step["type"] == "job"),
        )
        for route in found["routes"]
    ]


def _job(vroom: Any, instance: Instance, point: int) -> Any:  # noqa: ANN401 -- no types given
    ready, due, service = _clock(instance, point)
    return vroom.Job(
        point,
        location=point,
        default_service=service,
        delivery=vroom.Amount([int(instance.demand[point])]),
        time_windows=[vroom.TimeWindow(ready, min(due, MOST))],
    )


def _with_ortools(  # noqa: PLR0915 -- one model, read from top to bottom
    instance: Instance, customers: Customers, seconds: float
) -> Found:
    """Route one day with the routing library of OR-Tools: guided local search."""
    routing: Any = importlib.import_module("ortools.constraint_solver.pywrapcp")
    enums: Any = importlib.import_module("ortools.constraint_solver.routing_enums_pb2")
    metres, times = _tables(instance)
    points = [*range(instance.depots), *customers]
    starts = [depot for depot in range(instance.depots) for _ in range(instance.vehicles)]
    manager = routing.RoutingIndexManager(len(points), len(starts), starts, starts)
    model, node = routing.RoutingModel(manager), manager.IndexToNode
    clocks = [_clock(instance, point) for point in points]

    def way(a: int, b: int) -> int:
        return int(metres[points[node(a)], points[node(b)]])

    def time(a: int, b: int) -> int:
        service = clocks[node(a)][2] if node(a) >= instance.depots else 0
        return int(times[points[node(a)], points[node(b)]]) + service

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(way))
    last = min(clocks[0][1], PLENTY)
    model.AddDimension(model.RegisterTransitCallback(time), last, last, False, "time")  # noqa: FBT003 -- their way
    load = model.RegisterUnaryTransitCallback(lambda a: int(instance.demand[points[node(a)]]))
    model.AddDimension(load, 0, instance.load or PLENTY, True, "load")  # noqa: FBT003 -- their way
    clock = model.GetDimensionOrDie("time")
    for number in range(instance.depots, len(points)):
        ready, due, _ = clocks[number]
        clock.CumulVar(manager.NodeToIndex(number)).SetRange(ready, min(due, last))
    asked = routing.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.SolveWithParameters(asked)
    if found is None:
        return None
    routes = []
    for vehicle, depot in enumerate(starts):
        order, at = [], found.Value(model.NextVar(model.Start(vehicle)))
        while not model.IsEnd(at):
            order.append(points[node(at)])
            at = found.Value(model.NextVar(at))
        if order:
            routes.append((depot, tuple(order)))
    return routes


PEERS: dict[str, Peer] = {"pyvrp": _with_pyvrp, "vroom": _with_vroom, "ortools": _with_ortools}
