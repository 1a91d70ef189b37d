"""Understand the cells of one row of a timetable."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Final

from vongsach.errors import Level, Problem
from vongsach.output.presentation import plain
from vongsach.places import Location
from vongsach.timetable.codes import Code
from vongsach.timetable.recurrence import rule_parts
from vongsach.timetable.rows import REQUIRED, TYPES, WEEKDAYS, Row
from vongsach.units import SecondOfDay, Weekday

_CLOCK: Final = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:00)?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST: Final = 300
"""Characters of a name; the rest is cut off, as a place of ours holds no more."""

MIDNIGHT: Final = 24 * 3600


class Cells:
    """One row while it is read; what is wrong with it is kept in ``problems``."""

    def __init__(self, file: str, line: int, header: Sequence[str], values: Sequence[str]) -> None:
        """Take the cells of a row; those beyond the header are left alone."""
        self.problems: list[Problem] = []
        self._file, self._line, self._header = file, line, header
        clean = [plain(value) for value in values]
        self._values = dict(zip(header, clean, strict=False))
        if len(values) != len(header):
            self._note(Code.ROW_LENGTH, "", Level.WARNING)

    def row(self) -> Row | None:
        """Return the row; ``None`` where a cell that is needed cannot be used."""
        blank = [name for name in REQUIRED if not self._text(name) and name != "address"]
        for name in blank:
            self._note(Code.BLANK, name)
        if not self._text("address"):
            self._note(Code.BLANK, "address", Level.WARNING)
        kind, end = self._type(), self._day("end")
        exceptions = tuple(day for day in map(self._date, self._exceptions()) if day)
        location, weekday = self._location(), self._weekday()
        arrival, departure = self._clock("arrival"), self._clock("departure")
        start, rule = self._day("start"), self._rule()
        if blank or location is None or weekday is None or start is None or rule is None:
            return None
        if arrival is None or departure is None or departure <= arrival:
            if arrival is not None and departure is not None:
                self._note(Code.ENDS_BEFORE, "departure")
            return None
        return Row(
            line=self._line,
            **{name: self._text(name) for name in ("organisation", "mobile", "route")},
            **{name: self._text(name) for name in ("community", "stop", "address")},
            **{name: self._text(name) for name in ("postcode", "timetable")},
            **{name: self._text(name) for name in ("commune_code", "point_code")},
            location=location,
            weekday=weekday,
            arrival=arrival,
            departure=departure,
            frequency=rule,
            start=start,
            end=end,
            exceptions=exceptions,
            type=kind,
        )

    def _text(self, name: str) -> str:
        return self._values.get(name, "")[:_LONGEST]

    def _note(self, code: Code, column: str, level: Level = Level.ERROR) -> None:
        value = self._values.get(column, "")[:_LONGEST]
        row_key = " · ".join(filter(None, (self._text("mobile"), self._text("stop"))))
        self.problems.append(
            Problem(
                code=code,
                level=level,
                file=self._file,
                cell=str(self._line),
                column=column,
                row_key=row_key,
                value=value,
            )
        )

    def _type(self) -> str:
        given = self._text("type")
        known = {name.lower(): name for name in TYPES}.get(given.lower())
        if given and known != given:
            self._note(Code.NOT_A_TYPE, "type", Level.WARNING)
        return known or TYPES[-1]

    def _weekday(self) -> Weekday | None:
        given = self._text("day").capitalize()
        if given and given not in WEEKDAYS:
            self._note(Code.NOT_A_WEEKDAY, "day")
        return WEEKDAYS.index(given) if given in WEEKDAYS else None

    def _rule(self) -> str | None:
        given = self._text("frequency")
        if given and rule_parts(given) is None:
            self._note(Code.NOT_A_RULE, "frequency")
            return None
        return given or None

    def _clock(self, name: str) -> SecondOfDay | None:
        given = self._text(name)
        match = _CLOCK.fullmatch(given)
        seconds = int(match["hour"]) * 3600 + int(match["minute"]) * 60 if match else MIDNIGHT + 1
        if match is None or int(match["minute"]) >= 60 or seconds > MIDNIGHT:  # noqa: PLR2004 -- minutes of an hour
            if given:
                self._note(Code.NOT_A_CLOCK, name)
            return None
        if len(match["hour"]) == 1:
            self._note(Code.SHORT_CLOCK, name, Level.WARNING)
        return SecondOfDay(seconds)

    def _day(self, name: str) -> dt.date | None:
        given = self._text(name)
        return self._date(given, name) if given else None

    def _date(self, given: str, name: str = "exceptions") -> dt.date | None:
        try:
            if _DAY.fullmatch(given) and given.isascii():
                return dt.date.fromisoformat(given)
        except ValueError:
            pass
        self._note(Code.NOT_A_DAY, name, Level.ERROR if name == "start" else Level.WARNING)
        return None

    def _exceptions(self) -> list[str]:
        parts = self._values.get("exceptions", "").split(",")
        return [part.strip() for part in parts if part.strip()]

    def _location(self) -> Location | None:
        try:
            lon, lat = float(self._text("geox")), float(self._text("geoy"))
            if math.isfinite(lon) and math.isfinite(lat) and (lon, lat) != (0.0, 0.0):
                return Location(lat=lat, lon=lon)
        except ValueError:  # pydantic's own error is one too
            pass
        wrong = "geoy" if self._is_number("geox") else "geox"
        self._note(Code.NOT_A_POINT, wrong)
        return None

    def _is_number(self, name: str) -> bool:
        try:
            return abs(float(self._text(name))) <= 180  # noqa: PLR2004 -- degrees
        except ValueError:
            return False
