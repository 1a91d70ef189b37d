"""Read what happened to boxes already: exchanges that are fixed, and the stays that follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rotation.events import Events
from vongsach.boxes import Box
from vongsach.solving import Kept
from vongsach.units import BoxId, PlaceId


@dataclass(frozen=True, slots=True)
class Swap:
    """What changed hands at one visit."""

    handed_in: tuple[BoxId, ...] = ()
    taken_out: tuple[BoxId, ...] = ()


@dataclass(frozen=True, slots=True)
class Stood:
    """A stay that began before all that is open: it ended (``ends``), or goes on."""

    place: PlaceId
    begins: int | None
    """Visit at which the box was handed in; ``None``: it stood there before the quarter."""
    ends: int | None


@dataclass(frozen=True, slots=True)
class History:
    """Visits whose exchanges are fixed, with what changes hands; nothing where all is open."""

    swaps: Mapping[int, Swap] = field(default_factory=dict)
    """By visit: every fixed visit is there, those without an exchange as well."""
    voyages: frozenset[int] = frozenset()
    """Voyages whose loads are fixed."""

    def stays(self, events: Events, box: Box) -> Iterator[Stood]:
        """Yield the stays of a box that began before all that is open, in the order of time."""
        place = None if box.stands_at in events.depots else box.stands_at
        begins: int | None = None
        for index, swap in sorted(self.swaps.items()):
            if box.id in swap.taken_out and place is not None:
                yield Stood(place, begins, index)
                place = None
            if box.id in swap.handed_in:
                place, begins = events.visits[index].place, index
        if place is not None:
            yield Stood(place, begins, None)


def read_history(events: Events, kept: Kept) -> History:
    """Return what is fixed of the exchanges."""
    done = {(one.trip, one.day, one.position): one for one in kept.exchanges}
    voyages = frozenset(one.index for one in events.voyages if one.trip in kept.settled)
    swaps = {}
    for visit in events.visits:
        if visit.voyage in voyages:
            one = done.get((events.voyages[visit.voyage].trip, visit.day, visit.position))
            swaps[visit.index] = Swap(one.handed_in, one.taken_out) if one else Swap()
    return History(swaps, voyages)
