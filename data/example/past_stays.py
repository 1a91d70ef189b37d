"""Make the past of the boxes, so that the rest of a box at a place has something to bite on."""

import datetime as dt
from collections.abc import Iterator

from data.example.dice import Dice
from vongsach.boxes import Box, PastStay
from vongsach.objective import fit_percent
from vongsach.places import Place, Service, ServiceKind

LONGEST, SHORTEST = 160, 60
LONGEST_AT_DEPOT = 20
LEAST_FIT = 20


def make_past_stays(
    boxes: tuple[Box, ...],
    places: tuple[Place, ...],
    services: tuple[Service, ...],
    dice: Dice,
) -> tuple[PastStay, ...]:
    """Return one or two earlier stays of every box, at places that it fits, oldest first."""
    rotating = {service.place for service in services if service.kind is not ServiceKind.MOBILE}
    shelves = [place for place in places if place.id in rotating]
    return tuple(stay for box in boxes for stay in _stays_of(box, shelves, dice))


def _stays_of(box: Box, shelves: list[Place], dice: Dice) -> list[PastStay]:
    fitting = [
        place
        for place in shelves
        if place.id != box.stands_at and fit_percent(box, place) >= LEAST_FIT
    ]
    visited = dice.shuffled(fitting)[: dice.between(1, 2)]
    spans = _spans_before(box.since, dice)
    return sorted(
        (
            PastStay(box=box.id, place=place.id, first_day=first, last_day=last)
            for place, (first, last) in zip(visited, spans, strict=False)
        ),
        key=lambda stay: stay.first_day,
    )


def _spans_before(day: dt.date, dice: Dice) -> Iterator[tuple[dt.date, dt.date]]:
    while True:
        last = day - dt.timedelta(days=dice.between(0, LONGEST_AT_DEPOT))
        first = last - dt.timedelta(days=dice.between(SHORTEST, LONGEST))
        yield first, last
        day = first
