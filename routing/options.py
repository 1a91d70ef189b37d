"""Find, for every service alone, the days and vans with which it can be visited at all."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from routing.case import Case
from routing.crews import crew_alone
from routing.nights import trips_around
from routing.requests import Ask
from routing.routes import Entry, Route, make_route, moved
from routing.wants import Wanted


class Alone(Mapping[int, Entry]):
    """Trips of one day by van that do a service alone, made when somebody asks for them.

    Days of one kind share what they know: a quarter of a province has a million of these trips.
    """

    __slots__ = ("_day", "_trips")

    def __init__(self, day: int, trips: dict[int, Route]) -> None:
        """Take trips by van; their days count from the day of the visit."""
        self._day = day
        self._trips = trips

    @override
    def __getitem__(self, van: int) -> Entry:
        trip = self._trips[van]
        return Entry(trip.cost, moved(trip, trip.day + self._day), self._day)

    @override
    def __iter__(self) -> Iterator[int]:
        return iter(self._trips)

    @override
    def __len__(self) -> int:
        return len(self._trips)

    @override
    def __contains__(self, van: object) -> bool:
        return van in self._trips

    def needs_night(self) -> bool:
        """Say whether no van does it in a day."""
        return bool(self._trips) and all(trip.nights for trip in self._trips.values())

    def in_a_day(self) -> list[int]:
        """Return the vans that do it in a day."""
        return [van for van, trip in self._trips.items() if not trip.nights]

    def least_cost(self) -> int:
        """Return the cost of the cheapest trip."""
        return min(trip.cost for trip in self._trips.values())

    def only(self, van: int) -> "Alone":
        """Return what one van can do."""
        return Alone(self._day, {one: trip for one, trip in self._trips.items() if one == van})

    def beside(self, trip: Route) -> "Alone":
        """Return the same with one trip more."""
        return Alone(self._day, self._trips | {trip.van: moved(trip, trip.day - self._day)})


Options = dict[int, Alone]
"""By day and van: the trip that does a service alone, with nights away only where it must."""


def read_options(case: Case, wanted: tuple[Wanted, ...]) -> tuple[Options, ...]:
    """Return by ask the days and vans that can do it alone, held to the vans of the pins."""
    found = tuple(options_alone(case, ask) for ask in case.asks)
    for one in wanted:
        if one.van is not None:
            for ask in one.asks:
                _hold_to_van(case, ask, found[ask], one)
    return found


def options_alone(case: Case, ask: Ask) -> Options:
    """Return the days and vans that can do a service if nothing else is done, pins left aside.

    Trips with nights away are looked for on days on which no van does it in a day. A day on
    which it is visited already is there without vans.
    """
    place = case.network.places[ask.place]
    known: dict[tuple[object, ...], dict[int, Route]] = {}
    found: Options = {}
    for day in sorted({*ask.open, *ask.kept}):
        if day in ask.kept:
            found[day] = Alone(day, {})
            continue
        vans = case.vans_for(day, place.reachable_by)
        key = vans, case.states[day], case.weekday(day), case.at_work[day]
        if key not in known:
            known[key] = _in_a_day(case, ask, day, vans)
        trips = known[key] or _overnight(case, ask, day, known)
        if trips:
            found[day] = Alone(day, trips)
    return found


def _in_a_day(case: Case, ask: Ask, day: int, vans: tuple[int, ...]) -> dict[int, Route]:
    trips = {}
    for van in vans:
        route = make_route(case, day, van, ((ask.index,),))
        if route is not None and crew_alone(case, day, route.crew):
            trips[van] = moved(route, 0)
    return trips


def _overnight(
    case: Case, ask: Ask, day: int, known: dict[tuple[object, ...], dict[int, Route]]
) -> dict[int, Route]:
    """Return the cheapest trips with nights by van, remembered by what lies around the day."""
    if not case.night_stops:
        return {}
    vans = [
        van
        for van in case.vans_for(day, case.network.places[ask.place].reachable_by)
        if case.vans[van].nights
    ]
    nights = max((case.vans[van].nights for van in vans), default=0)
    around = range(max(0, day - nights), min(case.length, day + nights + 1))
    key = (
        case.weekday(day),
        *(
            (one - day, case.states[one], case.at_work[one], van, (one, van) in case.working)
            for one in around
            for van in vans
        ),
    )
    if key not in known:
        trips = ((van, next(iter(trips_around(case, ask, day, van)), None)) for van in vans)
        known[key] = {van: moved(trip, trip.day - day) for van, trip in trips if trip is not None}
    return known[key]


def _hold_to_van(case: Case, ask: int, options: Options, one: Wanted) -> None:
    """Leave only the van of a pin in its days; a soft pin yields where that van cannot come."""
    hard = one.pin is not None and one.pin.hard
    if one.van is None:
        return
    days = [day for day in options if one.want.first <= day <= one.want.last and options[day]]
    for day in days:
        held = options[day].only(one.van)
        if not held and case.vans[one.van].nights and case.night_stops:
            trips = trips_around(case, case.asks[ask], day, one.van)
            held = held.beside(trips[0]) if trips else held
        if held or hard:
            options[day] = held
        if not options[day]:
            del options[day]
