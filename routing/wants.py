"""Read pins and due boxes as stretches of days in which a place wants a visit."""

from dataclasses import dataclass

from routing.case import Case
from routing.spacing import Want
from vongsach.closures import Pin
from vongsach.places import ServiceKind

PIN_TIMES_UNMET = 10
"""A hard pin weighs as much as this many required visits."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that a place wants in a stretch of days."""

    want: Want
    asks: tuple[int, ...]
    """Services any of which will do."""
    van: int | None
    """The van that must come; ``None``: any."""
    pin: Pin | None
    """``None``: a box has to be taken out by then."""


def read_wants(case: Case) -> tuple[Wanted, ...]:
    """Return what is wanted by pins of places, by boxes whose longest stay ends, and by promises.

    What a visit that stands already fulfils is left out.
    """
    found = (*_pins(case), *_due_boxes(case), *_promised(case))
    return tuple(one for one in found if not _met(case, one))


def _met(case: Case, one: Wanted) -> bool:
    van = None if one.van is None else case.vans[one.van].id
    return any(
        one.want.first <= day <= one.want.last and van in {None, by}
        for ask in one.asks
        for day, by in case.asks[ask].kept.items()
    )


def _promised(case: Case) -> list[Wanted]:
    """Return each day on which a visit was promised."""
    found = []
    for ask in case.asks:
        for date in case.kept.wanted.get(ask.service.id, ()):
            day = (date - case.quarter.first_day).days
            want = Want(day, day, case.kept.change_price)
            found.append(Wanted(want, (ask.index,), van=None, pin=None))
    return found


def _pins(case: Case) -> list[Wanted]:
    """Return the pins of places that this quarter decides: those whose last day lies in it."""
    rules = case.network.rules
    vans = {van.id: number for number, van in enumerate(case.vans)}
    found = []
    for pin in case.network.pins:
        if pin.place is None or pin.box is not None:
            continue
        first = (pin.first_day - case.quarter.first_day).days
        last = (pin.last_day - case.quarter.first_day).days
        if not 0 <= last < case.length or _kept_before(case, pin):
            continue
        hard = PIN_TIMES_UNMET * max(1, rules.unmet_required.value)
        found.append(
            Wanted(
                want=Want(first, last, hard if pin.hard else rules.unmet_wished.value),
                asks=tuple(ask.index for ask in case.asks if ask.service.place == pin.place),
                van=None if pin.van is None else vans[pin.van],
                pin=pin,
            )
        )
    return found


def _kept_before(case: Case, pin: Pin) -> bool:
    """Say whether the last visit of the past keeps a pin, whatever van made it."""
    return pin.van is None and any(
        ask.service.place == pin.place
        and ask.service.last_visit is not None
        and pin.first_day <= ask.service.last_visit <= pin.last_day
        for ask in case.asks
    )


def _due_boxes(case: Case) -> list[Wanted]:
    """Return one stretch for each place whose first box has to go before the quarter ends.

    A box that stands too long already on the first day is a warning that no visit can cure.
    """
    rules = case.network.rules
    depots = {van.depot for van in case.vans}
    places = {place.id: place for place in case.network.places}
    due: dict[str, int] = {}
    for box in case.network.boxes:
        if box.stands_at in depots:
            continue
        limit = rules.stay_most_remote if places[box.stands_at].remote else rules.stay_most
        last = (box.since - case.quarter.first_day).days + limit.value
        if 0 <= last < case.length - 1:
            due[box.stands_at] = min(last, due.get(box.stands_at, last))
    found = []
    for place, last in sorted(due.items()):
        asks = tuple(
            ask.index
            for ask in case.asks
            if ask.service.place == place and ask.service.kind is not ServiceKind.MOBILE
        )
        if asks:
            want = Want(0, last, max(1, rules.unmet_required.value))
            found.append(Wanted(want, asks, van=None, pin=None))
    return found
