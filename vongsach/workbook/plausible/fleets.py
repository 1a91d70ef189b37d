"""Look for vans that are too small or too few, boxes too heavy, and crews that cannot be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from vongsach.days import asked_visits, days_of
from vongsach.fleet import Role, Worker
from vongsach.network import Network
from vongsach.openness import van_works
from vongsach.places import Place, Service, ServiceKind
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.workbook.codes import Code
from vongsach.workbook.plausible.doubts import Doubt, doubt

_HOUR = 3600


class Fleet:
    """The vans with the days on which each goes out; a van is called by its row."""

    def __init__(self, network: Network, quarter: Quarter) -> None:
        """Look once at what is asked for again and again."""
        self.network = network
        days = days_of(quarter)
        self.days = [
            frozenset(n for n, day in enumerate(days) if van_works(network, van, day))
            for van in network.vans
        ]
        self._by_classes: dict[tuple[str, ...], tuple[int, ...]] = {}

    def reaching(self, place: Place) -> tuple[int, ...]:
        """Return the vans of classes that can come to a place."""
        classes = place.reachable_by
        if classes not in self._by_classes:
            self._by_classes[classes] = tuple(
                row for row, van in enumerate(self.network.vans) if van.vehicle_class in classes
            )
        return self._by_classes[classes]

    def seconds(self, vans: Iterable[int]) -> int:
        """Return the working time of vans in the quarter; no plan has more."""
        chosen = ((self.network.vans[row], len(self.days[row])) for row in vans)
        return sum(days * max(van.shift_ends - van.shift_starts, 0) for van, days in chosen)


def fleet_doubts(network: Network, quarter: Quarter, fleet: Fleet) -> Iterator[Doubt]:
    """Yield what the vans and the workers cannot do, whatever the plan."""
    if not network.vans:
        return
    rows = {place.id: row for row, place in enumerate(network.places)}
    unreached: set[str] = set()
    for row, service in enumerate(network.services):
        place = network.places[rows[service.place]]
        vans = fleet.reaching(place)
        if vans:
            yield from _service(row, service, place, fleet)
        elif service.place not in unreached:
            unreached.add(service.place)
            where = ("places", rows[service.place], "reachable_by")
            yield doubt(Code.NO_VAN_REACHES, where, count=len(network.vans))
    yield from _heavy(network)
    yield from _hours(network, quarter, fleet)
    yield from _crews(network)


def crew_suffices(workers: Iterable[Worker], rules: Rules, *, mobile: bool) -> bool:
    """Say whether workers are enough for one trip."""
    roles = [worker.role for worker in workers]
    operators, people = _needed(rules, mobile=mobile)
    return roles.count(Role.OPERATOR) >= operators and len(roles) >= people


def _needed(rules: Rules, *, mobile: bool) -> tuple[int, int]:
    """Return the operators and the people of one trip."""
    if not mobile:
        return min(1, rules.crew_rotation.value), rules.crew_rotation.value
    operators = rules.crew_mobile_operators.value
    return operators, operators + rules.crew_mobile_librarians.value


def _service(row: int, service: Service, place: Place, fleet: Fleet) -> Iterator[Doubt]:
    vans = [fleet.network.vans[number] for number in fleet.reaching(place)]
    room = max(van.boxes for van in vans)
    if service.boxes > room:
        yield doubt(Code.VAN_TOO_SMALL, ("services", row, "boxes"), room=room)
    depots = {van.depot for van in fleet.network.vans}
    if service.boxes > place.shelf and place.id not in depots:
        yield doubt(Code.SHELF_HOLDS_LESS, ("services", row, "boxes"), shelf=place.shelf)
    longest = max((one.closes - one.opens for one in service.openings), default=None)
    needed = service.fixed + service.session
    if longest is not None and needed > longest:
        minutes = {"needed": -(-needed // 60), "longest": longest // 60}
        yield doubt(Code.OPENING_TOO_SHORT, ("services", row, "openings"), **minutes)
    _, people = _needed(fleet.network.rules, mobile=service.kind is not ServiceKind.ROTATION)
    seats = max(van.seats for van in vans)
    if seats < people:
        yield doubt(Code.TOO_FEW_SEATS, ("services", row, "kind"), seats=seats, needed=people)


def _heavy(network: Network) -> Iterator[Doubt]:
    most = max(van.payload for van in network.vans)
    for row, box in enumerate(network.boxes):
        if box.weight > most:
            yield doubt(Code.BOX_TOO_HEAVY, ("boxes", row, "weight"), most=f"{most / 1000:g}")


def _hours(network: Network, quarter: Quarter, fleet: Fleet) -> Iterator[Doubt]:
    """Compare required time on site with the time of the vans that can do it.

    A condition of Hall (1935): services that only some vans reach need no more than those have.
    """
    needed: defaultdict[frozenset[int], int] = defaultdict(int)
    places = {place.id: place for place in network.places}
    for service in network.services:
        vans = frozenset(fleet.reaching(places[service.place]))
        if service.required and vans:
            visit = service.fixed + service.session
            needed[vans] += asked_visits(service, quarter) * visit
    groups = sorted({*needed, frozenset().union(*needed)} if needed else (), key=len)
    told: set[int] = set()
    for group in groups:
        asked = sum(seconds for vans, seconds in needed.items() if vans <= group)
        there = fleet.seconds(group)
        if asked > there and min(group) not in told:
            told.add(min(group))
            names = ", ".join(network.vans[row].id for row in sorted(group))
            yield doubt(
                Code.HOURS_DO_NOT_FIT,
                ("vans", min(group), "weekdays"),
                asked=-(-asked // _HOUR),
                there=there // _HOUR,
                vans=names,
            )


def _crews(network: Network) -> Iterator[Doubt]:
    if not network.workers:
        return
    kinds: Mapping[bool, str] = {False: "rotation", True: "mobile"}
    asked = {service.kind is not ServiceKind.ROTATION for service in network.services}
    roles = [worker.role for worker in network.workers]
    for mobile in sorted(asked):
        if not crew_suffices(network.workers, network.rules, mobile=mobile):
            operators, people = _needed(network.rules, mobile=mobile)
            yield doubt(
                Code.NO_MOBILE_CREW if kinds[mobile] == "mobile" else Code.NO_ROTATION_CREW,
                ("workers", 0, "role"),
                operators=operators,
                people=people,
                has_operators=roles.count(Role.OPERATOR),
                has_people=len(roles),
            )
