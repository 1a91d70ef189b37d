"""Read the tables that the example is made of: real facts, and what was chosen by hand."""

import csv
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from vongsach.closures import Closure
from vongsach.places import AreaClass, Location
from vongsach.units import Given, Percent, PlaceId

HERE = Path(__file__).resolve().parent
GEO = HERE.parent / "geo"


class Access(StrEnum):
    """How a village is reached."""

    ROAD = "road"
    TRACK = "track"
    DRY = "dry"
    """A track that is shut in the rains."""
    NO_VAN = "no_van"
    """A track that is too narrow for the van."""
    MOTORBIKE = "motorbike"
    BOAT = "boat"
    UNKNOWN = "unknown"
    """Nobody has typed the road yet: the program estimates."""


class RealPlace(Given):
    """A row of ``data/geo/places.csv``."""

    place: PlaceId
    name: str
    lat: float
    lon: float
    old_commune: str
    commune_code: str = Field(pattern=r"^\d{5}$")
    commune: str
    confidence: str
    accuracy_m: int


class RealLeg(Given):
    """A row of ``data/geo/road_legs.csv``."""

    leg: str
    segment: str
    road: str
    road_class: str
    from_place: PlaceId
    to_place: PlaceId
    metres: int
    segment_digitised_km: str
    segment_km_low: str
    segment_km_high: str


class Area(Given):
    """A row of ``areas.csv``: a former commune, and where its villages may be drawn."""

    centre: PlaceId
    """The real place at its centre."""
    short_name: str
    language: str
    """Language beside Vietnamese, ISO 639."""
    share: Percent
    """Share of it among the readers."""
    area_class: AreaClass
    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Location) -> bool:
        """Say whether a point lies inside the rectangle."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


class Village(Given):
    """A row of ``villages.csv``; a real place has no name there."""

    place: PlaceId
    centre: PlaceId
    name: str
    kind: str
    access: Access
    remote: bool
    codes: str
    required: bool


class School(Given):
    """A row of ``schools.csv``; without a village it stands at the centre."""

    place: PlaceId
    centre: PlaceId
    level: str
    village: str
    codes: str
    required: bool


Row = TypeVar("Row", bound=Given)


def rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(kind.model_validate(row) for row in csv.DictReader(file))


class Tables(Given):
    """All tables together."""

    real_places: tuple[RealPlace, ...]
    real_legs: tuple[RealLeg, ...]
    areas: tuple[Area, ...]
    villages: tuple[Village, ...]
    schools: tuple[School, ...]
    closures: tuple[Closure, ...]


def read_tables() -> Tables:
    """Return the tables beside this module and in ``data/geo``."""
    return Tables(
        real_places=rows(GEO / "places.csv", RealPlace),
        real_legs=rows(GEO / "road_legs.csv", RealLeg),
        areas=rows(HERE / "areas.csv", Area),
        villages=rows(HERE / "villages.csv", Village),
        schools=rows(HERE / "schools.csv", School),
        closures=rows(HERE / "closures.csv", Closure),
    )
