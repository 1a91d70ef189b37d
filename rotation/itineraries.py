"""Turn chosen stays into rides, loads and exchanges: the stays of a box decide all it does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rotation.candidates import Candidates, StayOption
from rotation.events import Events, Voyage
from vongsach.plan import Exchange, Load, Rotation, Stay
from vongsach.units import BoxId, PlaceId


@dataclass(frozen=True, slots=True)
class Ride:
    """A box is aboard on the segments from first to last, both inclusive."""

    box: BoxId
    voyage: int
    first: int
    """0 where it was loaded at the depot."""
    last: int
    """The number of visits of the voyage where it comes back to the depot."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A box is in the stock of a depot."""

    box: BoxId
    depot: PlaceId
    since: int
    """Moment at which it came; the beginning of the quarter counts as before all moments."""
    voyage: int | None
    """Voyage with which it leaves; ``None``: none in this quarter."""


LONG_AGO = -1


def rides_of(candidates: Candidates, chosen: Iterable[StayOption]) -> tuple[Ride, ...]:
    """Return every ride that chosen stays imply, box by box in the order of time."""
    return tuple(
        ride
        for box, stays in stays_by_box(chosen).items()
        for ride in _rides(candidates.events, box, stays)
    )


def rests_of(candidates: Candidates, chosen: Iterable[StayOption]) -> tuple[Rest, ...]:
    """Return every time in a depot that chosen stays imply, for boxes that may ever be there."""
    events = candidates.events
    rides: dict[BoxId, list[Ride]] = {}
    for ride in rides_of(candidates, chosen):
        rides.setdefault(ride.box, []).append(ride)
    rests: list[Rest] = []
    for box in candidates.boxes.values():
        depot = box.stands_at if box.stands_at in events.depots else None
        since = LONG_AGO
        for ride in rides.get(box.id, ()):
            voyage = events.voyages[ride.voyage]
            if ride.first == 0 and depot is not None:
                rests.append(Rest(box.id, depot, since, ride.voyage))
                depot = None
            if ride.last == len(voyage.visits):
                depot, since = voyage.depot, voyage.returns
        if depot is not None:
            rests.append(Rest(box.id, depot, since, None))
    return tuple(rests)


def rotation_of(candidates: Candidates, chosen: Iterable[StayOption]) -> Rotation:
    """Return the rotation that chosen stays describe."""
    kept = tuple(chosen)
    events = candidates.events
    loaded: dict[int, list[BoxId]] = {}
    for ride in rides_of(candidates, kept):
        if ride.first == 0:
            loaded.setdefault(ride.voyage, []).append(ride.box)
    return Rotation(
        loads=tuple(
            Load(trip=events.voyages[voyage].trip, boxes=tuple(sorted(boxes)))
            for voyage, boxes in sorted(loaded.items())
        ),
        exchanges=tuple(_exchanges(events, kept)),
        stays=tuple(
            sorted(
                (_stay(candidates, option) for option in kept),
                key=lambda stay: (stay.box, stay.first_day),
            )
        ),
    )


def stays_by_box(chosen: Iterable[StayOption]) -> Mapping[BoxId, list[StayOption]]:
    """Return the chosen stays of each box in the order of time."""
    found: dict[BoxId, list[StayOption]] = {}
    for option in sorted(chosen, key=lambda stay: (stay.box, _begin(stay))):
        found.setdefault(option.box, []).append(option)
    return found


def boxes_aboard(rides: Iterable[Ride]) -> Counter[tuple[int, int]]:
    """Return how many boxes are aboard on each (voyage, segment)."""
    return Counter(
        (ride.voyage, segment) for ride in rides for segment in range(ride.first, ride.last + 1)
    )


def _begin(option: StayOption) -> int:
    return -1 if option.begins is None else option.begins


def _rides(events: Events, box: BoxId, stays: list[StayOption]) -> Iterator[Ride]:
    if stays and stays[0].begins is not None:
        yield _outward(events, box, stays[0].begins)
    for before, after in pairwise(stays):
        if before.ends is None or after.begins is None:
            msg = f"box {box!r} is in two places"
            raise ValueError(msg)
        out, back_in = events.visits[before.ends], events.visits[after.begins]
        if out.voyage == back_in.voyage:
            yield Ride(box, out.voyage, out.rank + 1, back_in.rank)
        else:
            yield _homeward(events, box, before.ends)
            yield _outward(events, box, after.begins)
    if stays and stays[-1].ends is not None:
        yield _homeward(events, box, stays[-1].ends)


def _outward(events: Events, box: BoxId, begins: int) -> Ride:
    visit = events.visits[begins]
    return Ride(box, visit.voyage, 0, visit.rank)


def _homeward(events: Events, box: BoxId, ends: int) -> Ride:
    visit = events.visits[ends]
    voyage: Voyage = events.voyages[visit.voyage]
    return Ride(box, visit.voyage, visit.rank + 1, len(voyage.visits))


def _exchanges(events: Events, chosen: tuple[StayOption, ...]) -> Iterator[Exchange]:
    handed_in: dict[int, list[BoxId]] = {}
    taken_out: dict[int, list[BoxId]] = {}
    for option in chosen:
        if option.begins is not None:
            handed_in.setdefault(option.begins, []).append(option.box)
        if option.ends is not None:
            taken_out.setdefault(option.ends, []).append(option.box)
    for visit in events.visits:
        if visit.index in handed_in or visit.index in taken_out:
            yield Exchange(
                trip=events.voyages[visit.voyage].trip,
                day=visit.day,
                position=visit.position,
                handed_in=tuple(sorted(handed_in.get(visit.index, ()))),
                taken_out=tuple(sorted(taken_out.get(visit.index, ()))),
            )


def _stay(candidates: Candidates, option: StayOption) -> Stay:
    visits = candidates.events.visits
    since = candidates.boxes[option.box].since
    return Stay(
        box=option.box,
        place=option.place,
        first_day=since if option.begins is None else visits[option.begins].day,
        last_day=None if option.ends is None else visits[option.ends].day,
    )
