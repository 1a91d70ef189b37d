"""Write the trips of a board down with their clock times and crews."""

from routing.board import Board
from routing.case import Case
from routing.crews import Duty
from routing.reasons import explain_missing
from routing.routes import Route
from routing.timetable import set_clock
from vongsach.plan import Pause, Routing, Stop, Trip, TripDay
from vongsach.units import SecondOfDay, TripId


def make_routing(board: Board) -> Routing:
    """Return the trips, by day and van, and what is not served with its reason."""
    crews = _crews(board)
    trips = tuple(
        make_trip(board.desk.case, board.routes[key], number, crews[key])
        for number, key in enumerate(sorted(board.routes), start=1)
    )
    return Routing(trips=trips, unserved=explain_missing(board))


def _crews(board: Board) -> dict[tuple[int, int], tuple[int, ...]]:
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for week in board.desk.weeks:
        duties = board.duties(week)
        named = board.desk.crews(duties) or {}
        found |= {_key(duty): crew for duty, crew in named.items()}
    return found


def _key(duty: Duty) -> tuple[int, int]:
    return duty.day, duty.van


def trip_id(number: int) -> TripId:
    """Return the name of the trip of a number, in the order of days and vans."""
    return TripId(f"T{number:04d}")


def make_trip(case: Case, route: Route, number: int, crew: tuple[int, ...]) -> Trip:
    """Return a van-day with its clock times and crew, as trip of a number."""
    frame, weekday = case.frame(route.van, route.day), case.weekday(route.day)
    clock = set_clock(frame, tuple(case.call(halt, weekday) for halt in route.halts))
    if clock is None:
        msg = "a van-day on the board cannot be driven"
        raise AssertionError(msg)
    van = case.vans[route.van]
    stops = tuple(
        Stop(
            place=case.network.places[case.asks[halt[0]].place].id,
            services=tuple(case.asks[ask].service.id for ask in halt),
            arrival=SecondOfDay(arrival),
            start=SecondOfDay(start),
            departure=SecondOfDay(departure),
        )
        for halt, (arrival, start, departure) in zip(route.halts, clock.stops, strict=True)
    )
    day = TripDay(
        day=case.date(route.day),
        leaves_from=van.depot,
        leaves=SecondOfDay(clock.leaves),
        stops=stops,
        pauses=tuple(Pause(starts=SecondOfDay(a), ends=SecondOfDay(b)) for a, b in clock.pauses),
        ends_at=van.depot,
        ends=SecondOfDay(clock.ends),
    )
    return Trip(
        id=trip_id(number),
        van=van.id,
        crew=tuple(case.workers[worker].id for worker in crew),
        days=(day,),
    )
