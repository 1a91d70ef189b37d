"""Know the communes of before and since 1 July 2025, by name and by code with its date.

Codes are reused: 03405 was xã Giang Ma and is now xã Tả Lèng. So a code means something only
together with a day. The bundled table (``data/geo/units.csv``) holds all of Lai Châu; a workbook
may bring its own for another province. Source: Resolution 1670/NQ-UBTVQH15 of 16 June 2025.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from vongsach.bundled import geo_folder
from vongsach.workbook.texts import fold, tidy

T = TypeVar("T")

BUNDLED_PROVINCE: Final = "12"
_KIND: Final = re.compile(
    r"^(?:xã|phường|thị trấn|đặc khu|huyện|thành phố|thị xã|xa|phuong|thi tran|dac khu|huyen"
    r"|thanh pho|thi xa|tt|tp|tx|x|p|h)(?:[\s.]+)(?=\S)"
)


@dataclass(frozen=True, slots=True, order=True)
class Commune:
    """A commune or ward as it is since a day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A commune, ward or town of before, and the one that it went into."""

    code: str
    name: str
    district: str
    now: Commune
    since: dt.date
    """First day on which `now` holds; on the day before, `code` still meant `name`."""


@dataclass(frozen=True, slots=True)
class Communes:
    """Every merger that is known."""

    merged: tuple[Merged, ...]

    def now(self, code: str) -> Commune | None:
        """Return the commune that bears a code since the mergers."""
        return next((one.now for one in self.merged if one.now.code == code), None)

    def before(self, code: str) -> Merged | None:
        """Return the commune that bore a code before the mergers."""
        return next((one for one in self.merged if one.code == code), None)

    def meaning(self, code: str, day: dt.date) -> str:
        """Return the name that a code means on a day; empty where it means nothing known."""
        old, new = self.before(code), self.now(code)
        if old is not None and day < old.since:
            return old.name
        return new.name if new is not None and any(day >= one.since for one in self.merged) else ""

    def called(self, name: str, district: str = "") -> tuple[Merged, ...]:
        """Return the mergers of all communes of before with this name, best spelling first.

        Accents count where somebody has them: Nậm Cha and Nậm Chà are two communes. Without
        them, every commune that is spelt so is returned.
        """
        there = [one for one in self.merged if not district or _same(one.district, district)]
        return _best(name, there, lambda one: one.name)

    def called_now(self, name: str) -> tuple[Commune, ...]:
        """Return the communes of now with this name, best spelling first."""
        return _best(name, sorted({one.now for one in self.merged}), lambda one: one.name)


def same_name(one: str, other: str) -> bool:
    """Say whether two names of communes are the same, accents and kinds left aside."""
    return _same(one, other)


@cache
def bundled_communes() -> Communes:
    """Return the mergers of Lai Châu."""
    path = geo_folder() / "units.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return Communes(
            tuple(
                Merged(
                    code=row["old_code"],
                    name=row["old_name"],
                    district=row["old_district"],
                    now=Commune(row["new_code"], row["new_name"]),
                    since=dt.date.fromisoformat(row["new_valid_from"]),
                )
                for row in csv.DictReader(stream)
            )
        )


def _best(name: str, ones: Iterable[T], called: Callable[[T], str]) -> tuple[T, ...]:
    ones = tuple(ones)
    for spelt in (_accented, _accented_bare, fold, _bare):
        wanted = spelt(name)
        found = tuple(one for one in ones if spelt(called(one)) == wanted)
        if wanted and found:
            return found
    return ()


def _accented(name: str) -> str:
    return tidy(name).casefold()


def _accented_bare(name: str) -> str:
    return _KIND.sub("", _accented(name))


def _bare(name: str) -> str:
    return fold(_accented_bare(name))


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)
