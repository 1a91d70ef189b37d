"""Choose the best set of trips and visit days from all that the search met, with CP-SAT.

Set partitioning over a pool: at most one van-day of each van and day, one combination of days for
each service, and every visit of the combination made by just one chosen van-day. Crews enter by
necessary conditions on people and weeks; the answer counts only if all crews can then be named.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from ortools.sat.python import cp_model

from routing.board import Board, Desk
from routing.case import is_operator
from routing.routes import Halts, Nights, Route

Days = tuple[int, ...]
K = TypeVar("K")
V = TypeVar("V")

MOST_ROUTES = 4_000
"""Van-days in the pool: the latest seen are kept."""

MOST_CHOICES = 60
"""Combinations of days for each service: the latest seen are kept."""


@dataclass(slots=True)
class Pool:
    """Van-days and combinations of days that stood on a board at some time."""

    routes: dict[tuple[int, int, Halts, Nights], Route] = field(default_factory=dict)
    choices: dict[int, dict[Days, int]] = field(default_factory=dict)
    """By ask: days, and the price of their gaps, weekdays and missing visits."""

    def note(self, board: Board) -> None:
        """Take in all that stands on a board."""
        for route in board.trips():
            key = route.day, route.van, route.halts, route.nights
            self.routes.pop(key, None)
            self.routes[key] = route
        for ask, visits in enumerate(board.visits):
            known = self.choices.setdefault(ask, {})
            days = tuple(sorted(visits))
            known.pop(days, None)
            known[days] = board.asked_costs[ask]

    def trim(self) -> None:
        """Forget what was not seen for longest."""
        _forget(self.routes, MOST_ROUTES)
        for known in self.choices.values():
            _forget(known, MOST_CHOICES)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to look for a better choice."""

    deterministic: float
    """Limit that repeats, in the solver's own measure of work."""
    seconds: float | None
    """Wall-clock limit; ``None``: none."""
    seed: int


def choose_trips(board: Board, pool: Pool, patience: Patience) -> Board:
    """Return the best board that the pool allows, no dearer than the given one."""
    pool.note(board)
    pool.trim()
    model = _Model(board, pool)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.random_seed = patience.seed
    solver.parameters.max_deterministic_time = patience.deterministic
    if patience.seconds is not None:
        solver.parameters.max_time_in_seconds = max(0.0, patience.seconds)
    status = solver.solve(model.model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return board
    chosen = Board.of_routes(
        board.desk, [route for route, used in model.routes if solver.boolean_value(used)]
    )
    crewed = all(chosen.desk.crews(chosen.duties(week)) is not None for week in board.desk.weeks)
    return chosen if crewed and chosen.cost() < board.cost() else board


class _Model:
    """The set partitioning model, with the board as its hint."""

    def __init__(self, board: Board, pool: Pool) -> None:
        self.model = cp_model.CpModel()
        self.routes: list[tuple[Route, cp_model.IntVar]] = []
        self._desk = board.desk
        self._cost: list[cp_model.LinearExprT] = []
        self._made: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]] = {}
        self._add_routes(board, pool)
        self._add_choices(board, pool)
        self._add_wants()
        self._add_people()
        self.model.minimize(sum(self._cost))

    def _add_routes(self, board: Board, pool: Pool) -> None:
        """At most one van-day for each van and day."""
        of_day: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (day, van, halts, nights), route in pool.routes.items():
            used = self.model.new_bool_var("")
            self.routes.append((route, used))
            self._cost.append(route.cost * used)
            for out in route.days:
                of_day.setdefault((out, van), []).append(used)
            now = board.routes.get((day, van))
            held = now is not None and (now.day, now.halts, now.nights) == (day, halts, nights)
            self.model.add_hint(used, held)
            for ask, at in route.visits():
                self._made.setdefault((ask, at), []).append((van, used))
        for same in of_day.values():
            self.model.add_at_most_one(same)

    def _add_choices(self, board: Board, pool: Pool) -> None:
        """One combination of days for each service; just its visits are made."""
        wanted: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for ask, known in pool.choices.items():
            taken = []
            now = tuple(sorted(board.visits[ask]))
            for days, price in known.items():
                chosen = self.model.new_bool_var("")
                taken.append(chosen)
                self._cost.append(price * chosen)
                self.model.add_hint(chosen, days == now)
                for day in days:
                    wanted.setdefault((ask, day), []).append(chosen)
            self.model.add_exactly_one(taken)
        for key in sorted(self._made.keys() | wanted.keys()):
            made = [used for _, used in self._made.get(key, [])]
            self.model.add(sum(made) == sum(wanted.get(key, [])))

    def _add_wants(self) -> None:
        """Let every stretch without its visit be paid for."""
        for one in self._desk.wanted:
            missed = self.model.new_bool_var("")
            self._cost.append(one.want.price * missed)
            visits = [
                used
                for ask in one.asks
                for day in range(max(0, one.want.first), one.want.last + 1)
                for van, used in self._made.get((ask, day), [])
                if one.van in {None, van}
            ]
            self.model.add_bool_or([missed, *visits])

    def _add_people(self) -> None:
        """No day and no week asks for more people, or operators, than there are."""
        if not self._desk.case.workers:
            return
        for days in self._desk.weeks.values():
            for part in [*((day,) for day in days), days]:
                for kind in (0, 1):
                    needed = [
                        route.crew[kind] * sum(day in part for day in route.days) * used
                        for route, used in self.routes
                        if route.day <= part[-1] and part[0] < route.days.stop
                    ]
                    self.model.add(sum(needed) <= _people(self._desk, part, operators=kind == 1))


def _people(desk: Desk, days: Days, *, operators: bool) -> int:
    """Return the field days that people, or operators alone, have to give on some days."""
    case = desk.case
    total = 0
    for number, worker in enumerate(case.workers):
        if is_operator(worker) or not operators:
            there = sum(number in case.at_work[day] for day in days)
            total += min(there, worker.days_per_week)
    return total


def _forget(known: dict[K, V], most: int) -> None:
    for key in list(known)[: max(0, len(known) - most)]:
        del known[key]
