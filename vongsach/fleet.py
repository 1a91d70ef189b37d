"""State who and what goes on the road."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from vongsach.places import VehicleClass
from vongsach.units import (
    ClockTime,
    Count,
    Dong,
    Duration,
    Given,
    Grams,
    Identifier,
    Money,
    PlaceId,
    SecondOfDay,
    Seconds,
    VanId,
    Weekday,
    Weight,
    WorkerId,
)


class MealBreak(Given):
    """A pause that a long day must hold: ``length`` inside [earliest, latest].

    It is due on a day that leaves before ``earliest`` and comes back after ``latest``.
    """

    length: Duration
    earliest: ClockTime
    latest: ClockTime

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.earliest + self.length > self.latest:
            msg = "the pause fits between its earliest and its latest time"
            raise ValueError(msg)
        return self


class Van(Given):
    """A vehicle, whatever its class."""

    id: VanId
    name: str = ""
    plate: str = ""
    vehicle_class: VehicleClass = VehicleClass.VAN
    depot: PlaceId
    """Where it starts and ends; boxes are loaded there."""

    boxes: Count
    """Boxes that fit in."""

    payload: Weight = Grams(1_000_000)
    """Weight of boxes that it carries."""

    goods: Count = 0
    """Units in its store when a trip begins; counts only for services that use goods."""

    seats: Annotated[int, Field(ge=1)] = 3
    """People who fit in, the operator included."""

    shift_starts: ClockTime = SecondOfDay(7 * 3600)
    """Work begins: the van leaves after the preparation time."""

    shift_ends: ClockTime = SecondOfDay(17 * 3600)
    """The van is back."""

    longest_driving: Duration = Seconds(10 * 3600)
    """Driving in one day."""

    longest_duty: Duration | None = None
    """From leaving to the end of a day; ``None``: as long as the shift."""

    meal: MealBreak | None = None
    """The pause that a long day must hold."""

    cost_per_km: Money = Dong(0)
    cost_per_hour: Money = Dong(0)
    """Cost of an hour of driving."""
    cost_per_day: Money = Dong(0)
    """Cost of a day on which it goes out."""

    litres_per_100_km: Annotated[float, Field(ge=0)] = 0.0
    weekdays: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
    """Weekdays on which it works."""

    days_off: tuple[dt.date, ...] = ()
    nights: Count = 0
    """Greatest number of nights away on one trip; 0: home every evening."""


class Role(StrEnum):
    """What a worker is trained for."""

    OPERATOR = "operator"
    LIBRARIAN = "librarian"


class Worker(Given):
    """Somebody of the library."""

    id: WorkerId
    name: Identifier
    role: Role
    phone: str = ""
    days_off: tuple[dt.date, ...] = ()
    days_per_week: Annotated[int, Field(ge=1, le=7)] = 5
    """Greatest number of field days in one calendar week."""
    trained: bool | None = None
    """Trained or experienced (TT 05/2022 Art. 8.1.a); ``None`` where nobody said."""
