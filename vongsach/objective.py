"""Weigh a plan in one currency, term by term. Not for the checker, which sums for itself.

The terms and their formulas stand in ``docs/models.md``, section 4.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from vongsach.boxes import Box, PastStay
from vongsach.days import even_gap
from vongsach.fleet import Role, Van
from vongsach.network import Network
from vongsach.places import Place, Service, ServiceKind
from vongsach.plan import CostTerm, Rotation, Routing, Stay, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.travel import Travel
from vongsach.units import BoxId, Dong, PlaceId, ServiceId, TitleId, TripId

FULL_DAYS, HALF_DAYS, QUARTER_DAYS = 30, 60, 90


def routing_terms(
    network: Network, quarter: Quarter, routing: Routing, travel: Travel
) -> tuple[CostTerm, ...]:
    """Return the terms that the trips and the unserved visits decide, in đồng."""
    services = {service.id: service for service in network.services}
    days = visit_days(routing)
    terms = _unmet(network, routing, services) | _driving(network, routing, travel)
    terms["uneven_gaps"] = sum(
        uneven_gap_cost(services[name], days[name], quarter, network.rules) for name in days
    )
    terms["other_weekday"] = sum(other_weekday_cost(days[name], network.rules) for name in days)
    terms["uneven_work"] = uneven_work_cost(network, routing)
    return tuple(CostTerm(name=name, dong=Dong(dong)) for name, dong in terms.items())


def rotation_terms(network: Network, quarter: Quarter, rotation: Rotation) -> tuple[CostTerm, ...]:
    """Return the term that the stays decide: the reader value, counted negative."""
    places = {place.id: place for place in network.places}
    boxes = {box.id: box for box in network.boxes}
    shown = showings(network, rotation.stays)
    value = 0
    for stay in rotation.stays:
        box = boxes[stay.box]
        stale = stale_titles(box, stay.first_day, shown.get(stay.place, ()), network.rules)
        copies = fresh_copies(box, places[stay.place], stale)
        weight = network.rules.reader_value.value * places[stay.place].readers * copies
        value += weight * _effective(stay, quarter) // 4000
    return (CostTerm(name="reader_value", dong=Dong(-value)),)


def shelf_terms(network: Network, routing: Routing, rotation: Rotation) -> tuple[CostTerm, ...]:
    """Return the term that the boxes on the vans' own shelves decide, counted negative."""
    places = {place.id: place for place in network.places}
    boxes = {box.id: box for box in network.boxes}
    sessions = Counter(
        (box, place)
        for name, stops in mobile_stops(network, routing).items()
        for box in _brought_back(name, rotation)
        for place in stops
    )
    value = sum(
        session_value(boxes[box], places[place], times, network.rules)
        for (box, place), times in sessions.items()
    )
    return (CostTerm(name="mobile_value", dong=Dong(-value)),)


def total(terms: Iterable[CostTerm]) -> int:
    """Return the sum of the terms."""
    return sum(term.dong for term in terms)


def visit_days(routing: Routing) -> dict[ServiceId, list[dt.date]]:
    """Return the days on which each service is visited, in order."""
    days: dict[ServiceId, list[dt.date]] = {}
    for trip in routing.trips:
        for trip_day in trip.days:
            for stop in trip_day.stops:
                for service in stop.services:
                    days.setdefault(service, []).append(trip_day.day)
    return {service: sorted(found) for service, found in days.items()}


def crew_needed(kinds: Iterable[ServiceKind], rules: Rules) -> int:
    """Return how many people a trip with these kinds of service takes along."""
    if any(kind is not ServiceKind.ROTATION for kind in kinds):
        return rules.crew_mobile_operators.value + rules.crew_mobile_librarians.value
    return max(1, rules.crew_rotation.value)


def uneven_gap_cost(service: Service, days: list[dt.date], quarter: Quarter, rules: Rules) -> int:
    """Return the price of the gaps of one service that are longer or shorter than the even one."""
    even = even_gap(service, quarter)
    known = ([service.last_visit] if service.last_visit else []) + days
    gaps = [(later - earlier).days for earlier, later in pairwise(known)]
    return sum(abs(gap - even) for gap in gaps) * rules.uneven_gap.value


def uneven_work_cost(network: Network, routing: Routing) -> int:
    """Return the price of field days above the even share of those of one role, in đồng."""
    out = Counter(name for trip in routing.trips for _ in trip.days for name in trip.crew)
    above = 0
    for role in Role:
        days = [out[worker.id] for worker in network.workers if worker.role is role]
        share = -(-sum(days) // max(1, len(days)))
        above += sum(max(0, count - share) for count in days)
    return above * network.rules.uneven_work.value


def other_weekday_cost(days: list[dt.date], rules: Rules) -> int:
    """Return the price of the visits of one service on another than its most frequent weekday."""
    if not days:
        return 0
    most = max(Counter(day.weekday() for day in days).values())
    return (len(days) - most) * rules.other_weekday.value


def fit_percent(box: Box, place: Place) -> int:
    """Return how much of a box is for the readers of a place, 0 to 100."""
    if not place.audiences:
        return 100
    copies = sum(part.count for part in box.copies)
    if not copies:
        return 0
    held: Counter[tuple[str, str]] = Counter()
    for part in box.copies:
        held[part.group, part.language] += part.count
    shares = {(share.group, share.language): share.percent for share in place.audiences}
    overlap = sum(min(100 * held[key], percent * copies) for key, percent in shares.items())
    return overlap // copies


def matched_copies(box: Box, place: Place) -> int:
    """Return how many copies of a box fit the readers of a place."""
    return sum(part.count for part in box.copies) * fit_percent(box, place) // 100


def effective_quarter_days(days: int) -> int:
    """Return four times the effective days of a stay: what is new is read more than what is old."""
    return (
        4 * min(days, FULL_DAYS)
        + 2 * min(max(days - FULL_DAYS, 0), HALF_DAYS)
        + min(max(days - FULL_DAYS - HALF_DAYS, 0), QUARTER_DAYS)
    )


@dataclass(frozen=True, slots=True)
class Showing:
    """Titles that stand, or stood, at a place in one box."""

    box: BoxId
    titles: frozenset[TitleId]
    first_day: dt.date
    last_day: dt.date | None
    """Day on which the box left; ``None``: it is still there."""


def showings(network: Network, stays: Iterable[Stay]) -> dict[PlaceId, tuple[Showing, ...]]:
    """Return by place which listed titles stood there when: the past, and the given stays."""
    titles = {box.id: frozenset(box.titles) for box in network.boxes}
    found: dict[PlaceId, list[Showing]] = {}
    known: tuple[PastStay | Stay, ...] = (*network.past_stays, *stays)
    for stay in known:
        if titles[stay.box]:
            showing = Showing(stay.box, titles[stay.box], stay.first_day, stay.last_day)
            found.setdefault(stay.place, []).append(showing)
    return {place: tuple(here) for place, here in found.items()}


def stale_titles(box: Box, first_day: dt.date, shown: Iterable[Showing], rules: Rules) -> int:
    """Return how many titles of a box stood at its place in another one within ``rest`` days.

    Of boxes that come on one day, the first by code is the one that brings a title.
    """
    seen: set[TitleId] = set()
    for one in shown if box.titles else ():
        before = one.box != box.id and (one.first_day, one.box) < (first_day, box.id)
        if before and (one.last_day is None or (first_day - one.last_day).days < rules.rest.value):
            seen |= one.titles.intersection(box.titles)
    return len(seen)


def fresh_copies(box: Box, place: Place, stale: int) -> int:
    """Return how many copies fit the readers of a place, some of the box's titles being stale."""
    matched, titles = matched_copies(box, place), len(box.titles)
    return matched * (titles - stale) // titles if titles else matched


def mobile_stops(network: Network, routing: Routing) -> dict[TripId, tuple[PlaceId, ...]]:
    """Return the places of every trip's stops with a mobile service, each stop once."""
    kinds = {service.id: service.kind for service in network.services}
    return {
        trip.id: tuple(
            stop.place
            for day in trip.days
            for stop in day.stops
            if any(kinds[name] is not ServiceKind.ROTATION for name in stop.services)
        )
        for trip in routing.trips
    }


def session_value(box: Box, place: Place, times: int, rules: Rules) -> int:
    """Return what a box is worth that is aboard at so many mobile sessions at a place, in đồng."""
    effective = effective_quarter_days(rules.session_days.value * times)
    weight = rules.reader_value.value * place.readers * matched_copies(box, place)
    return weight * effective // 4000


def _brought_back(trip: TripId, rotation: Rotation) -> tuple[BoxId, ...]:
    """Return the boxes that a trip loads and does not hand in."""
    loaded = [box for load in rotation.loads if load.trip == trip for box in load.boxes]
    gone = {box for one in rotation.exchanges if one.trip == trip for box in one.handed_in}
    return tuple(box for box in dict.fromkeys(loaded) if box not in gone)


def _effective(stay: Stay, quarter: Quarter) -> int:
    """Return four times the effective days of a stay that lie within a quarter."""
    begins = max(stay.first_day, quarter.first_day)
    ends = stay.last_day or quarter.last_day + dt.timedelta(days=1)
    return effective_quarter_days((ends - stay.first_day).days) - effective_quarter_days(
        (begins - stay.first_day).days
    )


def _unmet(
    network: Network, routing: Routing, services: Mapping[ServiceId, Service]
) -> dict[str, int]:
    priority = {place.id: place.priority for place in network.places}
    rules = network.rules
    required = wished = 0
    for entry in routing.unserved:
        service = services[entry.service]
        if service.required:
            required += entry.missing * rules.unmet_required.value
        else:
            price = rules.unmet_wished.value * priority[service.place] // 100
            wished += entry.missing * price
    return {"unmet_required": required, "unmet_wished": wished}


def _driving(network: Network, routing: Routing, travel: Travel) -> dict[str, int]:
    vans = {van.id: van for van in network.vans}
    kinds = {service.id: service.kind for service in network.services}
    sums: Counter[str] = Counter(km=0, hours=0, van_days=0, crew_days=0, nights=0)
    for trip in routing.trips:
        van = vans[trip.van]
        metres, seconds = trip_driving(trip, van, travel)
        crew = len(trip.crew) or crew_needed(
            (kinds[name] for day in trip.days for stop in day.stops for name in stop.services),
            network.rules,
        )
        sums["km"] += metres * van.cost_per_km // 1000
        sums["hours"] += seconds * van.cost_per_hour // 3600
        sums["van_days"] += len(trip.days) * van.cost_per_day
        sums["crew_days"] += len(trip.days) * crew * network.rules.crew_day.value
        sums["nights"] += (len(trip.days) - 1) * crew * network.rules.night.value
    return dict(sums)


def trip_driving(trip: Trip, van: Van, travel: Travel) -> tuple[int, int]:
    """Return the metres and seconds that a trip drives."""
    metres = seconds = 0
    for day in trip.days:
        far, long = day_driving(day, van, travel)
        metres, seconds = metres + far, seconds + long
    return metres, seconds


def day_driving(day: TripDay, van: Van, travel: Travel) -> tuple[int, int]:
    """Return the metres and seconds that one day of a trip drives."""
    matrix = travel.matrices[van.vehicle_class, travel.states[day.day]]
    index = {place: row for row, place in enumerate(matrix.places)}
    way = [index[day.leaves_from], *(index[stop.place] for stop in day.stops), index[day.ends_at]]
    legs = list(pairwise(way))
    return (
        sum(int(matrix.metres[leg]) for leg in legs),
        sum(int(matrix.seconds[leg]) for leg in legs),
    )
