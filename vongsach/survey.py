"""State what a look at the roads found, for planners to judge before they rely on it."""

from pydantic import Field

from vongsach.errors import Problem
from vongsach.roads import RoadClass
from vongsach.units import Given, PlaceId


class SnappedPlace(Given):
    """How far a place lies from the nearest road that can be used."""

    place: PlaceId
    name: str
    metres: int | None
    """Rounded up; ``None``: there is no road that can be used."""
    on_road: bool
    """Near enough to be taken to lie on it."""


class RoadSurvey(Given):
    """What is known of the roads of a network."""

    files: tuple[str, ...] = ()
    """Names of the files that were imported; empty where none was given this time."""
    km: dict[RoadClass, float] = Field(default_factory=dict)
    """Imported length by class of road; empty where nothing is imported."""
    connected_km: float = 0.0
    """Length of the part within which a van gets from everywhere to everywhere."""
    dropped: dict[str, int] = Field(default_factory=dict)
    """Lines left out, by reason."""
    noticed: dict[str, int] = Field(default_factory=dict)
    """Things that are not modelled, or worth a look, by kind."""
    legs: int = 0
    """Legs in the workbook."""
    leg_km: float = 0.0
    names: tuple[str, ...] = Field(default=(), exclude=True)
    """Names of all roads, of legs and of the map; too many to be told."""
    places: tuple[SnappedPlace, ...] = ()
    """The farthest first; empty where nothing is imported."""
    problems: tuple[Problem, ...] = ()
