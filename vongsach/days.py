"""Count days, weeks and visits of a quarter. Not for the checker, which counts for itself."""

import datetime as dt
from collections.abc import Iterator

from vongsach.places import Service
from vongsach.quarter import Quarter

ONE_DAY = dt.timedelta(days=1)


def length_in_days(quarter: Quarter) -> int:
    """Return the number of days of a quarter, both ends included."""
    return (quarter.last_day - quarter.first_day).days + 1


def days_between(first_day: dt.date, last_day: dt.date) -> Iterator[dt.date]:
    """Yield every day from first to last, both ends included."""
    for offset in range((last_day - first_day).days + 1):
        yield first_day + dt.timedelta(days=offset)


def days_of(quarter: Quarter) -> tuple[dt.date, ...]:
    """Return every day of a quarter in order."""
    return tuple(days_between(quarter.first_day, quarter.last_day))


def week_of(day: dt.date) -> dt.date:
    """Return the Monday of the calendar week of a day."""
    return day - dt.timedelta(days=day.weekday())


def asked_visits(service: Service, quarter: Quarter) -> int:
    """Return how many visits a service asks for in a quarter."""
    if service.visits is not None:
        return service.visits
    if service.every_weeks is None:
        msg = "a service says either how many visits or every how many weeks"
        raise ValueError(msg)
    return max(1, length_in_days(quarter) // (7 * service.every_weeks))


def even_gap(service: Service, quarter: Quarter) -> int:
    """Return the days between visits that are spread evenly over a quarter."""
    return length_in_days(quarter) // asked_visits(service, quarter)
