"""Hold a routing while it is worked on: trips, visits, and what it costs right now.

Every change goes through :meth:`Board.put` and :meth:`Board.take`, which keep each trip
drivable and each week crewed; so a board is a routing that keeps the hard rules at any time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from routing.case import Case
from routing.crews import Duty, Named, name_crews
from routing.nights import duty_of
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
    held: tuple[Route, ...] = ()
    """Trips that the compiled search leaves as they are: it knows no nights away."""
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
        """By day and van; a trip with nights away stands at each of its days."""
        self.visits: list[dict[int, int]] = [{} for _ in desk.case.asks]
        self.known_weeks: dict[int, list[Route]] = {}
        self.asked_costs = [self._ask_cost(ask) for ask in range(len(self.visits))]

    @classmethod
    def of_routes(cls, desk: Desk, routes: Iterable[Route]) -> "Board":
        """Return a board with these trips; that weeks can be crewed is for the caller."""
        board = cls(desk)
        for route in routes:
            board._lay(route)
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
        return sum(trip.cost for trip in self.trips()) + sum(self.asked_costs) + wants

    def trips(self) -> Iterator[Route]:
        """Yield every trip once."""
        for (day, _), route in self.routes.items():
            if route.day == day:
                yield route

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
        """Say whether a trip may look like this beside the others of its week."""
        before = self.routes.get((route.day, route.van))
        same = before is not None and (before.crew, before.days) == (route.crew, route.days)
        if same and not self.desk.driving_counts:
            return True
        return self.desk.crews(self.duties(self.desk.case.week(route.day), route)) is not None

    def duties(self, week: int, changed: Route | None = None) -> tuple[Duty, ...]:
        """Return what the trips of a week ask of people, one of them changed."""
        routes = self._week(week)
        if changed is not None:
            routes = [route for route in routes if not _meet(route, changed)]
            routes.append(changed)
            routes.sort(key=_day_and_van)
        counts = self.desk.driving_counts and self._drives_long(routes)
        return tuple(duty_of(route, route.seconds if counts else 0) for route in routes)

    def _week(self, week: int) -> list[Route]:
        """Return the trips of a week, remembered until one of them changes."""
        if week not in self.known_weeks:
            vans = range(len(self.desk.case.vans))
            self.known_weeks[week] = [
                route
                for day in self.desk.weeks[week]
                for van in vans
                if (route := self.routes.get((day, van))) is not None and route.day == day
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

    def _lift(self, route: Route) -> None:
        self.known_weeks.pop(self.desk.case.week(route.day), None)
        for day in route.days:
            del self.routes[day, route.van]

    def _lay(self, route: Route) -> None:
        self.known_weeks.pop(self.desk.case.week(route.day), None)
        for day in route.days:
            self.routes[day, route.van] = route
        for ask, day in route.visits():
            self.visits[ask][day] = route.van

    def add(self, route: Route) -> None:
        """Let a van go out that stayed at home; that the week can be crewed is for the caller."""
        self._lay(route)
        for ask, _ in route.visits():
            self.asked_costs[ask] = self._ask_cost(ask)

    def free(self, route: Route) -> bool:
        """Say whether the van stays at home on all days of a trip so far."""
        return all((day, route.van) not in self.routes for day in route.days)

    def put(self, ask: int, entry: Entry) -> bool:
        """Take a visit in; say whether the trip is still as it was and the week can bear it."""
        route = entry.route
        now = (self.routes.get((day, route.van)) for day in route.days)
        if any(one is not entry.before for one in now) or not self.may_become(route):
            return False
        if entry.before is not None:
            self._lift(entry.before)
        self._lay(route)
        self.asked_costs[ask] = self._ask_cost(ask)
        return True

    def take(self, ask: int, day: int) -> set[int]:
        """Take a visit out; return the services that lost a visit with it, itself included."""
        van = self.visits[ask][day]
        route = self.routes[day, van]
        rest = without(self.desk.case, route, ask, day)
        lost = [(ask, day)]
        if rest is None or not self.may_become(rest):
            rest, lost = None, list(route.visits())
        self._lift(route)
        for one, at in lost:
            del self.visits[one][at]
        if rest is not None:
            self._lay(rest)
        for one, _ in lost:
            self.asked_costs[one] = self._ask_cost(one)
        return {one for one, _ in lost}

    def swap_routes(self, before: list[Route], routes: list[Route]) -> None:
        """Put other van-days with the same visits in place of some of the same day.

        It is for the caller to see to it that the week can be crewed.
        """
        for route in before:
            self._lift(route)
        for route in routes:
            self._lay(route)

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


def _meet(one: Route, other: Route) -> bool:
    return one.van == other.van and one.days.start < other.days.stop and other.day < one.days.stop


def _day_and_van(route: Route) -> tuple[int, int]:
    return route.day, route.van
