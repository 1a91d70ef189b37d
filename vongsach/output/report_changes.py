"""Say what changed since an earlier version of the same quarter, place by place."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vongsach.output import captions
from vongsach.output.presentation import Presentation, plain
from vongsach.output.typesetting import Text
from vongsach.output.view import PlanView
from vongsach.places import Place
from vongsach.units import PlaceId, SecondOfDay

_MOST_ROWS, _MOST_DAYS = 9, 8
_LATER = 15 * 60
"""Seconds from which another hour of arrival is worth telling a point."""

Calls = Mapping[dt.date, SecondOfDay]
"""Days on which a place is visited, each with the first arrival."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version that a plan is compared with."""

    name: str
    view: PlanView


@dataclass(frozen=True, slots=True)
class _Change:
    """What became of the visits of one place."""

    place: Place
    before: Calls
    now: Calls

    @property
    def lost(self) -> list[dt.date]:
        """Days on which nobody comes any more."""
        return sorted(set(self.before) - set(self.now))

    @property
    def new(self) -> list[dt.date]:
        """Days on which somebody comes now."""
        return sorted(set(self.now) - set(self.before))

    @property
    def moved(self) -> int:
        """Visits that have another day."""
        return min(len(self.lost), len(self.new))

    @property
    def later(self) -> list[dt.date]:
        """Days that stay, with another hour."""
        kept = sorted(set(self.before) & set(self.now))
        return [day for day in kept if abs(self.now[day] - self.before[day]) >= _LATER]

    @property
    def other_weekday(self) -> bool:
        """Whether the point knows the van on other days of the week: it must be told."""
        if not self.before or not self.now:
            return False
        return {day.weekday() for day in self.now} != {day.weekday() for day in self.before}


def changes(now: PlanView, earlier: Earlier | None, show: Presentation) -> Text:
    """Return a sentence and a row for each place that changed, other weekdays first."""
    if earlier is None:
        return {"sentence": show.say("report_changes.first"), "rows": [], "more": ""}
    found = [change for change in _compared(now, earlier.view) if _is_one(change)]
    found.sort(key=lambda one: (not one.other_weekday, -len(one.lost) - len(one.new)))
    more = len(found) - _MOST_ROWS
    return {
        "sentence": _sentence(found, plain(earlier.name), show),
        "rows": [_row(change, show) for change in found[:_MOST_ROWS]],
        "more": show.say("report_changes.more", count=show.number(more)) if more > 0 else "",
    }


def _is_one(change: _Change) -> bool:
    return bool(change.lost or change.new or change.later)


def _compared(now: PlanView, earlier: PlanView) -> Iterator[_Change]:
    calls_before, calls_now = _calls(earlier), _calls(now)
    places = {entry.place.id: entry.place for view in (earlier, now) for entry in view.places}
    for name, place in places.items():
        yield _Change(place, calls_before.get(name, {}), calls_now.get(name, {}))


def _calls(view: PlanView) -> dict[PlaceId, Calls]:
    return {
        entry.place.id: {
            visit.day: visit.stop.arrival
            for visit in sorted(entry.visits, key=lambda one: -one.stop.arrival)
        }
        for entry in view.places
    }


def _sentence(found: Sequence[_Change], name: str, show: Presentation) -> str:
    if not found:
        return show.say("report_changes.none", version=name)
    return show.say(
        "report_changes.some",
        version=name,
        places=show.number(len(found)),
        moved=show.number(sum(change.moved for change in found)),
        added=show.number(sum(len(change.new) - change.moved for change in found)),
        dropped=show.number(sum(len(change.lost) - change.moved for change in found)),
        later=show.number(sum(len(change.later) for change in found)),
        weekday=show.number(sum(change.other_weekday for change in found)),
    )


def _row(change: _Change, show: Presentation) -> Text:
    return {
        "place": captions.place_name(change.place),
        "code": plain(change.place.id),
        "before": _days(change.lost, change.before, show),
        "now": _days(change.new, change.now, show),
        "later": "; ".join(_later(change, day, show) for day in change.later[:_MOST_DAYS]),
        "weekday": change.other_weekday,
    }


def _later(change: _Change, day: dt.date, show: Presentation) -> str:
    return show.say(
        "report_changes.later",
        day=show.short_day(day),
        before=show.clock(change.before[day]),
        now=show.clock(change.now[day]),
    )


def _days(days: Sequence[dt.date], calls: Calls, show: Presentation) -> str:
    if not days:
        return "–"
    said = [f"{show.short_day(day)} {show.clock(calls[day])}" for day in days[:_MOST_DAYS]]
    return ", ".join(said) + (" …" if len(days) > _MOST_DAYS else "")
