"""Judge what was held by hand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from vongsach.check.driving import Visit
from vongsach.check.handovers import Move, Spell
from vongsach.check.report import Facts, Quantity, Violation, error, warning
from vongsach.check.trace import Trace
from vongsach.closures import Pin
from vongsach.units import BoxId, PlaceId


def place_pin_broken(trace: Trace) -> Iterator[Violation]:
    """V06: A hard pin of a place is kept: a visit lies in its span, by its van if it names one.

    A span that ends outside the quarter is not judged: it was kept before, or still may be.
    """
    for pin in _broken_place_pins(trace, hard=True):
        yield error("V06", at=_facts(pin))


def soft_place_pin_broken(trace: Trace) -> Iterator[Violation]:
    """V10: A soft pin of a place is kept: a visit lies in its span, by its van if it names one.

    A span that ends outside the quarter is not judged: it was kept before, or still may be.
    """
    for pin in _broken_place_pins(trace, hard=False):
        yield warning("V10", at=_facts(pin))


def box_pin_broken(trace: Trace) -> Iterator[Violation]:
    """S16: A hard pin of a box is kept.

    A pin of a box alone: the box does not ride on any day of the span. A pin of a box and a
    place: the box stands there on the last day of the span, if that lies in the quarter.
    """
    for pin, wording in _broken_box_pins(trace, hard=True):
        yield error("S16", wording, at=_facts(pin))


def soft_box_pin_broken(trace: Trace) -> Iterator[Violation]:
    """S19: A soft pin of a box is kept.

    A pin of a box alone: the box does not ride on any day of the span. A pin of a box and a
    place: the box stands there on the last day of the span, if that lies in the quarter.
    """
    for pin, wording in _broken_box_pins(trace, hard=False):
        yield warning("S19", wording, at=_facts(pin))


def _broken_place_pins(trace: Trace, *, hard: bool) -> Iterator[Pin]:
    visits: defaultdict[PlaceId, list[Visit]] = defaultdict(list)
    for made in trace.visits.values():
        for visit in made:
            visits[visit.stop.place].append(visit)
    for pin in trace.ground.network.pins:
        if pin.place is None or pin.box is not None or pin.hard is not hard:
            continue
        if not trace.ground.in_quarter(pin.last_day):
            continue
        if _kept_before(pin, trace) or any(_keeps(pin, visit) for visit in visits[pin.place]):
            continue
        yield pin


def _kept_before(pin: Pin, trace: Trace) -> bool:
    return pin.van is None and any(
        service.place == pin.place
        and service.last_visit is not None
        and pin.first_day <= service.last_visit <= pin.last_day
        for service in trace.ground.network.services
    )


def _keeps(pin: Pin, visit: Visit) -> bool:
    by_van = pin.van is None or pin.van == visit.trip.van
    return by_van and pin.first_day <= visit.day <= pin.last_day


def _broken_box_pins(trace: Trace, *, hard: bool) -> Iterator[tuple[Pin, str]]:
    moves: defaultdict[BoxId, list[Move]] = defaultdict(list)
    for move in trace.boxes.moves:
        moves[move.box].append(move)
    spells: defaultdict[BoxId, list[Spell]] = defaultdict(list)
    for spell in trace.boxes.spells:
        spells[spell.box].append(spell)
    for pin in trace.ground.network.pins:
        if pin.box is None or pin.hard is not hard:
            continue
        if pin.place is None:
            if any(pin.first_day <= move.moment.day <= pin.last_day for move in moves[pin.box]):
                yield pin, "moved"
        elif trace.ground.in_quarter(pin.last_day) and not (
            _is_lost(pin, trace) or _stands(pin, spells)
        ):
            yield pin, "elsewhere"


def _is_lost(pin: Pin, trace: Trace) -> bool:
    """Say whether a pin holds a box that is lost by the last day of the pin: nobody can keep it."""
    box = None if pin.box is None else trace.ground.boxes.get(pin.box)
    lost = None if box is None else box.lost_from
    return lost is not None and lost <= pin.last_day


def _stands(pin: Pin, spells: Mapping[BoxId, list[Spell]]) -> bool:
    return pin.box is not None and any(
        spell.place == pin.place
        and spell.first_day <= pin.last_day
        and (spell.last_day is None or pin.last_day <= spell.last_day)
        for spell in spells[pin.box]
    )


def _facts(pin: Pin) -> Facts:
    return Facts(
        place=pin.place or "",
        box=pin.box or "",
        van=pin.van or "",
        about=pin.reason,
        day=pin.first_day,
        limit=pin.last_day.isoformat(),
        quantity=Quantity.DAY,
    )
