"""Say which titles of a box are new where it comes to stand: for the checker alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from vongsach.check.handovers import Spell
from vongsach.check.trace import Trace
from vongsach.units import BoxId, PlaceId

Presence = tuple[dt.date, BoxId, dt.date]
"""When a box came, which one it is, and when it left: the last day of time where it did not."""

TitlesByPlace = Mapping[PlaceId, tuple[Presence, ...]]


def titles_by_place(trace: Trace) -> TitlesByPlace:
    """Return every box with listed titles that stood or stands at each place."""
    found: defaultdict[PlaceId, list[Presence]] = defaultdict(list)
    for past in trace.ground.network.past_stays:
        found[past.place].append((past.first_day, past.box, past.last_day))
    for stay in trace.stays:
        found[stay.place].append((stay.first_day, stay.box, stay.last_day or dt.date.max))
    titled = {name for name, box in trace.ground.boxes.items() if box.titles}
    return {
        place: tuple(presence for presence in here if presence[1] in titled)
        for place, here in found.items()
    }


def titles_new_at(stay: Spell, trace: Trace, known: TitlesByPlace) -> int:
    """Return how many titles of a box did not stand at its place in another within ``rest`` days.

    Where two boxes come on one day, what both hold is new in the first by code.
    """
    rest = trace.ground.network.rules.rest.value
    left = set(trace.ground.boxes[stay.box].titles)
    for came, box, went in known.get(stay.place, ()):
        later = (came, box) >= (stay.first_day, stay.box)
        if box == stay.box or later or (stay.first_day - went).days >= rest:
            continue
        left.difference_update(trace.ground.boxes[box].titles)
    return len(left)
