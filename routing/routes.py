"""Know what one trip of a van costs, and where one more service goes in cheapest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from routing.case import Case, Crew, Halt
from routing.outings import may_stay_out, price
from routing.timetable import NO_WAY, Frame, fits

Halts = tuple[Halt, ...]

MOST_NIGHT_STOPS = 3
"""Other night stops that are looked at when a visit is taken in beside a night."""


class Night(NamedTuple):
    """A night away."""

    after: int
    """Stops of the trip that are made before it."""
    place: int
    """Row of the night stop."""


Nights = tuple[Night, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One van on one day, or on consecutive days with nights away: what it does and costs."""

    day: int
    """First day."""
    van: int
    halts: Halts
    """Of all days."""
    metres: int
    seconds: int
    """Of driving."""
    crew: Crew
    cost: int
    """Km, hours, van-days, crew-days and nights, in đồng."""
    nights: Nights = ()
    """In order."""
    busy: int = 0
    """Seconds of driving and service."""
    entries: "dict[tuple[int, int], Entry | None]" = field(default_factory=dict)
    """Cheapest way to take in a service, by ask and day, remembered as it comes up."""

    @property
    def days(self) -> range:
        """Return the days on which the van is out."""
        return range(self.day, self.day + len(self.nights) + 1)

    def stops_of(self, day: int) -> tuple[int, int]:
        """Return the first position of a day's stops, and the one after the last."""
        number = day - self.day
        first = self.nights[number - 1].after if number else 0
        return first, self.nights[number].after if number < len(self.nights) else len(self.halts)

    def visits(self) -> Iterator[tuple[int, int]]:
        """Yield every ask that is served with its day."""
        for day in self.days:
            first, end = self.stops_of(day)
            for halt in self.halts[first:end]:
                for ask in halt:
                    yield ask, day


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to visit a service on a day."""

    cost: int
    """What the trip costs more, in đồng."""
    route: Route
    """The trip afterwards."""
    day: int
    before: Route | None = None
    """The trip as it was; ``None``: the van stayed at home."""


class Part(NamedTuple):
    """One day of a trip."""

    day: int
    frame: Frame
    halts: Halts


def parts_of(case: Case, route: Route) -> Iterator[Part]:
    """Yield the days of a trip in order."""
    return _parts(case, (route.day, route.van), route.halts, route.nights)


def _parts(case: Case, at: tuple[int, int], halts: Halts, nights: Nights) -> Iterator[Part]:
    day, van = at
    start: int | None = None
    begin = 0
    for night in nights:
        yield Part(
            day, case.frame_between(van, day, start, night.place), halts[begin : night.after]
        )
        day, start, begin = day + 1, night.place, night.after
    yield Part(day, case.frame_between(van, day, start, None), halts[begin:])


def make_route(
    case: Case, day: int, van: int, halts: Halts, *, nights: Nights = ()
) -> Route | None:
    """Return a trip with these stops; ``None`` where it cannot be driven or crewed."""
    if nights and not may_stay_out(case, day, van, len(nights)):
        return None
    crew = case.crew(halts)
    goods = sum(case.asks[ask].service.goods for halt in halts for ask in halt)
    if crew[0] > case.vans[van].seats or goods > case.vans[van].goods:
        return None
    metres = seconds = busy = 0
    for part in _parts(case, (day, van), halts, nights):
        far, long = _driving(case, part.frame, part.halts)
        weekday = case.weekday(part.day)
        calls = tuple(case.call(halt, weekday) for halt in part.halts)
        if long >= NO_WAY or not fits(part.frame, calls):
            return None
        metres, seconds = metres + far, seconds + long
        busy += long + sum(call.length for call in calls)
    cost = price(case, van, (metres, seconds), people=crew[0], nights=len(nights))
    return Route(day, van, halts, metres, seconds, crew, cost, nights, busy)


def moved(route: Route, day: int) -> Route:
    """Return the same trip from another day on, with nothing remembered."""
    return Route(
        day=day,
        van=route.van,
        halts=route.halts,
        metres=route.metres,
        seconds=route.seconds,
        crew=route.crew,
        cost=route.cost,
        nights=route.nights,
        busy=route.busy,
    )


def cheapest_entry(case: Case, route: Route, ask: int, day: int) -> Entry | None:
    """Return the cheapest way to take a service into a trip on one of its days, or ``None``."""
    if (ask, day) not in route.entries:
        route.entries[ask, day] = _find_entry(case, route, ask, day)
    return route.entries[ask, day]


def without(case: Case, route: Route, ask: int, day: int) -> Route | None:
    """Return a trip after a visit was taken out; ``None`` where nothing is left of it.

    A way that leaves out a place is never longer where matrices hold shortest ways; where they
    do not, the rest may no longer fit: then nothing of it is kept. Days at the beginning or the
    end on which nothing is left to do go, if the rest can be driven so.
    """
    first, end = route.stops_of(day)
    halts: list[Halt] = []
    gone = 0
    for number, halt in enumerate(route.halts):
        rest = halt
        if first <= number < end:
            rest = tuple(one for one in halt if one != ask)
        if rest:
            halts.append(rest)
        else:
            gone += 1
    if not halts:
        return None
    nights = tuple(
        Night(night.after - gone if night.after >= end else night.after, night.place)
        for night in route.nights
    )
    made = [
        make_route(case, begin, route.van, tuple(halts), nights=kept)
        for begin, kept in _shortened(route.day, nights, len(halts))
    ]
    return min((one for one in made if one is not None), key=lambda one: one.cost, default=None)


def _shortened(day: int, nights: Nights, stops: int) -> Iterator[tuple[int, Nights]]:
    """Yield first day and nights of a trip, with idle days at either end and without."""
    early = 0
    while early < len(nights) and nights[early].after == 0:
        early += 1
    late = len(nights)
    while late > early and nights[late - 1].after == stops:
        late -= 1
    for begin in range(early + 1):
        for end in range(late, len(nights) + 1):
            yield day + begin, nights[begin:end]


def _find_entry(case: Case, route: Route, ask: int, day: int) -> Entry | None:
    tries = sorted(_tries(case, route, ask, day), key=lambda one: one[0])
    for cost, halts, nights in tries:
        made = make_route(case, route.day, route.van, halts, nights=nights)
        if made is not None:
            return Entry(cost - route.cost, made, day, route)
    return None


def _tries(case: Case, route: Route, ask: int, day: int) -> Iterator[tuple[int, Halts, Nights]]:
    """Yield every order with the service in it, with its cost: at a stop of its place, or alone."""
    halts, place, number = route.halts, case.asks[ask].place, day - route.day
    people = case.crew((*halts, (ask,)))[0]
    nights = len(route.nights)
    first, end = route.stops_of(day)
    for at in range(first, end):
        if case.asks[halts[at][0]].place == place and ask not in halts[at]:
            merged = tuple(sorted((*halts[at], ask)))
            cost = price(
                case, route.van, (route.metres, route.seconds), people=people, nights=nights
            )
            yield cost, (*halts[:at], merged, *halts[at + 1 :]), route.nights
    frame = case.frame(route.van, day)
    start = route.nights[number - 1].place if number else frame.depot
    home = route.nights[number].place if number < nights else frame.home
    way = [start, *(case.asks[halt[0]].place for halt in halts[first:end]), home]
    later = tuple(
        night if at < number else night._replace(after=night.after + 1)
        for at, night in enumerate(route.nights)
    )
    length = case.call((ask,), case.weekday(day)).length
    room = frame.ends - frame.leaves - route.busy - length
    for at, (a, b) in enumerate(pairwise(way), start=first):
        metres = route.metres + frame.metres[a][place] + frame.metres[place][b] - frame.metres[a][b]
        seconds = frame.seconds[a][place] + frame.seconds[place][b] - frame.seconds[a][b]
        if nights or (route.seconds + seconds <= frame.driving and seconds <= room):
            driven = metres, route.seconds + seconds
            cost = price(case, route.van, driven, people=people, nights=nights)
            yield cost, (*halts[:at], (ask,), *halts[at:]), later
    if nights:
        yield from _beside_nights(case, route, ask, (number, later))


def _beside_nights(
    case: Case, route: Route, ask: int, at: tuple[int, Nights]
) -> Iterator[tuple[int, Halts, Nights]]:
    """Yield orders with the service beside a night that is spent elsewhere for it."""
    number, later = at
    halts, people = route.halts, case.crew((*route.halts, (ask,)))[0]
    first, end = route.stops_of(route.day + number)
    place = case.asks[ask].place
    for night, position in ((number - 1, first), (number, end)):
        if not 0 <= night < len(later):
            continue
        order = (*halts[:position], (ask,), *halts[position:])
        for stop in near_night_stops(case, route.van, place)[:MOST_NIGHT_STOPS]:
            if stop != later[night].place:
                changed = later[night]._replace(place=stop)
                nights = (*later[:night], changed, *later[night + 1 :])
                driven = measure(case, (route.day, route.van), order, nights)
                cost = price(case, route.van, driven, people=people, nights=len(nights))
                yield cost, order, nights


def near_night_stops(case: Case, van: int, place: int) -> list[int]:
    """Return the night stops by the driving time to them, nearest first."""
    seconds = case.frames[van, min(case.states)].seconds[place]
    return sorted(case.night_stops, key=lambda stop: (seconds[stop], stop))


def measure(case: Case, at: tuple[int, int], halts: Halts, nights: Nights) -> tuple[int, int]:
    """Return metres and seconds of driving of a trip that begins on a day with a van."""
    driven = [_driving(case, part.frame, part.halts) for part in _parts(case, at, halts, nights)]
    return sum(far for far, _ in driven), sum(long for _, long in driven)


def _driving(case: Case, frame: Frame, halts: Iterable[Halt]) -> tuple[int, int]:
    here, metres, seconds = frame.depot, 0, 0
    for there in (*(case.asks[halt[0]].place for halt in halts), frame.home):
        metres += frame.metres[here][there]
        seconds += frame.seconds[here][there]
        here = there
    return metres, seconds
