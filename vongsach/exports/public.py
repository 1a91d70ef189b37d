"""Take out of a plan what is not for everybody to read."""

from vongsach.network import Network
from vongsach.places import PlaceKind
from vongsach.plan import Plan, Rotation, Routing, Trip, TripDay
from vongsach.units import PlaceId, ServiceId

HIDDEN_KINDS = (PlaceKind.BORDER_POST, PlaceKind.PRISON)


def public_plan(plan: Plan, network: Network) -> tuple[Plan, Network]:
    """Return a plan and its network without border posts, prisons, people, contacts and boxes.

    What remains is when the van stands where.
    """
    used = {van.depot for van in network.vans}
    places = tuple(
        place.model_copy(update={"contact": "", "phone": "", "access_note": ""})
        for place in network.places
        if place.kind not in HIDDEN_KINDS or place.id in used
    )
    hidden = {place.id for place in network.places if place.kind in HIDDEN_KINDS}
    services = tuple(service for service in network.services if service.place not in hidden)
    known = Network(
        name=network.name,
        province_code=network.province_code,
        places=places,
        services=services,
        vans=tuple(van.model_copy(update={"plate": ""}) for van in network.vans),
        road_legs=tuple(
            leg.model_copy(update={"note": ""})
            for leg in network.road_legs
            if leg.from_place not in hidden and leg.to_place not in hidden
        ),
        rules=network.rules,
    )
    return _shown(plan, {service.id for service in services}, known, hidden), known


def _shown(plan: Plan, services: set[ServiceId], network: Network, hidden: set[PlaceId]) -> Plan:
    depots = {van.id: van.depot for van in network.vans}
    trips = (_trip(trip, depots[trip.van], hidden) for trip in plan.routing.trips)
    routing = Routing(
        trips=tuple(trip for trip in trips if any(day.stops for day in trip.days)),
        unserved=tuple(entry for entry in plan.routing.unserved if entry.service in services),
    )
    return plan.model_copy(update={"routing": routing, "rotation": Rotation()})


def _trip(trip: Trip, depot: PlaceId, hidden: set[PlaceId]) -> Trip:
    days = tuple(_day(day, depot, hidden) for day in trip.days)
    return trip.model_copy(update={"crew": (), "days": days})


def _day(day: TripDay, depot: PlaceId, hidden: set[PlaceId]) -> TripDay:
    return day.model_copy(
        update={
            "leaves_from": depot if day.leaves_from in hidden else day.leaves_from,
            "ends_at": depot if day.ends_at in hidden else day.ends_at,
            "stops": tuple(stop for stop in day.stops if stop.place not in hidden),
        }
    )
