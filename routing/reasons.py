"""Say why a visit is not made: each reason is tested, alone first, then beside the plan."""

from routing.board import Board
from routing.case import Case
from routing.crews import crew_alone
from routing.improvement import choose_days, find_entries
from routing.options import options_alone
from routing.requests import Ask
from routing.routes import make_route
from routing.spacing import NEVER, make_spacer
from routing.timetable import NO_WAY
from vongsach.plan import Fact, Unserved, UnservedReason

Why = tuple[UnservedReason, dict[str, int]]


def explain_missing(board: Board) -> tuple[Unserved, ...]:
    """Return what is not served, by service, each with a reason that holds when tested."""
    found = []
    for ask in board.desk.case.asks:
        missing = board.missing(ask.index)
        if missing:
            reason, facts = _why_alone(board, ask) or _why_here(board, ask)
            found.append(
                Unserved(
                    service=ask.service.id,
                    missing=missing,
                    reason=reason,
                    facts=tuple(Fact(name=name, value=value) for name, value in facts.items()),
                )
            )
    return tuple(found)


def _why_alone(board: Board, ask: Ask) -> Why | None:
    """Return why the visits cannot be made even if nothing else were served."""
    case = board.desk.case
    return _why_no_van(case, ask) or _why_no_days(case, ask) or _why_no_spacing(board, ask)


def _why_no_van(case: Case, ask: Ask) -> Why | None:
    place = case.network.places[ask.place]
    reaching = [van for van in case.vans if van.vehicle_class in place.reachable_by]
    if not reaching:
        return UnservedReason.NO_VEHICLE, {"vans": len(case.vans)}
    people = case.crews[ask.mobile][0]
    seats = max(van.seats for van in reaching)
    if seats < people:
        return UnservedReason.NO_CREW, {"people": people, "seats": seats}
    return None


def _why_no_days(case: Case, ask: Ask) -> Why | None:
    """Return the first thing that leaves fewer days than visits."""
    asked = ask.asked
    out = [(day, van) for day in ask.open for van in _vans(case, ask, day)]
    days = len({day for day, _ in out})
    if min(len(ask.open), days) < asked:
        facts = {"asked": asked, "open_days": len(ask.open), "van_days": days}
        return UnservedReason.NO_OPEN_DAY, facts
    roads = [pair for pair in out if _way(case, ask, pair) < NO_WAY]
    if not roads:
        return UnservedReason.UNREACHABLE, {"days": days}
    driven = [pair for pair in roads if make_route(case, *pair, ((ask.index,),)) is not None]
    if not driven:
        longest = max(van.shift_ends - van.shift_starts for van in case.vans)
        there_and_back = min(_way(case, ask, pair) for pair in roads)
        return UnservedReason.TOO_FAR, {
            "driving_seconds": there_and_back,
            "service_seconds": ask.length,
            "longest_shift_seconds": longest,
        }
    days = len({day for day, _ in driven})
    if days < asked:
        facts = {"asked": asked, "open_days": len(ask.open), "van_days": days}
        return UnservedReason.NO_OPEN_DAY, facts
    crew = case.crews[ask.mobile]
    crewed = len({day for day, _ in driven if crew_alone(case, day, crew)})
    if crewed < asked:
        return UnservedReason.NO_CREW, {"people": crew[0], "asked": asked, "crewed_days": crewed}
    return None


def _why_no_spacing(board: Board, ask: Ask) -> Why | None:
    case = board.desk.case
    alone = tuple(options_alone(case, ask))
    spacer = make_spacer(ask, alone, first_weekday=case.first_weekday, rules=case.network.rules)
    if len(spacer.choose([0] * len(alone)).days) < ask.asked:
        return UnservedReason.GAPS, {
            "asked": ask.asked,
            "days": len(alone),
            "min_gap": ask.service.min_gap_days,
            "max_gap": ask.service.max_gap_days or 0,
        }
    held = board.desk.spacers[ask.index]
    pins = [
        board.desk.wanted[number].want
        for number in board.desk.wanted_by[ask.index]
        if (pin := board.desk.wanted[number].pin) is not None and pin.hard
        if board.desk.wanted[number].asks == (ask.index,)
    ]
    if len(held.choose([0] * len(held.days), pins).days) < ask.asked:
        return UnservedReason.PINNED_AWAY, {"asked": ask.asked, "days": len(held.days)}
    return None


def _why_here(board: Board, ask: Ask) -> Why:
    """Return why the visits are not made beside the plan: nowhere to go, or not worth it."""
    entries = find_entries(board, ask.index, board.desk.spacers[ask.index].days)
    room = {day: entry for day, entry in entries.items() if entry.cost < NEVER}
    fitting = _days_that_fit(board, ask, tuple(room))
    if not ask.service.required and fitting:
        cheapest = min(room[day].cost for day in fitting)
        choice = choose_days(board, ask.index, entries)
        if len(choice.days) == len(board.visits[ask.index]):
            return UnservedReason.TOO_DEAR, {"cost": cheapest, "worth": ask.price}
    return UnservedReason.NO_TIME, {
        "missing": board.missing(ask.index),
        "days": len(board.desk.spacers[ask.index].days),
        "free_days": len(fitting),
    }


def _days_that_fit(board: Board, ask: Ask, days: tuple[int, ...]) -> list[int]:
    """Return the days on which one more visit keeps the least gap to the visits made."""
    least = max(1, ask.service.min_gap_days)
    made = [*board.visits[ask.index], *([ask.last] if ask.last is not None else [])]
    return [day for day in days if all(abs(day - other) >= least for other in made)]


def _vans(case: Case, ask: Ask, day: int) -> list[int]:
    place = case.network.places[ask.place]
    return [
        number
        for number, van in enumerate(case.vans)
        if (day, number) in case.working and van.vehicle_class in place.reachable_by
    ]


def _way(case: Case, ask: Ask, pair: tuple[int, int]) -> int:
    day, van = pair
    frame = case.frame(van, day)
    return frame.seconds[frame.depot][ask.place] + frame.seconds[ask.place][frame.depot]
