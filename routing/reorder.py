"""Put the stops of each day in a better order, over all vans of the day at once."""

from collections.abc import Callable

from routing.board import Board
from routing.case import Halt
from routing.day_model import DayTask, route_day
from routing.routes import Route, make_route

MOST_IMPROVEMENTS = 50
"""Solutions of the routing library for one day: no clock, so that a run repeats."""


def reorder_days(board: Board, ended: Callable[[float, int], bool]) -> Board:
    """Return a board with the same visits on the same days, no dearer.

    Parameters
    ----------
    ended
        Is told the share of the work done and the cost, and says whether to end now.
    """
    best = board.copy()
    days = sorted({day for day, _ in best.routes})
    for number, day in enumerate(days):
        if ended(number / len(days), best.cost()):
            break
        _reorder(best, day)
    return best


def _reorder(board: Board, day: int) -> None:
    case = board.desk.case
    today = [route for (at, _), route in sorted(board.routes.items()) if at == day]
    before = [route for route in today if not route.nights]
    away = {route.van for route in today if route.nights}
    halts = tuple(halt for route in before for halt in route.halts)
    if len(halts) < 2:  # noqa: PLR2004 -- one stop has one order
        return
    vans = tuple(
        van for van in range(len(case.vans)) if (day, van) in case.working and van not in away
    )
    allowed = tuple(_vans_for(board, day, halt, vans) for halt in halts)
    now = {route.van: route.halts for route in before}
    task = DayTask(day=day, vans=vans, now=now, allowed=allowed)
    orders = route_day(case, task, rounds=MOST_IMPROVEMENTS)
    made = [make_route(case, day, van, order) for van, order in sorted(orders.items())]
    routes = [route for route in made if route is not None]
    if len(routes) < len(made) or not routes:
        return
    if sum(route.cost for route in routes) < sum(route.cost for route in before):
        _replace(board, before, routes)


def _vans_for(board: Board, day: int, halt: Halt, vans: tuple[int, ...]) -> tuple[int, ...]:
    """Return the vans that can make a stop; where pins wait for a van, only the one that comes."""
    options, visits = board.desk.options, board.visits
    if any(
        board.desk.wanted[one].van is not None for ask in halt for one in board.desk.wanted_by[ask]
    ):
        return (visits[halt[0]][day],)
    return tuple(van for van in vans if all(van in options[ask].get(day, {}) for ask in halt))


def _replace(board: Board, before: list[Route], routes: list[Route]) -> None:
    """Put new van-days of one day in place of the old, unless the week cannot be crewed so."""
    twin = board.copy()
    twin.swap_routes(before, routes)
    week = board.desk.case.week(routes[0].day)
    if board.desk.crews(twin.duties(week)) is not None:
        board.swap_routes(before, routes)
