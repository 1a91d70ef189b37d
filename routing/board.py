"""Hold a routing while it is worked on: van-days, visits, and what it costs right now.

Every change goes through :meth:`Board.put` and :meth:`Board.take`, which keep each van-day
drivable and each week crewed; so a board is a routing that keeps the hard rules at any time.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from routing.case import Case
from routing.crews import Duty, Named, name_crews
from routing.options import Options
from routing.routes import Entry, Route, without
from routing.spacing import NEVER, Spacer, Want
from routing.wants import Wanted


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """What does not change while a routing is worked on."""

    case: Case
    options: tuple[Options, ...]
    """By ask."""
    spacers: tuple[Spacer, ...]
    """By ask."""
    wanted: tuple[Wanted, ...]
    wanted_by: tuple[tuple[int, ...], ...]
    """By ask: numbers of what it may fulfil."""
    driving_counts: bool
    """Whether the driving of a week can come near its limit at all."""
    weeks: dict[int, tuple[int, ...]]
    crewed: dict[tuple[Duty, ...], Named | None] = field(default_factory=dict)
    """Weeks that were looked at."""

    def crews(self, duties: tuple[Duty, ...]) -> Named | None:
        """Return who goes on the trips of a week; ``None`` where too few people were found."""
        if duties not in self.crewed:
            self.crewed[duties] = name_crews(self.case, duties)
        return self.crewed[duties]


class Board:
    """A routing in the making."""

    def __init__(self, desk: Desk) -> None:
        """Begin with nothing planned."""
        self.desk = desk
        self.routes: dict[tuple[int, int], Route] = {}
        self.visits: list[dict[int, int]] = [{} for _ in desk.case.asks]
        self.known_weeks: dict[int, list[Route]] = {}
        self.asked_costs = [self._ask_cost(ask) for ask in range(len(self.visits))]

    @classmethod
    def of_routes(cls, desk: Desk, routes: Iterable[Route]) -> "Board":
        """Return a board with these van-days; that weeks can be crewed is for the caller."""
        board = cls(desk)
        for route in routes:
            board.routes[route.day, route.van] = route
            for ask in (one for halt in route.halts for one in halt):
                board.visits[ask][route.day] = route.van
        board.asked_costs = [board._ask_cost(ask) for ask in range(len(board.visits))]
        return board

    def copy(self) -> "Board":
        """Return a board that can be changed by itself."""
        twin = Board.__new__(Board)
        twin.desk = self.desk
        twin.routes = dict(self.routes)
        twin.visits = [dict(days) for days in self.visits]
        twin.known_weeks = dict(self.known_weeks)
        twin.asked_costs = list(self.asked_costs)
        return twin

    def cost(self) -> int:
        """Return the objective in đồng, wishes of pins and due boxes included."""
        wants = sum(
            one.want.price for number, one in enumerate(self.desk.wanted) if self.open_want(number)
        )
        return sum(route.cost for route in self.routes.values()) + sum(self.asked_costs) + wants

    def missing(self, ask: int) -> int:
        """Return how many visits of a service are not made."""
        return self.desk.case.asks[ask].left - len(self.visits[ask])

    def open_want(self, number: int, but: int = -1) -> bool:
        """Say whether a want is not met, the visits of one service left aside."""
        one = self.desk.wanted[number]
        return not any(
            one.want.first <= day <= one.want.last and one.van in {None, van}
            for ask in one.asks
            if ask != but
            for day, van in self.visits[ask].items()
        )

    def wants_of(self, ask: int) -> list[Want]:
        """Return the stretches in which a visit of this service is wanted, others left as is."""
        numbers = self.desk.wanted_by[ask]
        return [self.desk.wanted[one].want for one in numbers if self.open_want(one, but=ask)]

    def may_become(self, route: Route) -> bool:
        """Say whether a van-day may look like this beside the others of its week."""
        before = self.routes.get((route.day, route.van))
        same = before is not None and before.crew == route.crew
        if same and not self.desk.driving_counts:
            return True
        return self.desk.crews(self.duties(self.desk.case.week(route.day), route)) is not None

    def duties(self, week: int, changed: Route | None = None) -> tuple[Duty, ...]:
        """Return what the trips of a week ask of people, one of them changed."""
        routes = self._week(week)
        if changed is not None:
            at = changed.day, changed.van
            routes = [route for route in routes if (route.day, route.van) != at]
            routes.append(changed)
            routes.sort(key=_day_and_van)
        counts = self.desk.driving_counts and self._drives_long(routes)
        return tuple(
            Duty(route.day, route.van, route.crew, route.seconds if counts else 0)
            for route in routes
        )

    def _week(self, week: int) -> list[Route]:
        """Return the van-days of a week, remembered until one of them changes."""
        if week not in self.known_weeks:
            vans = range(len(self.desk.case.vans))
            self.known_weeks[week] = [
                route
                for day in self.desk.weeks[week]
                for van in vans
                if (route := self.routes.get((day, van))) is not None
            ]
        return self.known_weeks[week]

    def _drives_long(self, routes: list[Route]) -> bool:
        """Say whether somebody on the longest trip of each day would drive too much."""
        case = self.desk.case
        days = self.desk.weeks[case.week(routes[0].day)] if routes else ()
        longest = {day: case.booked.driven_on.get(day, 0) for day in days}
        for route in routes:
            longest[route.day] = max(longest[route.day], route.seconds)
        return sum(longest.values()) > case.network.rules.driving_week.value

    def _set(self, day: int, van: int, route: Route | None) -> None:
        self.known_weeks.pop(self.desk.case.week(day), None)
        if route is None:
            del self.routes[day, van]
        else:
            self.routes[day, van] = route

    def add(self, route: Route) -> None:
        """Let a van go out that stayed at home; that the week can be crewed is for the caller."""
        self._set(route.day, route.van, route)
        for ask in (one for halt in route.halts for one in halt):
            self.visits[ask][route.day] = route.van
            self.asked_costs[ask] = self._ask_cost(ask)

    def put(self, ask: int, entry: Entry) -> bool:
        """Take a visit in; say whether the week could bear it."""
        route = entry.route
        if not self.may_become(route):
            return False
        self._set(route.day, route.van, route)
        self.visits[ask][route.day] = route.van
        self.asked_costs[ask] = self._ask_cost(ask)
        return True

    def take(self, ask: int, day: int) -> set[int]:
        """Take a visit out; return the services that lost a visit with it, itself included."""
        van = self.visits[ask][day]
        route = self.routes[day, van]
        rest = without(self.desk.case, route, ask)
        fits = rest is not None and self.may_become(rest)
        if rest is not None and fits:
            self._set(day, van, rest)
            lost = {ask}
        else:
            self._set(day, van, None)
            lost = {one for halt in route.halts for one in halt}
        for one in lost:
            del self.visits[one][day]
            self.asked_costs[one] = self._ask_cost(one)
        return lost

    def swap_routes(self, before: list[Route], routes: list[Route]) -> None:
        """Put other van-days with the same visits in place of some of the same day.

        It is for the caller to see to it that the week can be crewed.
        """
        for route in before:
            self._set(route.day, route.van, None)
        for route in routes:
            self._set(route.day, route.van, route)
            for halt in route.halts:
                for ask in halt:
                    self.visits[ask][route.day] = route.van

    def _ask_cost(self, number: int) -> int:
        """Return the price of what is missing, of uneven gaps and of other weekdays."""
        case, spacer = self.desk.case, self.desk.spacers[number]
        ask = case.asks[number]
        days = sorted({*self.visits[number], *ask.kept})
        missing = self.missing(number)
        cost = missing * ask.price
        if not days:
            return cost
        at = [spacer.days.index(day) for day in days]
        first = spacer.first_loose if missing else spacer.first
        gaps = spacer.gaps_loose if missing else spacer.gaps
        cost += int(first[at[0]]) + sum(int(gaps[pair]) for pair in pairwise(at))
        usual = max(Counter(case.weekday(day) for day in days).values())
        cost += (len(days) - usual) * spacer.other_weekday
        if ask.service.day_sets and not missing and tuple(days) not in ask.service.day_sets:
            return NEVER
        return cost


def _day_and_van(route: Route) -> tuple[int, int]:
    return route.day, route.van
