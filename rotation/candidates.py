"""Say what may be chosen, what the choice has to go by, and what one stay is worth."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rotation.events import Events, Visit
from rotation.given import held_spans, last_days, shown_before, surplus_of, titles_that_stay
from rotation.history import History, read_history
from vongsach.boxes import Box
from vongsach.closures import Pin
from vongsach.days import ONE_DAY, length_in_days
from vongsach.network import Network
from vongsach.objective import (
    Showing,
    effective_quarter_days,
    fit_percent,
    fresh_copies,
    stale_titles,
)
from vongsach.places import Place
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.solving import NOTHING, Kept
from vongsach.units import BoxId, PlaceId


@dataclass(frozen=True, slots=True)
class StayOption:
    """A stay that may be chosen."""

    box: BoxId
    place: PlaceId
    begins: int | None
    """Visit at which the box is handed in; ``None``: it stood there before the quarter."""
    ends: int | None
    """Visit at which it is taken out; ``None``: it still stands there when the quarter ends."""
    value: int
    """Reader value in đồng, at most: titles that other stays of the quarter show make it less."""
    days_over: int = 0
    """Days beyond the longest stay: only where the box stood there before the quarter."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What boxes take up whose stays are settled already: nothing where all is open."""

    shelf: Counter[int] = field(default_factory=Counter)
    """Boxes on the shelf after each visit."""
    moves: Counter[int] = field(default_factory=Counter)
    """Boxes handed in and taken out at each visit."""
    riding: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Boxes aboard on each segment of each voyage."""
    weight: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Their weight in grams."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that may be chosen, and what the choice has to go by."""

    events: Events
    quarter: Quarter
    rules: Rules
    boxes: Mapping[BoxId, Box]
    """The boxes whose stays are open."""
    places: Mapping[PlaceId, Place]
    stays: tuple[StayOption, ...]
    goals: tuple[Pin, ...]
    """Pins of a box to a place that this quarter decides."""
    wishes: tuple[Pin, ...]
    """Soft pins of a box to wherever it is."""
    held: Mapping[BoxId, tuple[tuple[dt.date, dt.date], ...]]
    """Days on which a box is not moved, first and last inclusive."""
    surplus: Mapping[PlaceId, int]
    """How many boxes too many stood at a place before the quarter."""
    still: frozenset[str] = frozenset()
    """Titles that may not be lent out."""
    left: Mapping[tuple[BoxId, PlaceId], dt.date] = field(default_factory=dict)
    """Last day of the stays before the quarter."""
    shown: Mapping[PlaceId, tuple[Showing, ...]] = field(default_factory=dict)
    """Titles that stood at a place before, those of boxes that still do up to the first day."""
    settled: Settled = field(default_factory=Settled)
    history: History = field(default_factory=History)
    """What is fixed already."""

    def may_move(self, box: BoxId, first_day: dt.date, last_day: dt.date) -> bool:
        """S12, S16: say whether a box may be moved on every day of a span."""
        return not any(
            begins <= last_day and first_day <= ends for begins, ends in self.held.get(box, ())
        )


def no_candidates(
    network: Network, quarter: Quarter, events: Events, kept: Kept = NOTHING
) -> Candidates:
    """Return all that the choice of stays has to go by, and no stay: they may be millions."""
    history = read_history(events, kept)
    first = kept.open_from or quarter.first_day
    held = {box.id: tuple(held_spans(box, network, quarter, first)) for box in network.boxes}
    wanted = [pin for pin in network.pins if pin.box is not None]
    goals = [
        pin
        for pin in wanted
        if pin.place is not None and quarter.first_day <= pin.last_day <= quarter.last_day
    ]
    return Candidates(
        events=events,
        quarter=quarter,
        rules=network.rules,
        boxes={box.id: box for box in network.boxes},
        places={place.id: place for place in network.places},
        stays=(),
        goals=tuple(goals),
        wishes=tuple(pin for pin in wanted if pin.place is None and not pin.hard),
        held={box: spans for box, spans in held.items() if spans},
        surplus=surplus_of(network, events, history),
        still=titles_that_stay(network),
        left=last_days(network),
        history=history,
        shown=shown_before(network, quarter),
    )


def stay_between(
    bare: Candidates, box: BoxId, place: PlaceId, ends: tuple[Visit | None, Visit | None]
) -> StayOption:
    """Return the stay of a box from one visit to another; ``None``: before, and after, all."""
    return Worth(bare, bare.boxes[box], bare.places[place]).stay(*ends)


def value_with(bare: Candidates, option: StayOption, shown: Showing) -> int:
    """Return what a stay of the quarter is worth after one box more stood at its place."""
    here = bare.shown.get(option.place, ())
    more = replace(bare, shown={**bare.shown, option.place: (*here, shown)})
    visits = bare.events.visits
    begins = None if option.begins is None else visits[option.begins]
    ends = None if option.ends is None else visits[option.ends]
    return stay_between(more, option.box, option.place, (begins, ends)).value


def most_value(candidates: Candidates) -> int:
    """Return at least the reader value of any rotation: all boxes at the best place every day."""
    readers = max((place.readers for place in candidates.places.values()), default=0)
    copies = sum(part.count for box in candidates.boxes.values() for part in box.copies)
    days = length_in_days(candidates.quarter)
    return candidates.rules.reader_value.value * readers * copies * days // 1000


class Worth:
    """What stays of one box at one place are worth, and how long they may be."""

    def __init__(self, bare: Candidates, box: Box, place: Place) -> None:
        self._bare = bare
        self._box = box
        self._place = place
        rules = bare.rules
        self._fits = fit_percent(box, place) >= rules.audience_fit.value
        self._shown = bare.shown.get(place.id, ()) if box.titles else ()
        self._weight = rules.reader_value.value * place.readers
        self._most = (rules.stay_most_remote if place.remote else rules.stay_most).value

    def welcome(self) -> bool:
        """S02, S06: say whether the box may be handed in at the place at all."""
        return self._fits and self._place.shelf > 0

    def long_enough(self, begins: Visit | None, ends: Visit) -> bool:
        """S03: say whether a stay between two visits lasts for the least number of days."""
        return (ends.day - self._first_day(begins)).days >= self._bare.rules.stay_least.value

    def stays_from(self, begins: Visit, later: tuple[Visit, ...]) -> Iterator[StayOption]:
        """S03, S04: yield the stays that begin at a visit and are neither too short nor too long.

        A stay that the quarter's end would find too long has to end before; it is not offered.
        """
        for ends in (None, *later):
            fits = ends is None or (
                self._bare.may_move(self._box.id, ends.day, ends.day)
                and self.long_enough(begins, ends)
            )
            if fits and not self._days_over(begins, ends):
                yield self.stay(begins, ends)

    def stay(self, begins: Visit | None, ends: Visit | None) -> StayOption:
        """Return a stay with its reader value, whether it is allowed or not."""
        quarter = self._bare.quarter
        first = self._first_day(begins)
        last = ends.day if ends else quarter.last_day + ONE_DAY
        before = max((quarter.first_day - first).days, 0)
        effective = effective_quarter_days((last - first).days) - effective_quarter_days(before)
        return StayOption(
            box=self._box.id,
            place=self._place.id,
            begins=begins.index if begins else None,
            ends=ends.index if ends else None,
            value=self._weight * self._copies(first) * effective // 4000,
            days_over=self._days_over(begins, ends),
        )

    def _copies(self, first_day: dt.date) -> int:
        """Return the fresh copies, at most: titles that other stays of the quarter show apart."""
        stale = stale_titles(self._box, first_day, self._shown, self._bare.rules)
        return fresh_copies(self._box, self._place, stale)

    def _first_day(self, begins: Visit | None) -> dt.date:
        return begins.day if begins else self._box.since

    def _days_over(self, begins: Visit | None, ends: Visit | None) -> int:
        last = ends.day if ends else self._bare.quarter.last_day
        return max(0, (last - self._first_day(begins)).days - self._most)
