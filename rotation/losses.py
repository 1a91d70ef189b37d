"""Leave lost boxes out of what is decided, and put back what they did until they were lost.

A box that is lost when all that is open begins is no part of the choice: nothing about it is open.
One that is lost later is not moved from that day on (``given.held_spans``); its stay ends then, and
its place on the shelf is only given to another box when the rest is planned anew.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rotation.events import events_of
from rotation.history import read_history
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Exchange, Load, Rotation, Routing, RunStatus, Stay
from vongsach.quarter import Quarter
from vongsach.solving import NOTHING, Kept, Solved
from vongsach.units import BoxId, Dong


def lost_by(network: Network, day: dt.date) -> frozenset[BoxId]:
    """Return the boxes that are lost on a day."""
    return frozenset(
        box.id for box in network.boxes if box.lost_from is not None and box.lost_from <= day
    )


def without_lost(network: Network, day: dt.date) -> Network:
    """Return a network without the boxes that are lost on a day, and all that names them."""
    gone = lost_by(network, day)
    if not gone:
        return network
    return network.model_copy(
        update={
            "boxes": tuple(box for box in network.boxes if box.id not in gone),
            "past_stays": tuple(stay for stay in network.past_stays if stay.box not in gone),
            "pins": tuple(pin for pin in network.pins if pin.box not in gone),
        }
    )


def kept_without(kept: Kept, gone: frozenset[BoxId]) -> Kept:
    """Return what is kept without what some boxes did."""
    if not gone:
        return kept
    return replace(
        kept,
        loads=tuple(
            load.model_copy(update={"boxes": _others(load.boxes, gone)}) for load in kept.loads
        ),
        exchanges=tuple(_only(kept.exchanges, gone, inside=False)),
        like=kept.like and (kept.like[0], _without(kept.like[1], gone)),
    )


def _without(rotation: Rotation, gone: frozenset[BoxId]) -> Rotation:
    return Rotation(
        loads=tuple(
            load.model_copy(update={"boxes": _others(load.boxes, gone)}) for load in rotation.loads
        ),
        exchanges=tuple(_only(rotation.exchanges, gone, inside=False)),
        stays=tuple(stay for stay in rotation.stays if stay.box not in gone),
    )


def ended_by_loss(network: Network, quarter: Quarter, rotation: Rotation) -> Rotation:
    """Return a rotation in which no stay lasts beyond the day on which its box is lost."""
    lost = {box.id: box.lost_from for box in network.boxes if box.lost_from is not None}
    if not lost:
        return rotation
    stays = tuple(_until(stay, lost.get(stay.box), quarter) for stay in rotation.stays)
    return rotation.model_copy(update={"stays": tuple(stay for stay in stays if stay is not None)})


def with_losses(
    solved: Solved[Rotation],
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    """Return a rotation found without the lost boxes, with what they did before; costs and bound.

    Their stays are no choice; without other boxes' titles they are worth most, so that the bound
    less that worth is a bound still.
    """
    if all(box.lost_from is None for box in network.boxes):
        return solved
    gone = lost_by(network, kept.open_from or quarter.first_day)
    before = _stays_before(network, quarter, routing, kept=kept, gone=gone)
    theirs = ended_by_loss(network, quarter, Rotation(stays=before))
    found = ended_by_loss(network, quarter, solved.decision)
    rotation = Rotation(
        loads=_loaded(found.loads, kept.loads, gone),
        exchanges=_joined(found.exchanges, _only(kept.exchanges, gone, inside=True)),
        stays=tuple(
            sorted((*found.stays, *theirs.stays), key=lambda stay: (stay.box, stay.first_day))
        ),
    )
    cost, run = rotation_terms(network, quarter, rotation), solved.run
    worth = total(rotation_terms(network, quarter, theirs))
    bound = None if run.bound is None else Dong(run.bound + worth)
    status = run.status
    if status is RunStatus.OPTIMAL and bound != total(cost):
        status = RunStatus.FEASIBLE
    return Solved(rotation, run.model_copy(update={"cost": cost, "bound": bound, "status": status}))


def _stays_before(
    network: Network, quarter: Quarter, routing: Routing, *, kept: Kept, gone: frozenset[BoxId]
) -> tuple[Stay, ...]:
    """Return the stays of lost boxes as the past leaves them."""
    events = events_of(network, quarter, routing)
    history = read_history(events, kept)
    return tuple(
        Stay(
            box=box.id,
            place=stood.place,
            first_day=box.since if stood.begins is None else events.visits[stood.begins].day,
            last_day=None if stood.ends is None else events.visits[stood.ends].day,
        )
        for box in network.boxes
        if box.id in gone
        for stood in history.stays(events, box)
    )


def _until(stay: Stay, lost: dt.date | None, quarter: Quarter) -> Stay | None:
    """Return a stay that ends when its box is lost; ``None``: it had been lost before."""
    if lost is None or lost > quarter.last_day:
        return stay
    if stay.last_day is not None and stay.last_day <= lost:
        return stay
    return stay.model_copy(update={"last_day": lost}) if lost > quarter.first_day else None


def _only(
    exchanges: Iterable[Exchange], boxes: frozenset[BoxId], *, inside: bool
) -> Iterator[Exchange]:
    """Yield exchanges with those boxes alone, or without them; none that moves nothing then."""
    for one in exchanges:
        ins, outs = (
            tuple(box for box in moved if (box in boxes) is inside)
            for moved in (one.handed_in, one.taken_out)
        )
        if ins or outs:
            yield one.model_copy(update={"handed_in": ins, "taken_out": outs})


def _loaded(
    found: Iterable[Load], before: Iterable[Load], gone: frozenset[BoxId]
) -> tuple[Load, ...]:
    """Return loads with the lost boxes of past trips: these hand in what they took along."""
    loaded = {load.trip: load.boxes for load in found}
    for load in before:
        theirs = gone.intersection(load.boxes)
        if theirs:
            loaded[load.trip] = tuple(sorted({*loaded.get(load.trip, ()), *theirs}))
    return tuple(Load(trip=trip, boxes=boxes) for trip, boxes in loaded.items())


def _joined(found: Iterable[Exchange], more: Iterable[Exchange]) -> tuple[Exchange, ...]:
    joined = {(one.trip, one.day, one.position): one for one in found}
    for one in more:
        key = one.trip, one.day, one.position
        here = joined.get(key)
        if here is None:
            joined[key] = one
            continue
        joined[key] = one.model_copy(
            update={
                "handed_in": tuple(sorted({*here.handed_in, *one.handed_in})),
                "taken_out": tuple(sorted({*here.taken_out, *one.taken_out})),
            }
        )
    return tuple(joined.values())


def _others(boxes: tuple[BoxId, ...], gone: frozenset[BoxId]) -> tuple[BoxId, ...]:
    return tuple(box for box in boxes if box not in gone)
