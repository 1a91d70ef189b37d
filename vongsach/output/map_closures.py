"""Lay out what is shut: on the map in its weeks, and as a list."""

from collections.abc import Iterator
from typing import Any

from vongsach.closures import Closure, Scope
from vongsach.days import week_of
from vongsach.output import captions
from vongsach.output.presentation import Presentation, plain
from vongsach.output.view import PlanView
from vongsach.places import Place, PlaceKind

GUARDED = {PlaceKind.BORDER_POST, PlaceKind.PRISON}


def closures_shown(
    view: PlanView, presentation: Presentation, *, public: bool
) -> Iterator[dict[str, Any]]:
    """Yield the closures of the quarter; those of workers are nobody's business.

    A public map names no van and repeats no note.
    """
    hidden = {Scope.WORKER, Scope.VAN} if public else {Scope.WORKER}
    monday = week_of(view.quarter.first_day)
    for closure in view.closures:
        first = max(closure.first_day, view.quarter.first_day)
        last = min(closure.last_day, view.quarter.last_day)
        places = list(_places(view, closure))
        guarded = any(place.kind in GUARDED for place in places)
        if last < first or closure.scope in hidden:
            continue
        if public and closure.scope is Scope.PLACE and guarded:
            continue
        yield {
            "text": _text(view, closure, presentation, public=public),
            "weeks": [(week_of(day) - monday).days // 7 + 1 for day in (first, last)],
            "places": [_at(place) for place in places if not (public and place.kind in GUARDED)],
            "roads": [
                [_at(start), _at(end)]
                for leg, start, end in view.roads
                if closure.scope is Scope.ROAD
                and leg.road == closure.target
                and not (public and GUARDED & {start.kind, end.kind})
            ],
        }


def _places(view: PlanView, closure: Closure) -> Iterator[Place]:
    for entry in view.places:
        place = entry.place
        if closure.scope is Scope.PLACE and place.id == closure.target:
            yield place
        if closure.scope is Scope.COMMUNE and closure.target in {
            place.commune_code,
            place.commune,
        }:
            yield place


def _text(view: PlanView, closure: Closure, show: Presentation, *, public: bool) -> str:
    names: dict[str, str] = {
        entry.place.id: captions.place_name(entry.place) for entry in view.places
    } | {van.id: captions.van_name(van) for van in view.vans}
    target = plain(closure.target)
    if closure.scope in {Scope.PLACE, Scope.VAN}:
        target = names.get(closure.target, target)
    return captions.SEPARATOR.join(
        part
        for part in (
            show.span(closure.first_day, closure.last_day),
            show.say(f"closure.{closure.kind}"),
            target or show.say("closure.all"),
            "" if public else plain(closure.note),
        )
        if part
    )


def _at(place: Place) -> list[float]:
    return [round(place.location.lat, 5), round(place.location.lon, 5)]
