"""Follow a rotation through the depots: which box lies there when, and how full each trip is."""

from collections.abc import Mapping
from dataclasses import dataclass

from rotation.events import DAY_SECONDS
from vongsach.network import Network
from vongsach.plan import Exchange, Rotation, Routing, Trip
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId, TitleId, TripId

EVER = 10**12
"""A moment after every other."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A box lies in a depot from one moment to another, in seconds of the quarter."""

    depot: PlaceId
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Where boxes are when a rotation is carried out, for those that ask for more of them."""

    lying: Mapping[BoxId, tuple[Lying, ...]]
    fullest: Mapping[TripId, tuple[int, int]]
    """Most boxes and most grams aboard on any leg of a trip."""
    shown: Mapping[TripId, frozenset[tuple[TitleId, BoxId]]]
    """Titles that stand at a rotation point at some stop of a trip, each with its box."""


def span_of(quarter: Quarter, trip: Trip) -> tuple[int, int]:
    """Return when a trip leaves and when it is back, in seconds of the quarter."""
    first, last = trip.days[0], trip.days[-1]
    begins = (first.day - quarter.first_day).days * DAY_SECONDS + first.leaves
    return begins, (last.day - quarter.first_day).days * DAY_SECONDS + last.ends


class _Walk:
    """Where every box is at one moment."""

    def __init__(self, network: Network, rotation: Rotation) -> None:
        self.depots = {van.depot for van in network.vans}
        self.weight = {box.id: box.weight for box in network.boxes}
        self.titles = {box.id: box.titles for box in network.boxes if box.titles}
        self.at_point = {box.id: None for box in network.boxes if box.stands_at not in self.depots}
        self.depot_since: dict[BoxId, tuple[PlaceId, int]] = {
            box.id: (box.stands_at, -1) for box in network.boxes if box.stands_at in self.depots
        }
        self.lying: dict[BoxId, list[Lying]] = {}
        self.aboard: dict[TripId, dict[BoxId, None]] = {}
        self.fullest: dict[TripId, tuple[int, int]] = {}
        self.loads = {load.trip: load.boxes for load in rotation.loads}
        self.exchanges: dict[tuple[TripId, object, int], Exchange] = {
            (one.trip, one.day, one.position): one for one in rotation.exchanges
        }

    def load(self, trip: Trip, now: int) -> None:
        self.aboard[trip.id] = {}
        for box in self.loads.get(trip.id, ()):
            depot, since = self.depot_since.pop(box)
            self.lying.setdefault(box, []).append(Lying(depot, since, now))
            self.aboard[trip.id][box] = None
        self.fullest[trip.id] = 0, 0
        self._weigh(trip.id)

    def exchange(self, trip: Trip, exchange: Exchange | None) -> None:
        if exchange is None:
            return
        for box in exchange.handed_in:
            self.aboard[trip.id].pop(box)
            self.at_point[box] = None
        for box in exchange.taken_out:
            self.at_point.pop(box, None)
            self.aboard[trip.id][box] = None
        self._weigh(trip.id)

    def unload(self, trip: Trip, depot: PlaceId, now: int) -> None:
        for box in self.aboard.pop(trip.id):
            self.depot_since[box] = depot, now

    def titles_shown(self) -> set[tuple[TitleId, BoxId]]:
        return {
            (title, box)
            for box, titles in self.titles.items()
            if box in self.at_point
            for title in titles
        }

    def finish(self) -> dict[BoxId, tuple[Lying, ...]]:
        for box, (depot, since) in self.depot_since.items():
            self.lying.setdefault(box, []).append(Lying(depot, since, EVER))
        return {box: tuple(spans) for box, spans in self.lying.items()}

    def _weigh(self, trip: TripId) -> None:
        most, grams = self.fullest[trip]
        weight = sum(self.weight[box] for box in self.aboard[trip])
        self.fullest[trip] = max(most, len(self.aboard[trip])), max(grams, weight)


def followed(network: Network, quarter: Quarter, routing: Routing, rotation: Rotation) -> Followed:
    """Return where the boxes of a rotation are; at equal times vans return before others leave."""
    walk, depots = _Walk(network, rotation), {van.id: van.depot for van in network.vans}
    agenda: list[tuple[int, int, int, tuple[int, int] | None]] = []
    for number, trip in enumerate(routing.trips):
        leaves, returns = span_of(quarter, trip)
        agenda += [(leaves, 2, number, None), (returns, 0, number, None)]
        for at, day in enumerate(trip.days):
            midnight = (day.day - quarter.first_day).days * DAY_SECONDS
            agenda += (
                (midnight + stop.start, 1, number, (at, position))
                for position, stop in enumerate(day.stops)
            )
    shown: dict[TripId, set[tuple[TitleId, BoxId]]] = {}
    for now, kind, number, at_stop in sorted(agenda, key=lambda one: (one[0], one[1], one[2])):
        trip = routing.trips[number]
        if kind == 0:
            walk.unload(trip, depots[trip.van], now)
        elif at_stop is None:
            walk.load(trip, now)
        else:
            shown.setdefault(trip.id, set()).update(walk.titles_shown())
            day = trip.days[at_stop[0]]
            walk.exchange(trip, walk.exchanges.get((trip.id, day.day, at_stop[1])))
    return Followed(
        lying=walk.finish(),
        fullest=walk.fullest,
        shown={trip: frozenset(titles) for trip, titles in shown.items()},
    )
