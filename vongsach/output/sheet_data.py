"""Lay out what a route sheet says: words only, ready to be set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vongsach.fleet import Worker
from vongsach.output import captions
from vongsach.output.codes import geo_address, qr_code
from vongsach.output.presentation import Presentation, plain, shortened
from vongsach.output.sketches import sketch_of_trip
from vongsach.output.typesetting import Text
from vongsach.output.view import DayView, LegView, PlanView, StopView, TripView
from vongsach.places import ServiceKind
from vongsach.plan import Pause

_FOOTER_NAME = 40
_MAP_WIDTH, _MAP_HEIGHT = 186.0, 78.0


@dataclass(frozen=True, slots=True)
class SheetData:
    """Turn trips of a view into the document of their sheets."""

    view: PlanView
    presentation: Presentation

    def document(self, trips: Iterable[TripView], title: str) -> Text:
        """Return everything that the sheets of some trips say."""
        return {
            "language": self.presentation.language,
            "title": title,
            "hash": self._hash(),
            "credit": self.presentation.say("map.credit") if self.view.from_maps else "",
            "words": self.presentation.table("paper_words")
            | self.presentation.table("sheet_words"),
            "sheets": [self._sheet(trip) for trip in trips],
        }

    def title(self, trip: TripView) -> str:
        """Return the title of one sheet."""
        return self._say("title", trip=captions.trip_name(self.presentation, trip))

    def _say(self, key: str, **facts: object) -> str:
        return self.presentation.say(f"sheet.{key}", **facts)

    def _hash(self) -> str:
        return captions.plan_mark(self.presentation, self.view)

    def _sheet(self, trip: TripView) -> Text:
        return {
            "title": self.title(trip),
            "days_text": captions.trip_days(self.presentation, trip),
            "hash": self._hash(),
            "network": plain(self.view.network_name),
            "van": shortened(captions.van_name(trip.van), _FOOTER_NAME),
            "facts": self._facts(trip),
            "map": self._map(trip),
            "turns": [turn for leg in trip.legs for turn in self._turns(trip, leg)],
            "crew": [self._worker(worker) for worker in trip.crew],
            "rows": [row for day in trip.days for row in self._rows(trip, day)],
            "load": self._load(trip),
            "back": [captions.box_line(self.presentation, box) for box in trip.brought_back],
            "tally": [_numbered(stop) for stop in trip.stops],
        }

    def _map(self, trip: TripView) -> Text:
        sketch = sketch_of_trip(self.view, trip, _MAP_WIDTH, _MAP_HEIGHT)
        return sketch.document(self.presentation)

    def _turns(self, trip: TripView, leg: LegView) -> Iterator[Text]:
        """Yield the roads of a leg, one a line, with the kilometres since the leg began."""
        if leg.course is None or leg.from_place.id == leg.to_place.id:
            return
        driven = 0
        for number, stretch in enumerate(leg.course.stretches):
            driven += stretch.metres
            towards = stretch.towards
            yield {
                "leg": "" if number else f"→ {self._halt(trip, leg)}",
                "road": plain(stretch.road) or self._say("road_without_name"),
                "towards": captions.place_name(towards) if towards else "",
                "km": self.presentation.kilometres(stretch.metres),
                "minutes": self.presentation.minutes(stretch.seconds),
                "sum": self.presentation.kilometres(driven),
            }

    @staticmethod
    def _halt(trip: TripView, leg: LegView) -> str:
        for stop in trip.stops:
            if stop.leg is leg:
                return shortened(_numbered(stop), _FOOTER_NAME)
        return shortened(captions.place_name(leg.to_place), _FOOTER_NAME)

    def _facts(self, trip: TripView) -> list[list[str]]:
        first, last = trip.days[0], trip.days[-1]
        boxes = self._say(
            "boxes_value",
            load=len(trip.load),
            handed_in=sum(len(stop.handed_in) for stop in trip.stops),
            taken_out=sum(len(stop.taken_out) for stop in trip.stops),
            back=len(trip.brought_back),
        )
        facts = {
            "van": captions.van_name(trip.van),
            "plate": plain(trip.van.plate) or "–",
            "out_and_back": self._out_and_back(first, last),
            "length": captions.trip_length(self.presentation, trip) or "–",
            "depot": captions.place_name(first.leaves_from),
            "stops": self.presentation.number(len(trip.stops)),
            "boxes": boxes,
        }
        order = ("van", "plate", "out_and_back", "length", "depot", "stops")
        return [
            *([self._say(key), facts[key]] for key in order),
            [self._say("weight"), self._weight(trip)],
            [self._say("boxes"), boxes],
        ]

    def _out_and_back(self, first: DayView, last: DayView) -> str:
        """Return when a trip leaves and comes back, with the days where it stays away."""
        if first is last:
            return self.presentation.clock_span(first.leaves, last.ends)
        moments = ((first.leaves, first.day), (last.ends, last.day))
        return " – ".join(
            f"{self.presentation.clock(time)} {self.presentation.short_day(day)}"
            for time, day in moments
        )

    def _weight(self, trip: TripView) -> str:
        return self.presentation.kilograms(sum(loaded.box.weight for loaded in trip.load))

    def _worker(self, worker: Worker) -> Text:
        return {
            "name": plain(worker.name),
            "role": self._say(worker.role),
            "phone": plain(worker.phone),
        }

    def _rows(self, trip: TripView, day: DayView) -> Iterator[Text]:
        """Yield the lines of one day in the order of driving."""
        start = self._say("leaves_from", place=captions.place_name(day.leaves_from))
        if len(trip.days) > 1:
            start = captions.SEPARATOR.join((self.presentation.day(day.day), start))
        yield self._line("start", self.presentation.clock(day.leaves), start)
        pauses = sorted(day.pauses, key=lambda pause: pause.starts)
        for stop in day.stops:
            yield self._leg(stop.leg)
            while pauses and pauses[0].starts < stop.departure:
                yield self._pause(pauses.pop(0))
            yield self._stop(stop)
        yield self._leg(day.last_leg)
        for pause in pauses:
            yield self._pause(pause)
        key = "ends_at" if day is trip.days[-1] else "night_at"
        end = self._say(key, place=captions.place_name(day.ends_at))
        yield self._line("end", self.presentation.clock(day.ends), end)

    @staticmethod
    def _line(kind: str, time: str, text: str) -> Text:
        return {"kind": kind, "time": time, "text": text}

    def _pause(self, pause: Pause) -> Text:
        time = self.presentation.clock_span(pause.starts, pause.ends)
        return self._line("pause", time, self._say("pause"))

    def _leg(self, leg: LegView) -> Text:
        if leg.metres is None or leg.seconds is None:
            return self._line("leg", "", self._say("leg_unknown"))
        text = self._say(
            "leg_estimated" if leg.estimated else "leg",
            kilometres=self.presentation.kilometres(leg.metres),
            minutes=self.presentation.minutes(leg.seconds),
        )
        return self._line("leg", "", text)

    def _stop(self, stop: StopView) -> Text:
        place = stop.place
        about = (
            captions.place_kind(self.presentation, place),
            captions.commune(self.presentation, place),
        )
        return {
            "kind": "stop",
            "number": str(stop.number),
            "arrival": self.presentation.clock(stop.arrival),
            "departure": self.presentation.clock(stop.departure),
            "place": captions.place_name(place),
            "code": plain(place.id),
            "about": captions.SEPARATOR.join(part for part in about if part),
            "contact": plain(place.contact),
            "phone": plain(place.phone),
            "access": plain(place.access_note),
            "task": captions.task(self.presentation, stop.services),
            "handed_in": [captions.box_line(self.presentation, box) for box in stop.handed_in],
            "taken_out": [captions.box_line(self.presentation, box) for box in stop.taken_out],
            "nothing": self._say("no_exchange") if _expects_boxes(stop) else "",
            "aboard": self._say("aboard", count=self.presentation.number(len(stop.aboard))),
            "point": self.presentation.point(place.location),
            "address": geo_address(place.location),
            "qr": qr_code(geo_address(place.location)),
        }

    def _load(self, trip: TripView) -> list[Text]:
        return [
            {
                "box": plain(loaded.box.id),
                "theme": plain(loaded.box.theme),
                "copies": self.presentation.number(sum(part.count for part in loaded.box.copies)),
                "stop": _numbered(loaded.stop) if loaded.stop else self._say("stays_aboard"),
                "running": self.presentation.number(aboard),
            }
            for aboard, loaded in enumerate(trip.load, start=1)
        ]


def _expects_boxes(stop: StopView) -> bool:
    """Say whether a crew would look for boxes here, and there are none."""
    exchanged = stop.handed_in or stop.taken_out
    return not exchanged and any(one.kind is not ServiceKind.MOBILE for one in stop.services)


def _numbered(stop: StopView) -> str:
    return f"{stop.number}. {captions.place_name(stop.place)}"
