"""Read and write clock times, weekdays and openings."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from typing_extensions import override

from vongsach.places import Opening
from vongsach.units import SecondOfDay
from vongsach.words import Language
from vongsach.workbook.cells.choices import NONE, Words, says_none, word_of
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import fold, tidy

END_OF_DAY = 86_400
_NOON = 12

_TIME = r"(?<!\w)\d{1,2}(?:[:.]\d{2}(?:[:.]\d{2})?|\s*(?:h|g|giờ)(?:\s*\d{2})?)p?"
_CLOCK = re.compile(
    r"(\d{1,2})\s*(?:(?:[:.,]|h|g|giờ)\s*(\d{2})(?:[:.](\d{2}))?|(?:h|g|giờ))\s*p?"
    r"\s*(sa|ch|am|pm|sáng|trưa|chiều|tối)?",
    re.IGNORECASE,
)
_TO = r"\s*(?:-|–|—|−|~|→|đến|tới|to)\s*"
_SPAN = re.compile(rf"({_TIME}){_TO}({_TIME})", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:-|–|—|−|~|→|đến|tới| to )\s*", re.IGNORECASE)
_ITEMS = re.compile(r"[;\n]")
_BETWEEN = re.compile(r"[,&+]|\bvà\b|\band\b")

WEEKDAYS = Words(
    "weekday",
    tuple((name, number) for number, name in enumerate(("mo", "tu", "we", "th", "fr", "sa", "su"))),
    (
        *(
            (f"{before}{name}", key)
            for before in ("thứ ", "t", "t ")
            for key, names in {
                "mo": ("2", "hai"),
                "tu": ("3", "ba"),
                "we": ("4", "tư", "bốn"),
                "th": ("5", "năm"),
                "fr": ("6", "sáu"),
                "sa": ("7", "bảy"),
                "su": ("8",),
            }.items()
            for name in names
        ),
        *(
            (str(number + 2), key)
            for number, key in enumerate(("mo", "tu", "we", "th", "fr", "sa"))
        ),
        ("chủ nhật", "su"),
        *zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            ("mo", "tu", "we", "th", "fr", "sa", "su"),
            strict=True,
        ),
    ),
)

_EVERY_DAY = frozenset(map(fold, ("hằng ngày", "hàng ngày", "mỗi ngày", "cả tuần", "daily")))


@dataclass(frozen=True, kw_only=True)
class Clock(Kind):
    """A clock time of a day, in seconds after midnight; 24:00 is the end of the day."""

    number_format: str = "hh:mm"

    @override
    def read(self, raw: Raw, doubt: Doubt) -> SecondOfDay:
        seconds = _seconds(raw, doubt)
        if not 0 <= seconds <= END_OF_DAY:
            raise Unreadable(Code.NOT_A_CLOCK)
        return SecondOfDay(seconds)

    @override
    def write(self, value: object, language: Language) -> Raw:
        seconds = int(str(value))
        if seconds == END_OF_DAY:
            return "24:00"
        return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


@dataclass(frozen=True, kw_only=True)
class Weekdays(Kind):
    """Weekdays, listed or as ranges: ``T2-T6; CN``."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[int, ...]:
        text = tidy(word_of(raw))
        return () if says_none(text) else tuple(_weekdays(text))

    @override
    def write(self, value: object, language: Language) -> str:
        days = value if isinstance(value, tuple) else ()
        if not days:
            return NONE.word((), language)
        return "; ".join(
            _day_range(first, last, language)
            for first, last, _ in _runs([(day, ()) for day in days])
        )


@dataclass(frozen=True, kw_only=True)
class Openings(Kind):
    """Openings of the week: ``T2-T6 07:30-11:30, 13:30-16:30; T7 08:00-10:00``."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[Opening, ...]:
        if not isinstance(raw, str):
            raise Unreadable(Code.NOT_UNDERSTOOD, item="")
        items = [item for item in map(tidy, _ITEMS.split(raw)) if item]
        return tuple(opening for item in items for opening in _openings(item, doubt))

    @override
    def write(self, value: object, language: Language) -> str:
        openings = value if isinstance(value, tuple) else ()
        by_day = [
            (weekday, tuple(opening.hours for opening in several))
            for weekday, several in groupby(map(_Hours.of, openings), lambda hours: hours.weekday)
        ]
        return "; ".join(
            f"{_day_range(first, last, language)} {', '.join(hours)}"
            for first, last, hours in _runs(by_day)
        )


@dataclass(frozen=True, slots=True)
class _Hours:
    weekday: int
    hours: str

    @classmethod
    def of(cls, opening: Opening) -> "_Hours":
        return cls(opening.weekday, f"{clock_text(opening.opens)}-{clock_text(opening.closes)}")


def clock_text(seconds: int) -> str:
    """Return a clock time as ``07:30``, with seconds only where there are some."""
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours:02}:{minutes:02}" + (f":{left:02}" if left else "")


def _seconds(raw: Raw, doubt: Doubt) -> int:
    match raw:
        case bool():
            raise Unreadable(Code.NOT_A_CLOCK)
        case dt.time():
            whole = dt.timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
            return round((whole + dt.timedelta(microseconds=raw.microsecond)).total_seconds())
        case dt.timedelta():
            return round(raw.total_seconds())
        case dt.datetime() if raw in {dt.datetime(1899, 12, 31), dt.datetime(1900, 1, 1)}:  # noqa: DTZ001 -- what Excel makes of 24:00
            return END_OF_DAY
        case str():
            return _typed(tidy(raw))
        case int() | float():
            return _of_number(raw, doubt)
        case _:
            raise Unreadable(Code.NOT_A_CLOCK)


def _of_number(number: float, doubt: Doubt) -> int:
    """Return the clock time of a number: a part of a day, full hours, or 7.30 typed as such."""
    if 0 <= number < 1 and number != 0:
        return round(number * END_OF_DAY)
    hours, minutes = divmod(round(number * 100), 100)
    if abs(number * 100 - round(number * 100)) > 1e-6 or not 0 <= hours <= 24:  # noqa: PLR2004 -- hours of a day
        raise Unreadable(Code.NOT_A_CLOCK)
    if minutes in {25, 50, 75} or minutes >= 60:  # noqa: PLR2004 -- 7.5 is 7:50 to one and 7:30 to another
        raise Unreadable(Code.CLOCK_TWO_READINGS)
    seconds = int(hours) * 3600 + int(minutes) * 60
    doubt(Code.CLOCK_OF_NUMBER, read=clock_text(seconds))
    return seconds


def _typed(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise Unreadable(Code.NOT_A_CLOCK)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    half = fold(found[4] or "")
    if half in {"ch", "pm", "chieu", "toi"} and hours < _NOON:
        hours += _NOON
    if half in {"sa", "am", "sang"} and hours == _NOON:
        hours = 0
    total = hours * 3600 + minutes * 60 + seconds
    if minutes >= 60 or seconds >= 60 or total > END_OF_DAY:  # noqa: PLR2004 -- minutes of an hour
        raise Unreadable(Code.NOT_A_CLOCK)
    return total


def _weekdays(text: str) -> Iterator[int]:
    if fold(text) in _EVERY_DAY:
        yield from range(7)
        return
    for item in _BETWEEN.split(text.replace(";", ",").replace("\n", ",")):
        ends = [WEEKDAYS.meaning(end) for end in _RANGE.split(item.strip()) if fold(end)]
        if len(ends) not in {1, 2}:
            raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
        first, last = int(str(ends[0])), int(str(ends[-1]))
        for step in range((last - first) % 7 + 1):
            yield (first + step) % 7


def _openings(item: str, doubt: Doubt) -> Iterator[Opening]:
    spans = list(_SPAN.finditer(item))
    if not spans or fold(_BETWEEN.sub("", _SPAN.sub("", item[spans[0].start() :]))):
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
    named = item[: spans[0].start()].strip(" :,")
    clock = Clock()
    for weekday in _weekdays(named) if named else range(7):
        for span in spans:
            opens, closes = clock.read(span[1].strip(), doubt), clock.read(span[2].strip(), doubt)
            if closes <= opens:
                raise Unreadable(Code.ENDS_BEFORE_IT_BEGINS, item=span[0])
            yield Opening(weekday=weekday, opens=opens, closes=closes)


def _runs(
    by_day: list[tuple[int, tuple[str, ...]]],
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Join following weekdays with the same hours, without changing the order of anything."""
    start = 0
    for index, (weekday, hours) in enumerate(by_day):
        follows = index + 1 < len(by_day) and by_day[index + 1] == (weekday + 1, hours)
        if not follows:
            yield by_day[start][0], weekday, hours
            start = index + 1


def _day_range(first: int, last: int, language: Language) -> str:
    if first == last:
        return WEEKDAYS.word(first, language)
    return f"{WEEKDAYS.word(first, language)}-{WEEKDAYS.word(last, language)}"
