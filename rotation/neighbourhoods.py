"""Choose boxes whose stays are opened again while those of all others are settled."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from rotation.candidates import Candidates, Settled, StayOption
from rotation.itineraries import boxes_aboard, rides_of
from vongsach.units import BoxId, PlaceId

Chosen = Mapping[BoxId, tuple[StayOption, ...]]
"""Every box with its chosen stays."""


def related_boxes(
    candidates: Candidates, chosen: Chosen, *, count: int, chance: random.Random
) -> frozenset[BoxId]:
    """Return boxes that meet: those at the places of a few voyages, and some from anywhere.

    One draw in three takes boxes from anywhere alone.
    """
    movable = sorted(candidates.boxes)
    if count >= len(movable):
        return frozenset(movable)
    picked: list[BoxId] = []
    if chance.randrange(3):
        voyages = list(candidates.events.voyages)
        chance.shuffle(voyages)
        for voyage in voyages[: 1 + count // 6]:
            places = {candidates.events.visits[visit].place for visit in voyage.visits}
            picked += [
                box
                for box, stays in sorted(chosen.items())
                if any(stay.place in places for stay in stays)
            ]
    chance.shuffle(picked)
    near = list(dict.fromkeys(picked))[: count - count // 4]
    others = chance.sample(movable, k=len(movable))
    return frozenset(list(dict.fromkeys([*near, *others]))[:count])


def opened(
    candidates: Candidates,
    options: Mapping[BoxId, tuple[StayOption, ...]],
    chosen: Chosen,
    free: Collection[BoxId],
) -> Candidates:
    """Return the candidates of some boxes beside the chosen stays of all others."""
    settled = _taken_up(
        candidates,
        tuple(stay for box, stays in chosen.items() if box not in free for stay in stays),
    )
    full = _full_visits(candidates, settled)
    return replace(
        candidates,
        boxes={box: found for box, found in candidates.boxes.items() if box in free},
        stays=tuple(
            option
            for box in sorted(free)
            for option in options.get(box, ())
            if not _covers(option, full.get(option.place, ()))
        ),
        goals=tuple(pin for pin in candidates.goals if pin.box in free),
        wishes=tuple(pin for pin in candidates.wishes if pin.box in free),
        settled=settled,
    )


def has_room(candidates: Candidates, chosen: tuple[StayOption, ...]) -> bool:
    """S02, S09, S10, T02: say whether shelves, vans and time have room for all that is open."""
    taken, history = _taken_up(candidates, chosen), candidates.history
    visits = [visit for visit in candidates.events.visits if visit.index not in history.swaps]
    voyages = {
        way.index: way for way in candidates.events.voyages if way.index not in history.voyages
    }
    return (
        all(
            taken.shelf[visit.index] <= candidates.places[visit.place].shelf
            for visit in visits
            if visit.place not in candidates.surplus
        )
        and all(
            visit.most_moves is None or taken.moves[visit.index] <= visit.most_moves
            for visit in visits
        )
        and all(
            boxes <= voyages[way].most_boxes and taken.weight[way, segment] <= voyages[way].payload
            for (way, segment), boxes in taken.riding.items()
            if way in voyages
        )
    )


def _full_visits(candidates: Candidates, settled: Settled) -> dict[PlaceId, list[int]]:
    """Return the visits after which settled boxes fill the shelf."""
    return {
        place: [
            visit.index
            for visit in visits
            if settled.shelf[visit.index] >= candidates.places[place].shelf
        ]
        for place, visits in candidates.events.visits_at.items()
        if place not in candidates.surplus
    }


def _covers(option: StayOption, visits: Iterable[int]) -> bool:
    """Say whether a stay lasts beyond one of the visits of its place."""
    return any(
        (option.begins is None or option.begins <= visit)
        and (option.ends is None or option.ends > visit)
        for visit in visits
    )


def by_box(stays: Iterable[StayOption]) -> dict[BoxId, tuple[StayOption, ...]]:
    """Return stays by their box."""
    found: dict[BoxId, list[StayOption]] = {}
    for stay in stays:
        found.setdefault(stay.box, []).append(stay)
    return {box: tuple(here) for box, here in found.items()}


def _taken_up(candidates: Candidates, stays: tuple[StayOption, ...]) -> Settled:
    """Return the room, moves, seats and weight that stays take up."""
    rides = rides_of(candidates, stays)
    weight: Counter[tuple[int, int]] = Counter()
    for ride in rides:
        for segment in range(ride.first, ride.last + 1):
            weight[ride.voyage, segment] += candidates.boxes[ride.box].weight
    ends = (end for stay in stays for end in (stay.begins, stay.ends) if end is not None)
    return Settled(
        shelf=Counter(
            visit.index
            for stay in stays
            for visit in candidates.events.visits_at.get(stay.place, ())
            if (stay.begins is None or stay.begins <= visit.index)
            and (stay.ends is None or stay.ends > visit.index)
        ),
        moves=Counter(ends),
        riding=boxes_aboard(rides),
        weight=weight,
    )
