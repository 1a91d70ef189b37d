"""Look for a past that contradicts itself, and for rules that it has broken already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vongsach.boxes import Box
from vongsach.network import Network
from vongsach.places import ServiceKind
from vongsach.quarter import Quarter
from vongsach.units import PlaceId
from vongsach.workbook.codes import Code
from vongsach.workbook.plausible.doubts import Doubt, doubt


@dataclass(frozen=True, slots=True, order=True)
class _Stood:
    first_day: dt.date
    last_day: dt.date
    place: PlaceId
    row: int


def past_doubts(network: Network, quarter: Quarter) -> Iterator[Doubt]:
    """Yield what the history of boxes and the place where they stand say against each other."""
    history: defaultdict[str, list[_Stood]] = defaultdict(list)
    for row, stay in enumerate(network.past_stays):
        history[stay.box].append(_Stood(stay.first_day, stay.last_day, stay.place, row))
    depots = {van.depot for van in network.vans}
    for stays in history.values():
        yield from _among(sorted(stays), network, depots)
    for row, box in enumerate(network.boxes):
        at_depot = box.stands_at in depots
        yield from _against(row, box, history.get(box.id, []), None if at_depot else network)
    yield from _limits(network, quarter, depots)


def _among(stays: list[_Stood], network: Network, depots: set[PlaceId]) -> Iterator[Doubt]:
    """Compare the stays of one box; only neighbours in time, for one cause is told once."""
    last_at: dict[PlaceId, dt.date] = {}
    before: _Stood | None = None
    for stay in stays:
        where = ("history", stay.row, "first_day")
        if before is not None and stay.first_day < before.last_day:
            until = f"{before.last_day:%d/%m/%Y}"
            yield doubt(Code.STAYS_OVERLAP, where, place=before.place, day=until)
        elif stay.place in last_at and stay.place not in depots:
            yield from _rest(where, stay.first_day, last_at[stay.place], network)
        last_at[stay.place] = max(stay.last_day, last_at.get(stay.place, stay.last_day))
        if before is None or stay.last_day > before.last_day:
            before = stay


def _against(row: int, box: Box, stays: list[_Stood], network: Network | None) -> Iterator[Doubt]:
    """Compare where a box stands with where it has been; no network where it need not rest."""
    where = ("boxes", row, "since")
    last = max(stays, key=lambda stay: stay.last_day, default=None)
    if last is not None and last.place != box.stands_at and last.last_day > box.since:
        yield doubt(Code.STOOD_ELSEWHERE, where, place=last.place, day=f"{last.last_day:%d/%m/%Y}")
    ended = [
        stay.last_day for stay in stays if stay.place == box.stands_at and stay.last_day < box.since
    ]
    if ended and network is not None:
        yield from _rest(where, box.since, max(ended), network)


def _rest(
    where: tuple[str, int, str], came: dt.date, left: dt.date, network: Network
) -> Iterator[Doubt]:
    rest, gap = network.rules.rest.value, (came - left).days
    if 0 < gap < rest:
        yield doubt(Code.BACK_TOO_SOON, where, gap=gap, rest=rest)


def _limits(network: Network, quarter: Quarter, depots: set[PlaceId]) -> Iterator[Doubt]:
    """Yield boxes that stand too long already, or that nobody fetches in time."""
    places = {place.id: place for place in network.places}
    rotating = {s.place for s in network.services if s.kind is not ServiceKind.MOBILE}
    for row, box in enumerate(network.boxes):
        if box.stands_at in depots:
            continue
        remote = places[box.stands_at].remote
        rules = network.rules
        limit = (rules.stay_most_remote if remote else rules.stay_most).value
        stood = (quarter.first_day - box.since).days
        if stood > limit:
            where = ("boxes", row, "since")
            yield doubt(Code.OVER_THE_LIMIT, where, stood=stood, limit=limit)
        elif (quarter.last_day - box.since).days > limit and box.stands_at not in rotating:
            due = box.since + dt.timedelta(days=limit)
            yield doubt(
                Code.NOBODY_FETCHES, ("boxes", row, "stands_at"), day=f"{due:%d/%m/%Y}", limit=limit
            )
