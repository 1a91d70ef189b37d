"""Measure the books: what is new, for whom, how well it fits, and what lies idle."""

from collections import Counter, defaultdict

from vongsach.boxes import Box
from vongsach.days import ONE_DAY, length_in_days
from vongsach.measures.figures import FreshCopies
from vongsach.measures.shares import gini, percent
from vongsach.network import Network
from vongsach.objective import fit_percent, matched_copies
from vongsach.places import Place, ServiceKind
from vongsach.plan import Plan, Stay
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId


def books_of(plan: Plan, network: Network) -> dict[str, object]:
    """Return the fields of ``Measures`` that speak of boxes and copies."""
    return _fresh(plan, network) | _boxes(plan, network) | _rotation_visits(plan, network)


def _fresh(plan: Plan, network: Network) -> dict[str, object]:
    places = {place.id: place for place in network.places}
    boxes = {box.id: box for box in network.boxes}
    copies: Counter[PlaceId] = Counter()
    for stay in _begun(plan):
        copies[stay.place] += matched_copies(boxes[stay.box], places[stay.place])
    asking = {service.place for service in network.services}
    reading = [place for place in network.places if place.readers and place.id in asking]
    whole = _fresh_of("", reading, copies)
    return {
        "fresh_copies": sum(copies.values()),
        "fresh_per_reader": whole.per_reader,
        "fresh_by_commune": _fresh_by([(p.commune or p.commune_code, p) for p in reading], copies),
        "fresh_by_area": _fresh_by(
            [(place.area.value if place.area else "", place) for place in reading], copies
        ),
        "fresh_gini": gini((copies[place.id] / place.readers, place.readers) for place in reading),
    }


def _begun(plan: Plan) -> list[Stay]:
    """Return the stays that a visit of this quarter begins."""
    moved = {
        (box, exchange.day) for exchange in plan.rotation.exchanges for box in exchange.handed_in
    }
    return [stay for stay in plan.rotation.stays if (stay.box, stay.first_day) in moved]


def _fresh_by(named: list[tuple[str, Place]], copies: Counter[PlaceId]) -> tuple[FreshCopies, ...]:
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for name, place in named:
        groups[name].append(place)
    return tuple(_fresh_of(name, groups[name], copies) for name in sorted(groups))


def _fresh_of(name: str, places: list[Place], copies: Counter[PlaceId]) -> FreshCopies:
    readers = sum(place.readers for place in places)
    found = sum(copies[place.id] for place in places)
    return FreshCopies(
        name=name, readers=readers, copies=found, per_reader=found / readers if readers else 0.0
    )


def _boxes(plan: Plan, network: Network) -> dict[str, object]:
    places = {place.id: place for place in network.places}
    boxes = {box.id: box for box in network.boxes}
    there = {box.id for box in network.boxes if _days_there(box, plan.quarter)}
    stays = plan.rotation.stays
    fits = [fit_percent(boxes[stay.box], places[stay.place]) for stay in stays]
    floor = network.rules.audience_fit.value
    length = sum(_days_there(box, plan.quarter) for box in network.boxes)
    out = sum(_days_within(stay, plan.quarter) for stay in stays)
    loaded = {box for load in plan.rotation.loads for box in load.boxes}
    moved = loaded | {stay.box for stay in stays}
    return {
        "stays": len(_begun(plan)),
        "fitting_percent": percent(sum(fit >= floor for fit in fits), len(fits)),
        "mean_fit_percent": sum(fits) / len(fits) if fits else None,
        "exchanges": sum(bool(e.handed_in or e.taken_out) for e in plan.rotation.exchanges),
        "direct_transfers": _direct_transfers(plan),
        "boxes": len(there),
        "idle_boxes": len(there - moved),
        "idle_box_days_percent": percent(length - out, length),
    }


def _rotation_visits(plan: Plan, network: Network) -> dict[str, object]:
    """Count the stops that serve rotation, and those of them that bring nothing."""
    rotating = {service.id for service in network.services if service.kind is ServiceKind.ROTATION}
    exchanges = {(e.trip, e.day, e.position): e for e in plan.rotation.exchanges}
    visits = [
        (stop.place, exchanges.get((trip.id, day.day, position)))
        for trip in plan.routing.trips
        for day in trip.days
        for position, stop in enumerate(day.stops)
        if rotating.intersection(stop.services)
    ]
    bare = [place for place, exchange in visits if exchange is None or not exchange.handed_in]
    idle = [e for _, e in visits if e is None or not (e.handed_in or e.taken_out)]
    return {
        "rotation_visits": len(visits),
        "rotation_visits_fresh": len(visits) - len(bare),
        "rotation_visits_idle": len(idle),
        "places_without_fresh": tuple(sorted(set(bare))),
    }


def _days_within(stay: Stay, quarter: Quarter) -> int:
    begins = max(stay.first_day, quarter.first_day)
    ends = min(stay.last_day or quarter.last_day + ONE_DAY, quarter.last_day + ONE_DAY)
    return max(0, (ends - begins).days)


def _days_there(box: Box, quarter: Quarter) -> int:
    """Return on how many days of a quarter a box is not lost."""
    if box.lost_from is None or box.lost_from > quarter.last_day:
        return length_in_days(quarter)
    return max(0, (box.lost_from - quarter.first_day).days)


def _direct_transfers(plan: Plan) -> int:
    aboard: set[tuple[str, BoxId]] = set()
    direct = 0
    for exchange in sorted(plan.rotation.exchanges, key=lambda e: (e.trip, e.day, e.position)):
        for box in exchange.handed_in:
            direct += (exchange.trip, box) in aboard
            aboard.discard((exchange.trip, box))
        aboard |= {(exchange.trip, box) for box in exchange.taken_out}
    return direct
