"""Read and write days, lists of days, spans of days and sets of days."""

import datetime as dt
import re
from dataclasses import dataclass

from typing_extensions import override

from vongsach.boxes import DaySpan
from vongsach.words import Language
from vongsach.workbook.cells.choices import NONE, says_none
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import tidy

FIRST_OF_EXCEL = dt.date(1900, 3, 1)
"""Before it Excel counts a day that never was (29 February 1900)."""

_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_LONGEST_SPAN = 400

_DATE = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,2}"
_TYPED = re.compile(r"(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})")
_SPAN = re.compile(rf"({_DATE})(?:\s*(?:-|–|—|−|~|→|\.\.|đến|tới|to)\s*({_DATE}))?", re.IGNORECASE)
_ITEMS = re.compile(r"[;,\n]")


@dataclass(frozen=True, kw_only=True)
class Day(Kind):
    """A calendar day."""

    number_format: str = "dd/mm/yyyy"

    @override
    def read(self, raw: Raw, doubt: Doubt) -> dt.date:
        match raw:
            case bool():
                raise Unreadable(Code.NOT_A_DAY)
            case dt.datetime():
                if raw.time() != dt.time():
                    raise Unreadable(Code.DAY_WITH_CLOCK)
                return raw.date()
            case dt.date():
                return raw
            case str():
                return _typed(tidy(raw), doubt)
            case int() | float() if _FIRST_SERIAL < raw < _LAST_SERIAL and raw == int(raw):
                found = dt.date(1899, 12, 30) + dt.timedelta(days=int(raw))
                doubt(Code.DAY_OF_NUMBER, read=day_text(found))
                return found
            case _:
                raise Unreadable(Code.NOT_A_DAY)

    @override
    def write(self, value: object, language: Language) -> Raw:
        found = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        return found if found >= FIRST_OF_EXCEL else found.isoformat()


@dataclass(frozen=True, kw_only=True)
class Days(Kind):
    """Days, listed; a span from one to another stands for all its days."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[dt.date, ...]:
        return tuple(
            span.first_day + dt.timedelta(days=step)
            for span in _spans(raw, doubt)
            for step in range((span.last_day - span.first_day).days + 1)
        )

    @override
    def write(self, value: object, language: Language) -> str:
        days = value if isinstance(value, tuple) else ()
        return "; ".join(map(day_text, days)) or NONE.word((), language)


@dataclass(frozen=True, kw_only=True)
class Spans(Kind):
    """Spans of days, both ends inclusive: ``05/01/2027 - 09/01/2027; 12/01/2027``."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[DaySpan, ...]:
        return _spans(raw, doubt)

    @override
    def write(self, value: object, language: Language) -> str:
        spans = value if isinstance(value, tuple) else ()
        return "; ".join(
            day_text(span.first_day)
            if span.first_day == span.last_day
            else f"{day_text(span.first_day)} - {day_text(span.last_day)}"
            for span in spans
        ) or NONE.word((), language)


@dataclass(frozen=True, kw_only=True)
class DaySets(Kind):
    """Admissible combinations of days, as offsets: ``0, 28, 56; 7, 35, 63``."""

    number_format: str = "@"

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[tuple[int, ...], ...]:
        if not isinstance(raw, str):
            raise Unreadable(Code.NOT_UNDERSTOOD, item=str(raw))
        items = [item for item in map(tidy, re.split(r"[;\n]", raw)) if item]
        return tuple(() if says_none(item) else _offsets(item) for item in items)

    @override
    def write(self, value: object, language: Language) -> str:
        sets = value if isinstance(value, tuple) else ()
        return "; ".join(
            ", ".join(map(str, offsets)) or NONE.word((), language) for offsets in sets
        )


def day_text(day: dt.date) -> str:
    """Return a day as ``05/01/2027``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _typed(text: str, doubt: Doubt) -> dt.date:
    """Return a day typed as text: day before month, as people write in Viet Nam, or ISO 8601."""
    found = _TYPED.fullmatch(text.removesuffix(" 00:00:00"))
    if found is None:
        raise Unreadable(Code.NOT_A_DAY)
    first, month, last = found.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)  # noqa: PLR2004 -- digits of a year
    if len(day) > 2 or len(year) not in {2, 4}:  # noqa: PLR2004 -- digits of a day
        raise Unreadable(Code.NOT_A_DAY)
    try:
        read = dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))  # noqa: PLR2004 -- a short year
    except ValueError as error:
        raise Unreadable(Code.NOT_A_DAY) from error
    if len(year) == 2:  # noqa: PLR2004 -- a short year
        doubt(Code.SHORT_YEAR, read=day_text(read))
    return read


def _spans(raw: Raw, doubt: Doubt) -> tuple[DaySpan, ...]:
    if not isinstance(raw, str):
        one = Day().read(raw, doubt)
        return (DaySpan(first_day=one, last_day=one),)
    if says_none(raw):
        return ()
    return tuple(_span(item, doubt) for item in map(tidy, _ITEMS.split(raw)) if item)


def _span(item: str, doubt: Doubt) -> DaySpan:
    found = _SPAN.fullmatch(item)
    if found is None:
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
    first = _typed(found[1], doubt)
    last = _typed(found[2], doubt) if found[2] else first
    if last < first:
        raise Unreadable(Code.SPAN_BACKWARDS, item=item)
    if (last - first).days > _LONGEST_SPAN:
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
    return DaySpan(first_day=first, last_day=last)


def _offsets(item: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in re.split(r"[,\s+]+", item))
    except ValueError as error:
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item) from error
