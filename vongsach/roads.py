"""State what the planner knows about the roads by hand."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from vongsach.places import VehicleClass
from vongsach.units import Given, Metres, PlaceId, Seconds


class Season(StrEnum):
    """When a road can be driven."""

    ALL_YEAR = "all_year"
    DRY = "dry"
    WET = "wet"


class RoadLeg(Given):
    """A stretch of road between two places, with what the planner measured or read."""

    from_place: PlaceId
    to_place: PlaceId
    road: str = ""
    """Name or reference, for example ``QL.4D``; closures of a road speak of this."""
    metres: Annotated[Metres, Field(gt=0)]
    seconds: Annotated[Seconds, Field(gt=0)] | None = None
    """Driving time of a van, where somebody measured it; else from length and class of road."""
    kmh: Annotated[int, Field(gt=0, le=120)] | None = None
    """Usual speed of a van, where the time was not measured."""
    season: Season = Season.ALL_YEAR
    closed_to: tuple[VehicleClass, ...] = ()
    both_ways: bool = True
    estimated: bool = False
    """The length is a guess from a map, not an odometer reading."""
    note: str = ""
    synthetic: bool = False
    """Made up for an example."""
