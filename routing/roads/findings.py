"""Find what a planner should know about the road legs before trusting the travel times."""

from collections.abc import Iterator

from routing.roads.legs import Legs
from routing.roads.states import canonical_cut
from routing.roads.travel import classes_in_use
from vongsach.closures import Scope
from vongsach.errors import Level, Problem
from vongsach.network import Network
from vongsach.places import PlaceKind, VehicleClass
from vongsach.units import Seconds

FASTEST_KMH = 100
"""A leg that is faster was probably mistyped."""


def leg_findings(network: Network) -> tuple[Problem, ...]:
    """Return warnings and assumptions about legs and road closures; none of them stops a plan.

    Codes: W401 a closure names a road that no leg has; W402 a leg leads from a place to itself;
    W403 a leg is faster than any road allows; A401 a place has no legs, its ways are estimated;
    A402 legs fall into several parts, ways between these are estimated.
    """
    legs = Legs(network)
    return (
        *_unknown_roads(legs),
        *_odd_legs(network),
        *_places_without_legs(network),
        *_parts(legs),
    )


def _unknown_roads(legs: Legs) -> Iterator[Problem]:
    for closure in legs.network.closures:
        if closure.scope is Scope.ROAD and not legs.cuts(canonical_cut(closure.target)):
            yield Problem(
                code="W401",
                level=Level.WARNING,
                value=closure.target,
                facts={"road": closure.target, "first_day": closure.first_day.isoformat()},
            )


def _odd_legs(network: Network) -> Iterator[Problem]:
    for leg in network.road_legs:
        facts = {"start": leg.from_place, "end": leg.to_place, "road": leg.road}
        if leg.from_place == leg.to_place:
            yield Problem(code="W402", level=Level.WARNING, value=leg.from_place, facts=facts)
        elif leg.seconds is not None and _kmh(leg.metres, leg.seconds) > FASTEST_KMH:
            facts["kmh"] = str(_kmh(leg.metres, leg.seconds))
            yield Problem(code="W403", level=Level.WARNING, value=facts["kmh"], facts=facts)


def _places_without_legs(network: Network) -> Iterator[Problem]:
    joined = {end for leg in network.road_legs for end in (leg.from_place, leg.to_place)}
    for place in network.places:
        if place.id not in joined and place.kind is not PlaceKind.JUNCTION:
            yield Problem(
                code="A401",
                level=Level.ASSUMPTION,
                row_key=place.id,
                value=place.id,
                facts={"place": place.id, "name": place.name},
            )


def _parts(legs: Legs) -> Iterator[Problem]:
    sizes: dict[int, int] = {}
    for part in legs.parts:
        sizes[part] = sizes.get(part, 0) + 1
    joined = [size for size in sizes.values() if size > 1]
    if len(joined) > 1 and set(classes_in_use(legs.network)) != {VehicleClass.BOAT}:
        yield Problem(
            code="A402",
            level=Level.ASSUMPTION,
            value=str(len(joined)),
            facts={"parts": str(len(joined)), "largest": str(max(joined))},
        )


def _kmh(metres: int, seconds: Seconds) -> int:
    return metres * 36 // (seconds * 10)
