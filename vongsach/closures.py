"""State what is shut, when, and what must happen when."""

import datetime as dt
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from vongsach.units import BoxId, Given, Identifier, PlaceId, VanId


class ClosureKind(StrEnum):
    """Why something is shut."""

    HOLIDAY = "holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    """Closes only services that run in term time only; every other kind closes all in scope."""
    EXAM = "exam"
    FLOOD = "flood"
    MAINTENANCE = "maintenance"
    ROAD_CUT = "road_cut"
    LEAVE = "leave"
    OTHER = "other"


class Scope(StrEnum):
    """What is shut."""

    ALL = "all"
    PLACE = "place"
    COMMUNE = "commune"
    """``target`` is the commune code or its name."""
    VAN = "van"
    WORKER = "worker"
    ROAD = "road"
    """``target`` is the name or reference of the road."""


class Closure(Given):
    """Days on which something cannot be used."""

    kind: ClosureKind
    scope: Scope
    target: str = ""
    """Which one; empty for all."""
    first_day: dt.date
    last_day: dt.date
    note: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.last_day < self.first_day:
            msg = "a closure ends on or after the day on which it begins"
            raise ValueError(msg)
        if (self.scope is Scope.ALL) == bool(self.target):
            msg = "a closure names its target, unless it is for all"
            raise ValueError(msg)
        return self


class Pin(Given):
    """Something held by hand.

    A place alone: one visit of it lies in the span (by the van, where one is named).
    A box alone: the box is not moved in the span.
    A box and a place: the box stands at the place on the last day of the span.
    """

    place: PlaceId | None = None
    box: BoxId | None = None
    first_day: dt.date
    last_day: dt.date
    van: VanId | None = None
    hard: bool = True
    reason: Identifier

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.place is None and self.box is None:
            msg = "a pin names a place or a box"
            raise ValueError(msg)
        if self.last_day < self.first_day:
            msg = "a pin ends on or after the day on which it begins"
            raise ValueError(msg)
        return self
