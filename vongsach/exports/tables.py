"""Lay a plan out in tables: trips, places, boxes, what changed, figures."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vongsach.exports.source import Source
from vongsach.exports.texts import export_word
from vongsach.measures import measure
from vongsach.objective import visit_days
from vongsach.output.captions import place_kind, place_name, van_name
from vongsach.output.presentation import Presentation, plain
from vongsach.places import PlaceKind
from vongsach.travel import Travel

Cell = str | int | float | dt.date | dt.time | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    """Key of its name."""
    columns: tuple[str, ...]
    """Keys of its headers."""
    rows: tuple[tuple[Cell, ...], ...]


TRIP_COLUMNS = (
    "trip", "day", "weekday", "van", "crew", "stop", "place", "name", "commune",
    "arrival", "start", "departure", "task", "handed_in", "taken_out",
)  # fmt: skip
PLACE_COLUMNS = ("place", "name", "kind", "commune", "visits", "missing", "days")
BOX_COLUMNS = ("box", "theme", "place", "name", "from_day", "to_day")
CHANGE_COLUMNS = ("place", "name", "task", "before", "after")
FIGURE_COLUMNS = ("figure", "value")


def tables_of(source: Source, travel: Travel) -> tuple[Table, ...]:
    """Return every table of a plan."""
    return (
        trip_table(source),
        Table("places", PLACE_COLUMNS, tuple(_places(source))),
        Table("boxes", BOX_COLUMNS, tuple(_boxes(source))),
        Table("changes", CHANGE_COLUMNS, tuple(_changes(source))),
        Table("figures", FIGURE_COLUMNS, tuple(_figures(source, travel))),
    )


def trip_table(source: Source) -> Table:
    """Return every stop of every trip."""
    return Table("trips", TRIP_COLUMNS, tuple(_trips(source)))


def _trips(source: Source) -> Iterator[tuple[Cell, ...]]:
    presentation = Presentation(source.language)
    for call in source.calls:
        stop, day = call.stop, call.day.day
        yield (
            call.trip.number,
            day,
            presentation.weekday(day),
            van_name(call.trip.van),
            ", ".join(plain(worker.name) for worker in call.trip.crew),
            stop.number,
            plain(stop.place.id),
            place_name(stop.place),
            plain(stop.place.commune),
            *(_clock(time) for time in (stop.arrival, stop.start, stop.departure)),
            ", ".join(presentation.say(f"task.{service.kind}") for service in stop.services),
            ", ".join(plain(box.id) for box in stop.handed_in),
            ", ".join(plain(box.id) for box in stop.taken_out),
        )


def _clock(seconds: int) -> dt.time | str:
    """Return a clock time to the second; 24:00 is no time of a day and stays text."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return dt.time(hour, minute, second) if hour < 24 else "24:00"  # noqa: PLR2004 -- hours of a day


def _places(source: Source) -> Iterator[tuple[Cell, ...]]:
    presentation = Presentation(source.language)
    for entry in source.view.places:
        place = entry.place
        if place.kind is PlaceKind.JUNCTION:  # a mark on the roads, not a place to serve
            continue
        days = ", ".join(presentation.short_day(visit.day) for visit in entry.visits)
        yield (
            plain(place.id),
            place_name(place),
            place_kind(presentation, place),
            plain(place.commune),
            len(entry.visits),
            entry.missing,
            days,
        )


def _boxes(source: Source) -> Iterator[tuple[Cell, ...]]:
    for journey in source.view.journeys:
        for standing in journey.standings:
            yield (
                plain(journey.box.id),
                plain(journey.box.theme),
                plain(standing.place.id),
                place_name(standing.place),
                standing.first_day,
                standing.last_day,
            )


def _changes(source: Source) -> Iterator[tuple[Cell, ...]]:
    """Yield the services whose days are not those of the version before."""
    if source.before is None:
        return
    presentation = Presentation(source.language)
    before, after = visit_days(source.before.routing), visit_days(source.plan.routing)
    places = {place.id: place for place in source.network.places}
    for service in source.network.services:
        old, new = before.get(service.id, []), after.get(service.id, [])
        if old != new:
            place = places[service.place]
            yield (
                plain(place.id),
                place_name(place),
                presentation.say(f"task.{service.kind}"),
                _days(presentation, old),
                _days(presentation, new),
            )


def _days(presentation: Presentation, days: Sequence[dt.date]) -> str:
    return ", ".join(presentation.short_day(day) for day in days)


def _figures(source: Source, travel: Travel) -> Iterator[tuple[Cell, ...]]:
    found = measure(source.plan, source.network, travel)
    parked = found.parked_percent
    values: dict[str, Cell] = {
        "required_asked": found.required.asked,
        "required_made": found.required.made,
        "wished_asked": found.wished.asked,
        "wished_made": found.wished.made,
        "trips": found.trips,
        "van_days": found.van_days,
        "kilometres": round(found.metres / 1000, 1),
        "driving_hours": round(found.driving / 3600, 1),
        "parked_percent": None if parked is None else round(parked, 1),
        "longest_gap": found.longest_gap,
        "stays": found.stays,
        "fresh_copies": found.fresh_copies,
        "litres": round(found.litres, 1),
        "cost": sum(term.dong for term in found.cost),
    }
    for name, value in values.items():
        yield export_word(source.language, f"figure.{name}"), value
