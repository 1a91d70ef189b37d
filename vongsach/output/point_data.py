"""Lay out what hangs on doors and sticks on boxes: timetables of points, labels of boxes."""

from collections.abc import Iterable
from dataclasses import dataclass

from vongsach.boxes import Box
from vongsach.output import captions
from vongsach.output.codes import bar_code, qr_code
from vongsach.output.map_closures import GUARDED
from vongsach.output.presentation import Presentation, plain
from vongsach.output.typesetting import Text
from vongsach.output.view import PlaceView, PlanView, VisitView

_LONGEST_QR = 300


@dataclass(frozen=True, slots=True)
class PointData:
    """Turn places and boxes of a view into the documents of posters and labels."""

    view: PlanView
    presentation: Presentation

    def posters(self, places: Iterable[PlaceView]) -> Text:
        """Return the timetables of some places; nothing in them is private."""
        return self._words("poster") | {
            "title": self.presentation.say("poster.title"),
            "quarter": captions.quarter_name(self.presentation, self.view),
            "posters": [self._poster(place) for place in places],
        }

    def labels(self, boxes: Iterable[Box]) -> Text:
        """Return the labels of some boxes."""
        return self._words("label") | {
            "title": self.presentation.say("label.title"),
            "labels": [self._label(box) for box in boxes],
        }

    def _words(self, form: str) -> Text:
        return {
            "language": self.presentation.language,
            "hash": captions.plan_mark(self.presentation, self.view),
            "network": plain(self.view.network_name),
            "words": self.presentation.table("paper_words")
            | self.presentation.table(f"{form}_words"),
        }

    def _poster(self, entry: PlaceView) -> Text:
        kinds = [service for visit in entry.visits for service in visit.stop.services]
        return {
            "place": captions.place_name(entry.place),
            "commune": captions.commune(self.presentation, entry.place),
            "task": captions.task(self.presentation, kinds),
            "visits": [self._visit(visit) for visit in entry.visits],
        }

    def _visit(self, visit: VisitView) -> Text:
        return {
            "weekday": self.presentation.weekday(visit.day),
            "date": self.presentation.date(visit.day),
            "time": self.presentation.clock_span(visit.stop.start, visit.stop.departure),
            "task": captions.task(self.presentation, visit.stop.services),
        }

    def _label(self, box: Box) -> Text:
        parts = sorted(box.copies, key=lambda part: -part.count)
        return {
            "box": plain(box.id),
            "theme": plain(box.theme),
            "copies": captions.copies(self.presentation, box),
            "weight": self.presentation.kilograms(box.weight),
            "readers": self.presentation.say("label.separator").join(
                self.presentation.say(
                    "label.part",
                    group=self.presentation.say(f"audience.{part.group}"),
                    spoken=plain(part.language),
                    count=self.presentation.number(part.count),
                )
                for part in parts[:4]
            ),
            "bars": bar_code(box.id) or "",
            "qr": qr_code(box.id[:_LONGEST_QR]),
        }


def has_poster(entry: PlaceView) -> bool:
    """Say whether a place hangs out its dates: it is visited, and no guarded place."""
    return bool(entry.visits) and entry.place.kind not in GUARDED
