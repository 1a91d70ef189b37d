"""Write the trips of a board down with their clock times and crews."""

from routing.board import Board
from routing.case import Case
from routing.reasons import explain_missing
from routing.routes import Part, Route, parts_of
from routing.sharing import share_work
from routing.timetable import set_clock
from vongsach.plan import Pause, Routing, Stop, Trip, TripDay
from vongsach.units import SecondOfDay, TripId


def make_routing(board: Board) -> Routing:
    """Return the trips, by day and van, and what is not served with its reason."""
    crews = share_work(board)
    keys = sorted((route.day, route.van) for route in board.trips())
    trips = tuple(
        make_trip(board.desk.case, board.routes[key], number, crews[key])
        for number, key in enumerate(keys, start=1)
    )
    return Routing(trips=trips, unserved=explain_missing(board))


def trip_id(number: int) -> TripId:
    """Return the name of the trip of a number, in the order of days and vans."""
    return TripId(f"T{number:04d}")


def make_trip(case: Case, route: Route, number: int, crew: tuple[int, ...]) -> Trip:
    """Return a trip of a board with its clock times and crew, by its number."""
    return Trip(
        id=trip_id(number),
        van=case.vans[route.van].id,
        crew=tuple(case.workers[worker].id for worker in crew),
        days=tuple(_day(case, part) for part in parts_of(case, route)),
    )


def _day(case: Case, part: Part) -> TripDay:
    frame, weekday = part.frame, case.weekday(part.day)
    clock = set_clock(frame, tuple(case.call(halt, weekday) for halt in part.halts))
    if clock is None:
        msg = "a trip on the board cannot be driven"
        raise AssertionError(msg)
    places = case.network.places
    stops = tuple(
        Stop(
            place=places[case.asks[halt[0]].place].id,
            services=tuple(case.asks[ask].service.id for ask in halt),
            arrival=SecondOfDay(arrival),
            start=SecondOfDay(start),
            departure=SecondOfDay(departure),
        )
        for halt, (arrival, start, departure) in zip(part.halts, clock.stops, strict=True)
    )
    return TripDay(
        day=case.date(part.day),
        leaves_from=places[frame.depot].id,
        leaves=SecondOfDay(clock.leaves),
        stops=stops,
        pauses=tuple(Pause(starts=SecondOfDay(a), ends=SecondOfDay(b)) for a, b in clock.pauses),
        ends_at=places[frame.home].id,
        ends=SecondOfDay(clock.ends),
    )
