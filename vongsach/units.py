"""Name the units and identifiers that the whole product counts in."""

from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field

Seconds = NewType("Seconds", int)
"""A length of time."""

SecondOfDay = NewType("SecondOfDay", int)
"""A local clock time, in seconds after midnight (Asia/Ho_Chi_Minh, no daylight saving)."""

Metres = NewType("Metres", int)
"""A length of road."""

Grams = NewType("Grams", int)
"""A weight: whole grams, so that 14.5 kg is exact."""

Dong = NewType("Dong", int)
"""Money, and everything that is weighed against money."""

PlaceId = NewType("PlaceId", str)
ServiceId = NewType("ServiceId", str)
BoxId = NewType("BoxId", str)
TitleId = NewType("TitleId", str)
VanId = NewType("VanId", str)
WorkerId = NewType("WorkerId", str)
TripId = NewType("TripId", str)

Identifier = Annotated[str, Field(min_length=1, max_length=300)]
"""A name from a file: data, never markup, formula or path."""

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Weekday = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday, 6 is Sunday, as in ``datetime.date.weekday``."""

ClockTime = Annotated[SecondOfDay, Field(ge=0, le=86_400)]
Duration = Annotated[Seconds, Field(ge=0)]
Weight = Annotated[Grams, Field(ge=0)]
Money = Annotated[Dong, Field(ge=0)]


class Given(BaseModel):
    """Base of all that the planner knows: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Decided(BaseModel):
    """Base of all that a plan decides: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
