"""Lay out the charts of the manager's page: weeks by vans, boxes by weeks."""

import datetime as dt
from collections.abc import Sequence

from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.days import ONE_DAY, days_between
from vongsach.output import captions
from vongsach.output.presentation import Presentation, plain, shortened
from vongsach.output.typesetting import Text
from vongsach.output.view import JourneyView, PlanView, Standing, WeekView
from vongsach.units import PlaceId

_DAYS = 7
_MOST_ROWS = 100
_NAME = 24


def calendar(view: PlanView, closures: Sequence[Closure], show: Presentation) -> Text:
    """Return for every van and day whether it is out, free, at rest or shut in."""
    out = {(trip.van.id, day.day) for trip in view.trips for day in trip.days}
    shut = {
        day
        for closure in closures
        if closure.scope is Scope.ALL and closure.kind is not ClosureKind.SCHOOL_HOLIDAY
        for day in days_between(
            max(closure.first_day, view.quarter.first_day),
            min(closure.last_day, view.quarter.last_day),
        )
    }
    days = tuple(days_between(view.quarter.first_day, view.quarter.last_day))
    monday = view.quarter.first_day - dt.timedelta(days=view.quarter.first_day.weekday())
    return {
        "weeks": [
            {"number": str(week.number), "first": show.short_date(week.first_day)}
            for week in view.weeks
        ],
        "rows": [
            {
                "van": shortened(captions.van_name(van), _NAME),
                "count": show.number(sum((van.id, day) in out for day in days)),
                "cells": [
                    {
                        "week": (day - monday).days // _DAYS,
                        "day": day.weekday(),
                        "kind": _kind(
                            is_out=(van.id, day) in out,
                            is_shut=day in shut,
                            works=day.weekday() in van.weekdays and day not in van.days_off,
                        ),
                    }
                    for day in days
                ],
            }
            for van in view.vans
        ],
    }


def heat_map(view: PlanView, show: Presentation) -> Text:
    """Return for every box and week which share of the week it stands at a place with readers.

    Of more than a hundred boxes several share a row, in the order of the workbook.
    """
    depots = {van.depot for van in view.vans}
    journeys = view.journeys
    together = -(-len(journeys) // _MOST_ROWS) or 1
    groups = [journeys[start : start + together] for start in range(0, len(journeys), together)]
    return {
        "weeks": [str(week.number) for week in view.weeks],
        "together": together,
        "note": show.say("report_heat.together", count=together) if together > 1 else "",
        "rows": [
            {
                "box": plain(group[0].box.id),
                "cells": [_share(group, week, depots) for week in view.weeks],
                "moved": [_moved(group, week) for week in view.weeks],
            }
            for group in groups
        ],
    }


def _kind(*, is_out: bool, is_shut: bool, works: bool) -> str:
    if is_out:
        return "out"
    if is_shut:
        return "shut"
    return "free" if works else "rest"


def _share(group: Sequence[JourneyView], week: WeekView, depots: set[PlaceId]) -> int:
    """Return tenths of the week, 0 to 10, that the boxes of a group stand at places."""
    length = (week.last_day - week.first_day).days + 1
    days = sum(
        _days_within(standing, week)
        for journey in group
        for standing in journey.standings
        if standing.place.id not in depots
    )
    return round(10 * days / (length * len(group)))


def _days_within(standing: Standing, week: WeekView) -> int:
    begins = max(standing.first_day, week.first_day)
    ends = min(standing.last_day or week.last_day + ONE_DAY, week.last_day + ONE_DAY)
    return max(0, (ends - begins).days)


def _moved(group: Sequence[JourneyView], week: WeekView) -> bool:
    return any(
        week.first_day <= standing.first_day <= week.last_day
        for journey in group
        for standing in journey.standings[1:]
    )
