"""Look for services whose visits cannot fit openings, terms, gaps, vans or crews."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from vongsach.days import asked_visits, days_of
from vongsach.network import Network
from vongsach.openness import closures_of_place, market_days, service_closed, worker_works
from vongsach.places import Service, ServiceKind
from vongsach.quarter import Quarter
from vongsach.workbook.codes import Code
from vongsach.workbook.plausible.doubts import Doubt, doubt
from vongsach.workbook.plausible.fleets import Fleet, crew_suffices
from vongsach.workbook.plausible.spacing import Gaps, most_visits

if TYPE_CHECKING:
    from vongsach.closures import Closure


def visit_doubts(network: Network, quarter: Quarter, fleet: Fleet) -> Iterator[Doubt]:
    """Yield the services that no plan can visit as often as asked."""
    days = _Days(network, quarter, fleet)
    for row, service in enumerate(network.services):
        yield from _service(row, service, days)
        yield from _overdue(row, service, quarter)


def _service(row: int, service: Service, days: "_Days") -> Iterator[Doubt]:
    asked = asked_visits(service, days.quarter)
    column = "visits" if service.visits is not None else "every_weeks"
    free = days.open(service)
    if service.day_sets:
        if not any(len(chosen) == asked and free.issuperset(chosen) for chosen in service.day_sets):
            yield doubt(Code.DAY_SETS_SHUT, ("services", row, "day_sets"), asked=asked)
        return
    if len(free) < asked:
        where = ("services", row, column)
        yield doubt(Code.TOO_FEW_OPEN_DAYS, where, days=len(free), asked=asked)
        return
    steps = [(Code.GAPS_DO_NOT_FIT, free)]
    if days.has_vans(service):
        driven = free & days.of_vans(service)
        steps.append((Code.VAN_DAYS_DO_NOT_FIT, driven))
        steps.append((Code.CREW_DAYS_DO_NOT_FIT, driven & days.of_crews(service)))
    for code, left in steps:
        most = days.fitting(service, left)
        if most < asked:
            where = ("services", row, column)
            yield doubt(code, where, days=len(left), most=most, asked=asked)
            return


def _overdue(row: int, service: Service, quarter: Quarter) -> Iterator[Doubt]:
    if service.last_visit is None or service.max_gap_days is None:
        return
    due = service.last_visit + dt.timedelta(days=service.max_gap_days)
    if due < quarter.first_day:
        late = (quarter.first_day - due).days
        where = ("services", row, "last_visit")
        yield doubt(Code.OVERDUE, where, late=late, most=service.max_gap_days)


class _Days:
    """The days on which services, vans and crews can be had, as offsets; each found once."""

    def __init__(self, network: Network, quarter: Quarter, fleet: Fleet) -> None:
        self.quarter = quarter
        self._network = network
        self._fleet = fleet
        self._days = days_of(quarter)
        self._places = {place.id: place for place in network.places}
        self._numbers = {id(closure): n for n, closure in enumerate(network.closures)}
        self._shut: dict[tuple[tuple[int, ...], bool], frozenset[int]] = {}
        self._closures: dict[str, tuple[Closure, ...]] = {}
        self._fitting: dict[tuple[frozenset[int], Gaps], int] = {}
        self._with_markets = {market.place for market in network.markets}

    def open(self, service: Service) -> frozenset[int]:
        """Return the days on which a service may happen, vans and day sets left aside."""
        weekdays = {opening.weekday for opening in service.openings}
        free = (
            frozenset().union(*(self._by_weekday[weekday] for weekday in weekdays))
            if weekdays
            else frozenset(range(len(self._days)))
        )
        if service.market_days_only:
            free &= self._market_days(service)
        return free - self._shut_days(service)

    def has_vans(self, service: Service) -> bool:
        """Say whether any van reaches the place; where none does, that is told once elsewhere."""
        return bool(self._fleet.reaching(self._places[service.place]))

    def of_vans(self, service: Service) -> frozenset[int]:
        """Return the days on which a van that reaches the place goes out."""
        vans = self._fleet.reaching(self._places[service.place])
        return frozenset().union(*(self._fleet.days[van] for van in vans))

    def of_crews(self, service: Service) -> frozenset[int]:
        """Return the days on which enough workers are there; every day where none are named."""
        if not self._network.workers:
            return frozenset(range(len(self._days)))
        return self._crew_days[service.kind is not ServiceKind.ROTATION]

    def fitting(self, service: Service, days: frozenset[int]) -> int:
        """Return how many of the visits asked for fit into days."""
        last = service.last_visit
        gaps = Gaps(
            asked=asked_visits(service, self.quarter),
            least=service.min_gap_days,
            most=service.max_gap_days,
            last_visit=None if last is None else (last - self.quarter.first_day).days,
        )
        key = days, gaps
        if key not in self._fitting:
            self._fitting[key] = most_visits(sorted(days), gaps)
        return self._fitting[key]

    def _market_days(self, service: Service) -> frozenset[int]:
        if service.place not in self._with_markets:
            return frozenset()
        first = self.quarter.first_day
        markets = market_days(self._network, service, self.quarter)
        return frozenset((day - first).days for day in markets)

    def _shut_days(self, service: Service) -> frozenset[int]:
        if service.place not in self._closures:
            place = self._places[service.place]
            self._closures[service.place] = closures_of_place(self._network, place)
        closures = self._closures[service.place]
        key = tuple(self._numbers[id(one)] for one in closures), service.term_time_only
        if key not in self._shut:
            self._shut[key] = frozenset(
                offset
                for offset, day in enumerate(self._days)
                if service_closed(service, closures, day)
            )
        return self._shut[key]

    @cached_property
    def _by_weekday(self) -> Mapping[int, frozenset[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for offset, day in enumerate(self._days):
            found[day.weekday()].add(offset)
        return {weekday: frozenset(found[weekday]) for weekday in range(7)}

    @cached_property
    def _crew_days(self) -> Mapping[bool, frozenset[int]]:
        network = self._network
        crews = [
            [worker for worker in network.workers if worker_works(network, worker, day)]
            for day in self._days
        ]
        return {
            mobile: frozenset(
                offset
                for offset, crew in enumerate(crews)
                if crew_suffices(crew, network.rules, mobile=mobile)
            )
            for mobile in (False, True)
        }
