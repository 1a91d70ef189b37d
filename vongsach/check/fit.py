"""Measure how well a box suits the readers of a place."""

from collections import Counter

from vongsach.boxes import Box
from vongsach.places import Place

WHOLE = 100


def copies_in(box: Box) -> int:
    """Return the number of copies in a box."""
    return sum(part.count for part in box.copies)


def fit_of(box: Box, place: Place) -> int:
    """Return the fit of a box to a place in percent, rounded down."""
    if not place.audiences:
        return WHOLE
    copies = copies_in(box)
    if copies == 0:
        return 0
    held = Counter[tuple[str, str]]()
    for part in box.copies:
        held[part.group, part.language] += part.count
    wished = Counter[tuple[str, str]]()
    for share in place.audiences:
        wished[share.group, share.language] += share.percent
    shared = sum(min(WHOLE * held[who], percent * copies) for who, percent in wished.items())
    return shared // copies
