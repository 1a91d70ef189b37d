"""Make networks that differ in one thing: a rule less, or boxes more."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from vongsach.boxes import Box, Copies
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import AudienceGroup, Place
from vongsach.units import BoxId, Grams

Audience = tuple[AudienceGroup, str]
"""Age group and language."""


def main_audience(place: Place) -> Audience | None:
    """Return the largest part of the readers of a place; ``None`` where nobody is named."""
    if not place.audiences:
        return None
    share = max(place.audiences, key=lambda one: (one.percent, one.group, one.language))
    return share.group, share.language


def with_boxes(network: Network, audiences: Sequence[Audience]) -> Network:
    """Return a network with one new box in the depot for each audience, of the usual size."""
    return network.model_copy(update={"boxes": (*network.boxes, *new_boxes(network, audiences))})


def new_boxes(network: Network, audiences: Sequence[Audience]) -> list[Box]:
    """Return one box of the usual size and weight for each audience, in the main depot."""
    known = {box.id for box in network.boxes}
    depots = Counter(van.depot for van in network.vans)
    depot = max(depots, key=lambda place: (depots[place], place))
    filled = [box for box in network.boxes if box.copies]
    copies = [sum(part.count for part in box.copies) for box in filled] or [40]
    weights = [box.weight for box in filled] or [Grams(15_000)]
    since = min((box.since for box in network.boxes), default=dt.date(2000, 1, 1))
    names = (f"NEW-{number:02}" for number in range(1, len(known) + len(audiences) + 1))
    free = (BoxId(name) for name in names if name not in known)
    return [
        Box(
            id=next(free),
            copies=(Copies(group=group, language=language, count=sum(copies) // len(copies)),),
            weight=Grams(sum(weights) // len(weights)),
            stands_at=depot,
            since=since,
        )
        for group, language in audiences
    ]


def _with_rule(name: str, value: int) -> Callable[[Network], Network]:
    def relax(network: Network) -> Network:
        limit = getattr(network.rules, name).model_copy(update={"value": value})
        return network.model_copy(update={"rules": network.rules.model_copy(update={name: limit})})

    return relax


def _roomy_vans(network: Network) -> Network:
    def roomy(van: Van) -> Van:
        return van.model_copy(update={"boxes": 10_000, "payload": Grams(10**9)})

    return network.model_copy(update={"vans": tuple(roomy(van) for van in network.vans)})


def _no_titles(network: Network) -> Network:
    boxes = tuple(box.model_copy(update={"titles": ()}) for box in network.boxes)
    return network.model_copy(update={"boxes": boxes})


def _no_handling(network: Network) -> Network:
    services = tuple(one.model_copy(update={"per_box": 0}) for one in network.services)
    return network.model_copy(update={"services": services})


def _twice_the_boxes(network: Network) -> Network:
    """Add a box for each shelf place, each for the readers that it is meant for."""
    audiences = [
        audience
        for place in network.places
        if (audience := main_audience(place)) is not None
        for _ in range(place.shelf)
    ]
    return with_boxes(network, audiences)


RELAXATIONS: Mapping[str, Callable[[Network], Network]] = {
    "boxes": _twice_the_boxes,
    "rest": _with_rule("rest", 0),
    "stay_least": _with_rule("stay_least", 0),
    "audience_fit": _with_rule("audience_fit", 0),
    "van_room": _roomy_vans,
    "titles": _no_titles,
    "handling": _no_handling,
}
"""What is relaxed, each by itself."""
