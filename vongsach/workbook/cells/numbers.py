"""Read and write cells of numbers: counts, quantities with a unit, coordinates."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from typing_extensions import override

from vongsach.words import LANGUAGES, Language, say
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable, UnwritableError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import fold, tidy

LARGEST = 10**15
"""Beyond it a number is a slip of the finger, and Excel no longer holds it exactly."""

_NUMBER = re.compile(r"([+-]?\d[\d.,]*(?:[eE][+-]?\d{1,3})?)\s*(\D*)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_BOTH = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})+(?!\1)[.,]\d+")
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?")
_ANGLE = re.compile(
    r"([NSEWBĐTnsewbđt])?\s*(\d{1,3})\s*(?:[°ºd]|độ)\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['\u2032\u2019]|phút)\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|\u2033|\u201d|''|giây)\s*)?([NSEWBĐTnsewbđt])?"
)
_COLONS = re.compile(r"()(\d{1,3}):(\d{2}):(\d{2}(?:[.,]\d+)?)\s*([NSEWBĐTnsewbđt])?")
_SOUTH_OR_WEST = "SWsw"


@dataclass(frozen=True, kw_only=True)
class Whole(Kind):
    """A whole number."""

    number_format: str = "0"

    @override
    def read(self, raw: Raw, doubt: Doubt) -> int:
        number = _number(raw, self.unit, doubt)
        if number != int(number):
            raise Unreadable(Code.NOT_WHOLE)
        return int(number)

    @override
    def write(self, value: object, language: Language) -> int:
        return int(_exact(value, 1))


@dataclass(frozen=True, kw_only=True)
class Quantity(Kind):
    """A number of larger units, kept as a whole number of small ones: km as metres."""

    per: int
    """Small units in a large one."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> int:
        return round(_number(raw, self.unit, doubt) * self.per)

    @override
    def write(self, value: object, language: Language) -> Raw:
        return _exact(value, self.per)


@dataclass(frozen=True, kw_only=True)
class Rate(Kind):
    """A number with a fraction."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> float:
        return float(_number(raw, self.unit, doubt))

    @override
    def write(self, value: object, language: Language) -> Raw:
        number = float(str(value))
        if not abs(number) <= LARGEST:
            raise UnwritableError(str(value))
        return _full(number)


@dataclass(frozen=True, kw_only=True)
class Angle(Kind):
    """Decimal degrees; degrees, minutes and seconds are understood too."""

    number_format: str = "0.000000"

    @override
    def read(self, raw: Raw, doubt: Doubt) -> float:
        if isinstance(raw, str):
            text = tidy(raw)
            turned = _ANGLE.fullmatch(text) or _COLONS.fullmatch(text)
            if turned is not None:
                return _degrees(turned)
            if _PLAIN.fullmatch(text):
                return float(text.replace(",", "."))
            raise Unreadable(Code.NOT_A_NUMBER)
        return float(_number(raw, self.unit, doubt))

    @override
    def write(self, value: object, language: Language) -> Raw:
        return _full(float(str(value)))


def _full(number: float) -> float | str:
    """Return a number, as text where the sixteen digits of a file would not hold it."""
    return number if float(f"{number:.16g}") == number else repr(number)


def _exact(value: object, per: int) -> int | float:
    if not isinstance(value, int) or abs(value) > LARGEST:
        raise UnwritableError(str(value))
    return value // per if value % per == 0 else value / per


def _number(raw: Raw, unit: str, doubt: Doubt) -> Decimal:
    match raw:
        case bool() | dt.datetime() | dt.date() | dt.time() | dt.timedelta():
            raise Unreadable(Code.NOT_A_NUMBER)
        case int() | float():
            number = Decimal(repr(raw))
        case str():
            number = _typed(tidy(raw), unit, doubt)
        case _:
            raise Unreadable(Code.NOT_A_NUMBER)
    if not number.is_finite() or abs(number) > LARGEST:
        raise Unreadable(Code.OUTSIDE, least="0", most=str(LARGEST))
    return number


def _typed(text: str, unit: str, doubt: Doubt) -> Decimal:
    """Return a number typed as text; refuse what reads differently in Ha Noi and in London."""
    parts = _NUMBER.fullmatch(text)
    if parts is None or fold(parts[2]) not in _unit_words(unit):
        raise Unreadable(Code.NOT_A_NUMBER)
    digits: str = parts[1]
    grouped = _GROUPED.fullmatch(digits)
    both = _BOTH.fullmatch(digits)
    if grouped is not None:
        return Decimal(digits.replace(grouped[1], ""))
    if both is not None:
        return Decimal(digits.replace(both[1], "").replace(",", "."))
    if _ONE_GROUP.fullmatch(digits):
        raise Unreadable(Code.TWO_READINGS, digits=re.sub(r"[.,]", "", digits))
    if not _PLAIN.fullmatch(digits):
        raise Unreadable(Code.NOT_A_NUMBER)
    if digits != text:
        doubt(Code.UNIT_IN_CELL, read=digits)
    return Decimal(digits.replace(",", "."))


def _unit_words(unit: str) -> set[str]:
    words = {fold(say(language, f"workbook.unit.{unit}")) for language in LANGUAGES if unit}
    return {"", unit} | words


def _degrees(turned: re.Match[str]) -> float:
    before, degrees, minutes, seconds, after = turned.groups()
    parts = [float((part or "0").replace(",", ".")) for part in (degrees, minutes, seconds)]
    if parts[1] >= 60 or parts[2] >= 60:  # noqa: PLR2004 -- minutes in a degree
        raise Unreadable(Code.NOT_A_NUMBER)
    size = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -size if (before or after or "N") in _SOUTH_OR_WEST else size
