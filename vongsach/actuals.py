"""State what happened on a trip, as the crew wrote it down."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from vongsach.units import BoxId, ClockTime, Count, Given, PlaceId, TripId


class Fate(StrEnum):
    """What became of a box at a stop."""

    HANDED_IN = "handed_in"
    """From the van to the shelf."""
    TAKEN_OUT = "taken_out"
    """From the shelf to the van."""
    NOT_MOVED = "not_moved"
    """It was planned to be moved and was not."""
    MISSING = "missing"
    """It should have been there and was not found."""
    DAMAGED = "damaged"
    """It came back aboard, in need of repair."""


class BoxActual(Given):
    """One box at one stop."""

    box: BoxId
    fate: Fate
    assumed: bool = False
    """Nobody wrote it: the visit was held, and it counts as done as planned.

    Records stored before November 2026 do not tell: there all counts as written.
    """


class StopActual(Given):
    """One stop of a trip."""

    day: dt.date
    position: Annotated[int, Field(ge=0)]
    """Index of the stop among the stops of that day, from 0."""
    place: PlaceId
    held: bool
    arrival: ClockTime | None = None
    departure: ClockTime | None = None
    readers: Count | None = None
    """People who came."""
    loans: Count | None = None
    """Copies that were lent or read on the spot."""
    boxes: tuple[BoxActual, ...] = ()
    note: str = ""


class TripActual(Given):
    """One trip: what its sheet says when it comes back."""

    trip: TripId
    odometer_from: Count | None = None
    """Metres."""
    odometer_to: Count | None = None
    """Metres."""
    fuel: Count | None = None
    """Millilitres."""
    stops: tuple[StopActual, ...]
    """In the order of driving; a stop that nobody wrote down is left out."""
    note: str = ""
