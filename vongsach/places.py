"""State where the library works and what each place is promised."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from vongsach.units import (
    ClockTime,
    Count,
    Duration,
    Given,
    Identifier,
    Percent,
    PlaceId,
    Seconds,
    ServiceId,
    Weekday,
)


class VehicleClass(StrEnum):
    """What drives: roads and places are open or shut to a class."""

    VAN = "van"
    SMALL_VAN = "small_van"
    MOTORBIKE = "motorbike"
    BOAT = "boat"


class PlaceKind(StrEnum):
    """What a place is."""

    CENTRAL_LIBRARY = "central_library"
    COMMUNE_LIBRARY = "commune_library"
    POST_OFFICE = "post_office"
    SCHOOL = "school"
    BOOKCASE = "bookcase"
    COMMUNITY_CENTRE = "community_centre"
    VILLAGE_STOP = "village_stop"
    PRIVATE_LIBRARY = "private_library"
    BORDER_POST = "border_post"
    PRISON = "prison"
    JUNCTION = "junction"
    """A crossing of roads: it carries no service and no shelf."""


class AreaClass(StrEnum):
    """Official class of difficulty of the area (khu vực)."""

    I = "I"  # noqa: E741 -- the official Roman numeral
    II = "II"
    III = "III"


class AudienceGroup(StrEnum):
    """Whom a book is for."""

    CHILDREN = "children"
    TEENAGERS = "teenagers"
    ADULTS = "adults"


class Accuracy(StrEnum):
    """Where a coordinate comes from."""

    GPS = "gps"
    MAP = "map"
    ESTIMATE = "estimate"


class Location(Given):
    """A point on the earth: WGS 84, decimal degrees."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    """Latitude, north positive."""

    lon: Annotated[float, Field(ge=-180, le=180)]
    """Longitude, east positive."""


class AudienceShare(Given):
    """A part of the readers of a place."""

    group: AudienceGroup
    """Age group."""

    language: Identifier
    """Language code, ISO 639 (``vi``, ``hmn``, ``tai``, ``ium``, ...)."""

    percent: Percent
    """Share of the readers; the shares of one place sum to 100."""


class Place(Given):
    """Somewhere that the library serves, keeps boxes at, starts from or drives through."""

    id: PlaceId
    """The planner's code, for example ``P-017``."""

    name: Identifier
    """Name as people say it."""

    kind: PlaceKind
    """What it is."""

    location: Location
    """Where it is."""

    accuracy: Accuracy = Accuracy.MAP
    """Where the coordinate comes from."""

    commune_code: str = ""
    """Code of the commune since 1 July 2025: five digits."""

    commune: str = ""
    """Name of the commune since 1 July 2025."""

    old_commune: str = ""
    """Name of the commune before, which people still use."""

    shelf: Count = 0
    """Greatest number of boxes that may stand here; 0 where only the van serves.

    Where a van is based the stock room is not limited by this number.
    """

    audiences: tuple[AudienceShare, ...] = ()
    """Who reads here; empty where nobody is known to read."""

    readers: Count = 0
    """People who may come."""

    area: AreaClass | None = None
    """Class of difficulty."""

    priority: Percent = 50
    """Weight of this place among wished services: 0 least, 100 most."""

    reachable_by: tuple[VehicleClass, ...] = tuple(VehicleClass)
    """Classes of vehicle that can come here."""

    remote: bool = False
    """Remote or border point: its own limit of stay holds instead of the six months."""

    night_stop: bool = False
    """The crew may spend a night here."""

    contact: str = ""
    """Person in charge of the point."""

    phone: str = ""
    """Telephone of that person: on crew paper only, never in public files."""

    access_note: str = ""
    """For the driver: road, parking, power."""

    synthetic: bool = False
    """Made up for an example; not a real place."""

    @model_validator(mode="after")
    def _shares_sum_to_all(self) -> Self:
        if self.audiences and sum(share.percent for share in self.audiences) != 100:  # noqa: PLR2004
            msg = "the shares of the audiences of a place sum to 100"
            raise ValueError(msg)
        if len({(share.group, share.language) for share in self.audiences}) < len(self.audiences):
            msg = "an audience of a place is listed once"
            raise ValueError(msg)
        return self


class Opening(Given):
    """A stretch of one weekday; the WHOLE service lies inside it."""

    weekday: Weekday
    """0 is Monday."""

    opens: ClockTime
    """First second in which service may start."""

    closes: ClockTime
    """Second by which service has ended."""

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes <= self.opens:
            msg = "an opening closes after it opens"
            raise ValueError(msg)
        return self


class ServiceKind(StrEnum):
    """What is done at a place."""

    ROTATION = "rotation"
    """Boxes are exchanged; the books stay."""

    MOBILE = "mobile"
    """The van stands and serves; nothing stays."""

    BOTH = "both"
    """Both at one visit."""


class Service(Given):
    """What one place is promised for the quarter."""

    id: ServiceId
    """Unique; usually the place's code and the kind."""

    place: PlaceId
    """Where."""

    kind: ServiceKind
    """What."""

    visits: Annotated[int, Field(ge=1)] | None = None
    """Visits asked for in the quarter; exactly one of this and ``every_weeks`` is given."""

    every_weeks: Annotated[int, Field(ge=1)] | None = None
    """Rhythm: asks for floor(days of the quarter / 7 / every_weeks) visits, and at least one."""

    min_gap_days: Count = 1
    """Least days between two consecutive visits, the last one of the past quarter included."""

    max_gap_days: Annotated[int, Field(ge=1)] | None = None
    """Greatest days between two consecutive visits, the last one of the past quarter included."""

    required: bool = True
    """Required (bắt buộc) or wished (mong muốn)."""

    fixed: Duration = Seconds(0)
    """Time on site that every visit takes."""

    per_box: Duration = Seconds(0)
    """Time for each box handed in and for each box taken out."""

    session: Duration = Seconds(0)
    """Time of the mobile session."""

    boxes: Count = 0
    """Fresh boxes wished at each visit; as many old ones go."""

    goods: Count = 0
    """Units of the van's store that every visit uses up, for example gift books."""

    openings: tuple[Opening, ...] = ()
    """When service may happen; empty: at any time of any day."""

    term_time_only: bool = False
    """School holidays close this service."""

    market_days_only: bool = False
    """Only on a market day of the place."""

    day_sets: tuple[tuple[int, ...], ...] = ()
    """Admissible combinations of days (offsets from the first day of the quarter, ascending).

    Where given, the days of all visits form one of them.
    """

    last_visit: dt.date | None = None
    """Day of the last visit before the quarter."""

    @model_validator(mode="after")
    def _asks_in_one_way(self) -> Self:
        if (self.visits is None) == (self.every_weeks is None):
            msg = "a service says either how many visits or every how many weeks"
            raise ValueError(msg)
        if self.max_gap_days is not None and self.max_gap_days < self.min_gap_days:
            msg = "the greatest gap is at least the least gap"
            raise ValueError(msg)
        return self


class Market(Given):
    """When a market is held at a place: by weekday, by date, or both."""

    place: PlaceId
    weekdays: tuple[Weekday, ...] = ()
    days: tuple[dt.date, ...] = ()
