"""Ask for what happened on one trip, stop by stop, of somebody who holds the filled sheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar, cast

from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.errors import FileError
from vongsach.keeping.correcting import STAYS, boxes_over, is_dash, last_fates
from vongsach.keeping.sheets import StopRow
from vongsach.keeping.stops_told import planned_at
from vongsach.output.captions import place_name
from vongsach.output.presentation import plain
from vongsach.output.view import DayView, PlanView, StopView
from vongsach.units import BoxId, SecondOfDay, TripId
from vongsach.words import Language, say
from vongsach.workbook.cells.clocks import Clock
from vongsach.workbook.cells.kind import Kind, Unreadable
from vongsach.workbook.cells.numbers import Quantity, Whole
from vongsach.workbook.grid import as_typed

Ask = Callable[[str], str]
"""Puts a question to a person and returns what is typed."""

NO_TRIP, NOT_UNDERSTOOD = "no_such_trip_recorded", "bad_answer"
KILOMETRES: Final = Quantity(unit="km", per=1000)
LITRES: Final = Quantity(unit="litres", per=1000)
T = TypeVar("T")
V = TypeVar("V", bound=int)


def ask_trip(
    view: PlanView,
    number: int,
    ask: Ask,
    language: Language,
    *,
    known: Iterable[TripActual] = (),
) -> TripActual:
    """Return what somebody says of a trip; a blank answer leaves out what is not known.

    What was recorded of the trip before is shown beside its question: a blank answer keeps it, a
    dash takes it away. Nothing is assumed of a box that was missing, damaged or not moved.

    Parameters
    ----------
    known
        What was recorded of the plan before.

    Raises
    ------
    FileError
        The plan has no such trip, or an answer is not understood: nothing is recorded.
    """
    trip = next((one for one in view.trips if one.number == number), None)
    if trip is None:
        raise FileError(NO_TRIP, number=str(number), most=str(len(view.trips)))
    recorded = {one.trip: one for one in known}
    last = last_fates(view, recorded.values(), trip)
    before = recorded.get(TripId(trip.id))
    told = _Talk(ask, language, before, last)
    stops = tuple(stop for day in trip.days for stop in _stops(day, told))
    return TripActual(
        trip=TripId(trip.id),
        odometer_from=told.quantity("odometer_from", "ask_from", KILOMETRES),
        odometer_to=told.quantity("odometer_to", "ask_to", KILOMETRES),
        fuel=told.quantity("fuel", "ask_fuel", LITRES),
        stops=stops,
        note="" if before is None else before.note,
    )


def _stops(day: DayView, told: "_Talk") -> Iterator[StopActual]:
    for position, stop in enumerate(day.stops):
        before = told.before_at(day, position)
        held = told.held(stop, before)
        if held is None:
            continue
        same = before is not None and before.held == held
        values: dict[str, object] = {"note": before.note if before else ""}
        if held:
            known = before if same else None
            values |= {
                "arrival": told.clock("ask_arrival", known.arrival if known else None),
                "departure": told.clock("ask_departure", known.departure if known else None),
                "readers": told.whole("ask_readers", known.readers if known else None),
                "loans": told.whole("ask_loans", known.loans if known else None),
            }
        values["boxes"] = tuple(told.boxes(stop, before, held=held))
        here = {"day": day.day, "position": position, "place": stop.place.id, "held": held}
        yield StopActual.model_validate(here | values)


class _Talk:
    """One conversation in one language."""

    def __init__(
        self,
        ask: Ask,
        language: Language,
        before: TripActual | None,
        last: dict[BoxId, Fate],
    ) -> None:
        self._ask = ask
        self._language = language
        self._before = before
        self._last = last

    def before_at(self, day: DayView, position: int) -> StopActual | None:
        """Return what was recorded of a stop; ``None``: nothing."""
        stops = self._before.stops if self._before else ()
        return next((one for one in stops if (one.day, one.position) == (day.day, position)), None)

    def held(self, stop: StopView, before: StopActual | None) -> bool | None:
        """Return whether a visit was held; ``None``: not known."""
        answers: dict[str, bool] = {self._word("yes"): True, self._word("no"): False}
        words = {held: word for word, held in answers.items()}
        known = None if before is None else words[before.held]
        facts = {"stop": stop.number, "place": plain(place_name(stop.place))}
        typed = self._said("ask_held", known, **facts)
        if is_dash(typed):
            return None
        if not typed:
            return None if before is None else before.held
        return self._chosen(typed, answers, "hint_yes")

    def clock(self, key: str, known: SecondOfDay | None) -> SecondOfDay | None:
        """Return a clock time; ``None``: not known."""
        return self._read(key, known, Clock(), "hint_clock")

    def whole(self, key: str, known: int | None) -> int | None:
        """Return a count; ``None``: not known."""
        return self._read(key, known, Whole(), "hint_number")

    def quantity(self, field: str, key: str, kind: Quantity) -> int | None:
        """Return a number of small units for a field of the trip; ``None``: not known."""
        known = None if self._before is None else getattr(self._before, field)
        return self._read(key, known, kind, "hint_number")

    def boxes(
        self, stop: StopView, before: StopActual | None, *, held: bool
    ) -> Iterator[BoxActual]:
        """Yield what became of the boxes at a stop; only those of a visit are asked about."""
        row = StopRow(trip=1, stop=stop.number, held=held)
        planned = planned_at(stop)
        sure = {box: one for box, one in planned.items() if self._last.get(box) not in STAYS}
        kept = {one.box: one.fate for one in before.boxes} if before else {}
        done = boxes_over(row, before, sure)
        for box in planned if held else ():
            known = kept.get(box, self._doubt(box))
            blank = done.pop(box, None) or (planned[box] if known is None else None)
            typed = self._fate(box, planned[box].fate, known)
            if is_dash(typed):
                blank = sure.get(box)
            elif typed:
                blank = BoxActual(box=box, fate=self._fate_typed(typed, planned[box].fate))
            if blank is not None:
                done[box] = blank
        self._last |= {box: one.fate for box, one in done.items()}
        return iter(done.values())

    def _doubt(self, box: BoxId) -> Fate | None:
        """Return why nothing is assumed of a box; ``None``: it moves as planned."""
        last = self._last.get(box)
        return last if last in STAYS else None

    def _fate_typed(self, typed: str, planned: Fate) -> Fate:
        answers = {
            self._word("done"): planned,
            self._word("not_moved"): Fate.NOT_MOVED,
            self._word("missing"): Fate.MISSING,
            self._word("damaged_key"): Fate.DAMAGED,
        }
        return self._chosen(typed, answers, "hint_box")

    def _fate(self, box: BoxId, planned: Fate, known: Fate | None) -> str:
        """Ask what became of a box."""
        facts = {"box": plain(box), "planned": self._fate_word(planned)}
        told = None if known in {None, planned} else known
        key = "ask_box" if told is None else "ask_box_known"
        if told is not None:
            facts["known"] = self._fate_word(told)
        return self._ask(say(self._language, f"keeping.record.{key}", **facts)).strip()

    def _fate_word(self, fate: Fate) -> str:
        return say(self._language, f"workbook.choice.fate.{fate.value}")

    def _said(self, key: str, known: str | None, **facts: object) -> str:
        question = say(self._language, f"keeping.record.{key}", **facts)
        hint = "not_known" if known is None else "known"
        question += say(self._language, f"keeping.record.{hint}", value=known)
        return self._ask(question).strip()

    def _word(self, key: str) -> str:
        return say(self._language, f"keeping.record.{key}")

    def _chosen(self, typed: str, answers: Mapping[str, T], hint: str) -> T:
        if typed.lower() not in answers:
            raise FileError(NOT_UNDERSTOOD, value=typed, hint=self._word(hint))
        return answers[typed.lower()]

    def _read(self, key: str, known: V | None, kind: Kind, hint: str) -> V | None:
        shown = None if known is None else str(as_typed(kind.write(known, self._language)))
        typed = self._said(key, shown)
        if not typed:
            return known
        if is_dash(typed):
            return None
        try:
            return cast("V", kind.read(typed, _accept))
        except Unreadable as error:
            raise FileError(NOT_UNDERSTOOD, value=typed, hint=self._word(hint)) from error


def _accept(*_: object, **__: str) -> None:
    """Let a doubtful answer pass: whoever types it sees it."""
