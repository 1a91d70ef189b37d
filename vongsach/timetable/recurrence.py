"""Understand the rules of recurrence of a timetable (RFC 5545, section 3.3.10)."""

import datetime as dt
import re
from typing import Final

from dateutil.rrule import rrulestr

from vongsach.timetable.rows import Row
from vongsach.units import Weekday

MOST_WEEKS: Final = 52
MONTH_WEEKS: Final = 4
"""Weeks that stand for a month: a rule by the n-th weekday of a month recurs every four weeks."""

_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART: Final = re.compile(r"(?P<name>[A-Z]+)=(?P<value>[A-Z0-9,+-]+)")
_NTH: Final = re.compile(r"(?P<nth>[1-4]|-1)(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_MONTH_RHYTHMS: Final = {(0,): 4, (1,): 4, (2,): 4, (3,): 4, (0, 2): 2, (1, 3): 2, (0, 1, 2, 3): 1}
"""Weeks between visits, by the weeks of a month in which they are; others have no rhythm."""
_UNTIL: Final = re.compile(r"(?P<day>[0-9]{8})(T[0-9]{6}Z?)?")
_KNOWN: Final = {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}
_FIRST_MONDAY: Final = dt.date(1970, 1, 5)


def rule_parts(text: str) -> dict[str, str] | None:
    """Return the parts of a rule; ``None`` where it is not one that a timetable can have.

    Understood are every n weeks, and the n-th weekdays of every month as far as they have a
    rhythm: each, one, or the first and third or second and fourth.
    """
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        match = _PART.fullmatch(part.strip())
        if match is None or match["name"] in parts or match["name"] not in _KNOWN:
            return None
        parts[match["name"]] = match["value"]
    return parts if _is_known(parts) else None


def _is_known(parts: dict[str, str]) -> bool:
    interval, by_day = parts.get("INTERVAL", "1"), parts.get("BYDAY", "")
    if not (interval.isdecimal() and 1 <= int(interval) <= MOST_WEEKS):
        return False
    if not (parts.get("COUNT", "1").isdecimal() and int(parts.get("COUNT", "1")) < 10_000):  # noqa: PLR2004 -- a count, not a flood
        return False
    if "UNTIL" in parts and not _UNTIL.fullmatch(parts["UNTIL"]):
        return False
    if parts.get("WKST", "MO") not in _CODES:
        return False
    if parts.get("FREQ") == "WEEKLY":
        return not by_day or by_day in _CODES
    return parts.get("FREQ") == "MONTHLY" and interval == "1" and bool(_month_weeks(by_day))


def _month_weeks(by_day: str) -> tuple[int, ...]:
    """Return the weeks of a month that a rule names, from 0; empty where they have no rhythm."""
    found = [_NTH.fullmatch(part) for part in by_day.split(",")]
    matches = [match for match in found if match is not None]
    if len(matches) != len(found) or len({match["day"] for match in matches}) != 1:
        return ()
    weeks = tuple(sorted((int(match["nth"]) - 1) % (MONTH_WEEKS + 1) for match in matches))
    weeks = tuple(min(week, MONTH_WEEKS - 1) for week in weeks)
    return weeks if weeks in _MONTH_RHYTHMS else ()


def rule_weekday(text: str) -> Weekday | None:
    """Return the weekday that a rule names; ``None`` where it leaves it to its start."""
    by_day = (rule_parts(text) or {}).get("BYDAY", "")
    return _CODES.index(by_day[-2:]) if by_day else None


def weeks_between(row: Row) -> int:
    """Return every how many weeks a row recurs."""
    parts = rule_parts(row.frequency) or {}
    if parts.get("FREQ") == "MONTHLY":
        return _MONTH_RHYTHMS[_month_weeks(parts["BYDAY"])]
    return int(parts.get("INTERVAL", "1"))


def week_of_cycle(row: Row) -> int:
    """Return the week of its rhythm in which a row first recurs, from 0.

    Weeks are counted from one Monday for all rows, so that rows of one week keep together.
    """
    weeks = _month_weeks((rule_parts(row.frequency) or {}).get("BYDAY", ""))
    if weeks:
        return weeks[0]
    return (row.start - _FIRST_MONDAY).days // 7 % weeks_between(row)


def dates_of(row: Row, first_day: dt.date, last_day: dt.date) -> tuple[dt.date, ...]:
    """Return the days on which a row is served within a span, both ends included.

    Raises
    ------
    ValueError
        The rule is not one of RFC 5545.
    """
    parts = rule_parts(row.frequency)
    if parts is None:
        msg = "the rule of recurrence is not understood"
        raise ValueError(msg)
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    rule = rrulestr(text, dtstart=dt.datetime.combine(row.start, dt.time()))
    last = min(last_day, row.end or last_day)
    found = rule.between(
        dt.datetime.combine(first_day, dt.time()), dt.datetime.combine(last, dt.time()), inc=True
    )
    return tuple(day.date() for day in found if day.date() not in row.exceptions)
