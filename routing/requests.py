"""State what every service asks for: how often, when, how long, and what its absence costs."""

from dataclasses import dataclass

from routing.timetable import Span
from vongsach.days import asked_visits, even_gap
from vongsach.network import Network
from vongsach.openness import END_OF_DAY, MIDNIGHT, open_days
from vongsach.places import Place, Service, ServiceKind
from vongsach.quarter import Quarter

WEEKDAYS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What one service asks for. Days are offsets from the first day of the quarter."""

    index: int
    service: Service
    place: int
    """Row of its place."""
    asked: int
    """Visits asked for."""
    even: int
    """Days between visits that are spread evenly."""
    price: int
    """Price of one visit that is not made, in đồng."""
    last: int | None
    """Day of the last visit of the past: negative."""
    overdue: bool
    """The greatest gap ended before the quarter: the first gap has no greatest length."""
    base: int
    """Seconds of a visit without its boxes."""
    moves: int
    """Boxes that change hands at a full exchange: in and out."""
    mobile: bool
    """Whether a mobile session is held."""
    open: tuple[int, ...]
    """Days on which it may happen, vans left aside."""
    windows: tuple[tuple[Span, ...], ...]
    """Openings of each weekday, by opening."""

    @property
    def length(self) -> int:
        """Return the seconds of a visit that does this service alone."""
        return self.base + self.moves * self.service.per_box


def read_asks(network: Network, quarter: Quarter) -> tuple[Ask, ...]:
    """Return what the services ask for, by service id."""
    rows = {place.id: row for row, place in enumerate(network.places)}
    return tuple(
        _ask(network, quarter, service, (index, rows[service.place]))
        for index, service in enumerate(sorted(network.services, key=lambda one: one.id))
    )


def _ask(network: Network, quarter: Quarter, service: Service, at: tuple[int, int]) -> Ask:
    index, place = at
    last = (service.last_visit - quarter.first_day).days if service.last_visit else None
    return Ask(
        index=index,
        service=service,
        place=place,
        asked=asked_visits(service, quarter),
        even=even_gap(service, quarter),
        price=_price(network, service, network.places[place]),
        last=last,
        overdue=last is not None
        and service.max_gap_days is not None
        and last + service.max_gap_days < 0,
        base=service.fixed + service.session,
        moves=0 if service.kind is ServiceKind.MOBILE else 2 * service.boxes,
        mobile=service.kind is not ServiceKind.ROTATION,
        open=tuple((day - quarter.first_day).days for day in open_days(network, quarter, service)),
        windows=tuple(_windows(service, weekday) for weekday in range(WEEKDAYS)),
    )


def _price(network: Network, service: Service, place: Place) -> int:
    if service.required:
        return network.rules.unmet_required.value
    return network.rules.unmet_wished.value * place.priority // 100


def _windows(service: Service, weekday: int) -> tuple[Span, ...]:
    if not service.openings:
        return ((int(MIDNIGHT), int(END_OF_DAY)),)
    return tuple(
        sorted(
            (int(opening.opens), int(opening.closes))
            for opening in service.openings
            if opening.weekday == weekday
        )
    )
