"""Put everything that the search asks again and again where it is found at once."""

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np

from routing.booked import NOTHING_BOOKED, Booked, read_booked
from routing.requests import Ask, read_asks
from routing.timetable import NO_WAY, Call, Frame, Matrix, Span
from vongsach.days import days_of, length_in_days
from vongsach.fleet import Role, Van, Worker
from vongsach.network import Network
from vongsach.objective import crew_needed
from vongsach.openness import van_works, worker_works
from vongsach.places import ServiceKind, VehicleClass
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Kept
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId

Halt = tuple[int, ...]
"""Services done at one stop, all of one place, as indices of asks, ascending."""

Crew = tuple[int, int]
"""People on a trip, and how many of them are operators at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One quarter of one network, ready for the search. Days are offsets in the quarter."""

    network: Network
    quarter: Quarter
    asks: tuple[Ask, ...]
    vans: tuple[Van, ...]
    """By id."""
    workers: tuple[Worker, ...]
    """By id."""
    length: int
    """Days of the quarter."""
    first_weekday: int
    working: frozenset[tuple[int, int]]
    """Days and vans that go out."""
    at_work: tuple[tuple[int, ...], ...]
    """By day: workers that can be on a crew."""
    frames: dict[tuple[int, str], Frame]
    """By van and road state."""
    states: tuple[str, ...]
    """Road state by day."""
    crews: tuple[Crew, Crew]
    """Of a trip without and with mobile service."""
    night_stops: tuple[int, ...]
    """Rows of the places where a crew may spend a night."""
    kept: Kept = NOTHING
    """What stands already."""
    booked: Booked = NOTHING_BOOKED
    """What that takes up."""
    calls: dict[tuple[Halt, int], Call] = field(default_factory=dict)
    """Stops by services and weekday, remembered as they come up."""
    reaching: dict[tuple[int, tuple[VehicleClass, ...]], tuple[int, ...]] = field(
        default_factory=dict
    )
    """Vans that go out, by day and classes, as they come up."""
    bent: dict[tuple[int, str, int | None, int | None], Frame] = field(default_factory=dict)
    """Days that begin or end away, by van, road state, start and end; as they come up."""

    @property
    def uses_goods(self) -> bool:
        """Say whether any service uses up the store of a van."""
        return any(ask.service.goods for ask in self.asks)

    def weekday(self, day: int) -> int:
        """Return the weekday of a day: 0 is Monday."""
        return (self.first_weekday + day) % 7

    def week(self, day: int) -> int:
        """Return the number of the calendar week of a day."""
        return (self.first_weekday + day) // 7

    def date(self, day: int) -> dt.date:
        """Return the calendar day of an offset."""
        return self.quarter.first_day + dt.timedelta(days=day)

    def frame(self, van: int, day: int) -> Frame:
        """Return what a van may do on a day."""
        return self.frames[van, self.states[day]]

    def frame_between(self, van: int, day: int, start: int | None, end: int | None) -> Frame:
        """Return what a van may do on a day that begins and ends at night stops.

        ``None`` stands for the depot. From a night stop the van leaves without preparation.
        """
        if start is None and end is None:
            return self.frame(van, day)
        key = van, self.states[day], start, end
        if key not in self.bent:
            frame, it = self.frame(van, day), self.vans[van]
            self.bent[key] = replace(
                frame,
                depot=frame.depot if start is None else start,
                home=frame.home if end is None else end,
                leaves=frame.leaves if start is None else int(it.shift_starts),
            )
        return self.bent[key]

    def vans_for(self, day: int, classes: tuple[VehicleClass, ...]) -> tuple[int, ...]:
        """Return the vans of some classes that go out on a day."""
        key = day, classes
        if key not in self.reaching:
            self.reaching[key] = tuple(
                number
                for number, van in enumerate(self.vans)
                if (day, number) in self.working and van.vehicle_class in classes
            )
        return self.reaching[key]

    def call(self, halt: Halt, weekday: int) -> Call:
        """Return the stop that does these services on a weekday, a full exchange included."""
        known = self.calls.get((halt, weekday))
        if known is None:
            known = self.calls[halt, weekday] = self._new_call(halt, weekday)
        return known

    def crew(self, halts: tuple[Halt, ...]) -> Crew:
        """Return the crew that a trip with these stops needs."""
        return self.crews[any(self.asks[ask].mobile for halt in halts for ask in halt)]

    def _new_call(self, halt: Halt, weekday: int) -> Call:
        asks = [self.asks[ask] for ask in halt]
        per_box = max(ask.service.per_box for ask in asks)
        windows = asks[0].windows[weekday]
        for ask in asks[1:]:
            windows = _common(windows, ask.windows[weekday])
        return Call(
            place=asks[0].place,
            length=sum(ask.base for ask in asks) + per_box * sum(ask.moves for ask in asks),
            windows=windows,
        )


def read_case(network: Network, quarter: Quarter, travel: Travel, kept: Kept = NOTHING) -> Case:
    """Return the case of a quarter: everything in the order of ids, so that runs repeat.

    What kept trips take up is not there: their vans, people and hours.
    """
    booked = read_booked(network, quarter, travel, kept)
    vans = tuple(sorted(network.vans, key=lambda van: van.id))
    workers = tuple(sorted(network.workers, key=lambda worker: worker.id))
    days = days_of(quarter)
    return Case(
        network=network,
        quarter=quarter,
        asks=read_asks(network, quarter, booked),
        vans=vans,
        workers=workers,
        length=length_in_days(quarter),
        first_weekday=quarter.first_day.weekday(),
        working=frozenset(
            (number, index)
            for number, day in enumerate(days)
            for index, van in enumerate(vans)
            if number >= booked.first_open
            and (number, van.id) not in booked.vans
            and van_works(network, van, day)
        ),
        at_work=tuple(
            tuple(
                i
                for i, worker in enumerate(workers)
                if (number, worker.id) not in booked.workers and worker_works(network, worker, day)
            )
            for number, day in enumerate(days)
        ),
        frames=_frames(network, vans, travel),
        states=tuple(travel.states[day] for day in days),
        crews=_crews(network),
        night_stops=tuple(row for row, place in enumerate(network.places) if place.night_stop),
        kept=kept,
        booked=booked,
    )


def van_kinds(case: Case) -> tuple[int, ...]:
    """Return the number of the kind of each van: vans of one kind differ in nothing but name."""
    known: dict[object, int] = {}
    blank = {"id": "", "name": "", "plate": "", "days_off": ()}
    return tuple(known.setdefault(van.model_copy(update=blank), len(known)) for van in case.vans)


def is_operator(worker: Worker) -> bool:
    """Say whether somebody may drive."""
    return worker.role is Role.OPERATOR


def weeks_of(case: Case) -> dict[int, tuple[int, ...]]:
    """Return the days of the quarter by calendar week."""
    weeks: dict[int, list[int]] = {}
    for day in range(case.length):
        weeks.setdefault(case.week(day), []).append(day)
    return {week: tuple(days) for week, days in weeks.items()}


def _crews(network: Network) -> tuple[Crew, Crew]:
    rules = network.rules
    rotation = crew_needed([ServiceKind.ROTATION], rules)
    mobile = crew_needed([ServiceKind.MOBILE], rules)
    named = 1 if network.workers else 0
    return (rotation, 1), (max(named, mobile), max(1, rules.crew_mobile_operators.value))


def _frames(
    network: Network, vans: tuple[Van, ...], travel: Travel
) -> dict[tuple[int, str], Frame]:
    rows = {place.id: row for row, place in enumerate(network.places)}
    order = [place.id for place in network.places]
    tables: dict[tuple[VehicleClass, str], tuple[Matrix, Matrix]] = {}
    frames = {}
    for (vehicle, state), matrix in sorted(travel.matrices.items()):
        tables[vehicle, state] = _tables(matrix, order)
    for index, van in enumerate(vans):
        for state in sorted(set(travel.states.values())):
            seconds, metres = tables[van.vehicle_class, state]
            frames[index, state] = Frame(
                depot=rows[van.depot],
                home=rows[van.depot],
                leaves=van.shift_starts + network.rules.preparation.value,
                ends=van.shift_ends,
                driving=min(van.longest_driving, network.rules.driving_day.value),
                unbroken=network.rules.driving_unbroken.value,
                rest=network.rules.driving_rest.value,
                meal=van.meal,
                duty=van.longest_duty,
                seconds=seconds,
                metres=metres,
            )
    return frames


def _tables(matrix: TravelMatrix, order: list[PlaceId]) -> tuple[Matrix, Matrix]:
    """Return seconds and metres in the order of the network's places."""
    known = {place: row for row, place in enumerate(matrix.places)}
    rows = np.array([known.get(place, -1) for place in order])
    there = np.ix_(rows, rows)
    good = matrix.reachable[there] & (rows >= 0)[:, None] & (rows >= 0)[None, :]
    seconds = np.where(good, matrix.seconds[there], NO_WAY)
    metres = np.where(good, matrix.metres[there], 0)
    return seconds.tolist(), metres.tolist()


def _common(some: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(
        sorted((max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) <= min(b, d))
    )
