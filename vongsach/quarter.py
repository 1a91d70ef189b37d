"""State the planning horizon."""

import datetime as dt
from typing import Self

from pydantic import model_validator

from vongsach.units import Given, Identifier


class Quarter(Given):
    """A stretch of calendar days that one plan covers."""

    name: Identifier
    """What people call it, for example ``2027Q1``."""

    first_day: dt.date
    """First day, inclusive."""

    last_day: dt.date
    """Last day, inclusive."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.last_day < self.first_day:
            msg = "a quarter ends on or after the day on which it begins"
            raise ValueError(msg)
        return self
