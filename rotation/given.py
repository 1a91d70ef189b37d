"""Read from a network what holds for boxes before any stay is offered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from rotation.events import Events
from rotation.history import History
from vongsach.boxes import Box, BoxState
from vongsach.network import Network
from vongsach.objective import Showing, showings
from vongsach.plan import Stay
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId


def shown_before(network: Network, quarter: Quarter) -> dict[PlaceId, tuple[Showing, ...]]:
    """Return the titles that stood at each place before, or still do on the first day."""
    standing = (
        Stay(box=box.id, place=box.stands_at, first_day=box.since, last_day=quarter.first_day)
        for box in network.boxes
    )
    return showings(network, standing)


def held_spans(
    box: Box, network: Network, quarter: Quarter, first: dt.date
) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the spans in which a box is not moved, from the first day that is open on."""
    spans = [(span.first_day, span.last_day) for span in box.unavailable]
    if box.state is BoxState.IN_REPAIR:
        spans.append((quarter.first_day, quarter.last_day))
    if box.lost_from is not None:
        spans.append((box.lost_from, quarter.last_day))
    spans += [
        (pin.first_day, pin.last_day)
        for pin in network.pins
        if pin.box == box.id and pin.place is None and pin.hard
    ]
    for begins, ends in spans:
        if first <= ends:
            yield max(first, begins), ends


def titles_that_stay(network: Network) -> frozenset[str]:
    """S13, S14: return the titles that may not be lent out."""
    least = network.rules.title_stock.value
    return frozenset(
        title.id for title in network.titles if title.restricted or title.stock < least
    )


def surplus_of(network: Network, events: Events, history: History) -> dict[PlaceId, int]:
    """Return how many boxes too many stand at a place at first, or when all that is open begins."""
    standing = Counter(box.stands_at for box in network.boxes)
    now = Counter(
        stay.place
        for box in network.boxes
        for stay in history.stays(events, box)
        if stay.ends is None
    )
    most = standing | now
    return {
        place.id: most[place.id] - place.shelf
        for place in network.places
        if most[place.id] > place.shelf and place.id not in events.depots
    }


def last_days(network: Network) -> dict[tuple[BoxId, PlaceId], dt.date]:
    """Return the last day of the past on which each box stood at each place."""
    left: dict[tuple[BoxId, PlaceId], dt.date] = {}
    for stay in network.past_stays:
        key = stay.box, stay.place
        left[key] = max(left.get(key, stay.last_day), stay.last_day)
    return left
