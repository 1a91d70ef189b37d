"""Apply the changes that speak of boxes, and of the rules that keep boxes from places."""

from collections.abc import Callable
from typing import Any

from vongsach.boxes import BoxState
from vongsach.changing import spans
from vongsach.changing.change import Change
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId

REASON = "–"
"""Reason of the pins that stand for a wish."""

Applied = Callable[[Network, Quarter, Change], dict[str, Any]]


def lost(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the box lost from a day on; what pins held it until then or later are given up."""
    day = spans.first_of(change)
    return {
        "boxes": tuple(
            box.model_copy(update={"lost_from": min(day, box.lost_from or day)})
            if box.id == change.target
            else box
            for box in network.boxes
        ),
        "pins": tuple(
            pin for pin in network.pins if pin.box != change.target or pin.last_day < day
        ),
    }


def brought(network: Network, quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the box held at a place on the last day of the change."""
    last = min(spans.last_of(change), quarter.last_day)
    pin = Pin(
        box=BoxId(change.target),
        place=PlaceId(change.like),
        first_day=min(spans.first_of(change), last),
        last_day=last,
        reason=change.note or REASON,
    )
    return {"pins": (*network.pins, pin)}


def ready(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
    """Return the box free to travel: not in repair, on no day held, pinned nowhere."""
    return {
        "boxes": tuple(
            box.model_copy(update={"state": BoxState.READY, "unavailable": ()})
            if box.id == change.target
            else box
            for box in network.boxes
        ),
        "pins": tuple(pin for pin in network.pins if pin.box != change.target),
    }


def rule(name: str) -> Applied:
    """Return what sets a rule of the network to the number of a change."""

    def applied(network: Network, _quarter: Quarter, change: Change) -> dict[str, Any]:
        limit = getattr(network.rules, name).model_copy(update={"value": change.number or 0})
        return {"rules": network.rules.model_copy(update={name: limit})}

    return applied
