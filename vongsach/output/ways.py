"""State what shows a plan asks of whoever knows the roads: which of them a drive takes."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from vongsach.places import VehicleClass
from vongsach.units import Metres, PlaceId, Seconds

Point = tuple[float, float]
"""Longitude and latitude, WGS 84."""


class Step(Protocol):
    """A stretch of one road."""

    @property
    def ends(self) -> PlaceId:
        """Place at which it ends; empty at a junction without a code."""

    @property
    def road(self) -> str:
        """Name; empty where nobody named it."""

    @property
    def metres(self) -> Metres:
        """Length."""

    @property
    def seconds(self) -> Seconds:
        """Driving time, the buffer included."""

    @property
    def line(self) -> Sequence[Point]:
        """Its points, in the direction of driving."""


class Way(Protocol):
    """How to get from one place to another."""

    @property
    def steps(self) -> Sequence[Step]:
        """Every stretch, in order."""

    @property
    def estimated(self) -> bool:
        """Whether no road is known."""

    def turns(self) -> Sequence[Step]:
        """Return the stretches, neighbours on the same road joined."""


class WayFinder(Protocol):
    """Somebody who knows the roads of a quarter."""

    def way(self, vehicle: VehicleClass, day: dt.date, start: PlaceId, end: PlaceId) -> Way | None:
        """Return the way of a class of vehicle on a day; ``None``: there is none."""
