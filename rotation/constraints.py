"""State the hard rules of a rotation, one function each, with the checker's code.

The rules of one box at one place (S03, S04, S06, S12, S13, S14, S17) are kept by offering no
candidate that breaks them: see ``listing.py``.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from rotation.breaches import overlong_price
from rotation.candidates import StayOption
from rotation.events import Visit, Voyage
from rotation.model import Breach, RotationModel, Var
from rotation.overlaps import repeated_titles_count
from vongsach.boxes import Box
from vongsach.closures import Pin
from vongsach.units import BoxId, PlaceId


def stays_where_it_began(model: RotationModel) -> None:
    """S01: a stay that began before the quarter, or before all that is open, is one of its ways.

    It lasts for long or not; that it began is no question.
    """
    fixed = model.candidates.history.swaps
    began: dict[tuple[BoxId, int | None], list[Var]] = {}
    for option, stay in model.chosen_from():
        if option.begins is None or option.begins in fixed:
            began.setdefault((option.box, option.begins), []).append(stay)
    for stays in began.values():
        model.program.add_exactly_one(stays)


def rides_from_stop_to_stop(model: RotationModel) -> None:
    """S07, S08, S11: at a visit a box is aboard, handed in, taken out: nothing comes from nowhere.

    A box that is taken out may ride on to a later visit of the same voyage: a direct transfer.
    """
    program = model.program
    for voyage in model.candidates.events.voyages:
        for box in model.candidates.boxes:
            for rank, visit in enumerate(voyage.visits):
                handed_in = model.handed_in_at(box, (visit,))
                taken_out = model.taken_out_at(box, (visit,))
                before = _aboard(model, box, voyage, rank)
                after = _aboard(model, box, voyage, rank + 1)
                if handed_in or taken_out or before or after:
                    program.add(sum(before) + sum(taken_out) == sum(after) + sum(handed_in))


def leaves_a_depot_where_it_is(model: RotationModel) -> None:
    """S07: a box is loaded at a depot where it began the quarter or came back to in time."""
    for depot in sorted({voyage.depot for voyage in model.candidates.events.voyages}):
        for box in model.candidates.boxes.values():
            _follow_stock(model, box, depot)


def shelf_holds(model: RotationModel) -> None:
    """S02: after an exchange no more boxes stand at a place than its shelf holds.

    Where too many stood before the quarter, the surplus is priced so that it goes at once.
    """
    settled = model.candidates.settled.shelf
    for place, visits in model.candidates.events.visits_at.items():
        surplus = model.candidates.surplus.get(place, 0)
        for visit in visits:
            if visit.index in model.candidates.history.swaps:
                continue
            standing = model.on_shelf_after(visit)
            room = model.candidates.places[place].shelf - settled[visit.index]
            if not surplus:
                if len(standing) > room:
                    model.program.add(sum(standing) <= room)
                continue
            over = model.program.new_int_var(0, surplus, f"over:{place}:{visit.index}")
            model.program.add(sum(standing) <= room + over)
            model.breaches.append(Breach(over, model.breach_price))


def van_holds(model: RotationModel) -> None:
    """S09, S10: on every segment the van carries no more boxes and weight than it may."""
    boxes, settled = model.candidates.boxes, model.candidates.settled
    for voyage in model.candidates.events.voyages:
        if voyage.index in model.candidates.history.voyages:
            continue
        for segment in range(len(voyage.visits) + 1):
            riding = [(box, var) for box in boxes for var in _aboard(model, box, voyage, segment)]
            room = voyage.most_boxes - settled.riding[voyage.index, segment]
            payload = voyage.payload - settled.weight[voyage.index, segment]
            if len(riding) > room:
                model.program.add(sum(var for _, var in riding) <= room)
            if sum(boxes[box].weight for box, _ in riding) > payload:
                weight = sum(boxes[box].weight * var for box, var in riding)
                model.program.add(weight <= payload)


def rests_before_it_comes_back(model: RotationModel) -> None:
    """S05: a box is not handed in at a place that it left fewer than ``rest`` days ago.

    Nor is it handed in where it was taken out at the same visit: that refreshes nothing.
    """
    rest = model.candidates.rules.rest.value
    for visits in model.candidates.events.visits_at.values():
        for visit in visits:
            if visit.index in model.candidates.history.swaps:
                continue
            recent = [
                before.index
                for before in visits
                if before.index <= visit.index
                and ((visit.day - before.day).days < rest or before is visit)
            ]
            for box in model.candidates.boxes:
                handed_in = model.handed_in_at(box, (visit.index,))
                taken_out = model.taken_out_at(box, recent)
                if handed_in and taken_out:
                    model.program.add_at_most_one(handed_in + taken_out)


def moves_fit_the_time(model: RotationModel) -> None:
    """T02: a visit moves no more boxes than its time on site allows."""
    for visit in model.candidates.events.visits:
        moves = [
            stay
            for box in model.candidates.boxes
            for stay in (
                *model.handed_in_at(box, (visit.index,)),
                *model.taken_out_at(box, (visit.index,)),
            )
        ]
        if visit.most_moves is None or visit.index in model.candidates.history.swaps:
            continue
        room = visit.most_moves - model.candidates.settled.moves[visit.index]
        if len(moves) > room:
            model.program.add(sum(moves) <= room)


def loaded_to_be_handed_in(model: RotationModel) -> None:
    """S15, S20: what is loaded is handed in on the voyage, never only shown and brought back."""
    for (box, voyage, segment), var in model.aboard.items():
        if segment == 0 and voyage not in model.candidates.history.voyages:
            visits = model.candidates.events.voyages[voyage].visits
            model.program.add(var <= sum(model.handed_in_at(box, visits)))


def pins_are_kept(model: RotationModel) -> None:
    """S16, S19: a box stands where a pin holds it on the last day of the pin.

    A pin that cannot be kept is priced, so that a rotation exists; the checker reports it.
    """
    for number, pin in enumerate(model.candidates.goals):
        missed = model.program.new_bool_var(f"missed:{number}")
        model.program.add(cp_model.LinearExpr.sum([*_there(model, pin), missed]) >= 1)
        model.breaches.append(Breach(missed, _price_of_a_pin(model, pin), soft=not pin.hard))


def soft_pins_hold_still(model: RotationModel) -> None:
    """S19: a box with a soft pin is better not moved in its span."""
    for number, pin in enumerate(model.candidates.wishes):
        moves = _moves_within(model, pin)
        if not moves:
            continue
        moved = model.program.new_bool_var(f"moved:{number}")
        for move in moves:
            model.program.add(moved >= move)
        model.breaches.append(Breach(moved, _price_of_a_pin(model, pin), soft=True))


def overlong_stays_end_soon(model: RotationModel) -> None:
    """S04, S18: a stay from before ends in time, and if it cannot, as soon as can be."""
    price = model.breach_price
    for option, stay in model.chosen_from():
        if option.days_over:
            model.breaches.append(Breach(stay, overlong_price(option.days_over, price)))


def _aboard(model: RotationModel, box: BoxId, voyage: Voyage, segment: int) -> list[Var]:
    var = model.aboard.get((box, voyage.index, segment))
    return [] if var is None else [var]


def _follow_stock(model: RotationModel, box: Box, depot: PlaceId) -> None:
    voyages = [voyage for voyage in model.candidates.events.voyages if voyage.depot == depot]
    in_stock: list[Var | int] = [int(box.stands_at == depot)]
    returning = sorted(voyages, key=lambda voyage: voyage.returns)
    for voyage in voyages:
        while returning and returning[0].returns <= voyage.leaves:
            back = returning.pop(0)
            in_stock += _aboard(model, box.id, back, len(back.visits))
        loaded = _aboard(model, box.id, voyage, 0)
        if loaded:
            left = model.waiting[box.id, voyage.index]
            model.program.add(sum(in_stock) == loaded[0] + left)
            in_stock = [left]


def _price_of_a_pin(model: RotationModel, pin: Pin) -> int:
    return model.breach_price if pin.hard else model.candidates.rules.unmet_wished.value


def _there(model: RotationModel, pin: Pin) -> list[cp_model.LinearExprT]:
    """Return what sums to 1 where a box stands at its pinned place when the last day ends."""
    if pin.place in model.candidates.events.depots:
        return list(_in_stock(model, pin))
    visits = model.candidates.events.visits
    return [
        stay
        for option, stay in model.chosen_from()
        if (option.box, option.place) == (pin.box, pin.place)
        and _stands(option, visits, pin.last_day)
    ]


def _in_stock(model: RotationModel, pin: Pin) -> Iterator[cp_model.LinearExprT]:
    box = next(box for box in model.candidates.boxes.values() if box.id == pin.box)
    yield int(box.stands_at == pin.place)
    for voyage in model.candidates.events.voyages:
        if voyage.depot != pin.place:
            continue
        if voyage.first_day <= pin.last_day:
            yield from (-var for var in _aboard(model, box.id, voyage, 0))
        if voyage.last_day <= pin.last_day:
            yield from _aboard(model, box.id, voyage, len(voyage.visits))


def _stands(option: StayOption, visits: tuple[Visit, ...], day: dt.date) -> bool:
    began = option.begins is None or visits[option.begins].day <= day
    return began and (option.ends is None or visits[option.ends].day > day)


def _moves_within(model: RotationModel, pin: Pin) -> list[Var]:
    """Return the stays that begin or end within the span of a pin."""
    visits = model.candidates.events.visits

    def within(index: int | None) -> bool:
        return index is not None and pin.first_day <= visits[index].day <= pin.last_day

    return [
        stay
        for option, stay in model.chosen_from()
        if option.box == pin.box and (within(option.begins) or within(option.ends))
    ]


CONSTRAINTS: tuple[Callable[[RotationModel], None], ...] = (
    stays_where_it_began,
    rides_from_stop_to_stop,
    leaves_a_depot_where_it_is,
    shelf_holds,
    van_holds,
    rests_before_it_comes_back,
    moves_fit_the_time,
    loaded_to_be_handed_in,
    pins_are_kept,
    soft_pins_hold_still,
    overlong_stays_end_soon,
    repeated_titles_count,
)
