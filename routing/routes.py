"""Know what one van-day costs, and where one more service goes in cheapest."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from routing.case import Case, Crew, Halt
from routing.timetable import NO_WAY, Call, fits

Halts = tuple[Halt, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One van on one day: what it does in which order, and what that costs."""

    day: int
    van: int
    halts: Halts
    metres: int
    seconds: int
    """Of driving."""
    crew: Crew
    cost: int
    """Km, hours, van-day and crew-day, in đồng."""
    entries: "dict[int, Entry | None]" = field(default_factory=dict)
    """Cheapest way to take in a service, by ask, remembered as it comes up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to take a service into a van-day."""

    cost: int
    """What the van-day costs more, in đồng."""
    route: Route
    """The van-day afterwards."""


def make_route(case: Case, day: int, van: int, halts: Halts) -> Route | None:
    """Return a van-day with these stops; ``None`` where it cannot be driven or crewed."""
    frame, weekday = case.frame(van, day), case.weekday(day)
    crew = case.crew(halts)
    goods = sum(case.asks[ask].service.goods for halt in halts for ask in halt)
    if crew[0] > case.vans[van].seats or goods > case.vans[van].goods:
        return None
    calls = tuple(case.call(halt, weekday) for halt in halts)
    metres, seconds = _driving(case, day, van, calls)
    if seconds >= NO_WAY or not fits(frame, calls):
        return None
    cost = _price(case, van, metres, seconds, people=crew[0])
    return Route(day, van, halts, metres, seconds, crew, cost)


def cheapest_entry(case: Case, route: Route, ask: int) -> Entry | None:
    """Return the cheapest way to take a service into a route; ``None`` where there is none."""
    if ask not in route.entries:
        route.entries[ask] = _find_entry(case, route, ask)
    return route.entries[ask]


def without(case: Case, route: Route, ask: int) -> Route | None:
    """Return a route after a service was taken out; ``None`` where nothing is left of it.

    A way that leaves out a place is never longer where matrices hold shortest ways; where they
    do not, the rest may no longer fit: then nothing of it is kept.
    """
    halts = tuple(
        rest for halt in route.halts if (rest := tuple(one for one in halt if one != ask))
    )
    return make_route(case, route.day, route.van, halts) if halts else None


def _find_entry(case: Case, route: Route, ask: int) -> Entry | None:
    tries = sorted(_tries(case, route, ask), key=lambda one: one[0])
    for cost, halts in tries:
        made = make_route(case, route.day, route.van, halts)
        if made is not None:
            return Entry(cost - route.cost, made)
    return None


def _tries(case: Case, route: Route, ask: int) -> Iterator[tuple[int, Halts]]:
    """Yield every order with the service in it, with its cost: at a stop of its place, or alone."""
    halts, place = route.halts, case.asks[ask].place
    people = case.crew((*halts, (ask,)))[0]
    for number, halt in enumerate(halts):
        if case.asks[halt[0]].place == place:
            merged = tuple(sorted((*halt, ask)))
            cost = _price(case, route.van, route.metres, route.seconds, people=people)
            yield cost, (*halts[:number], merged, *halts[number + 1 :])
    frame = case.frame(route.van, route.day)
    way = [frame.depot, *(case.asks[halt[0]].place for halt in halts), frame.depot]
    for at in range(len(halts) + 1):
        a, b = way[at], way[at + 1]
        metres = route.metres + frame.metres[a][place] + frame.metres[place][b] - frame.metres[a][b]
        seconds = frame.seconds[a][place] + frame.seconds[place][b] - frame.seconds[a][b]
        if route.seconds + seconds <= frame.driving:
            cost = _price(case, route.van, metres, route.seconds + seconds, people=people)
            yield cost, (*halts[:at], (ask,), *halts[at:])


def _driving(case: Case, day: int, van: int, calls: tuple[Call, ...]) -> tuple[int, int]:
    frame = case.frame(van, day)
    here, metres, seconds = frame.depot, 0, 0
    for there in (*(call.place for call in calls), frame.depot):
        metres += frame.metres[here][there]
        seconds += frame.seconds[here][there]
        here = there
    return metres, seconds


def _price(case: Case, van: int, metres: int, seconds: int, *, people: int) -> int:
    it = case.vans[van]
    return (
        metres * it.cost_per_km // 1000
        + seconds * it.cost_per_hour // 3600
        + it.cost_per_day
        + people * case.network.rules.crew_day.value
    )
