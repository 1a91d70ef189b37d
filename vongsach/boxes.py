"""State what travels: boxes, the copies and titles in them, and where they have been."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from vongsach.places import AudienceGroup
from vongsach.units import BoxId, Count, Given, Grams, Identifier, PlaceId, TitleId, Weight


class BoxState(StrEnum):
    """Whether a box may travel."""

    READY = "ready"
    NEEDS_CHECK = "needs_check"
    """Travels, but is on the list of things to look at."""
    IN_REPAIR = "in_repair"
    """Stays where it is."""


class Copies(Given):
    """How many copies of a box are for whom."""

    group: AudienceGroup
    language: Identifier
    count: Annotated[int, Field(ge=1)]


class Title(Given):
    """A title whose copies travel."""

    id: TitleId
    name: Identifier
    stock: Count
    """Copies of it in the stock of the library; three at least to travel (TT 05/2022 5.1.b)."""

    restricted: bool = False
    """Restricted use: never travels."""


class DaySpan(Given):
    """A stretch of days, both ends inclusive."""

    first_day: dt.date
    last_day: dt.date

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.last_day < self.first_day:
            msg = "a span ends on or after the day on which it begins"
            raise ValueError(msg)
        return self


class Box(Given):
    """The unit that moves: a fixed set of copies."""

    id: BoxId
    """The code on its label."""

    theme: str = ""
    """What it is about."""

    copies: tuple[Copies, ...]
    """What is in it, by audience and language."""

    weight: Weight = Grams(15_000)
    """Weight of the full box."""

    titles: tuple[TitleId, ...] = ()
    """Titles in it, where the library lists them."""

    stands_at: PlaceId
    """Where it stands on the morning of the first day of the quarter."""

    since: dt.date
    """Day on which it came there."""

    state: BoxState = BoxState.READY
    """Whether it may travel."""

    unavailable: tuple[DaySpan, ...] = ()
    """Days on which it may not be moved (repair, inventory)."""

    lost_from: dt.date | None = None
    """Day from which it is lost: it is nowhere then; ``None``: it is there."""

    mobile_allowed: bool = True
    """May stay aboard as part of the shelf of a mobile van."""

    synthetic: bool = False
    """Made up for an example."""


class PastStay(Given):
    """Where a box stood before."""

    box: BoxId
    place: PlaceId
    first_day: dt.date
    last_day: dt.date
