"""Rotate by hand's rule: at each visit the longest-standing box goes and the best fresh one comes.

It keeps every hard rule, decides in the order of time and never looks ahead: the start of the
search, the baseline that it has to beat, and the answer when somebody stops it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override

from rotation.candidates import Candidates, StayOption
from rotation.events import Visit, Voyage
from rotation.offers import Offers
from vongsach.units import BoxId, PlaceId

MANY = 1_000_000


@dataclass(slots=True)
class _Aboard:
    """What one voyage carries on each of its segments, as far as it is decided."""

    boxes: list[int]
    weight: list[int]
    taken: dict[BoxId, int]
    """Boxes taken out and not handed in again, with the first segment that they ride on."""


def greedy_stays(candidates: Candidates, *, direct: bool = True) -> tuple[StayOption, ...]:
    """Return the stays of a rotation by hand's rule; without direct transfers where told."""
    return _rotate(_Hand(candidates, direct=direct))


def circle_stays(candidates: Candidates) -> tuple[StayOption, ...]:
    """Return the stays of a fixed circle: at each stop the box of the stop before, worth or not."""
    return _rotate(_Circle(candidates, direct=True))


def _rotate(hand: "_Hand") -> tuple[StayOption, ...]:
    events = hand.candidates.events
    agenda: list[tuple[int, int, int]] = [
        *((voyage.returns, 0, voyage.index) for voyage in events.voyages),
        *((visit.starts, 1, visit.index) for visit in events.visits),
    ]
    for _, is_visit, index in sorted(agenda):
        if is_visit:
            hand.serve(events.visits[index])
        else:
            hand.bring_home(events.voyages[index])
    return hand.stays()


class _Hand:
    """Where every box is at one moment, and what is decided so far."""

    def __init__(self, candidates: Candidates, *, direct: bool) -> None:
        self.candidates = self._all = candidates
        self._direct = direct
        self._offers = Offers(candidates)
        self._goals = {pin.box: pin for pin in candidates.goals if pin.hard}
        self._done: list[StayOption] = []
        self._left: dict[tuple[BoxId, PlaceId], Visit] = {}
        self._standing: dict[PlaceId, dict[BoxId, int | None]] = {}
        self._stock: dict[PlaceId, dict[BoxId, int]] = {}
        for box in candidates.boxes.values():
            if box.stands_at in candidates.events.depots:
                self._stock.setdefault(box.stands_at, {})[box.id] = -1
            else:
                self._standing.setdefault(box.stands_at, {})[box.id] = None
        self._aboard = [
            _Aboard([0] * (len(voyage.visits) + 1), [0] * (len(voyage.visits) + 1), {})
            for voyage in candidates.events.voyages
        ]

    def stays(self) -> tuple[StayOption, ...]:
        """Return every stay: those that ended, and those that last."""
        lasting = (
            self._offers.stay(box, place, begins, None)
            for place, boxes in self._standing.items()
            for box, begins in boxes.items()
        )
        return (*self._done, *lasting)

    def bring_home(self, voyage: Voyage) -> None:
        """Put what is left aboard into the depot."""
        taken = self._aboard[voyage.index].taken
        self._stock.setdefault(voyage.depot, {}).update(dict.fromkeys(taken, voyage.returns))
        taken.clear()

    def serve(self, visit: Visit) -> None:
        """Exchange boxes at a visit: what has to go, empty room, then the longest-standing.

        Where it is fixed what changes hands, just that does.
        """
        swap = self.candidates.history.swaps.get(visit.index)
        if swap is not None:
            for box in swap.handed_in:
                self._hand_in(visit, box)
            for box in swap.taken_out:
                self._take_out(visit, box)
            return
        moves = MANY if visit.most_moves is None else visit.most_moves
        for box in self._have_to_go(visit):
            moves -= self._exchange(visit, box, moves, forced=True)
        while moves and self._room(visit) > 0 and (fresh := self._best_fresh(visit)):
            self._hand_in(visit, fresh)
            moves -= 1
        for box in self._may_go(visit):
            moves -= self._exchange(visit, box, moves, forced=False)

    def _exchange(self, visit: Visit, box: BoxId, moves: int, *, forced: bool) -> int:
        """Swap a box for the best fresh one and return the number of moves made."""
        if not (forced or self._direct or self._room_to_spare(visit)):
            return 0
        fresh = self._best_fresh(visit) if moves > 1 and self._room(visit) >= 0 else None
        if (
            fresh is not None
            and self._can_be_taken(visit, box, after=fresh)
            and (forced or self._is_goal_here(visit, fresh) or self._gain(visit, box, fresh) > 0)
        ):
            self._hand_in(visit, fresh)
            self._take_out(visit, box)
            return 2
        if forced and moves and self._can_be_taken(visit, box):
            self._take_out(visit, box)
            return 1
        return 0

    def _room_to_spare(self, visit: Visit) -> bool:
        """Say whether the van takes one home from here, and all that later stops have to give."""
        events = self._all.events
        trip = events.voyages[visit.voyage]
        later = (events.visits[other] for other in trip.visits[visit.rank + 1 :])
        due = sum(len(self._have_to_go(other)) for other in later)
        return trip.most_boxes - self._aboard[visit.voyage].boxes[-1] > due

    def _have_to_go(self, visit: Visit) -> list[BoxId]:
        """Return the boxes that must not stay here until the next visit."""
        here = self._standing_at(visit)
        visits = self._all.events.visits_at[visit.place]
        following = next((other.index for other in visits if other.index > visit.index), None)
        forced = [
            box
            for box, begins in here
            if self._is_goal_elsewhere(visit, box)
            or self._until(following, box, visit.place, begins).days_over
        ]
        surplus = len(here) - len(forced) - self._all.places[visit.place].shelf
        others = [box for box, _ in here if box not in forced and self._can_be_taken(visit, box)]
        return forced + others[: max(0, surplus)]

    def _until(
        self, following: int | None, box: BoxId, place: PlaceId, begins: int | None
    ) -> StayOption:
        """Return the stay that lasts to the following visit, or to the end where it cannot."""
        lasting = self._offers.stay(box, place, begins, None)
        return self._offers.find(box, place, begins, following) or lasting

    def _may_go(self, visit: Visit) -> list[BoxId]:
        return [box for box, begins in self._standing_at(visit) if begins != visit.index]

    def _standing_at(self, visit: Visit) -> list[tuple[BoxId, int | None]]:
        """Return the boxes of a place, the longest-standing first."""
        here = self._standing.setdefault(visit.place, {})
        return sorted(here.items(), key=lambda item: (self._since(*item), item[0]))

    def _since(self, box: BoxId, begins: int | None) -> dt.date:
        return self._all.boxes[box].since if begins is None else self._all.events.visits[begins].day

    def _room(self, visit: Visit) -> int:
        return self._all.places[visit.place].shelf - len(self._standing.get(visit.place, {}))

    def _can_be_taken(self, visit: Visit, box: BoxId, after: BoxId | None = None) -> bool:
        """Say whether a box may leave now and ride to the end, after another was handed in."""
        begins = self._standing[visit.place][box]
        carried = self._aboard[visit.voyage]
        freed = after if after in carried.taken else None
        return (
            self._offers.find(box, visit.place, begins, visit.index) is not None
            and not self._is_goal_here(visit, box)
            and self._can_ride(
                visit.voyage, box, range(visit.rank + 1, len(carried.boxes)), freed=freed
            )
        )

    def _can_ride(
        self, voyage: int, box: BoxId, segments: range, *, freed: BoxId | None = None
    ) -> bool:
        carried, events, boxes = self._aboard[voyage], self._all.events, self._all.boxes
        trip = events.voyages[voyage]
        most_boxes = trip.most_boxes + (freed is not None)
        payload = trip.payload + (boxes[freed].weight if freed is not None else 0)
        return all(
            carried.boxes[segment] < most_boxes
            and carried.weight[segment] + boxes[box].weight <= payload
            and self._all.may_move(box, *events.segment_days(trip, segment))
            for segment in segments
        )

    def _best_fresh(self, visit: Visit) -> BoxId | None:
        """Return the box in reach that is worth most here until the quarter ends."""
        return max(
            self._in_reach(visit),
            key=lambda box: (self._is_goal_here(visit, box), self._worth(visit, box), box),
            default=None,
        )

    def _in_reach(self, visit: Visit) -> Iterator[BoxId]:
        voyage = self._all.events.voyages[visit.voyage]
        if self._direct:
            yield from (
                box for box in self._aboard[visit.voyage].taken if self._welcome(visit, box)
            )
        outward = range(visit.rank + 1)
        for box, since in self._stock.get(voyage.depot, {}).items():
            in_time = since <= voyage.leaves and self._welcome(visit, box)
            if in_time and self._can_ride(voyage.index, box, outward):
                yield box

    def _welcome(self, visit: Visit, box: BoxId) -> bool:
        left = self._left.get((box, visit.place))
        rested = left is None or (
            left.index != visit.index and (visit.day - left.day).days >= self._all.rules.rest.value
        )
        goal = self._goals.get(box)
        free = goal is None or goal.place == visit.place or visit.day > goal.last_day
        fits = self._offers.find(box, visit.place, visit.index, None) is not None
        return rested and free and fits

    def _worth(self, visit: Visit, box: BoxId) -> int:
        return self._offers.stay(box, visit.place, visit.index, None).value

    def _gain(self, visit: Visit, old: BoxId, fresh: BoxId) -> int:
        """Return what a swap adds in reader value if both boxes then stayed to the end."""
        begins = self._standing[visit.place][old]
        lasting = self._offers.stay(old, visit.place, begins, None).value
        ending = self._offers.stay(old, visit.place, begins, visit.index).value
        return self._worth(visit, fresh) - (lasting - ending)

    def _is_goal_here(self, visit: Visit, box: BoxId) -> bool:
        goal = self._goals.get(box)
        return goal is not None and goal.place == visit.place and visit.day <= goal.last_day

    def _is_goal_elsewhere(self, visit: Visit, box: BoxId) -> bool:
        goal = self._goals.get(box)
        return goal is not None and goal.place != visit.place and visit.day <= goal.last_day

    def _hand_in(self, visit: Visit, box: BoxId) -> None:
        carried = self._aboard[visit.voyage]
        depot = self._all.events.voyages[visit.voyage].depot
        if box in carried.taken:
            del carried.taken[box]
            self._carry(visit.voyage, box, range(visit.rank + 1, len(carried.boxes)), by=-1)
        else:
            del self._stock[depot][box]
            self._carry(visit.voyage, box, range(visit.rank + 1), by=1)
        self._standing.setdefault(visit.place, {})[box] = visit.index

    def _take_out(self, visit: Visit, box: BoxId) -> None:
        carried = self._aboard[visit.voyage]
        begins = self._standing[visit.place].pop(box)
        self._done.append(self._offers.stay(box, visit.place, begins, visit.index))
        self._left[box, visit.place] = visit
        carried.taken[box] = visit.rank + 1
        self._carry(visit.voyage, box, range(visit.rank + 1, len(carried.boxes)), by=1)

    def _carry(self, voyage: int, box: BoxId, segments: range, *, by: int) -> None:
        carried = self._aboard[voyage]
        for segment in segments:
            carried.boxes[segment] += by
            carried.weight[segment] += by * self._all.boxes[box].weight


class _Circle(_Hand):
    """Pass every box on to the next place, as is done where nobody weighs what fits."""

    @override
    def _best_fresh(self, visit: Visit) -> BoxId | None:
        return next(self._in_reach(visit), None)

    @override
    def _gain(self, visit: Visit, old: BoxId, fresh: BoxId) -> int:
        return 1
