"""Read the tags of OpenStreetMap: which road it is, and who can drive it.

Tags of other sources are brought into these words first. Reference: OpenStreetMap wiki, pages
Key:highway, Key:access, Key:tracktype, Key:surface, Key:smoothness, Key:oneway, Key:barrier.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from routing.roads.names import road_keys
from routing.roads.speeds import SMOOTHNESS_CAPS, WIDTHS_M
from vongsach.places import VehicleClass
from vongsach.roads import RoadClass, Surface

Tags = Mapping[str, str]
ON_WHEELS = tuple(WIDTHS_M)

_HIGHWAYS = {
    "motorway": RoadClass.TRUNK,
    "trunk": RoadClass.TRUNK,
    "primary": RoadClass.PRIMARY,
    "secondary": RoadClass.SECONDARY,
    "tertiary": RoadClass.TERTIARY,
    "unclassified": RoadClass.UNCLASSIFIED,
    "road": RoadClass.UNCLASSIFIED,
    "residential": RoadClass.RESIDENTIAL,
    "living_street": RoadClass.SERVICE,
    "service": RoadClass.SERVICE,
    "path": RoadClass.PATH,
}
_TRACKS = {
    "grade1": RoadClass.TRACK_GOOD,
    "grade2": RoadClass.TRACK_GOOD,
    "grade3": RoadClass.TRACK_FAIR,
    "grade4": RoadClass.TRACK_POOR,
    "grade5": RoadClass.TRACK_POOR,
}
_SURFACES = {
    **dict.fromkeys(("paved", "asphalt", "concrete", "chipseal", "paving_stones"), Surface.PAVED),
    **dict.fromkeys(("concrete:plates", "concrete:lanes", "bricks", "metal"), Surface.PAVED),
    **dict.fromkeys(("compacted", "fine_gravel"), Surface.COMPACTED),
    **dict.fromkeys(("gravel", "unpaved", "pebblestone", "cobblestone", "sett"), Surface.GRAVEL),
    **dict.fromkeys(("unhewn_cobblestone", "wood", "grass_paver"), Surface.GRAVEL),
    **dict.fromkeys(("dirt", "ground", "earth", "clay", "grass", "sand"), Surface.DIRT),
    **dict.fromkeys(("soil", "rock", "rocky", "stone"), Surface.DIRT),
    "laterite": Surface.LATERITE,
    "mud": Surface.MUD,
}
_SHUT = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "psv"})
_BLOCKS_ALL = frozenset({"block", "debris", "jersey_barrier", "log", "chain", "wall", "fence"})
_BLOCKS_FOUR_WHEELS = frozenset(
    {"bollard", "cycle_barrier", "motorcycle_barrier", "stile", "kissing_gate", "turnstile"}
)
_GATES = frozenset({"gate", "lift_gate", "swing_gate", "sliding_gate", "toll_booth"})
_NUMBER = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(mph|km/h|kmh|m|ft|')?\s*$")
_FACTORS = {"mph": 1.609344, "ft": 0.3048, "'": 0.3048}


@dataclass(frozen=True, slots=True)
class Drivable:
    """What the tags of one way say to a driver."""

    road: RoadClass
    surface: Surface
    forward: bool
    backward: bool
    shut: frozenset[VehicleClass]
    """Classes on wheels that cannot or may not drive here."""
    limit: int = 0
    """Greatest speed in km/h by sign or smoothness; 0: none is known."""
    measured: int = 0
    """Measured speed of a van in km/h, which replaces the usual one; 0: not measured."""
    on_ground: bool = True
    """It is neither a bridge nor a tunnel."""
    name: str = ""
    """References and name, parted by ``;``."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """What stands across a road."""

    shut: frozenset[VehicleClass]
    gate: bool
    """It can be opened, which takes time."""


def drivable(tags: Tags) -> Drivable | str:
    """Return what the tags of a way say, or the reason for which nobody on wheels drives there.

    Reasons: ``not_a_road``, ``area``, ``impassable``, ``no_access``.
    """
    road = _class(tags)
    if road is None:
        return "not_a_road"
    if tags.get("area") == "yes":
        return "area"
    if tags.get("smoothness") == "impassable":
        return "impassable"
    shut = frozenset(vehicle for vehicle in ON_WHEELS if _shut(tags, vehicle))
    if len(shut) == len(ON_WHEELS):
        return "no_access"
    forward, backward = _directions(tags)
    return Drivable(
        road=road,
        surface=_surface(tags),
        forward=forward,
        backward=backward,
        shut=shut,
        limit=_limit(tags),
        measured=int(_number(tags.get("kmh", "")) or 0),
        on_ground=all(tags.get(key, "no") in {"no", "F"} for key in ("bridge", "tunnel")),
        name=_name(tags),
    )


def barrier(tags: Tags) -> Barrier | None:
    """Return what the tags of a node put across the road; ``None``: nothing that matters."""
    kind = tags.get("barrier", "")
    if kind in _BLOCKS_ALL:
        shut = frozenset(ON_WHEELS)
    elif kind in _BLOCKS_FOUR_WHEELS:
        shut = frozenset(ON_WHEELS) - {VehicleClass.MOTORBIKE}
    elif kind in _GATES:
        shut = frozenset(vehicle for vehicle in ON_WHEELS if _no_access(tags, vehicle))
    else:
        return None
    opened = frozenset(vehicle for vehicle in shut if _yes_access(tags, vehicle))
    return Barrier(shut=shut - opened, gate=kind in _GATES)


def _class(tags: Tags) -> RoadClass | None:
    if tags.get("route") == "ferry":
        return RoadClass.FERRY
    highway = tags.get("highway", "").removesuffix("_link")
    if highway == "track":
        return _TRACKS.get(tags.get("tracktype", ""), RoadClass.TRACK_FAIR)
    return _HIGHWAYS.get(highway)


def _surface(tags: Tags) -> Surface:
    if tags.get("ford") in {"yes", "stepping_stones"}:
        return Surface.FORD
    return _SURFACES.get(tags.get("surface", ""), Surface.UNKNOWN)


def _shut(tags: Tags, vehicle: VehicleClass) -> bool:
    if _no_access(tags, vehicle):
        return True
    if tags.get("route") == "ferry" and not _yes_access(tags, vehicle):
        return tags.get("motor_vehicle", tags.get("motorcar")) is None
    widths = (_number(tags.get(key, "")) for key in ("maxwidth", "maxwidth:physical", "width"))
    return any(width is not None and width < WIDTHS_M[vehicle] for width in widths)


def _access(tags: Tags, vehicle: VehicleClass) -> str:
    own = "motorcycle" if vehicle is VehicleClass.MOTORBIKE else "motorcar"
    keys = (own, "motor_vehicle", "vehicle", "access")
    return next((tags[key] for key in keys if key in tags), "")


def _no_access(tags: Tags, vehicle: VehicleClass) -> bool:
    return _access(tags, vehicle) in _SHUT


def _yes_access(tags: Tags, vehicle: VehicleClass) -> bool:
    return _access(tags, vehicle) in {"yes", "permissive", "designated", "destination"}


def _directions(tags: Tags) -> tuple[bool, bool]:
    oneway = tags.get("oneway", "")
    if oneway in {"-1", "reverse"}:
        return False, True
    if oneway in {"no", "false", "0"}:
        return True, True
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") in {
        "motorway",
        "motorway_link",
    }
    return True, not (implied or oneway in {"yes", "true", "1"})


def _limit(tags: Tags) -> int:
    sign = _number(tags.get("maxspeed", ""))
    limits = [int(sign)] if sign else []
    if tags.get("smoothness") in SMOOTHNESS_CAPS:
        limits.append(SMOOTHNESS_CAPS[tags["smoothness"]])
    return max(1, min(limits)) if limits else 0


def _name(tags: Tags) -> str:
    parts = [tags[key].strip() for key in ("ref", "name") if tags.get(key, "").strip()]
    if len(parts) > 1 and road_keys(parts[1]) <= road_keys(parts[0]):
        parts = parts[:1]
    return ";".join(parts)


def _number(text: str) -> float | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    return float(match[1].replace(",", ".")) * _FACTORS.get(match[2] or "", 1.0)
