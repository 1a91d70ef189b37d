"""Explain why a box is not at a place, and find by planning what really brings it there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from vongsach.boxes import Box, BoxState
from vongsach.changing import Change, ChangeKind
from vongsach.days import asked_visits
from vongsach.differences import Differences, differences
from vongsach.explaining.trial import Base, attempt, driven, paid
from vongsach.network import Network
from vongsach.objective import fit_percent, matched_copies, rotation_terms, shelf_terms, total
from vongsach.places import Place, Service, ServiceKind
from vongsach.plan import Plan
from vongsach.replanning import Solvers

ENOUGH = 3
MOST_TRIALS = 6
"""Changes that are tried for one box at most: each is a plan."""
MOST_PLACES = 3
"""Places that are tried where none is named: those to whose readers the box is worth most."""

PAST_HELP = frozenset({"lost", "restricted", "no_shelf", "unvisited"})
"""What no change of a plan mends: find the box, buy copies, put up a shelf, ask for a visit."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing that keeps a box from a place."""

    code: str
    facts: dict[str, int | dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """What planning with some changes came to that bring a box to a place."""

    changes: tuple[Change, ...]
    place: Place
    plan: Plan
    network: Network
    since: dt.date
    """Day on which the box comes there."""
    dong: int
    """What it costs more, in money that somebody pays; below 0 it saves."""
    value: int
    """Reader value that is lost by it, in đồng; below 0 it gains."""
    metres: int
    seconds: int
    """Driving more."""
    moved: Differences
    """What it changes for others."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """Why a box does not stand at a place, and what brings it there."""

    place: Place | None
    """``None``: none was named, the best were tried."""
    there: bool
    """It does stand at the named place, at some time."""
    barriers: tuple[Barrier, ...]
    remedies: tuple[Brought, ...]
    """The cheapest first; every one was planned with and checked."""
    trials: int


def explain_box(base: Base, box: Box, place: Place | None, solvers: Solvers) -> NotThere:
    """Return why a box is not at a place, with at most three changes that bring it there."""
    stood = {stay.place for stay in base.plan.rotation.stays if stay.box == box.id}
    if place is not None and place.id in stood:
        return NotThere(place, there=True, barriers=(), remedies=(), trials=0)
    if place is None:
        barriers = tuple(_of_the_box(base, box))
        places = sorted(
            (one for one in base.network.places if one.id not in stood),
            key=lambda one: (_worst(base, box, one), -matched_copies(box, one) * one.readers),
        )[:MOST_PLACES]
    else:
        barriers, places = tuple(barriers_of(base, box, place)), [place]
    found: list[Brought] = []
    trials = 0
    for changes in _ideas(base, box, places, named=place is not None):
        if trials >= MOST_TRIALS or len(found) >= ENOUGH:
            break
        trials += 1
        outcome = bring(base, box, changes, solvers)
        if outcome is not None and not any(_same(outcome, one) for one in found):
            found.append(outcome)
    found.sort(key=lambda one: (one.dong + one.value, one.moved.unkept, len(one.moved.boxes)))
    return NotThere(
        place, there=False, barriers=barriers, remedies=tuple(found[:ENOUGH]), trials=trials
    )


def bring(base: Base, box: Box, changes: tuple[Change, ...], solvers: Solvers) -> Brought | None:
    """Return what changes come to that do bring a box where they say; ``None``: they do not.

    No service has fewer visits by them, and the checker finds nothing against the plan.
    """
    found = attempt(base, changes, solvers)
    if found is None:
        return None
    plan, network = found
    goal = next(change.like for change in changes if change.what is ChangeKind.BOX_AT)
    place = next(place for place in network.places if place.id == goal)
    days = [
        stay.first_day
        for stay in plan.rotation.stays
        if stay.box == box.id and stay.place == place.id
    ]
    if not days or _missing(plan) > _missing(base.plan):
        return None
    metres, seconds = driven(plan, network, base.travel)
    was_metres, was_seconds = driven(base.plan, base.network, base.travel)
    return Brought(
        changes=changes,
        place=place,
        plan=plan,
        network=network,
        since=days[0],
        dong=paid(plan, network, base.travel) - paid(base.plan, base.network, base.travel),
        value=_worth(base.plan, base.network) - _worth(plan, network),
        metres=metres - was_metres,
        seconds=seconds - was_seconds,
        moved=differences(base.plan, plan),
    )


def barriers_of(base: Base, box: Box, place: Place) -> Iterator[Barrier]:
    """Yield what keeps a box from a place; nothing but ``outbid`` where no rule does."""
    found = [*_of_the_box(base, box), *_of_the_place(base, box, place)]
    yield from found or [Barrier("outbid", {"worth": matched_copies(box, place)})]


def _of_the_box(base: Base, box: Box) -> Iterator[Barrier]:
    quarter, rules = base.plan.quarter, base.network.rules
    if box.lost_from is not None and box.lost_from <= quarter.last_day:
        yield Barrier("lost", {"day": box.lost_from})
    if box.state is BoxState.IN_REPAIR:
        yield Barrier("in_repair")
    stay_home = {
        one.id
        for one in base.network.titles
        if one.restricted or one.stock < rules.title_stock.value
    }
    if stay_home.intersection(box.titles):
        yield Barrier("restricted", {"titles": len(stay_home.intersection(box.titles))})
    for span in box.unavailable:
        if span.first_day <= quarter.last_day and span.last_day >= quarter.first_day:
            yield Barrier("held", {"first": span.first_day, "last": span.last_day})
    for pin in base.network.pins:
        if pin.box == box.id and pin.hard and pin.last_day >= quarter.first_day:
            yield Barrier("pinned", {"first": pin.first_day, "last": pin.last_day})


def _of_the_place(base: Base, box: Box, place: Place) -> Iterator[Barrier]:
    rules = base.network.rules
    if not place.shelf:
        yield Barrier("no_shelf")
    days = _visits(base, place)
    if not days:
        yield Barrier("unvisited")
    fit, least = fit_percent(box, place), rules.audience_fit.value
    if fit < least:
        yield Barrier("misfit", {"fit": fit, "least": least})
    left = _left(base, box, place)
    if left is not None and days and (days[-1] - left).days < rules.rest.value:
        yield Barrier("resting", {"day": left, "rest": rules.rest.value})


def _worst(base: Base, box: Box, place: Place) -> int:
    """Return how hard it is to bring a box to a place: no rule against it, some, past help."""
    codes = {one.code for one in _of_the_place(base, box, place)}
    return 2 if codes & PAST_HELP else int(bool(codes))


def _ideas(
    base: Base, box: Box, places: list[Place], *, named: bool
) -> Iterator[tuple[Change, ...]]:
    """Yield changes that might bring a box to one of some places."""
    for place in places:
        barriers = {one.code: one for one in barriers_of(base, box, place)}
        days = _visits(base, place)
        if barriers.keys() & PAST_HELP or not days:
            continue
        mended = tuple(_mended(base, box, place, barriers))
        yield (*mended, _at(box, place, None))
        if not named:
            continue
        for day in dict.fromkeys((days[0], days[len(days) // 2])):
            yield (*mended, _at(box, place, day))
        for service in _rotating(base, place):
            more = asked_visits(service, base.plan.quarter) + 1
            visit = Change(what=ChangeKind.VISITS, target=service.id, number=more)
            yield (*mended, visit, _at(box, place, None))


def _mended(base: Base, box: Box, place: Place, barriers: dict[str, Barrier]) -> Iterator[Change]:
    if barriers.keys() & {"in_repair", "held", "pinned"}:
        yield Change(what=ChangeKind.BOX_READY, target=box.id)
    if "misfit" in barriers:
        yield Change(what=ChangeKind.AUDIENCE_FIT, number=fit_percent(box, place))
    left = _left(base, box, place)
    if "resting" in barriers and left is not None:
        days = (_visits(base, place)[-1] - left).days
        yield Change(what=ChangeKind.REST, number=max(0, days))


def _at(box: Box, place: Place, day: dt.date | None) -> Change:
    return Change(what=ChangeKind.BOX_AT, target=box.id, like=place.id, first_day=day, last_day=day)


def _visits(base: Base, place: Place) -> list[dt.date]:
    """Return the days on which boxes can change hands at a place."""
    rotating = {service.id for service in _rotating(base, place)}
    return sorted(
        day.day
        for trip in base.plan.routing.trips
        for day in trip.days
        for stop in day.stops
        if rotating.intersection(stop.services)
    )


def _rotating(base: Base, place: Place) -> tuple[Service, ...]:
    return tuple(
        service
        for service in base.network.services
        if service.place == place.id and service.kind is not ServiceKind.MOBILE
    )


def _left(base: Base, box: Box, place: Place) -> dt.date | None:
    """Return the last day of the past on which a box stood at a place."""
    days = [
        stay.last_day
        for stay in base.network.past_stays
        if stay.box == box.id and stay.place == place.id
    ]
    return max(days, default=None)


def _same(one: Brought, other: Brought) -> bool:
    """Say whether two wishes came to the same trips and ways of boxes."""
    return (one.plan.routing, one.plan.rotation) == (other.plan.routing, other.plan.rotation)


def _missing(plan: Plan) -> int:
    return sum(entry.missing for entry in plan.routing.unserved)


def _worth(plan: Plan, network: Network) -> int:
    """Return the reader value of a plan, in đồng."""
    terms = rotation_terms(network, plan.quarter, plan.rotation)
    return -total((*terms, *shelf_terms(network, plan.routing, plan.rotation)))
