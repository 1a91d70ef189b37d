"""Ask for what happened on one trip, stop by stop, of somebody who holds the filled sheet."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.errors import FileError
from vongsach.output.captions import place_name
from vongsach.output.presentation import plain
from vongsach.output.view import DayView, PlanView, StopView, TripView
from vongsach.units import BoxId, SecondOfDay
from vongsach.words import Language, say
from vongsach.workbook.cells.clocks import Clock
from vongsach.workbook.cells.kind import Unreadable
from vongsach.workbook.cells.numbers import Quantity, Whole

Ask = Callable[[str], str]
"""Puts a question to a person and returns what is typed."""

NO_TRIP, NOT_UNDERSTOOD = "no_such_trip_recorded", "bad_answer"
T = TypeVar("T")


def ask_trip(view: PlanView, number: int, ask: Ask, language: Language) -> TripActual:
    """Return what somebody says of a trip; a blank answer leaves out what is not known.

    Raises
    ------
    FileError
        The plan has no such trip, or an answer is not understood: nothing is recorded.
    """
    trip = next((one for one in view.trips if one.number == number), None)
    if trip is None:
        raise FileError(NO_TRIP, number=str(number), most=str(len(view.trips)))
    told = _Talk(ask, language)
    stops = tuple(stop for day in trip.days for stop in _stops(day, told))
    return _trip(trip, stops, told)


def _trip(trip: TripView, stops: tuple[StopActual, ...], told: "_Talk") -> TripActual:
    kilometres = Quantity(unit="km", per=1000)
    return TripActual.model_validate(
        {
            "trip": trip.id,
            "odometer_from": told.number("ask_from", kilometres.read),
            "odometer_to": told.number("ask_to", kilometres.read),
            "fuel": told.number("ask_fuel", Quantity(unit="litres", per=1000).read),
            "stops": stops,
        }
    )


def _stops(day: DayView, told: "_Talk") -> list[StopActual]:
    stops = []
    for position, stop in enumerate(day.stops):
        held = told.held(stop)
        if held is None:
            continue
        values: dict[str, object] = {}
        if held:
            values = {
                "arrival": told.clock("ask_arrival"),
                "departure": told.clock("ask_departure"),
                "readers": told.number("ask_readers", Whole().read),
                "loans": told.number("ask_loans", Whole().read),
                "boxes": tuple(told.boxes(stop)),
            }
        known = {"day": day.day, "position": position, "place": stop.place.id, "held": held}
        stops.append(StopActual.model_validate(known | values))
    return stops


class _Talk:
    """One conversation in one language."""

    def __init__(self, ask: Ask, language: Language) -> None:
        self._ask = ask
        self._language = language

    def held(self, stop: StopView) -> bool | None:
        """Return whether a visit was held; ``None``: not known."""
        name = plain(place_name(stop.place))
        answers: Mapping[str, bool] = {self._word("yes"): True, self._word("no"): False}
        return self._chosen(
            self._said("ask_held", stop=stop.number, place=name), answers, "hint_yes"
        )

    def clock(self, key: str) -> SecondOfDay | None:
        """Return a clock time; ``None``: not known."""
        return self._read(key, Clock().read, "hint_clock")

    def number(self, key: str, read: Callable[..., int]) -> int | None:
        """Return a number of small units; ``None``: not known."""
        return self._read(key, read, "hint_number")

    def boxes(self, stop: StopView) -> list[BoxActual]:
        """Return what became of the boxes that were to change hands."""
        moved = [(Fate.HANDED_IN, box.id) for box in stop.handed_in]
        moved += [(Fate.TAKEN_OUT, box.id) for box in stop.taken_out]
        answers = {
            self._word("not_moved"): Fate.NOT_MOVED,
            self._word("missing"): Fate.MISSING,
            self._word("damaged_key"): Fate.DAMAGED,
        }
        return [
            BoxActual(box=BoxId(box), fate=self._fate(box, planned, answers))
            for planned, box in moved
        ]

    def _fate(self, box: str, planned: Fate, answers: Mapping[str, Fate]) -> Fate:
        word = say(self._language, f"workbook.choice.fate.{planned.value}")
        typed = self._said("ask_box", box=plain(box), planned=word)
        found = self._chosen(typed, answers, "hint_box")
        return planned if found is None else found

    def _said(self, key: str, **facts: object) -> str:
        return self._ask(say(self._language, f"keeping.record.{key}", **facts)).strip()

    def _word(self, key: str) -> str:
        return say(self._language, f"keeping.record.{key}")

    def _chosen(self, typed: str, answers: Mapping[str, T], hint: str) -> T | None:
        if not typed:
            return None
        if typed.lower() not in answers:
            raise FileError(NOT_UNDERSTOOD, value=typed, hint=self._word(hint))
        return answers[typed.lower()]

    def _read(self, key: str, read: Callable[..., T], hint: str) -> T | None:
        typed = self._said(key)
        if not typed:
            return None
        try:
            return read(typed, _accept)
        except Unreadable as error:
            raise FileError(NOT_UNDERSTOOD, value=typed, hint=self._word(hint)) from error


def _accept(*_: object, **__: str) -> None:
    """Let a doubtful answer pass: whoever types it sees it."""
