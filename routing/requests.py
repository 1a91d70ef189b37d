"""State what every service asks for: how often, when, how long, and what its absence costs."""

from collections.abc import Mapping
from dataclasses import dataclass

from routing.booked import NOTHING_BOOKED, Booked
from routing.timetable import Span
from vongsach.days import asked_visits, even_gap
from vongsach.network import Network
from vongsach.openness import END_OF_DAY, MIDNIGHT, open_days
from vongsach.places import Place, Service, ServiceKind
from vongsach.quarter import Quarter
from vongsach.units import VanId

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
    """Days on which it may happen, vans left aside, from the first that is still open to change."""
    open_days: int
    """Days of the whole quarter on which it might happen."""
    windows: tuple[tuple[Span, ...], ...]
    """Openings of each weekday, by opening."""
    kept: Mapping[int, VanId]
    """Days of visits that are made already and stand, with the van that makes them."""

    @property
    def left(self) -> int:
        """Return the visits that are still to be made."""
        return max(0, self.asked - len(self.kept))

    @property
    def length(self) -> int:
        """Return the seconds of a visit that does this service alone."""
        return self.base + self.moves * self.service.per_box


def read_asks(
    network: Network, quarter: Quarter, booked: Booked = NOTHING_BOOKED
) -> tuple[Ask, ...]:
    """Return what the services ask for, by service id."""
    rows = {place.id: row for row, place in enumerate(network.places)}
    return tuple(
        _ask(network, quarter, service, (index, rows[service.place]), booked=booked)
        for index, service in enumerate(sorted(network.services, key=lambda one: one.id))
    )


def _ask(
    network: Network, quarter: Quarter, service: Service, at: tuple[int, int], *, booked: Booked
) -> Ask:
    index, place = at
    kept = booked.visits.get(service.id, {})
    days = [(day - quarter.first_day).days for day in open_days(network, quarter, service)]
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
        open=tuple(day for day in days if day >= booked.first_open or day in kept),
        open_days=len(days),
        windows=tuple(_windows(service, weekday) for weekday in range(WEEKDAYS)),
        kept=kept,
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
