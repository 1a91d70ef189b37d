"""Draw plans that keep every hard rule, by construction and without any of the optimisers.

Every trip has one stop, so that its clock can be set by hand; a stop hands in one box from the
depot and takes out one that has stood long enough, where the rules allow it.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.builders import a_plan
from tests.resting import drive
from tests.strategies import Case
from vongsach.boxes import Box
from vongsach.fleet import Role, Van, Worker
from vongsach.network import Network
from vongsach.objective import fit_percent
from vongsach.openness import open_days, openings_on, van_works, worker_works
from vongsach.places import Place, Service, ServiceKind
from vongsach.plan import (
    Exchange,
    Load,
    Plan,
    Rotation,
    Routing,
    Stay,
    Stop,
    Trip,
    TripDay,
    Unserved,
    UnservedReason,
)
from vongsach.units import BoxId, PlaceId, SecondOfDay, TripId, VanId, WorkerId


@st.composite
def plans(draw: st.DrawFn, case: Case) -> Plan:
    """Draw a plan for a case: some of the asked visits made, the others listed as unserved."""
    diary = _Diary(case)
    for service in case.network.services:
        days = open_days(case.network, case.quarter, service)
        asked = _asked(service, case)
        # With a visit missing, the greatest gap is no longer asked for.
        most = asked if service.max_gap_days is None else asked - 1
        least = min(1, most, len(days))
        wanted = (
            draw(st.lists(st.sampled_from(days), min_size=least, max_size=most, unique=True))
            if days
            else []
        )
        made = 0
        earlier = service.last_visit
        for day in sorted(wanted):
            if earlier is None or (day - earlier).days >= service.min_gap_days:
                done = diary.visit(service, day)
                made, earlier = made + done, day if done else earlier
        diary.leave(service, asked - made)
    diary.move_boxes(draw)
    return a_plan(diary.routing(), diary.rotation(), quarter=case.quarter)


def _asked(service: Service, case: Case) -> int:
    if service.visits is not None:
        return service.visits
    return max(1, len(case.travel.states) // (7 * (service.every_weeks or 1)))


@dataclass
class _Diary:
    case: Case
    trips: list[Trip] = field(default_factory=list)
    unserved: list[Unserved] = field(default_factory=list)
    out: set[tuple[str, dt.date]] = field(default_factory=set)
    field_days: Counter[tuple[WorkerId, dt.date]] = field(default_factory=Counter)
    driven: Counter[tuple[str, dt.date]] = field(default_factory=Counter)
    loads: list[Load] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return self.case.network

    def leave(self, service: Service, missing: int) -> None:
        if missing:
            reason = UnservedReason.NO_TIME
            self.unserved.append(Unserved(service=service.id, missing=missing, reason=reason))

    def visit(self, service: Service, day: dt.date) -> bool:
        """Send the first van that can go and is crewed; say whether there is one."""
        for van in self.network.vans:
            trip = self._trip(service, van, day)
            if trip is not None:
                self.trips.append(trip)
                self.out |= {(name, day) for name in (van.id, *trip.crew)}
                monday = _monday(day)
                self.field_days.update((worker, monday) for worker in trip.crew)
                for name in (van.id, *trip.crew):
                    self.driven[name, monday] += self._driving(trip)
                return True
        return False

    def _trip(self, service: Service, van: Van, day: dt.date) -> Trip | None:
        place = next(place for place in self.network.places if place.id == service.place)
        crew = self._crew(service, van, day)
        if (
            crew is None
            or (van.id, day) in self.out
            or van.vehicle_class not in place.reachable_by
            or not van_works(self.network, van, day)
        ):
            return None
        one = self._clock(service, van, crew, day)
        if one is None:
            return None
        return Trip(id=TripId(f"{day}:{van.id}"), van=van.id, crew=crew, days=(one,))

    def _clock(
        self, service: Service, van: Van, crew: tuple[WorkerId, ...], day: dt.date
    ) -> TripDay | None:
        matrix = self.case.travel.matrices[van.vehicle_class, self.case.travel.states[day]]
        here, there = matrix.places.index(van.depot), matrix.places.index(service.place)
        if not (matrix.reachable[here, there] and matrix.reachable[there, here]):
            return None
        to, back = int(matrix.seconds[here, there]), int(matrix.seconds[there, here])
        rules = self.network.rules
        week = max(self.driven[name, _monday(day)] for name in (van.id, *crew))
        if (
            to + back > min(van.longest_driving, rules.driving_day.value)
            or week + to + back > rules.driving_week.value
        ):
            return None
        leaves = van.shift_starts + rules.preparation.value
        out = drive(to, leaves, 0, rules)
        if out is None:
            return None
        length = service.fixed + service.session + 2 * service.boxes * service.per_box
        for opening in openings_on(service, day):
            start = max(out.ends, opening.opens)
            stands = start + length - out.ends
            unbroken = 0 if stands >= rules.driving_rest.value else out.unbroken
            home = drive(back, start + length, unbroken, rules)
            if home is None:
                continue
            ends = home.ends
            hungry = van.meal is not None and leaves < van.meal.earliest and ends > van.meal.latest
            latest = min(van.shift_ends, leaves + (van.longest_duty or van.shift_ends))
            if start + length <= opening.closes and ends <= latest and not hungry:
                stop = Stop(
                    place=service.place,
                    services=(service.id,),
                    arrival=SecondOfDay(out.ends),
                    start=start,
                    departure=start + length,
                )
                return TripDay(
                    day=day,
                    leaves_from=van.depot,
                    leaves=leaves,
                    stops=(stop,),
                    pauses=(*out.pauses, *home.pauses),
                    ends_at=van.depot,
                    ends=SecondOfDay(ends),
                )
        return None

    def _driving(self, trip: Trip) -> int:
        van = next(van for van in self.network.vans if van.id == trip.van)
        matrix = self.case.travel.matrices[
            van.vehicle_class, self.case.travel.states[trip.days[0].day]
        ]
        here, there = (
            matrix.places.index(name) for name in (van.depot, trip.days[0].stops[0].place)
        )
        return int(matrix.seconds[here, there] + matrix.seconds[there, here])

    def _crew(self, service: Service, van: Van, day: dt.date) -> tuple[WorkerId, ...] | None:
        """Return an operator, with two librarians where readers are served; ``None``: too few."""
        if not self.network.workers:
            return ()
        free = [worker for worker in self.network.workers if self._is_free(worker, day)]
        operators = [worker.id for worker in free if worker.role is Role.OPERATOR]
        librarians = [worker.id for worker in free if worker.role is Role.LIBRARIAN]
        if service.kind is ServiceKind.ROTATION:
            return tuple(operators[:1]) or None
        enough = operators and len(librarians) > 1 and van.seats > 2
        return (operators[0], *librarians[:2]) if enough else None

    def _is_free(self, worker: Worker, day: dt.date) -> bool:
        return (
            (worker.id, day) not in self.out
            and worker_works(self.network, worker, day)
            and self.field_days[worker.id, _monday(day)] < worker.days_per_week
        )

    def move_boxes(self, draw: st.DrawFn) -> None:
        """Hand in one box at some rotating stops; all others stay where they are."""
        boxes = {box.id: box for box in self.network.boxes}
        vans = {van.id: van for van in self.network.vans}
        places = {place.id: place for place in self.network.places}
        kinds = {service.id: service for service in self.network.services}
        shelf: dict[PlaceId, dict[BoxId, dt.date]] = defaultdict(dict)
        for box in boxes.values():
            shelf[box.stands_at][box.id] = box.since
        for trip in sorted(self.trips, key=lambda trip: trip.days[0].day):
            stop = trip.days[0].stops[0]
            service = kinds[stop.services[0]]
            place = places[stop.place]
            if (
                service.kind is ServiceKind.MOBILE
                or not service.boxes
                or draw(st.integers(0, 4)) == 4
            ):
                continue
            chosen = self._fitting(boxes, shelf, place, vans[trip.van])
            if chosen is not None and len(shelf[place.id]) < place.shelf:
                self._hand_in(trip, chosen, shelf, vans)
        for name, standing in shelf.items():
            if name not in {van.depot for van in vans.values()}:
                self.stays += [
                    Stay(box=box, place=name, first_day=since) for box, since in standing.items()
                ]

    def _fitting(
        self,
        boxes: dict[BoxId, Box],
        shelf: dict[PlaceId, dict[BoxId, dt.date]],
        place: Place,
        van: Van,
    ) -> BoxId | None:
        """Return a box of the depot that fits, was never here and is not too heavy."""
        been = {stay.box for stay in self.network.past_stays if stay.place == place.id}
        fitting = (
            name
            for name in shelf[van.depot]
            if name not in been
            and boxes[name].weight <= van.payload
            and fit_percent(boxes[name], place) >= self.network.rules.audience_fit.value
        )
        return next(fitting, None)

    def _hand_in(
        self,
        trip: Trip,
        box: BoxId,
        shelf: dict[PlaceId, dict[BoxId, dt.date]],
        vans: dict[VanId, Van],
    ) -> None:
        day, stop = trip.days[0].day, trip.days[0].stops[0]
        del shelf[vans[trip.van].depot][box]
        shelf[stop.place][box] = day
        self.loads.append(Load(trip=trip.id, boxes=(box,)))
        self.exchanges.append(Exchange(trip=trip.id, day=day, position=0, handed_in=(box,)))

    def routing(self) -> Routing:
        return Routing(trips=tuple(self.trips), unserved=tuple(self.unserved))

    def rotation(self) -> Rotation:
        return Rotation(
            loads=tuple(self.loads), exchanges=tuple(self.exchanges), stays=tuple(self.stays)
        )


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
