"""Say why a visit is not made: each reason is tested, alone first, then beside the plan."""

from dataclasses import replace

from routing.board import Board
from routing.case import Case
from routing.improvement import choose_days, find_entries
from routing.nights import trips_around
from routing.options import options_alone
from routing.requests import Ask
from routing.routes import make_route
from routing.spacing import NEVER, make_spacer
from routing.timetable import NO_WAY
from vongsach.plan import Fact, Unserved, UnservedReason

Why = tuple[UnservedReason, dict[str, int]]

ANY_PRICE = 10**11
"""Worth of a visit that is wanted at any price, in đồng; below what keeps the visits made."""


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
    out = [(day, van) for day in ask.open for van in _vans(case, ask, day)]
    few = _too_few_days(ask, len({day for day, _ in out}))
    if few:
        return few
    if len(options_alone(case, ask)) >= ask.asked:
        return None
    driven = [pair for pair in out if _can_be_driven(case, ask, pair)]
    if not driven:
        roads = [pair for pair in out if _way(case, ask, pair) < NO_WAY]
        if not roads:
            return UnservedReason.UNREACHABLE, {"days": len({day for day, _ in out})}
        shifts = [case.vans[van] for _, van in roads]
        longest = max(van.shift_ends - van.shift_starts for van in shifts)
        there_and_back = min(_way(case, ask, pair) for pair in roads)
        return UnservedReason.TOO_FAR, {
            "driving_seconds": there_and_back,
            "service_seconds": ask.length,
            "longest_shift_seconds": longest,
            "nights": max(case.vans[van].nights for _, van in roads),
        }
    days = {day for day, _ in driven}
    return _too_few_days(ask, len(days)) or _why_no_crew(case, ask)


def _can_be_driven(case: Case, ask: Ask, pair: tuple[int, int]) -> bool:
    """Say whether a van can make a visit on a day, if need be with nights away."""
    day, van = pair
    if make_route(case, day, van, ((ask.index,),)) is not None:
        return True
    return bool(case.night_stops) and bool(trips_around(case, ask, day, van, crewed=False))


def _too_few_days(ask: Ask, van_days: int) -> Why | None:
    facts = {"asked": ask.asked, "open_days": ask.open_days}
    if ask.open_days < ask.asked:
        return UnservedReason.NO_OPEN_DAY, facts
    if van_days < ask.left:
        return UnservedReason.NO_VAN_DAY, facts | {"van_days": van_days}
    return None


def _why_no_crew(case: Case, ask: Ask) -> Why | None:
    crewed = len(options_alone(case, ask))
    if crewed < ask.asked:
        facts = {"people": case.crews[ask.mobile][0], "asked": ask.asked, "crewed_days": crewed}
        return UnservedReason.NO_CREW, facts
    return None


def _why_no_spacing(board: Board, ask: Ask) -> Why | None:
    case = board.desk.case
    alone = tuple(options_alone(case, ask))
    spacer = make_spacer(ask, alone, first_weekday=case.first_weekday, rules=case.network.rules)
    if len(spacer.choose([0] * len(alone)).days) < ask.left:
        return UnservedReason.GAPS, _gap_facts(ask, len(alone))
    held = board.desk.spacers[ask.index]
    pins = [
        board.desk.wanted[number].want
        for number in board.desk.wanted_by[ask.index]
        if (pin := board.desk.wanted[number].pin) is not None and pin.hard
        if board.desk.wanted[number].asks == (ask.index,)
    ]
    if len(held.choose([0] * len(held.days), pins).days) < ask.left:
        return UnservedReason.PINNED_AWAY, {"asked": ask.asked, "days": len(held.days)}
    return None


def _gap_facts(ask: Ask, days: int) -> dict[str, int]:
    return {
        "asked": ask.asked,
        "days": days,
        "min_gap": ask.service.min_gap_days,
        "max_gap": ask.service.max_gap_days or 0,
    }


def _why_here(board: Board, ask: Ask) -> Why:
    """Return why the visits are not made beside the plan: nowhere to go, or not worth it.

    Where days are left, the price is the reason if at any price more visits would be made; if
    not, the days that are left do not go with the visits made.
    """
    entries = find_entries(board, ask.index, board.desk.spacers[ask.index].days)
    room = {day: entry for day, entry in entries.items() if entry.cost < NEVER}
    fitting = _days_that_fit(board, ask, tuple(room))
    if fitting:
        spacer = board.desk.spacers[ask.index]
        urgent = replace(spacer, ask=replace(ask, price=ANY_PRICE))
        if len(choose_days(board, ask.index, entries, urgent).days) > len(board.visits[ask.index]):
            cheapest = min(room[day].cost for day in fitting)
            return UnservedReason.TOO_DEAR, {"cost": cheapest, "worth": ask.price}
        return UnservedReason.GAPS, _gap_facts(ask, len(fitting))
    return UnservedReason.NO_TIME, {
        "missing": board.missing(ask.index),
        "days": len(board.desk.spacers[ask.index].days),
        "free_days": 0,
    }


def _days_that_fit(board: Board, ask: Ask, days: tuple[int, ...]) -> list[int]:
    """Return the days on which one more visit keeps the least gap to the visits made."""
    least = max(1, ask.service.min_gap_days)
    before = [ask.last] if ask.last is not None else []
    made = [*board.visits[ask.index], *ask.kept, *before]
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
