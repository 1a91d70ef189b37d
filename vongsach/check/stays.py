"""Judge where boxes stand and for how long."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from vongsach.boxes import Box, BoxState
from vongsach.check.events import Kind
from vongsach.check.fit import fit_of
from vongsach.check.handovers import Spell
from vongsach.check.report import Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.plan import Stay
from vongsach.units import BoxId, PlaceId

StayKey = tuple[BoxId, PlaceId, dt.date, dt.date | None]


def box_in_two_places(trace: Trace) -> Iterator[Violation]:
    """S01: A box is at one place at a time.

    A box that is loaded stands at the depot of the trip when the trip leaves, and the stays
    that a plan lists for one box do not overlap: one may end on the day on which the next begins.
    """
    for refusal in trace.boxes.refusals:
        if refusal.kind is Kind.START:
            moment = refusal.moment
            yield error(
                "S01",
                "loaded",
                box=refusal.box,
                trip=moment.trip.id,
                van=moment.trip.van,
                place=moment.place,
                day=moment.day,
                about=refusal.found_at,
            )
    for box, stays in _claims_by_box(trace).items():
        for stay, after in pairwise(stays):
            if _overlap(stay, after):
                yield error(
                    "S01", box=box, place=stay.place, day=after.first_day, about=after.place
                )


def shelf_overfull(trace: Trace) -> Iterator[Violation]:
    """S02: After an exchange a shelf holds at most as many boxes as it has room for.

    The stock room of a depot is not limited.
    """
    for filled in trace.boxes.shelves:
        moment = filled.moment
        room = trace.ground.places[moment.place].shelf
        if filled.boxes > room:
            yield error(
                "S02",
                place=moment.place,
                trip=moment.trip.id,
                day=moment.day,
                measured=filled.boxes,
                limit=room,
            )


def stay_too_short(trace: Trace) -> Iterator[Violation]:
    """S03: A stay that ends in the quarter lasts at least ``stay_least`` days.

    One that ends because its box is lost is nobody's choice, and not judged.
    """
    least = trace.ground.network.rules.stay_least.value
    for stay in trace.stays:
        if stay.last_day is None or stay.lost:
            continue
        days = (stay.last_day - stay.first_day).days
        if days < least:
            yield error(
                "S03",
                box=stay.box,
                place=stay.place,
                day=stay.last_day,
                measured=days,
                limit=least,
            )


def stay_too_long(trace: Trace) -> Iterator[Violation]:
    """S04: A stay lasts at most ``stay_most`` days, at remote places ``stay_most_remote``.

    A stay that lasts beyond the quarter is measured to the last day of the quarter. One that was
    too long already on the first day of the quarter is S18 or S21 instead.
    """
    for stay in trace.stays:
        if was_too_long(stay, trace):
            continue
        last = stay.last_day or trace.ground.quarter.last_day
        days = (last - stay.first_day).days
        most = longest_stay(stay, trace)
        if days > most:
            yield error("S04", box=stay.box, place=stay.place, day=last, measured=days, limit=most)


def back_too_soon(trace: Trace) -> Iterator[Violation]:
    """S05: A box does not come back to a place that it left fewer than ``rest`` days before.

    Past stays count.
    """
    rest = trace.ground.network.rules.rest.value
    ends: defaultdict[tuple[BoxId, PlaceId], list[dt.date]] = defaultdict(list)
    for past in trace.ground.network.past_stays:
        ends[past.box, past.place].append(past.last_day)
    for stay in trace.stays:
        if stay.last_day is not None:
            ends[stay.box, stay.place].append(stay.last_day)
    for hand_in in trace.boxes.hand_ins:
        moment = hand_in.moment
        away = [(moment.day - end).days for end in ends.get((hand_in.box, moment.place), ())]
        days = min((gap for gap in away if gap >= 0), default=rest)
        if days < rest:
            yield error(
                "S05",
                box=hand_in.box,
                place=moment.place,
                trip=moment.trip.id,
                day=moment.day,
                measured=days,
                limit=rest,
            )


def audience_misfit(trace: Trace) -> Iterator[Violation]:
    """S06: A box fits the readers of a place by at least ``audience_fit`` percent."""
    least = trace.ground.network.rules.audience_fit.value
    for hand_in in trace.boxes.hand_ins:
        moment = hand_in.moment
        fit = fit_of(trace.ground.boxes[hand_in.box], trace.ground.places[moment.place])
        if fit < least:
            yield error(
                "S06",
                box=hand_in.box,
                place=moment.place,
                trip=moment.trip.id,
                day=moment.day,
                measured=fit,
                limit=least,
            )


def stay_misstated(trace: Trace) -> Iterator[Violation]:
    """S11: The stays that a plan lists are those that its exchanges lead to.

    Boxes whose listed stays overlap are left to S01.
    """
    claims = _claims_by_box(trace)
    overlapping = {
        box for box, stays in claims.items() if any(_overlap(*two) for two in pairwise(stays))
    }
    claimed: Counter[StayKey] = Counter(
        {
            (stay.box, stay.place, stay.first_day, stay.last_day): 1
            for stays in claims.values()
            for stay in stays
        }
    )
    true: Counter[StayKey] = Counter(
        (stay.box, stay.place, stay.first_day, stay.last_day) for stay in trace.stays
    )
    end = trace.ground.quarter.last_day
    for wording, surplus in (("not_made", claimed - true), ("not_listed", true - claimed)):
        for box, place, first_day, last_day in surplus:
            if box not in overlapping:
                yield error(
                    "S11",
                    wording,
                    box=box,
                    place=place,
                    day=first_day,
                    measured=(last_day or end).isoformat(),
                    quantity=Quantity.DAY,
                )


def box_not_to_be_moved(trace: Trace) -> Iterator[Violation]:
    """S12: A box is not moved while it is in repair, on a day of its ``unavailable``, or lost.

    A box is moved on every day on which it rides.
    """
    for move in trace.boxes.moves:
        box = trace.ground.boxes[move.box]
        day = move.moment.day
        why = _why_not_moved(box, day)
        if why:
            yield error(
                "S12",
                why,
                box=box.id,
                trip=move.moment.trip.id,
                place=move.moment.place,
                day=day,
            )


def _why_not_moved(box: Box, day: dt.date) -> str:
    """Return the wording of what keeps a box from being moved on a day; empty: nothing."""
    if box.lost_from is not None and box.lost_from <= day:
        return "lost"
    if box.state is BoxState.IN_REPAIR:
        return "in_repair"
    held = any(span.first_day <= day <= span.last_day for span in box.unavailable)
    return "unavailable" if held else ""


def _claims_by_box(trace: Trace) -> dict[BoxId, list[Stay]]:
    """Return the listed stays of known boxes at known places, each once, by first day."""
    ground = trace.ground
    claims: dict[BoxId, list[Stay]] = {}
    for stay in dict.fromkeys(trace.plan.rotation.stays):
        if stay.box in ground.boxes and stay.place in ground.places:
            claims.setdefault(stay.box, []).append(stay)
    for stays in claims.values():
        stays.sort(key=lambda stay: (stay.first_day, stay.last_day or dt.date.max))
    return claims


def _overlap(stay: Stay, after: Stay) -> bool:
    return stay.last_day is None or after.first_day < stay.last_day


def longest_stay(stay: Spell, trace: Trace) -> int:
    """Return the most days that a stay may last at its place."""
    rules = trace.ground.network.rules
    remote = trace.ground.places[stay.place].remote
    return (rules.stay_most_remote if remote else rules.stay_most).value


def was_too_long(stay: Spell, trace: Trace) -> bool:
    """Say whether a stay was too long already on the first day of the quarter."""
    age = (trace.ground.quarter.first_day - stay.first_day).days
    return age > longest_stay(stay, trace)
