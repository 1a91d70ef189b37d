"""Make the services: what every place is promised in the quarter.

The codes stand in ``villages.csv`` and ``schools.csv``:

====  ====================================================================================
R1    rotation once a quarter
R2    rotation every six weeks
B6    mobile service and rotation at one visit, every six weeks
M1    mobile service once a quarter
M4    mobile service every four weeks
M6    mobile service every six weeks
DS    mobile service on one of the pairs of days that the school named
MT    every four weeks at a market of Thursday and Sunday
MS    twice a quarter at a market of Sunday, when no van works: it stays unserved on purpose
MD    three times at a market of three dates, one of them in Tết: one visit stays unserved
====  ====================================================================================
"""

import datetime as dt

from data.example.dice import Dice
from data.example.tables import School, Tables, Village
from vongsach.places import Market, Opening, Place, PlaceKind, Service, ServiceKind
from vongsach.units import Given, PlaceId, Seconds

MINUTE, HOUR = 60, 3600
WEEKDAYS = (0, 1, 2, 3, 4)
SCHOOL_HOURS = ((7 * HOUR + 1800, 11 * HOUR), (13 * HOUR + 1800, 16 * HOUR + 1800))
OFFICE_HOURS = ((7 * HOUR + 1800, 11 * HOUR + 1800), (13 * HOUR + 1800, 17 * HOUR))
VILLAGE_HOURS = ((8 * HOUR, 11 * HOUR + 1800), (13 * HOUR + 1800, 17 * HOUR))
MARKET_HOURS = ((6 * HOUR + 1800, 10 * HOUR + 1800),)

THURSDAY_MARKET = PlaceId("SAN_THANG")
SUNDAY_MARKET = PlaceId("DB-03")
DATED_MARKET = PlaceId("DB-24")
MARKETS = (
    Market(place=THURSDAY_MARKET, weekdays=(3, 6)),
    Market(place=SUNDAY_MARKET, weekdays=(6,)),
    Market(
        place=DATED_MARKET,
        days=(dt.date(2027, 1, 12), dt.date(2027, 2, 9), dt.date(2027, 3, 9)),
    ),
)
SCHOOL_DAY_SETS = ((11, 60), (13, 62), (18, 67), (20, 69))
"""Pairs of days, a Tuesday or a Thursday in January and one seven weeks later."""


class Rhythm(Given):
    """How often, how evenly, and when it was last done."""

    visits: int | None = None
    every_weeks: int | None = None
    min_gap_days: int
    max_gap_days: int
    last: tuple[dt.date, dt.date]


_SIX_WEEKS = Rhythm(
    every_weeks=6,
    min_gap_days=28,
    max_gap_days=70,
    last=(dt.date(2026, 11, 16), dt.date(2026, 12, 11)),
)
_FOUR_WEEKS = Rhythm(
    every_weeks=4,
    min_gap_days=18,
    max_gap_days=42,
    last=(dt.date(2026, 12, 7), dt.date(2026, 12, 18)),
)
_ONCE = Rhythm(
    visits=1,
    min_gap_days=45,
    max_gap_days=135,
    last=(dt.date(2026, 10, 5), dt.date(2026, 11, 20)),
)
RHYTHMS = {
    "R1": _ONCE,
    "R2": _SIX_WEEKS,
    "B6": _SIX_WEEKS,
    "M1": _ONCE,
    "M4": _FOUR_WEEKS,
    "M6": _SIX_WEEKS,
    "DS": _SIX_WEEKS.model_copy(update={"every_weeks": None, "visits": 2}),
    "MT": _FOUR_WEEKS,
    "MS": _SIX_WEEKS.model_copy(update={"every_weeks": None, "visits": 2}),
    "MD": _FOUR_WEEKS.model_copy(update={"every_weeks": None, "visits": 3, "max_gap_days": 70}),
}
_KINDS = {"R": ServiceKind.ROTATION, "B": ServiceKind.BOTH}
_LARGE_READERSHIP = 150
_LONG_SESSION, _SHORT_SESSION = (90, 105), (75, 90)
"""Least and greatest minutes of a mobile session at a large place, and at a small one or where
boxes are exchanged too; practice is 60 to 120 minutes and half an hour to set up and pack."""


class ServiceMaker:
    """Makes services one after another."""

    def __init__(self, tables: Tables, places: tuple[Place, ...], dice: Dice) -> None:
        """Take the tables, the places and the dice."""
        self._dice = dice
        self._tables = tables
        self._places = {place.id: place for place in places}

    def services(self) -> tuple[Service, ...]:
        """Return the services of libraries, post offices, villages and schools."""
        libraries = [
            self._service(place, "R2", required=True, boxes=2)
            for place in self._places.values()
            if place.kind is PlaceKind.COMMUNE_LIBRARY
        ]
        offices = [
            self._service(place, "R1", required=False)
            for place in self._places.values()
            if place.kind is PlaceKind.POST_OFFICE
        ]
        asked: list[Village | School] = [*self._tables.villages, *self._tables.schools]
        others = [
            self._service(self._places[row.place], code, required=row.required)
            for row in asked
            for code in row.codes.split()
        ]
        return (*libraries, *offices, *others)

    def _service(self, place: Place, code: str, *, required: bool, boxes: int = 1) -> Service:
        kind = _KINDS.get(code[0], ServiceKind.MOBILE)
        rhythm = RHYTHMS[code]
        mobile = kind is not ServiceKind.ROTATION
        rotates = kind is not ServiceKind.MOBILE
        return Service.model_validate(
            rhythm.model_dump(exclude={"last"})
            | {
                "id": f"{place.id}:{kind}",
                "place": place.id,
                "kind": kind,
                "required": required,
                "fixed": (30 if mobile else 20) * MINUTE,
                "per_box": 6 * MINUTE if rotates else 0,
                "session": self._session(place, rotates=rotates) if mobile else 0,
                "boxes": boxes if rotates else 0,
                "openings": self._openings(place, code),
                "term_time_only": place.kind is PlaceKind.SCHOOL,
                "market_days_only": code in ("MT", "MS", "MD"),
                "day_sets": SCHOOL_DAY_SETS if code == "DS" else (),
                "last_visit": self._working_day(*rhythm.last),
            }
        )

    def _session(self, place: Place, *, rotates: bool) -> Seconds:
        large = place.readers >= _LARGE_READERSHIP and not rotates
        shortest, longest = _LONG_SESSION if large else _SHORT_SESSION
        return Seconds(self._dice.between(shortest // 15, longest // 15) * 15 * MINUTE)

    def _working_day(self, first: dt.date, last: dt.date) -> dt.date:
        while True:
            day = first + dt.timedelta(days=self._dice.between(0, (last - first).days))
            if day.weekday() in WEEKDAYS:
                return day

    def _openings(self, place: Place, code: str) -> tuple[Opening, ...]:
        match place.kind:
            case PlaceKind.SCHOOL:
                return openings(WEEKDAYS, SCHOOL_HOURS)
            case PlaceKind.COMMUNE_LIBRARY:
                return self._library_openings()
            case PlaceKind.POST_OFFICE:
                return openings((*WEEKDAYS, 5), OFFICE_HOURS)
            case PlaceKind.BOOKCASE:
                called = self._dice.between(0, 1)
                return () if called else openings((*WEEKDAYS, 5), VILLAGE_HOURS)
            case _:
                return _stop_openings(place, code)

    def _library_openings(self) -> tuple[Opening, ...]:
        """Return five mornings and two afternoons, or at one in three only three mornings."""
        if self._dice.between(1, 3) == 1:
            return openings((0, 2, 4), OFFICE_HOURS[:1])
        return (*openings(WEEKDAYS, OFFICE_HOURS[:1]), *openings((1, 3), OFFICE_HOURS[1:]))


def _stop_openings(place: Place, code: str) -> tuple[Opening, ...]:
    if code == "MD":
        return openings(WEEKDAYS, MARKET_HOURS)
    for market in MARKETS:
        if market.place == place.id:
            return openings(market.weekdays, MARKET_HOURS)
    return openings((*WEEKDAYS, 5), VILLAGE_HOURS)


def openings(weekdays: tuple[int, ...], hours: tuple[tuple[int, int], ...]) -> tuple[Opening, ...]:
    """Return the same hours on several weekdays."""
    return tuple(
        Opening.model_validate({"weekday": weekday, "opens": opens, "closes": closes})
        for weekday in weekdays
        for opens, closes in hours
    )
