"""Judge what vans carry and what changes hands."""

from collections.abc import Iterator

from vongsach.check.driving import serves_rotation
from vongsach.check.events import Kind
from vongsach.check.handovers import Filled
from vongsach.check.report import Facts, Quantity, Violation, error
from vongsach.check.trace import Trace


def hands_in_what_is_not_aboard(trace: Trace) -> Iterator[Violation]:
    """S07: What is handed in at a stop is aboard when the van comes."""
    return _refused(trace, "S07", handed_in=True)


def takes_out_what_is_not_there(trace: Trace) -> Iterator[Violation]:
    """S08: What is taken out at a stop stands there when the van comes."""
    return _refused(trace, "S08", handed_in=False)


def too_many_boxes_aboard(trace: Trace) -> Iterator[Violation]:
    """S09: On every leg at most as many boxes are aboard as fit in the van."""
    for filled in trace.boxes.aboard:
        van = trace.ground.vans.get(filled.moment.trip.van)
        if van is not None and filled.boxes > van.boxes:
            yield error("S09", at=_on_leg(filled), measured=filled.boxes, limit=van.boxes)


def payload_exceeded(trace: Trace) -> Iterator[Violation]:
    """S10: On every leg the boxes aboard weigh at most what the van carries."""
    for filled in trace.boxes.aboard:
        van = trace.ground.vans.get(filled.moment.trip.van)
        if van is not None and filled.grams > van.payload:
            yield error(
                "S10",
                at=_on_leg(filled),
                measured=filled.grams,
                limit=van.payload,
                quantity=Quantity.WEIGHT,
            )


def exchange_without_rotation(trace: Trace) -> Iterator[Violation]:
    """S17: Boxes change hands only at a stop where one of the services rotates boxes."""
    for (trip_number, day_number, position), handing in trace.movements.exchanges.items():
        trip = trace.plan.routing.trips[trip_number]
        day = trip.days[day_number]
        stop = day.stops[position]
        if handing.count() and not serves_rotation(stop, trace.ground):
            yield error(
                "S17",
                trip=trip.id,
                van=trip.van,
                place=stop.place,
                day=day.day,
                measured=handing.count(),
                limit=0,
            )


def _refused(trace: Trace, code: str, *, handed_in: bool) -> Iterator[Violation]:
    for refusal in trace.boxes.refusals:
        if refusal.kind is Kind.STOP and refusal.handed_in is handed_in:
            moment = refusal.moment
            yield error(
                code,
                box=refusal.box,
                trip=moment.trip.id,
                van=moment.trip.van,
                place=moment.place,
                day=moment.day,
                about=refusal.found_at,
            )


def _on_leg(filled: Filled) -> Facts:
    moment = filled.moment
    return Facts(trip=moment.trip.id, van=moment.trip.van, place=moment.place, day=moment.day)
