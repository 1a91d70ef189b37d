"""Lay out the plan's map on one A3 sheet: legend, scale, north, date, plan."""

import datetime as dt
from collections import Counter

from vongsach.output import captions, signs
from vongsach.output.presentation import Presentation, plain
from vongsach.output.sketches import sketch_of_plan
from vongsach.output.typesetting import Text
from vongsach.output.view import PlaceStatus, PlanView
from vongsach.places import PlaceKind

_WIDTH, _HEIGHT = 326.0, 277.0


def plan_sheet(
    view: PlanView, presentation: Presentation, made_on: dt.date, *, public: bool = False
) -> Text:
    """Return everything that the printed map says; it holds no telephone number."""
    sketch = sketch_of_plan(
        view, _WIDTH, _HEIGHT, presentation=presentation, trips=view.trips, public=public
    )
    counts = Counter(
        entry.status for entry in view.places if entry.place.kind is not PlaceKind.JUNCTION
    )
    used = {trip.van.id for trip in view.trips}
    return {
        "language": presentation.language,
        "title": presentation.say("map.title", name=plain(view.network_name)),
        "quarter": captions.quarter_name(presentation, view),
        "hash": captions.plan_mark(presentation, view),
        "date": presentation.say("plan_sheet.made_on", day=presentation.date(made_on)),
        "words": presentation.table("paper_words") | presentation.table("plan_sheet_words"),
        "credit": presentation.say("map.credit") if view.from_maps else "",
        "map": sketch.document(presentation),
        "statuses": [
            {
                "sign": _sign(status),
                "label": presentation.say(f"status.{status}"),
                "count": presentation.number(counts[status]),
            }
            for status in PlaceStatus
            if counts[status]
        ],
        "vans": [
            {"sign": _line(row), "label": captions.van_name(van)}
            for row, van in enumerate(view.vans)
            if van.id in used
        ],
    }


def _sign(status: PlaceStatus) -> str:
    inside = signs.status_sign((2.5, 2.5), status, 1.6)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5">{inside}</svg>'


def _line(row: int) -> str:
    inside = signs.stroke(
        [(0.5, 2.5), (11.5, 2.5)], signs.van_colour(row), 0.7, signs.van_dash(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 5">{inside}</svg>'
