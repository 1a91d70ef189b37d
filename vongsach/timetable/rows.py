"""State the open schema of mobile-library stops: its fields, and a row that was understood.

Table Schema ``mobile-library-stops`` (LibrariesHacked, schema-librarydata): 18 fields in this
order; a row is one stop of one route, its frequency an iCalendar rule anchored at its start.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from vongsach.errors import Problem
from vongsach.places import Location
from vongsach.units import SecondOfDay, Seconds, Weekday

FIELDS: Final = (
    "organisation", "mobile", "route", "community", "stop", "address", "postcode", "geox", "geoy",
    "day", "type", "arrival", "departure", "frequency", "start", "end", "exceptions", "timetable",
)  # fmt: skip
REQUIRED: Final = (
    "organisation", "mobile", "route", "stop", "address", "day", "type", "arrival", "departure",
    "frequency", "start",
)  # fmt: skip
EXTRA_FIELDS: Final = ("commune_code", "point_code")
"""Ours, written after the others with ``extended`` only."""

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
TYPES: Final = ("Public", "Private", "Dynamic", "Other")


@dataclass(frozen=True, slots=True)
class Row:
    """One stop as it is published."""

    line: int
    """Row of the file, the header being row 1."""
    organisation: str
    mobile: str
    route: str
    community: str
    stop: str
    address: str
    location: Location
    weekday: Weekday
    arrival: SecondOfDay
    departure: SecondOfDay
    frequency: str
    start: dt.date
    end: dt.date | None = None
    exceptions: tuple[dt.date, ...] = ()
    postcode: str = ""
    type: str = TYPES[0]
    timetable: str = ""
    commune_code: str = ""
    point_code: str = ""

    @property
    def dwell(self) -> Seconds:
        """Return the time from arrival to departure."""
        return Seconds(self.departure - self.arrival)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What a file holds: the rows that can be used, and every defect that was found."""

    name: str
    """Name of the file without its ending."""
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    read: int
    """Rows of the file, the unusable ones included."""
