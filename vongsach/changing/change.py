"""State one change of a network as a planner says it."""

import datetime as dt
from enum import StrEnum

from vongsach.units import ClockTime, Count, Given, Weekday


class ChangeKind(StrEnum):
    """What changes."""

    ROAD_CLOSED = "road_closed"
    PLACE_CLOSED = "place_closed"
    COMMUNE_CLOSED = "commune_closed"
    ALL_CLOSED = "all_closed"
    VAN_OUT = "van_out"
    WORKER_OUT = "worker_out"
    PLACE_NEW = "place_new"
    """A place with the services of another one (``like``)."""
    PLACE_WITHDRAWN = "place_withdrawn"
    BOX_LOST = "box_lost"
    """From that day on it is nowhere: it counts at no place and is not carried."""
    BOX_AT = "box_at"
    """It stands at a place (``like``) on the last day; none: on the last of the quarter."""
    BOX_READY = "box_ready"
    """It may travel again: repaired, on no day held, pinned nowhere."""
    REST = "rest"
    """Days before a box may come back to a place that it left, for all."""
    AUDIENCE_FIT = "audience_fit"
    """Least percent of a box that is for the readers of a place, for all."""
    VISITS = "visits"
    """Visits of a place in the quarter; with 0 its services are given up."""
    EVERY_WEEKS = "every_weeks"
    """Rhythm of a place; without a place, of all that have a rhythm."""
    MIN_GAP = "min_gap"
    MAX_GAP = "max_gap"
    """With 0: no greatest gap."""
    OPENING = "opening"
    """A place is open from ``opens`` to ``closes`` as well, on ``weekdays``."""
    VAN_MORE = "van_more"
    """A van like another one (``like``)."""
    VAN_DAY = "van_day"
    """A van works on some days on which it would stand."""
    VAN_SHIFT = "van_shift"
    """The shift of a van runs from ``opens`` to ``closes``."""
    WORKER_DAYS = "worker_days"
    """Field days of a worker in a week."""
    CLOSURE_LIFTED = "closure_lifted"
    """What shuts a place on some days does not."""
    UNPINNED = "unpinned"
    """The pins of a place are given up."""


class Change(Given):
    """One change: what, of which thing, when, by how much."""

    what: ChangeKind
    target: str = ""
    """Code of the place, van, worker or box; of a road its name, of a commune its code or name."""
    first_day: dt.date | None = None
    """``None``: from the first day that may change."""
    last_day: dt.date | None = None
    """``None``: to the end of the quarter."""
    number: Count | None = None
    """Visits, weeks, days or percent."""
    weekdays: tuple[Weekday, ...] = ()
    """0 is Monday; none: all on which it is open already."""
    opens: ClockTime | None = None
    closes: ClockTime | None = None
    name: str = ""
    """Of a new place."""
    lat: float | None = None
    lon: float | None = None
    like: str = ""
    """Code of the place or van that the new one is like; of a box to be brought, its place."""
    note: str = ""
