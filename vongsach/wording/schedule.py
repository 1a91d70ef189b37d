"""Word what happens: in a week, at a place, with a box."""

import datetime as dt

from vongsach.errors import FileError
from vongsach.output.presentation import Presentation, plain
from vongsach.output.view import DayView, PlanView, Standing, StopView, TripView
from vongsach.words import Language, say


def chosen_lines(
    view: PlanView, *, week: int | None, place: str | None, box: str | None, language: Language
) -> list[str]:
    """Return what was asked of a plan: a week, a place, a box, or several; nothing if nothing was.

    Raises
    ------
    FileError
        There is no such week, place or box.
    """
    lines: list[str] = []
    if week is not None:
        lines += week_lines(view, week, language)
    if place is not None:
        lines += _known("unknown_place", place, place_lines(view, place, language))
    if box is not None:
        lines += _known("unknown_box", box, box_lines(view, box, language))
    return lines


def week_lines(view: PlanView, week: int, language: Language) -> list[str]:
    """Return the trips of one week of the quarter, stop by stop.

    Raises
    ------
    FileError
        The quarter has no such week.
    """
    last = len(view.weeks)
    if not 1 <= week <= last:
        code = "unknown_week"
        raise FileError(code, name=str(week), last=str(last))
    show = Presentation(language)
    lines = [line for trip in view.trips if trip.week == week for line in _trip(trip, show)]
    return lines or [say(language, "cli.show.no_trips")]


def place_lines(view: PlanView, place: str, language: Language) -> list[str]:
    """Return the visits of a place and the boxes that stand there; empty if it is unknown."""
    show = Presentation(language)
    for entry in view.places:
        if entry.place.id == place:
            head = plain(f"{entry.place.id} {entry.place.name}")
            visits = [_visit(visit.day, visit.trip, visit.stop, show) for visit in entry.visits]
            missing = say(language, "cli.show.missing", count=entry.missing)
            stays = [f"  {plain(s.box.id)}  {_span(s, show)}" for s in entry.standings]
            boxes = [say(language, "cli.show.boxes_here"), *stays] if stays else []
            return [head, *visits, *([missing] if entry.missing else []), *boxes]
    return []


def box_lines(view: PlanView, box: str, language: Language) -> list[str]:
    """Return where a box stands through the quarter; empty if it is unknown."""
    show = Presentation(language)
    for journey in view.journeys:
        if journey.box.id == box:
            head = plain(f"{journey.box.id} {journey.box.theme}")
            return [
                head,
                *(
                    plain(f"{_span(standing, show)}  {standing.place.id} {standing.place.name}")
                    for standing in journey.standings
                ),
            ]
    return []


def _known(code: str, name: str, lines: list[str]) -> list[str]:
    if not lines:
        raise FileError(code, name=name)
    return lines


def _trip(trip: TripView, show: Presentation) -> list[str]:
    lines: list[str] = []
    for day in trip.days:
        lines.append(
            say(
                show.language,
                "cli.show.trip",
                number=trip.number,
                van=plain(trip.van.name or trip.van.id),
                day=show.day(day.day),
                leaves=show.clock(day.leaves),
                ends=show.clock(day.ends),
            )
        )
        lines += _stops(day, show)
    return lines


def _stops(day: DayView, show: Presentation) -> list[str]:
    return [
        f"  {show.clock_span(stop.arrival, stop.departure)}  "
        f"{plain(f'{stop.place.id} {stop.place.name}')}{_serves(stop, show)}{_exchange(stop)}"
        for stop in day.stops
    ]


def _serves(stop: StopView, show: Presentation) -> str:
    """Return when service begins and ends, where the van comes earlier."""
    if stop.start == stop.arrival:
        return ""
    span = show.clock_span(stop.start, stop.departure)
    return f" ({say(show.language, 'cli.show.serves', span=span)})"


def _visit(day: dt.date, trip: TripView, stop: StopView, show: Presentation) -> str:
    return (
        f"  {show.day(day)}  {show.clock_span(stop.start, stop.departure)}  "
        f"{plain(trip.van.name or trip.van.id)}{_exchange(stop)}"
    )


def _exchange(stop: StopView) -> str:
    gained = "".join(f" +{plain(box.id)}" for box in stop.handed_in)
    lost = "".join(f" −{plain(box.id)}" for box in stop.taken_out)
    return f" {gained}{lost}" if gained or lost else ""


def _span(standing: Standing, show: Presentation) -> str:
    return show.span(standing.first_day, standing.last_day)
