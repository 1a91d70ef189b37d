"""Judge which titles travel, and what a mobile van carries."""

from collections.abc import Iterator

from vongsach.check.handovers import Moment
from vongsach.check.report import Violation, error
from vongsach.check.trace import Trace
from vongsach.units import BoxId, TitleId


def title_too_rare(trace: Trace) -> Iterator[Violation]:
    """S13: No title with fewer than ``title_stock`` copies in stock is lent out.

    It counts for boxes that are handed in or used on a mobile trip; once for each box.
    """
    least = trace.ground.network.rules.title_stock.value
    for box, moment in _lent_out(trace).items():
        for name in trace.ground.boxes[box].titles:
            stock = trace.ground.titles[name].stock
            if stock < least:
                yield _about_title("S13", box, moment, name, measured=stock, limit=least)


def title_restricted(trace: Trace) -> Iterator[Violation]:
    """S14: No title of restricted use is lent out.

    It counts for boxes that are handed in or used on a mobile trip; once for each box.
    """
    for box, moment in _lent_out(trace).items():
        for name in trace.ground.boxes[box].titles:
            if trace.ground.titles[name].restricted:
                yield _about_title("S14", box, moment, name)


def title_in_both_uses(trace: Trace) -> Iterator[Violation]:
    """S15: A title is not in rotation and in mobile service at one time.

    While a box is in mobile use, none of its titles stands at a rotation point in another box.
    """
    reported: set[tuple[str, BoxId, TitleId]] = set()
    for use in trace.boxes.mobile_uses:
        for title, other in use.elsewhere:
            key = (use.moment.trip.id, use.box, title)
            if key in reported:
                continue
            reported.add(key)
            yield error(
                "S15",
                box=use.box,
                trip=use.moment.trip.id,
                van=use.moment.trip.van,
                place=use.moment.place,
                day=use.moment.day,
                about=title,
                measured=other,
            )


def box_not_for_mobile_use(trace: Trace) -> Iterator[Violation]:
    """S20: A box in mobile use is one that may go on a mobile van."""
    reported: set[tuple[BoxId, str]] = set()
    for use in trace.boxes.mobile_uses:
        key = (use.box, use.moment.trip.id)
        if key in reported or trace.ground.boxes[use.box].mobile_allowed:
            continue
        reported.add(key)
        yield error(
            "S20",
            box=use.box,
            trip=use.moment.trip.id,
            van=use.moment.trip.van,
            place=use.moment.place,
            day=use.moment.day,
        )


def _lent_out(trace: Trace) -> dict[BoxId, Moment]:
    """Return when each box that is lent out is so for the first time."""
    found: dict[BoxId, Moment] = {}
    lent = [(event.box, event.moment) for event in trace.boxes.hand_ins]
    lent.extend((use.box, use.moment) for use in trace.boxes.mobile_uses)
    for box, moment in sorted(lent, key=lambda entry: entry[1].day):
        found.setdefault(box, moment)
    return found


def _about_title(
    code: str,
    box: BoxId,
    moment: Moment,
    title: str,
    *,
    measured: int | None = None,
    limit: int | None = None,
) -> Violation:
    return error(
        code,
        box=box,
        trip=moment.trip.id,
        place=moment.place,
        day=moment.day,
        about=title,
        measured=measured,
        limit=limit,
    )
