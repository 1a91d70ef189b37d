"""Lay out the forms of a trip: hand-over records, mobile statistics, the vehicle order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vongsach.boxes import Box, Title
from vongsach.fleet import Role
from vongsach.output import captions
from vongsach.output.presentation import Presentation, plain
from vongsach.output.typesetting import Text
from vongsach.output.view import DayView, PlanView, StopView, TripView
from vongsach.places import ServiceKind
from vongsach.units import TitleId


@dataclass(frozen=True, slots=True)
class FormData:
    """Turn trips of a view into the documents of their forms."""

    view: PlanView
    presentation: Presentation

    def handovers(self, trips: Sequence[TripView]) -> Text:
        """Return a hand-over record for each stop of some trips at which boxes are exchanged."""
        return self._document("handover") | {
            "records": [
                self._about(trip) | self._record(trip, day, stop)
                for trip in trips
                for day in trip.days
                for stop in day.stops
                if _rotates(stop)
            ],
        }

    def statistics(self, trips: Sequence[TripView]) -> Text:
        """Return the form of the mobile service of some trips."""
        return self._document("statistics") | {
            "forms": [
                self._about(trip)
                | {
                    "stops": [
                        self._served(day, stop)
                        for day in trip.days
                        for stop in day.stops
                        if is_mobile(stop)
                    ]
                }
                for trip in trips
            ],
        }

    def orders(self, trips: Sequence[TripView]) -> Text:
        """Return the vehicle orders of some trips."""
        return self._document("order") | {"orders": [self._order(trip) for trip in trips]}

    def _document(self, form: str) -> Text:
        return {
            "title": self.presentation.say(f"{form}.title"),
            "language": self.presentation.language,
            "hash": captions.plan_mark(self.presentation, self.view),
            "network": plain(self.view.network_name),
            "words": self.presentation.table("paper_words")
            | self.presentation.table(f"{form}_words"),
        }

    def _about(self, trip: TripView) -> Text:
        return {
            "trip": captions.trip_name(self.presentation, trip),
            "van": captions.van_name(trip.van),
            "plate": plain(trip.van.plate),
            "days": captions.trip_days(self.presentation, trip),
            "crew": [plain(worker.name) for worker in trip.crew],
        }

    def _served(self, day: DayView, stop: StopView) -> Text:
        return {
            "number": str(stop.number),
            "place": captions.place_name(stop.place),
            "commune": captions.commune(self.presentation, stop.place),
            "day": self.presentation.short_day(day.day),
            "time": self.presentation.clock_span(stop.start, stop.departure),
        }

    @staticmethod
    def _worker(trip: TripView, role: Role) -> list[str]:
        return [plain(worker.name) for worker in trip.crew if worker.role is role]

    def _record(self, trip: TripView, day: DayView, stop: StopView) -> Text:
        place = stop.place
        return {
            "number": f"{trip.number}/{stop.number}",
            "place": captions.place_name(place),
            "code": plain(place.id),
            "commune": captions.commune(self.presentation, place),
            "keeper": plain(place.contact),
            "day": self.presentation.day(day.day),
            "time": self.presentation.clock(stop.start),
            "handed_in": [self._box(box) for box in stop.handed_in],
            "taken_out": [self._box(box) for box in stop.taken_out],
            "handed_in_copies": self.presentation.number(_copies(stop.handed_in)),
            "taken_out_copies": self.presentation.number(_copies(stop.taken_out)),
            "titles": list(self._titles(stop.handed_in)),
        }

    def _box(self, box: Box) -> Text:
        return {
            "box": plain(box.id),
            "theme": plain(box.theme),
            "copies": self.presentation.number(_copies((box,))),
            "weight": self.presentation.kilograms(box.weight),
        }

    def _titles(self, boxes: Iterable[Box]) -> Iterator[Text]:
        """Yield the list of what is handed over, where the library lists the titles of a box."""
        for box in boxes:
            for title in box.titles:
                yield {
                    "box": plain(box.id),
                    "code": plain(title),
                    "name": _title_name(self.view.titles, title),
                }

    def _order(self, trip: TripView) -> Text:
        first, last = trip.days[0], trip.days[-1]
        nights = len(trip.days) - 1
        return {
            "number": str(trip.number),
            "van": captions.van_name(trip.van),
            "plate": plain(trip.van.plate),
            "operators": self._worker(trip, Role.OPERATOR),
            "companions": self._worker(trip, Role.LIBRARIAN),
            "task": captions.task(
                self.presentation, (service for stop in trip.stops for service in stop.services)
            ),
            "leaves": self.presentation.say(
                "order.moment",
                clock=self.presentation.clock(first.leaves),
                day=self.presentation.day(first.day),
            ),
            "returns": self.presentation.say(
                "order.moment",
                clock=self.presentation.clock(last.ends),
                day=self.presentation.day(last.day),
            ),
            "depot": captions.place_name(first.leaves_from),
            "length": captions.trip_length(self.presentation, trip),
            "litres": self._litres(trip),
            "nights": self.presentation.number(nights) if nights else "",
            "boxes": self.presentation.number(len(trip.load)),
            "stops": [
                {
                    "number": str(stop.number),
                    "place": captions.place_name(stop.place),
                    "commune": captions.commune(self.presentation, stop.place),
                    "day": self.presentation.short_day(day.day),
                    "time": self.presentation.clock_span(stop.arrival, stop.departure),
                }
                for day in trip.days
                for stop in day.stops
            ],
        }

    def _litres(self, trip: TripView) -> str:
        metres = [leg.metres for leg in trip.legs]
        if None in metres or not trip.van.litres_per_100_km:
            return ""
        driven = sum(metre for metre in metres if metre)
        litres = round(driven * trip.van.litres_per_100_km / 100_000)
        return self.presentation.say("order.litres", count=self.presentation.number(litres))


def has_handover(trip: TripView) -> bool:
    """Say whether boxes are exchanged on a trip."""
    return any(_rotates(stop) for stop in trip.stops)


def has_mobile(trip: TripView) -> bool:
    """Say whether a trip serves readers from the van."""
    return any(is_mobile(stop) for stop in trip.stops)


def is_mobile(stop: StopView) -> bool:
    """Say whether the van serves readers at a stop."""
    return any(service.kind is not ServiceKind.ROTATION for service in stop.services)


def _rotates(stop: StopView) -> bool:
    return bool(stop.handed_in or stop.taken_out)


def _copies(boxes: Iterable[Box]) -> int:
    return sum(part.count for box in boxes for part in box.copies)


def _title_name(titles: Mapping[TitleId, Title], title: TitleId) -> str:
    known = titles.get(title)
    return plain(known.name) if known else ""
