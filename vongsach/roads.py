"""State what the planner knows about the roads by hand."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

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


class RoadClass(StrEnum):
    """What kind of road it is, in the words of OpenStreetMap."""

    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    UNCLASSIFIED = "unclassified"
    RESIDENTIAL = "residential"
    SERVICE = "service"
    TRACK_GOOD = "track_good"
    """Track of grade 1 or 2."""
    TRACK_FAIR = "track_fair"
    """Track of grade 3, or without a grade."""
    TRACK_POOR = "track_poor"
    """Track of grade 4 or 5."""
    PATH = "path"
    FERRY = "ferry"


class Surface(StrEnum):
    """What the wheels run on, as far as it changes the speed."""

    UNKNOWN = "unknown"
    PAVED = "paved"
    COMPACTED = "compacted"
    GRAVEL = "gravel"
    DIRT = "dirt"
    LATERITE = "laterite"
    MUD = "mud"
    FORD = "ford"
    """The road runs through water."""


_Kmh = Annotated[int, Field(ge=0, le=120)] | None


class RoadSpeed(Given):
    """Speeds that a planner sets for one class of road, or caps for one surface, in km/h.

    0: nobody passes. ``None``: the table of the program holds.
    """

    road: RoadClass | Surface
    van: _Kmh = None
    """Usual speed of a van on a class of road."""
    motorbike: _Kmh = None
    dry: _Kmh = None
    """Greatest speed on a surface in the dry season, whatever the vehicle."""
    wet: _Kmh = None
    """The same in the rainy season."""
    source: str = ""
    """Who says so, or how it was measured."""

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        foreign = (self.dry, self.wet)
        if isinstance(self.road, Surface):
            foreign = (self.van, self.motorbike)
        if foreign != (None, None):
            msg = "a class of road has speeds by vehicle, a surface has caps by season"
            raise ValueError(msg)
        return self
