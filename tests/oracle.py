"""Find the true optimum of tiny networks by trying everything.

Nothing here is shared with the optimisers: days, vans and orders are enumerated, and the checker
says what is allowed and what it costs. Only for networks without meals, workers and nights away.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations, product

from tests.builders import a_plan
from tests.resting import drive
from tests.strategies import Case
from vongsach.check import Severity, check_plan
from vongsach.fleet import Van
from vongsach.places import Opening, Service
from vongsach.plan import Pause, Routing, Stop, Trip, TripDay, Unserved, UnservedReason
from vongsach.travel import TravelMatrix
from vongsach.units import PlaceId, SecondOfDay, ServiceId, TripId

ROUTING_CODES = ("T", "V", "P")


@dataclass(frozen=True)
class Best:
    """The cheapest routing there is, and what it costs."""

    routing: Routing
    cost: int


def best_routing(case: Case) -> Best:
    """Return the cheapest routing that breaks no hard rule; leaving all unserved is always one."""
    oracle = _Oracle(case)
    return min(
        (best for days in oracle.choices() if (best := oracle.routing_on(days)) is not None),
        key=lambda best: best.cost,
    )


Days = dict[ServiceId, tuple[dt.date, ...]]


class _Oracle:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.days = sorted(case.travel.states)
        self.services = {service.id: service for service in case.network.services}
        self.best_day = cache(self._best_day)

    def asked(self, service: Service) -> int:
        if service.visits is not None:
            return service.visits
        return max(1, len(self.days) // (7 * (service.every_weeks or 1)))

    def choices(self) -> Iterator[Days]:
        """Yield every choice of visit days for every service."""
        options = [
            [
                (service.id, chosen)
                for count in range(self.asked(service) + 1)
                for chosen in combinations(self.days, count)
            ]
            for service in self.services.values()
        ]
        for choice in product(*options):
            yield dict(choice)

    def routing_on(self, chosen: Days) -> Best | None:
        """Return the cheapest routing with these visit days, where there is one."""
        trips: list[Trip] = []
        for day in self.days:
            served = frozenset(name for name, days in chosen.items() if day in days)
            if served:
                best = self.best_day(day, served)
                if best is None:
                    return None
                trips += best
        unserved = tuple(
            Unserved(service=name, missing=missing, reason=UnservedReason.NO_TIME)
            for name, days in chosen.items()
            if (missing := self.asked(self.services[name]) - len(days))
        )
        routing = Routing(trips=tuple(trips), unserved=unserved)
        cost = self._judge(routing)
        return None if cost is None else Best(routing=routing, cost=cost)

    def _best_day(self, day: dt.date, served: frozenset[ServiceId]) -> list[Trip] | None:
        vans = self.case.network.vans
        found: list[tuple[int, list[Trip]]] = []
        for shares in product(range(len(vans)), repeat=len(served)):
            for trips in self._orders(day, dict(zip(sorted(served), shares, strict=True))):
                cost = self._judge(Routing(trips=tuple(trips)), only_trips=True)
                if cost is not None:
                    found.append((cost, trips))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _orders(self, day: dt.date, van_of: dict[ServiceId, int]) -> Iterator[list[Trip]]:
        per_van = []
        for number, van in enumerate(self.case.network.vans):
            mine = [self.services[name] for name, share in van_of.items() if share == number]
            if mine:
                per_van.append(
                    [
                        trip
                        for order in permutations(mine)
                        for rests in product((False, True), repeat=len(order))
                        for trip in self._departures(van, day, order, rests)
                    ]
                )
        for trips in product(*per_van):
            yield list(trips)

    def _departures(
        self, van: Van, day: dt.date, order: tuple[Service, ...], rests: tuple[bool, ...]
    ) -> Iterator[Trip]:
        """Leave as early as can be and, where the time on duty is limited, later and later.

        A later departure shortens the day only by less waiting, so that the next one worth a try
        ends a wait somewhere, or brings a service to the end of its opening.
        """
        leaves = van.shift_starts + self.case.network.rules.preparation.value
        tries = 1 if van.longest_duty is None else 1 + 2 * len(order)
        for _ in range(tries):
            trip = self._clock(van, (day, leaves), order, rests)
            if trip is None:
                return
            yield trip
            pushes = [
                push
                for service, stop in zip(order, trip.days[0].stops, strict=True)
                for push in (
                    stop.start - stop.arrival,
                    _closing(service, day, stop) - stop.start - _duration(service),
                )
                if push > 0
            ]
            if not pushes:
                return
            leaves += min(pushes)

    def _clock(
        self,
        van: Van,
        when: tuple[dt.date, int],
        order: tuple[Service, ...],
        rests: tuple[bool, ...],
    ) -> Trip | None:
        """Drive as early as can be, resting after a service where ``rests`` says so."""
        day, leaves = when
        matrix = self.case.travel.matrices[van.vehicle_class, self.case.travel.states[day]]
        rules = self.case.network.rules
        now = leaves
        here: PlaceId = van.depot
        unbroken = 0
        stops: list[Stop] = []
        pauses: list[Pause] = []
        for service, rested in zip(order, rests, strict=True):
            leg = _leg(matrix, here, service.place)
            if leg is None:
                return None
            driven = drive(leg, now, unbroken, rules)
            start = None if driven is None else _earliest_start(service, day, driven.ends)
            if driven is None or start is None:
                return None
            ready = start + _duration(service)
            until = max(ready, driven.ends + rules.driving_rest.value) if rested else ready
            stops.append(_stop(service, driven.ends, start, until))
            pauses += driven.pauses
            unbroken = 0 if until - driven.ends >= rules.driving_rest.value else driven.unbroken
            now, here = until, service.place
        leg = _leg(matrix, here, van.depot)
        home = None if leg is None else drive(leg, now, unbroken, rules)
        if home is None or home.ends > van.shift_ends:
            return None
        one = TripDay(
            day=day,
            leaves_from=van.depot,
            leaves=SecondOfDay(leaves),
            stops=tuple(stops),
            pauses=(*pauses, *home.pauses),
            ends_at=van.depot,
            ends=SecondOfDay(home.ends),
        )
        return Trip(id=TripId(f"{day}-{van.id}"), van=van.id, days=(one,))

    def _judge(self, routing: Routing, *, only_trips: bool = False) -> int | None:
        plan = a_plan(routing, quarter=self.case.quarter)
        report = check_plan(plan, self.case.network, self.case.travel)
        codes = {
            violation.code
            for violation in report.violations
            if violation.severity is Severity.ERROR
        }
        # A day alone breaks the promises of the quarter; opening and closure it can keep.
        looked_at = ("T", "V04", "V05") if only_trips else ROUTING_CODES
        if any(code.startswith(looked_at) for code in codes):
            return None
        return sum(term.dong for term in report.cost if term.name != "reader_value")


def _leg(matrix: TravelMatrix, start: PlaceId, end: PlaceId) -> int | None:
    pair = matrix.places.index(start), matrix.places.index(end)
    return int(matrix.seconds[pair]) if matrix.reachable[pair] else None


def _duration(service: Service) -> int:
    return service.fixed + service.session + 2 * service.boxes * service.per_box


def _openings(service: Service, day: dt.date) -> tuple[Opening, ...]:
    always = Opening(weekday=day.weekday(), opens=SecondOfDay(0), closes=SecondOfDay(86_400))
    return service.openings or (always,)


def _closing(service: Service, day: dt.date, stop: Stop) -> int:
    return next(
        opening.closes
        for opening in _openings(service, day)
        if opening.weekday == day.weekday() and opening.opens <= stop.start <= opening.closes
    )


def _earliest_start(service: Service, day: dt.date, arrival: int) -> int | None:
    hours = _openings(service, day)
    starts = [
        max(arrival, opening.opens)
        for opening in hours
        if opening.weekday == day.weekday()
        and max(arrival, opening.opens) + _duration(service) <= opening.closes
    ]
    return min(starts, default=None)


def _stop(service: Service, arrival: int, start: int, departure: int) -> Stop:
    return Stop(
        place=service.place,
        services=(service.id,),
        arrival=SecondOfDay(arrival),
        start=SecondOfDay(start),
        departure=SecondOfDay(departure),
    )
