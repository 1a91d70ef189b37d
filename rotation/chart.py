"""Lay the event network out in arrays, for compiled loops over all boxes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rotation.events import Events

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RETURNS, LEAVES, VISITS = range(3)
NEVER = -(1 << 60)
"""Worth of what cannot be: less than any sum."""
UNLIMITED = 1 << 40
"""Room where there is no limit."""


class Chart(NamedTuple):
    """What is the same for all boxes."""

    agenda: Ints
    """(n, 2): what happens in the order of time, and the index of its voyage or visit."""
    place: Ints
    """Place of each visit."""
    voyage: Ints
    rank: Ints
    here: Ints
    """Visits of the same place before each visit."""
    first: Ints
    """Where the visits of each place begin in ``at``; one entry more than places."""
    at: Ints
    """Visits place by place in the order of time."""
    day: Ints
    """Day of each visit, counted from the quarter's first."""
    depot: Ints
    """Depot of each voyage."""
    segment: Ints
    """Number of the first segment of each voyage; one entry more than voyages."""
    worth: Ints
    """Four times the effective days of a stay of so many days."""
    most: Ints
    """Longest stay at each place."""
    unrested: Flags
    """At the visit no box may come back that left the place in the quarter before."""
    numbers: Ints
    """Days of the quarter, least stay, depots, rest."""


class Cargo(NamedTuple):
    """What is told box by box; the first axis is the box."""

    rate: Ints
    """Reader value of a day at each place in 1/1000 đồng; negative: not welcome there."""
    may_come: Flags
    """May be handed in at each visit."""
    may_go: Flags
    """May be taken out at each visit."""
    may_ride: Flags
    """May be aboard on each segment."""
    weight: Ints
    home: Ints
    """Visited place where it stands when the quarter begins, or -1."""
    stock: Ints
    """Depot where it is when the quarter begins, or -1."""
    begun: Ints
    """Worth of the first stay if it ends at the k-th visit of the place; ``NEVER``: it cannot."""
    lasting: Ints
    """Worth of the first stay if it never ends in the quarter; 0 where there is none."""
    goal: Ints
    """(boxes, 3): place and day at which a pin holds it, and what keeping the pin is worth."""


class Room(NamedTuple):
    """What the boxes share; each array gives the room that is left."""

    shelf: Ints
    """After each visit."""
    moves: Ints
    """At each visit."""
    riding: Ints
    """On each segment, in boxes."""
    weight: Ints
    """On each segment, in grams."""


def in_order(events: Events) -> Ints | None:
    """Return everything that happens in the order of time.

    ``None`` where time stands still: a van comes to a place at the moment of another's leaving,
    and nothing says which is first.
    """
    found = sorted(
        [
            *((voyage.returns, RETURNS, voyage.index) for voyage in events.voyages),
            *((voyage.leaves, LEAVES, voyage.index) for voyage in events.voyages),
            *((visit.starts, VISITS, visit.index) for visit in events.visits),
        ]
    )
    number = {(kind, index): order for order, (_, kind, index) in enumerate(found)}
    for voyage in events.voyages:
        stops = [number[VISITS, visit] for visit in voyage.visits]
        way = [number[LEAVES, voyage.index], *stops, number[RETURNS, voyage.index]]
        if way != sorted(way):
            return None
    return np.array([(kind, index) for _, kind, index in found], dtype=np.int64)
