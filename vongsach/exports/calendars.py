"""Write visits as iCalendar (RFC 5545): for all, for each place, van and worker.

Visits of a place on the same weekday and clock become one series with its exceptions; all others
stand alone. The identity of an event is the place and the number of the visit, so that the file
of a later version replaces what a telephone took over from an earlier one.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from icalendar import Calendar, Event, Timezone, vRecur

from vongsach.exports.source import ZONE_NAME, Called, Source, local_time
from vongsach.exports.texts import export_word, file_stem
from vongsach.output.captions import place_name, van_name
from vongsach.output.presentation import Presentation, plain
from vongsach.output.writing import write_whole

WEEK_DAYS = 7
_ZONE_FROM, _ZONE_TO = dt.date(2020, 1, 1), dt.date(2038, 1, 1)


@dataclass(frozen=True, slots=True)
class Series:
    """Visits of one place at one clock time."""

    number: int
    """Number of the first visit among all of the place in the quarter, from 1."""
    first: Called
    days: tuple[dt.date, ...]
    every_weeks: int = 0
    """0: a single visit."""

    @property
    def left_out(self) -> tuple[dt.date, ...]:
        """Return the days of the rhythm on which there is no visit."""
        step = dt.timedelta(weeks=self.every_weeks)
        count = (self.days[-1] - self.days[0]) // step if self.every_weeks else 0
        rhythm = (self.days[0] + number * step for number in range(count))
        return tuple(day for day in rhythm if day not in self.days)


def write_calendars(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``lich/*.ics`` and return every file."""
    wanted: dict[str, Callable[[Called], bool]] = {"tat-ca": lambda _: True}
    titles = {"tat-ca": source.view.network_name}
    for call in source.calls:
        for stem, title, fits in _owners(call):
            wanted.setdefault(stem, fits)
            titles.setdefault(stem, title)
    numbers = _numbers(source.calls)
    return tuple(
        write_whole(
            folder / "lich" / f"{stem}.ics",
            _calendar(source, titles[stem], filter(fits, source.calls), numbers).to_ical(),
        )
        for stem, fits in wanted.items()
    )


def _owners(call: Called) -> Iterator[tuple[str, str, Callable[[Called], bool]]]:
    place, van = call.stop.place, call.trip.van
    yield (
        f"diem-{file_stem(place.id)}",
        place_name(place),
        lambda other: other.stop.place.id == place.id,
    )
    yield f"xe-{file_stem(van.id)}", van_name(van), lambda other: other.trip.van.id == van.id
    for worker in call.trip.crew:
        yield (
            f"nguoi-{file_stem(worker.id)}",
            plain(worker.name) or plain(worker.id),
            partial(_goes, worker.id),
        )


def _goes(worker: str, call: Called) -> bool:
    return worker in {one.id for one in call.trip.crew}


def _numbers(calls: Iterable[Called]) -> dict[tuple[str, dt.date, int], int]:
    """Return the number of each visit among all of its place in the quarter."""
    found: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for call in calls:
        found[call.stop.place.id].append((call.day.day, call.stop.arrival))
    return {
        (place, *visit): number
        for place, visits in found.items()
        for number, visit in enumerate(sorted(visits), start=1)
    }


def _number(call: Called, numbers: dict[tuple[str, dt.date, int], int]) -> int:
    return numbers[call.stop.place.id, call.day.day, call.stop.arrival]


def _calendar(
    source: Source,
    title: str,
    calls: Iterable[Called],
    numbers: dict[tuple[str, dt.date, int], int],
) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Vong Sach//vongsach//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(title))
    calendar.add("x-wr-timezone", ZONE_NAME)
    calendar.add_component(Timezone.from_tzid(ZONE_NAME, first_date=_ZONE_FROM, last_date=_ZONE_TO))
    for series in series_of(calls, numbers):
        calendar.add_component(_event(source, series))
    return calendar


def series_of(
    calls: Iterable[Called], numbers: dict[tuple[str, dt.date, int], int]
) -> Iterator[Series]:
    """Yield the visits as series, those of one place, van, crew and clock together."""
    alike: dict[tuple[object, ...], list[Called]] = defaultdict(list)
    for call in calls:
        stop = call.stop
        key = (
            stop.place.id,
            call.trip.van.id,
            tuple(worker.id for worker in call.trip.crew),
            tuple(service.id for service in stop.services),
            call.day.day.weekday(),
            (stop.arrival, stop.start, stop.departure),
        )
        alike[key].append(call)
    for group in alike.values():
        yield from _split(sorted(group, key=lambda call: call.day.day), numbers)


def _split(
    group: Sequence[Called], numbers: dict[tuple[str, dt.date, int], int]
) -> Iterator[Series]:
    days = tuple(call.day.day for call in group)
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    weeks = math.gcd(*gaps) // WEEK_DAYS if gaps else 0
    whole = Series(_number(group[0], numbers), group[0], days, weeks)
    if weeks and len(whole.left_out) < len(days):
        yield whole
    else:
        for call in group:
            yield Series(_number(call, numbers), call, (call.day.day,))


def _event(source: Source, series: Series) -> Event:
    call = series.first
    stop, day = call.stop, series.days[0]
    event = Event()
    quarter, place = source.plan.quarter.name, stop.place
    event.add("uid", f"{file_stem(quarter)}.{file_stem(place.id)}.{series.number}@vongsach")
    event.add("sequence", source.sequence)
    event.add("dtstamp", source.made.astimezone(dt.UTC))
    event.add("dtstart", local_time(day, stop.start))
    event.add("dtend", local_time(day, stop.departure))
    event.add("summary", export_word(source.language, "event", place=place_name(place)))
    event.add("location", ", ".join(filter(None, (place_name(place), plain(place.commune)))))
    event.add("geo", (place.location.lat, place.location.lon))
    event.add("description", _description(source, call))
    if series.every_weeks:
        until = local_time(series.days[-1], stop.start).astimezone(dt.UTC)
        event.add("rrule", vRecur(freq="WEEKLY", interval=series.every_weeks, until=until))
        if series.left_out:
            event.add("exdate", [local_time(left, stop.start) for left in series.left_out])
    return event


def _description(source: Source, call: Called) -> str:
    presentation = Presentation(source.language)
    tasks = (presentation.say(f"task.{service.kind}") for service in call.stop.services)
    return "\n".join((*dict.fromkeys(tasks), van_name(call.trip.van)))
