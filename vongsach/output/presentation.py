"""Write numbers, days, clock times and names the way people read them, in one language."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from vongsach.places import Location
from vongsach.words import Language, say, sentences

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_KEPT = {"\u200c", "\u200d"}


def plain(text: str) -> str:
    """Return a name as one line of visible text.

    Control characters and the marks that turn the direction of what follows are dropped; line
    ends become spaces. The joiners stay: some scripts and emoji are spelt with them.
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    visible = "".join(
        sign for sign in spaced if sign in _KEPT or unicodedata.category(sign) not in _INVISIBLE
    )
    return " ".join(visible.split())


def shortened(text: str, length: int) -> str:
    """Return a name as one line of at most ``length`` characters."""
    line = plain(text)
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Presentation:
    """How one language writes things."""

    language: Language

    def say(self, key: str, **facts: object) -> str:
        """Return the sentence under a key of this area: ``table.key``."""
        return say(self.language, f"output.{key}", **facts)

    def table(self, name: str) -> dict[str, str]:
        """Return every sentence of a table of this area that a template says as it is."""
        prefix = f"output.{name}."
        return {
            key.removeprefix(prefix): text
            for key, text in sentences(self.language).items()
            if key.startswith(prefix)
        }

    def date(self, day: dt.date) -> str:
        """Return a day without its weekday."""
        return self.say("format.date", year=day.year, month=day.month, day=day.day)

    def day(self, day: dt.date) -> str:
        """Return a day with its weekday."""
        return self.say("format.day", weekday=self.weekday(day), date=self.date(day))

    def short_day(self, day: dt.date) -> str:
        """Return a day with its weekday in two letters, without the year."""
        return self.say(
            "format.short_day",
            weekday=self.say(f"weekday_short.{day.weekday()}"),
            month=day.month,
            day=day.day,
        )

    def weekday(self, day: dt.date) -> str:
        """Return the name of a weekday."""
        return self.say(f"weekday.{day.weekday()}")

    def span(self, first_day: dt.date, last_day: dt.date | None) -> str:
        """Return a stretch of days; without a last day it is open."""
        if last_day is None:
            return self.say("format.open_span", first=self.date(first_day))
        return self.say("format.span", first=self.date(first_day), last=self.date(last_day))

    def clock(self, seconds: int) -> str:
        """Return a clock time as HH:MM, seconds after the minute left out."""
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"

    def clock_span(self, starts: int, ends: int) -> str:
        """Return two clock times."""
        return f"{self.clock(starts)}–{self.clock(ends)}"

    def minutes(self, seconds: int) -> str:
        """Return a length of time in whole minutes, rounded half up."""
        return self.say("format.minutes", count=self.number((seconds + 30) // 60))

    def duration(self, seconds: int) -> str:
        """Return a length of time in hours and minutes, rounded half up."""
        hours, minutes = divmod((seconds + 30) // 60, 60)
        return self.say("format.duration", hours=self.number(hours), minutes=f"{minutes:02}")

    def kilometres(self, metres: int) -> str:
        """Return a length of road in kilometres with one decimal, rounded half up."""
        whole, tenth = divmod((metres + 50) // 100, 10)
        mark = self.say("format.decimal_mark")
        return self.say("format.kilometres", count=f"{self.number(whole)}{mark}{tenth}")

    def kilograms(self, grams: int) -> str:
        """Return a weight in whole kilograms, rounded up."""
        return self.say("format.kilograms", count=self.number(-(-grams // 1000)))

    def point(self, location: Location) -> str:
        """Return latitude and longitude as navigation programs take them, to about a metre."""
        return f"{location.lat:.5f}, {location.lon:.5f}"

    def decimal(self, value: float | None, digits: int = 1) -> str:
        """Return a number with a fixed count of decimals, or a dash where there is none."""
        if value is None:
            return "–"
        whole, _, rest = f"{value:.{digits}f}".partition(".")
        number = self.number(int(whole))
        sign = "-" if whole == "-0" and rest.strip("0") else ""
        return f"{sign}{number}{self.say('format.decimal_mark')}{rest}" if rest else number

    def dong(self, money: int) -> str:
        """Return a sum of money."""
        return self.say("format.dong", count=self.number(money))

    def short_date(self, day: dt.date) -> str:
        """Return day and month."""
        return self.say("format.short_date", month=day.month, day=day.day)

    def number(self, count: int) -> str:
        """Return a whole number with its thousands parted."""
        return f"{count:,}".replace(",", self.say("format.thousands_mark"))
