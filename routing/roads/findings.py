"""Find what a planner should know about the roads before trusting the travel times."""

from collections.abc import Iterator

import numpy as np

from routing.roads.ground import Ground
from routing.roads.legs import Legs
from routing.roads.mapped import MappedRoads
from routing.roads.snap import whole_metres
from routing.roads.states import canonical_cut, cut_of
from routing.roads.travel import classes_in_use, wheels_in_use
from vongsach.closures import Scope
from vongsach.errors import Level, Problem
from vongsach.network import Network
from vongsach.places import PlaceKind, VehicleClass
from vongsach.units import Seconds

FASTEST_KMH = 100
"""A leg that is faster was probably mistyped."""


def road_findings(ground: Legs | MappedRoads) -> tuple[Problem, ...]:
    """Return warnings and assumptions about roads and closures; none of them stops a plan.

    Codes: W401 a closure names a road that is not known; W402 a leg leads from a place to itself;
    W403 a leg is faster than any road allows; W404 a place lies too far from every imported road;
    A401 a place has no legs, its ways are estimated; A402 roads fall into several parts, ways
    between these are estimated; A403 a commune is closed whose boundary is not known.
    """
    mapped = ground if isinstance(ground, MappedRoads) else None
    return (
        *_unknown_roads(ground),
        *_odd_legs(ground.network),
        *(_far_places(mapped) if mapped else _places_without_legs(ground.network)),
        *_parts(ground),
        *(_communes(mapped) if mapped else ()),
    )


def _unknown_roads(ground: Ground) -> Iterator[Problem]:
    for closure in ground.network.closures:
        if closure.scope is Scope.ROAD and not ground.cuts(canonical_cut(closure.target)):
            yield Problem(
                code="W401",
                level=Level.WARNING,
                value=closure.target,
                facts={"road": closure.target, "first_day": closure.first_day.isoformat()},
            )


def _communes(mapped: MappedRoads) -> Iterator[Problem]:
    for closure in mapped.network.closures:
        cut = cut_of(closure)
        if closure.scope is Scope.COMMUNE and cut is not None:
            number = len(mapped.spans(cut))
            yield Problem(
                code="A403",
                level=Level.ASSUMPTION,
                value=closure.target,
                facts={"commune": closure.target, "stretches": str(number)},
            )


def _far_places(mapped: MappedRoads) -> Iterator[Problem]:
    classes = wheels_in_use(mapped.network)
    metres = np.max([mapped.snapped[vehicle].metres for vehicle in classes], axis=0).tolist()
    limit = mapped.network.rules.snap_distance.value
    for place, distance in zip(mapped.network.places, metres, strict=True):
        wanted = place.kind is not PlaceKind.JUNCTION and {*classes} & {*place.reachable_by}
        if wanted and not distance <= limit:
            whole = whole_metres(distance)
            shown = "∞" if whole is None else str(whole)
            yield Problem(
                code="W404",
                level=Level.WARNING,
                row_key=place.id,
                value=shown,
                facts={
                    "place": place.id,
                    "name": place.name,
                    "metres": shown,
                    "limit": str(limit),
                },
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


def _parts(ground: Ground) -> Iterator[Problem]:
    # Being joined is an equivalence: the first place that one is joined to names its part.
    first = np.argmin(ground.apart(), axis=1) if ground.network.places else np.array([], np.int64)
    joined = [size for size in np.bincount(first).tolist() if size > 1]
    if len(joined) > 1 and set(classes_in_use(ground.network)) != {VehicleClass.BOAT}:
        yield Problem(
            code="A402",
            level=Level.ASSUMPTION,
            value=str(len(joined)),
            facts={"parts": str(len(joined)), "largest": str(max(joined))},
        )


def _kmh(metres: int, seconds: Seconds) -> int:
    return metres * 36 // (seconds * 10)
