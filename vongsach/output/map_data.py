"""Lay out what the map shows: words and coordinates only, ready to be drawn."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from vongsach.output import captions
from vongsach.output.boundaries import Boundary
from vongsach.output.courses import Courses, packed
from vongsach.output.map_closures import GUARDED, closures_shown
from vongsach.output.presentation import Presentation, plain
from vongsach.output.view import (
    DayView,
    JourneyView,
    PlaceStatus,
    PlaceView,
    PlanView,
    StopView,
    TripView,
    VisitView,
)
from vongsach.places import Location, Place, PlaceKind

Drawing = dict[str, Any]
"""A part of the document that the map's program reads: texts, numbers, lists."""

_LANDMARKS = {PlaceKind.CENTRAL_LIBRARY, PlaceKind.COMMUNE_LIBRARY}
_METRE_DIGITS = 5


@dataclass(frozen=True, slots=True)
class MapData:
    """Turn a view into the document of the map."""

    view: PlanView
    presentation: Presentation
    public: bool = False
    """Leave out border posts and prisons, and all that happens there."""
    boundaries: Sequence[Boundary] = ()

    def document(self) -> Drawing:
        """Return everything that the map draws."""
        shown = [place for place in self.view.places if self._is_shown(place.place)]
        used = {trip.van.id for trip in self.view.trips}
        vans = [van for van in self.view.vans if van.id in used]
        rows = {van.id: row for row, van in enumerate(vans)}
        courses = Courses()
        return {
            "title": self.presentation.say("map.title", name=plain(self.view.network_name)),
            "subtitle": captions.quarter_name(self.presentation, self.view),
            "hash": captions.plan_mark(self.presentation, self.view),
            "credit": self.presentation.say("map.credit") if self.view.from_maps else "",
            "words": self.presentation.table("map_words"),
            "places": [self._place(place) for place in shown],
            "roads": [
                [_point(start.location), _point(end.location)]
                for _, start, end in self.view.roads
                if self._is_shown(start) and self._is_shown(end)
            ],
            "vans": [captions.van_name(van) for van in vans],
            "weeks": [captions.week_name(self.presentation, week) for week in self.view.weeks],
            "trips": [self._trip(trip, rows[trip.van.id], courses) for trip in self.view.trips],
            "courses": courses.lines,
            "boundaries": [
                {"name": area.name, "rings": [packed(ring) for ring in area.rings]}
                for area in self.boundaries
            ],
            "closures": list(closures_shown(self.view, self.presentation, public=self.public)),
            "boxes": [self._journey(journey) for journey in self.view.journeys],
            "statuses": self._statuses(shown),
            "kinds": self._kinds(shown),
        }

    def _is_shown(self, place: Place) -> bool:
        return not (self.public and place.kind in GUARDED)

    def _statuses(self, shown: Sequence[PlaceView]) -> list[Drawing]:
        counts = Counter(
            place.status for place in shown if place.place.kind is not PlaceKind.JUNCTION
        )
        return [
            {
                "key": status.value,
                "label": self.presentation.say(f"status.{status}"),
                "count": self.presentation.number(counts[status]),
            }
            for status in PlaceStatus
            if counts[status]
        ]

    def _kinds(self, shown: Sequence[PlaceView]) -> list[Drawing]:
        kinds = {place.place.kind for place in shown} - {PlaceKind.JUNCTION}
        return [
            {
                "letter": self.presentation.say(f"kind_letter.{kind}"),
                "label": self.presentation.say(f"kind.{kind}"),
            }
            for kind in PlaceKind
            if kind in kinds
        ]

    def _place(self, entry: PlaceView) -> Drawing:
        place = entry.place
        is_junction = place.kind is PlaceKind.JUNCTION
        return {
            "code": plain(place.id),
            "name": captions.place_name(place),
            "commune": captions.commune(self.presentation, place),
            "at": _point(place.location),
            "letter": "" if is_junction else self.presentation.say(f"kind_letter.{place.kind}"),
            "status": "junction" if is_junction else entry.status.value,
            "missing": entry.missing > 0,
            "landmark": place.kind in _LANDMARKS,
            "popup": self._place_popup(entry),
        }

    def _place_popup(self, entry: PlaceView) -> Drawing:
        place = entry.place
        facts = [
            ("code", plain(place.id)),
            ("kind", captions.place_kind(self.presentation, place)),
            ("commune", captions.commune(self.presentation, place)),
            ("status", self.presentation.say(f"status.{entry.status}")),
        ]
        lists = [
            ("visits", [self._visit(visit) for visit in entry.visits]),
            (
                "unserved",
                [
                    captions.unserved_sentence(self.presentation, missing)
                    for missing in self.view.unserved
                    if missing.place.id == place.id
                ],
            ),
            (
                "boxes",
                [
                    captions.SEPARATOR.join(
                        (
                            captions.box_line(self.presentation, standing.box),
                            captions.standing_span(self.presentation, standing),
                        )
                    )
                    for standing in entry.standings
                ],
            ),
        ]
        return self._popup(captions.place_name(place), facts, lists)

    def _visit(self, visit: VisitView) -> str:
        return captions.SEPARATOR.join(
            (
                self.presentation.day(visit.day),
                self.presentation.clock_span(visit.stop.arrival, visit.stop.departure),
                captions.van_name(visit.trip.van),
                captions.trip_name(self.presentation, visit.trip),
            )
        )

    def _popup(
        self, title: str, facts: list[tuple[str, str]], lists: list[tuple[str, list[str]]]
    ) -> Drawing:
        return {
            "title": title,
            "facts": [
                [self.presentation.say(f"fact.{key}"), value] for key, value in facts if value
            ],
            "lists": [
                [self.presentation.say(f"fact.{key}"), items] for key, items in lists if items
            ],
        }

    def _trip(self, trip: TripView, van: int, courses: Courses) -> Drawing:
        name = captions.trip_name(self.presentation, trip)
        days = captions.trip_days(self.presentation, trip)
        facts = [
            ("van", captions.van_name(trip.van)),
            ("day", days),
            ("length", captions.trip_length(self.presentation, trip)),
        ]
        stops = [(day, stop) for day in trip.days for stop in day.stops]
        visible = [pair for pair in stops if self._is_shown(pair[1].place)]
        sequence = [captions.place_name(stop.place) for _, stop in visible]
        return {
            "van": van,
            "week": trip.week,
            "label": captions.SEPARATOR.join((name, self.presentation.short_day(trip.days[0].day))),
            "popup": self._popup(
                name, facts, [("stops", sequence), ("nights", self._nights(trip))]
            ),
            "legs": list(self._legs(trip, courses)),
            "stops": [
                self._stop(trip, day, stop, number)
                for number, (day, stop) in enumerate(visible, start=1)
            ],
        }

    def _nights(self, trip: TripView) -> list[str]:
        """Return where the crew spends its nights; a guarded place is not named in public."""
        return [
            f"{captions.place_name(day.ends_at)}{captions.SEPARATOR}{self.presentation.day(day.day)}"
            for day in trip.days[:-1]
            if self._is_shown(day.ends_at)
        ]

    def _legs(self, trip: TripView, courses: Courses) -> Iterator[Drawing]:
        """Yield a line between any two halts that follow each other and are shown."""
        known = {(leg.from_place.id, leg.to_place.id): leg.course for leg in trip.legs}
        halts = [trip.days[0].leaves_from, *(leg.to_place for leg in trip.legs)]
        shown = [place for place in halts if self._is_shown(place)]
        for start, end in pairwise(shown):
            if start.id == end.id:
                continue
            course = known.get((start.id, end.id))
            if course is None:
                yield {"straight": [_point(start.location), _point(end.location)]}
            else:
                yield {"course": courses.number(course)}

    def _stop(self, trip: TripView, day: DayView, stop: StopView, number: int) -> Drawing:
        facts = [
            ("trip", captions.trip_name(self.presentation, trip)),
            ("van", captions.van_name(trip.van)),
            ("day", self.presentation.day(day.day)),
            ("time", self.presentation.clock_span(stop.arrival, stop.departure)),
            ("task", captions.task(self.presentation, stop.services)),
            ("aboard", self.presentation.number(len(stop.aboard))),
        ]
        lists = [
            ("handed_in", [captions.box_line(self.presentation, box) for box in stop.handed_in]),
            ("taken_out", [captions.box_line(self.presentation, box) for box in stop.taken_out]),
        ]
        weekday = self.presentation.say(f"weekday_short.{day.day.weekday()}")
        return {
            "label": f"{weekday}·{number}",
            "at": _point(stop.place.location),
            "popup": self._popup(f"{number}. {captions.place_name(stop.place)}", facts, lists),
        }

    def _journey(self, journey: JourneyView) -> Drawing:
        standings = [stay for stay in journey.standings if self._is_shown(stay.place)]
        return {
            "label": captions.box_line(self.presentation, journey.box),
            "halts": [
                {
                    "at": _point(stay.place.location),
                    "text": captions.SEPARATOR.join(
                        (
                            captions.place_name(stay.place),
                            captions.standing_span(self.presentation, stay),
                        )
                    ),
                }
                for stay in standings
            ],
        }


def _point(location: Location) -> list[float]:
    """Return latitude and longitude to about a metre."""
    return [round(location.lat, _METRE_DIGITS), round(location.lon, _METRE_DIGITS)]
