"""List the stays that the rules of one box at one place allow."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rotation.candidates import Candidates, StayOption, Worth, no_candidates
from rotation.events import Events
from vongsach.boxes import Box
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Kept
from vongsach.units import BoxId, PlaceId


def candidates_of(
    network: Network, quarter: Quarter, events: Events, kept: Kept = NOTHING
) -> Candidates:
    """Return every stay that the rules of a single box at a single place allow.

    What happened before all that is open is offered as it was, and nothing else.
    """
    bare = no_candidates(network, quarter, events, kept)
    return replace(bare, stays=tuple(every_stay(bare)))


def every_stay(bare: Candidates) -> Iterator[StayOption]:
    """Yield every stay that the rules of a single box at a single place allow, box by box."""
    return stays_of(bare, bare.boxes, tuple(bare.events.visits_at))


def stays_of(
    bare: Candidates, boxes: Iterable[BoxId], places: Sequence[PlaceId]
) -> Iterator[StayOption]:
    """Yield the stays of some boxes: those from before, and those that begin at some places."""
    for name in boxes:
        box = bare.boxes[name]
        yield from _stays_from_before(bare, box)
        if not bare.still.intersection(box.titles):
            yield from _fresh_stays(bare, box, places)


def _stays_from_before(bare: Candidates, box: Box) -> Iterator[StayOption]:
    """Yield the stays that are over, and the ways in which one that began already may go on."""
    visits = bare.events.visits
    for stood in bare.history.stays(bare.events, box):
        worth = Worth(bare, box, bare.places[stood.place])
        begins = None if stood.begins is None else visits[stood.begins]
        if stood.ends is not None:
            yield worth.stay(begins, visits[stood.ends])
            continue
        yield worth.stay(begins, None)
        for visit in bare.events.visits_at.get(stood.place, ()):
            fixed = visit.index in bare.history.swaps
            if fixed or (begins is not None and visit.index <= begins.index):
                continue
            if bare.may_move(box.id, visit.day, visit.day) and worth.long_enough(begins, visit):
                yield worth.stay(begins, visit)


def _fresh_stays(bare: Candidates, box: Box, places: Iterable[PlaceId]) -> Iterator[StayOption]:
    fixed = bare.history.swaps
    for place in places:
        visits = bare.events.visits_at[place]
        worth = Worth(bare, box, bare.places[place])
        if not worth.welcome():
            continue
        rested = bare.left.get((box.id, place), dt.date.min)
        for number, visit in enumerate(visits):
            if visit.index in fixed:
                continue
            if (visit.day - rested).days < bare.rules.rest.value:
                continue
            if bare.may_move(box.id, visit.day, visit.day):
                later = (one for one in visits[number + 1 :] if one.index not in fixed)
                yield from worth.stays_from(visit, tuple(later))
