"""Fill the arrays of the event network from the rules of single boxes at single places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rotation.breaches import overlong_price
from rotation.candidates import Candidates, Worth
from rotation.chart import NEVER, UNLIMITED, Cargo, Chart, Ints, Room, in_order
from vongsach.boxes import Box
from vongsach.days import length_in_days
from vongsach.objective import effective_quarter_days
from vongsach.places import Place


@dataclass(frozen=True, slots=True)
class Wish:
    """A box is better not moved from one day of the quarter to another, both inclusive."""

    first_day: int
    last_day: int
    price: int
    """In đồng."""


@dataclass(frozen=True, slots=True)
class Charted:
    """The event network in arrays."""

    boxes: tuple[Box, ...]
    """In the order of the first axis of ``cargo``."""
    chart: Chart
    cargo: Cargo
    room: Room
    wished: Ints
    """What ``cargo.goal`` is with soft pins beside the hard ones."""
    wishes: Mapping[int, tuple[Wish, ...]]
    """Soft pins of a box to wherever it is, by the index of the box."""
    surplus: Ints
    """Boxes that may stand after each visit beyond ``room.shelf``, at the price of a breach."""


def charted(candidates: Candidates, breach_price: int) -> Charted | None:
    """Return the event network of all boxes; ``None`` where its moments have no order."""
    agenda = in_order(candidates.events)
    if agenda is None or not candidates.events.visits:
        return None
    boxes = tuple(candidates.boxes.values())
    events = candidates.events
    goal, wished = _goals(candidates, breach_price)
    surplus = [candidates.surplus.get(visit.place, 0) for visit in events.visits]
    return Charted(
        boxes=boxes,
        chart=_chart(candidates, agenda),
        cargo=_cargo(candidates, breach_price)._replace(goal=goal),
        room=Room(
            shelf=_ints(candidates.places[visit.place].shelf for visit in events.visits),
            moves=_ints(
                UNLIMITED if visit.most_moves is None else visit.most_moves
                for visit in events.visits
            ),
            riding=_ints(way.most_boxes for way in events.voyages for _ in (*way.visits, 0)),
            weight=_ints(way.payload for way in events.voyages for _ in (*way.visits, 0)),
        ),
        wished=wished,
        wishes=_wishes(candidates),
        surplus=_ints(surplus),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _chart(candidates: Candidates, agenda: Ints) -> Chart:
    events, rules = candidates.events, candidates.rules
    places, depots = list(events.visits_at), sorted(events.depots)
    first_day, days = candidates.quarter.first_day, length_in_days(candidates.quarter)
    here = {v.index: k for at in events.visits_at.values() for k, v in enumerate(at)}
    left = {place: at[0].day for place, at in events.visits_at.items()}
    return Chart(
        agenda=agenda,
        place=_ints(places.index(visit.place) for visit in events.visits),
        voyage=_ints(visit.voyage for visit in events.visits),
        rank=_ints(visit.rank for visit in events.visits),
        here=_ints(here[visit.index] for visit in events.visits),
        first=_ints(np.cumsum([0, *(len(at) for at in events.visits_at.values())])),
        at=_ints(visit.index for at in events.visits_at.values() for visit in at),
        day=_ints((visit.day - first_day).days for visit in events.visits),
        depot=_ints(depots.index(voyage.depot) for voyage in events.voyages),
        segment=_ints(np.cumsum([0, *(len(way.visits) + 1 for way in events.voyages)])),
        worth=_ints(effective_quarter_days(length) for length in range(days + 1)),
        most=_ints(
            (rules.stay_most_remote if candidates.places[place].remote else rules.stay_most).value
            for place in places
        ),
        unrested=np.array(
            [(visit.day - left[visit.place]).days < rules.rest.value for visit in events.visits]
        ),
        numbers=_ints((days, rules.stay_least.value, len(depots), rules.rest.value)),
    )


def _cargo(candidates: Candidates, breach_price: int) -> Cargo:
    events, boxes = candidates.events, tuple(candidates.boxes.values())
    number = {place: index for index, place in enumerate(events.visits_at)}
    depots = sorted(events.depots)
    most = max(len(at) for at in events.visits_at.values())
    segments = sum(len(way.visits) + 1 for way in events.voyages)
    cargo = Cargo(
        rate=rates(candidates, boxes, [candidates.places[place] for place in number]),
        may_come=np.ones((len(boxes), len(events.visits)), np.bool_),
        may_go=np.ones((len(boxes), len(events.visits)), np.bool_),
        may_ride=np.ones((len(boxes), segments), np.bool_),
        weight=_ints(box.weight for box in boxes),
        home=_ints(number.get(box.stands_at, -1) for box in boxes),
        stock=_ints(
            depots.index(box.stands_at) if box.stands_at in depots else -1 for box in boxes
        ),
        begun=np.full((len(boxes), most), NEVER, np.int64),
        lasting=np.zeros(len(boxes), np.int64),
        goal=np.full((len(boxes), 3), -1, np.int64),
    )
    for index, box in enumerate(boxes):
        _hold(candidates, box, cargo, index)
        _begin(candidates, cargo, index, breach_price)
    _rest(candidates, cargo)
    return cargo


def rates(candidates: Candidates, boxes: Sequence[Box], places: Sequence[Place]) -> Ints:
    """Return the reader value of a day of each box at each place, -1 where it is not welcome."""
    keys = sorted(
        {(part.group, part.language) for box in boxes for part in box.copies}
        | {(share.group, share.language) for place in places for share in place.audiences}
    )
    column = {key: index for index, key in enumerate(keys)}
    held = np.zeros((len(boxes), len(keys)), np.int64)
    for row, box in enumerate(boxes):
        for part in box.copies:
            held[row, column[part.group, part.language]] += part.count
    shares = np.zeros((len(places), len(keys)), np.int64)
    for row, place in enumerate(places):
        for share in place.audiences:
            shares[row, column[share.group, share.language]] = share.percent
    copies = held.sum(axis=1)
    overlap = np.zeros((len(boxes), len(places)), np.int64)
    for key in range(len(keys)):
        overlap += np.minimum(100 * held[:, key, None], copies[:, None] * shares[None, :, key])
    fit = overlap // np.maximum(copies, 1)[:, None]
    fit[:, [not place.audiences for place in places]] = 100
    readers = _ints(place.readers for place in places)
    found = candidates.rules.reader_value.value * readers * (copies[:, None] * fit // 100)
    kept = np.array([bool(candidates.still.intersection(box.titles)) for box in boxes])
    shelf = np.array([place.shelf > 0 for place in places])
    welcome = (fit >= candidates.rules.audience_fit.value) & shelf & ~kept[:, None]
    return np.where(welcome, found, -1)


def _hold(candidates: Candidates, box: Box, cargo: Cargo, index: int) -> None:
    """S12, S16: keep a box from being moved on days on which it may not be."""
    if box.id not in candidates.held:
        return
    events = candidates.events
    for visit in events.visits:
        moves = candidates.may_move(box.id, visit.day, visit.day)
        cargo.may_come[index, visit.index] = cargo.may_go[index, visit.index] = moves
    spans = (
        events.segment_days(way, segment)
        for way in events.voyages
        for segment in range(len(way.visits) + 1)
    )
    cargo.may_ride[index] = [candidates.may_move(box.id, *span) for span in spans]


def _begin(candidates: Candidates, cargo: Cargo, index: int, breach_price: int) -> None:
    """Say what the stay is worth that the quarter begins with, less the price of its length."""
    box = tuple(candidates.boxes.values())[index]
    if box.stands_at in candidates.events.depots:
        return
    worth = Worth(candidates, box, candidates.places[box.stands_at])
    lasting = worth.stay(None, None)
    cargo.lasting[index] = lasting.value - overlong_price(lasting.days_over, breach_price)
    for here, visit in enumerate(candidates.events.visits_at.get(box.stands_at, ())):
        if cargo.may_go[index, visit.index] and worth.long_enough(None, visit):
            stay = worth.stay(None, visit)
            price = overlong_price(stay.days_over, breach_price)
            cargo.begun[index, here] = stay.value - price


def _rest(candidates: Candidates, cargo: Cargo) -> None:
    """S05: keep boxes from places that they left before the quarter not long ago."""
    index = {box: row for row, box in enumerate(candidates.boxes)}
    for (box, place), left in candidates.left.items():
        for visit in candidates.events.visits_at.get(place, ()):
            if box in index and (visit.day - left).days < candidates.rules.rest.value:
                cargo.may_come[index[box], visit.index] = False


def _goals(candidates: Candidates, breach_price: int) -> tuple[Ints, Ints]:
    """Return the hard pin of each box to a place, and one of any kind."""
    number = {p: row for row, p in enumerate(candidates.events.visits_at)}
    row = {box: index for index, box in enumerate(candidates.boxes)}
    hard = np.full((len(row), 3), -1, np.int64)
    soft = hard.copy()
    for pin in candidates.goals:
        if pin.place in number and pin.box in row:
            price = breach_price if pin.hard else candidates.rules.unmet_wished.value
            day = (pin.last_day - candidates.quarter.first_day).days
            kept = hard if pin.hard else soft
            kept[row[pin.box]] = number[pin.place], day, price
    return hard, np.where(hard[:, :1] < 0, soft, hard)


def _wishes(candidates: Candidates) -> dict[int, tuple[Wish, ...]]:
    row = {box: index for index, box in enumerate(candidates.boxes)}
    price, start = candidates.rules.unmet_wished.value, candidates.quarter.first_day
    found: dict[int, tuple[Wish, ...]] = {}
    for pin in candidates.wishes:
        if pin.box in row:
            wish = Wish((pin.first_day - start).days, (pin.last_day - start).days, price)
            found[row[pin.box]] = (*found.get(row[pin.box], ()), wish)
    return found
