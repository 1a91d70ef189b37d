"""Choose the boxes that a van takes along for its mobile sessions, and brings back.

They lie in the depot while the trip is out, fit beside the boxes that rotate, may go on a mobile
van, and hold no title that stands at a rotation point then (S13–S15, S20). Each box is worth its
fit to the readers of every mobile stop; less with each session at the same place.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import ortools
from ortools.sat.python import cp_model

from rotation.search import Limits, new_solver
from rotation.stock import Followed, followed, span_of
from vongsach.boxes import Box, BoxState
from vongsach.network import Network
from vongsach.objective import mobile_stops, session_value, shelf_terms, total
from vongsach.places import Place
from vongsach.plan import Load, Rotation, Routing, RunStatus, SolverRun, Trip
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Progress, Solved, Watch
from vongsach.units import BoxId, Dong, PlaceId, TripId

SOLVER = "van-shelf"
FOR_THESE = "cp-sat, for these trips and stays"
STEPS = 4.0
"""Deterministic seconds of CP-SAT."""
MOST_RIDES = 20_000
"""Rides up to which they are chosen exactly; beyond, one by one."""

Ride = tuple[BoxId, TripId]
Draft = tuple[Routing, Rotation]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What may ride along, and how much room there is."""

    network: Network
    boxes: Mapping[BoxId, Box]
    places: Mapping[PlaceId, Place]
    rides: tuple[Ride, ...]
    spans: Mapping[TripId, tuple[int, int]]
    sessions: Mapping[TripId, Counter[PlaceId]]
    """Mobile stops of each trip by place."""
    room: Mapping[TripId, tuple[int, int]]
    """Boxes and grams that still fit on every leg."""

    def gain(self, box: BoxId, place: PlaceId, before: int, more: int) -> int:
        """Return what further sessions of a box at a place are worth."""
        it, here, rules = self.boxes[box], self.places[place], self.network.rules
        after = session_value(it, here, before + more, rules)
        return after - session_value(it, here, before, rules)


def solve_shelves(
    network: Network,
    quarter: Quarter,
    routing: Routing,
    rotation: Rotation,
    *,
    effort: Effort,
    seed: int,
    watch: Watch,
    like: Draft | None = None,
) -> Solved[Rotation]:
    """Return a rotation with the best boxes on the vans' own shelves, or those of before.

    See ``vongsach.solving.ShelfSolver``.
    """
    began = time.monotonic()
    watch.report(Progress(stage="rotation.stage.shelves", done=0.0))
    choice = _choice(network, quarter, routing, bare := without_shelves(rotation))
    again = frozenset(_rides_again(like, routing) if like else ())
    rides, bound, seconds = _by_hand(choice, again), None, effort.seconds
    few = len(choice.rides) <= MOST_RIDES
    if few and not again and not watch.stopped() and (seconds is None or seconds > 0):
        rides, bound = _exactly(choice, rides, Limits(STEPS, seconds, effort.workers), seed)
    filled = _with(bare, rides)
    cost = shelf_terms(network, routing, filled)
    run = SolverRun(
        solver=SOLVER,
        version=ortools.__version__,
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=RunStatus.OPTIMAL if bound == total(cost) else RunStatus.FEASIBLE,
        cost=cost,
        bound=None if bound is None else Dong(bound),
        relaxation="" if bound is None else FOR_THESE,
        runtime_ms=round((time.monotonic() - began) * 1000),
    )
    return Solved(filled, run)


def with_shelves(
    network: Network, quarter: Quarter, routing: Routing, rotation: Rotation, *, like: Draft
) -> Rotation:
    """Return a rotation with boxes on the vans' own shelves, quickly: those of before first."""
    bare, again = without_shelves(rotation), frozenset(_rides_again(like, routing))
    return _with(bare, _by_hand(_choice(network, quarter, routing, bare), again))


def _rides_again(like: Draft, routing: Routing) -> Iterator[Ride]:
    """Yield the rides of before on the van-days that there are still."""
    van_days = {trip.id: (trip.days[0].day, trip.van) for trip in like[0].trips}
    now = {(trip.days[0].day, trip.van): trip.id for trip in routing.trips}
    gone = {load.trip: set(load.boxes) for load in without_shelves(like[1]).loads}
    for load in like[1].loads:
        trip = now.get(van_days[load.trip])
        if trip is not None:
            yield from ((box, trip) for box in load.boxes if box not in gone.get(load.trip, ()))


def without_shelves(rotation: Rotation) -> Rotation:
    """Return a rotation whose trips load only what they hand in."""
    gone: dict[TripId, set[BoxId]] = {}
    for one in rotation.exchanges:
        gone.setdefault(one.trip, set()).update(one.handed_in)
    loads = (
        (load.trip, tuple(box for box in load.boxes if box in gone.get(load.trip, ())))
        for load in rotation.loads
    )
    kept = tuple(Load(trip=trip, boxes=boxes) for trip, boxes in loads if boxes)
    return rotation.model_copy(update={"loads": kept})


def _with(rotation: Rotation, rides: list[Ride]) -> Rotation:
    loaded = {load.trip: set(load.boxes) for load in rotation.loads}
    for box, trip in rides:
        loaded.setdefault(trip, set()).add(box)
    loads = tuple(
        Load(trip=trip, boxes=tuple(sorted(boxes))) for trip, boxes in sorted(loaded.items())
    )
    return rotation.model_copy(update={"loads": loads})


def _choice(network: Network, quarter: Quarter, routing: Routing, bare: Rotation) -> _Choice:
    sessions = {trip: Counter(stops) for trip, stops in mobile_stops(network, routing).items()}
    facts = followed(network, quarter, routing, bare)
    vans = {van.id: van for van in network.vans}
    trips = [trip for trip in routing.trips if sessions[trip.id]]
    room = {
        trip.id: (
            vans[trip.van].boxes - facts.fullest[trip.id][0],
            vans[trip.van].payload - facts.fullest[trip.id][1],
        )
        for trip in trips
    }
    spans = {trip.id: span_of(quarter, trip) for trip in trips}
    depots = {trip.id: vans[trip.van].depot for trip in trips}
    fit = [box for box in network.boxes if _may_ride(box, network)]
    rides = tuple(
        (box.id, trip.id)
        for trip in trips
        for box in fit
        if _lies(facts, box.id, depots[trip.id], spans[trip.id])
        and _free_on(box, trip, network)
        and not _stands_elsewhere(facts, box, trip.id)
    )
    return _Choice(
        network=network,
        boxes={box.id: box for box in network.boxes},
        places={place.id: place for place in network.places},
        rides=rides,
        spans=spans,
        sessions=sessions,
        room=room,
    )


def _may_ride(box: Box, network: Network) -> bool:
    """S12, S13, S14, S20: say whether a box may serve on a mobile van at all."""
    least = network.rules.title_stock.value
    kept = {it.id for it in network.titles if it.restricted or it.stock < least}
    return (
        box.mobile_allowed
        and box.state is not BoxState.IN_REPAIR
        and bool(box.copies)
        and not kept.intersection(box.titles)
    )


def _free_on(box: Box, trip: Trip, network: Network) -> bool:
    """S12, S16, S19: say whether nothing holds a box on the days of a trip."""
    first, last = trip.days[0].day, trip.days[-1].day
    spans = [(it.first_day, it.last_day) for it in box.unavailable]
    spans += [(pin.first_day, pin.last_day) for pin in network.pins if pin.box == box.id]
    lost = box.lost_from is not None and box.lost_from <= last
    return not (lost or any(begins <= last and first <= ends for begins, ends in spans))


def _lies(facts: Followed, box: BoxId, depot: PlaceId, span: tuple[int, int]) -> bool:
    return any(
        lying.depot == depot and lying.since <= span[0] and span[1] <= lying.until
        for lying in facts.lying.get(box, ())
    )


def _stands_elsewhere(facts: Followed, box: Box, trip: TripId) -> bool:
    """S15: say whether a title of a box stands at a rotation point while the trip is out."""
    shown = facts.shown.get(trip, frozenset())
    return any(title in box.titles and other != box.id for title, other in shown)


def _by_hand(choice: _Choice, preferred: frozenset[Ride] = frozenset()) -> list[Ride]:
    """Return rides: the preferred ones, then trip by trip in the order of leaving the dearest."""
    taken: dict[TripId, list[BoxId]] = {trip: [] for trip in choice.spans}
    times: Counter[tuple[BoxId, PlaceId]] = Counter()
    busy: dict[BoxId, list[tuple[int, int]]] = {}
    offered: dict[TripId, list[BoxId]] = {}
    for box, trip in choice.rides:
        offered.setdefault(trip, []).append(box)
    in_order = sorted(offered, key=lambda name: (choice.spans[name], name))
    for wanted in (preferred, None):
        for trip in in_order:
            span, sessions = choice.spans[trip], choice.sessions[trip]
            worth = {
                box: sum(
                    choice.gain(box, place, times[box, place], more)
                    for place, more in sessions.items()
                )
                for box in offered[trip]
                if (wanted is None or (box, trip) in wanted)
                and not any(_meet(span, other) for other in busy.get(box, ()))
            }
            for box in sorted(worth, key=lambda name: (-worth[name], name)):
                if worth[box] > 0 and _has_room(choice, trip, [*taken[trip], box]):
                    taken[trip].append(box)
                    busy.setdefault(box, []).append(span)
                    for place, more in sessions.items():
                        times[box, place] += more
    return [(box, trip) for trip, boxes in taken.items() for box in boxes]


def _has_room(choice: _Choice, trip: TripId, boxes: list[BoxId]) -> bool:
    most, grams = choice.room[trip]
    return len(boxes) <= most and sum(choice.boxes[box].weight for box in boxes) <= grams


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _exactly(
    choice: _Choice, start: list[Ride], limits: Limits, seed: int
) -> tuple[list[Ride], int | None]:
    """Return the best rides that CP-SAT finds from a start, and a bound on their cost."""
    program, chosen = cp_model.CpModel(), set(start)
    rides = {ride: program.new_bool_var(f"{ride[0]}:{ride[1]}") for ride in choice.rides}
    for ride, var in rides.items():
        program.add_hint(var, ride in chosen)
    for trip, (most, grams) in choice.room.items():
        here = [(choice.boxes[box], var) for (box, of), var in rides.items() if of == trip]
        program.add(sum(var for _, var in here) <= most)
        program.add(sum(box.weight * var for box, var in here) <= grams)
    for one, other in _together(choice):
        program.add_at_most_one(rides[one], rides[other])
    program.maximize(sum(gain * var for gain, var in _levels(choice, program, rides)))
    solver = new_solver(limits, seed)
    status = solver.solve(program)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return start, None
    found = [ride for ride, var in rides.items() if solver.boolean_value(var)]
    return found, -round(solver.best_objective_bound)


def _together(choice: _Choice) -> Iterator[tuple[Ride, Ride]]:
    """Yield the rides of one box that would be out at the same time."""
    by_box: dict[BoxId, list[TripId]] = {}
    for box, trip in choice.rides:
        by_box.setdefault(box, []).append(trip)
    for box, trips in by_box.items():
        ordered = sorted(trips, key=lambda trip: choice.spans[trip])
        for number, one in enumerate(ordered):
            for other in ordered[number + 1 :]:
                if choice.spans[other][0] >= choice.spans[one][1]:
                    break
                yield (box, one), (box, other)


def _levels(
    choice: _Choice, program: cp_model.CpModel, rides: Mapping[Ride, cp_model.IntVar]
) -> Iterator[tuple[int, cp_model.IntVar]]:
    """Yield what each further session of a box at a place gains, with whether it is held."""
    held: dict[tuple[BoxId, PlaceId], list[cp_model.IntVar]] = {}
    for (box, trip), var in rides.items():
        for place, times in choice.sessions[trip].items():
            held.setdefault((box, place), []).extend([var] * times)
    for (box, place), sessions in held.items():
        levels = [program.new_bool_var("") for _ in sessions]
        program.add(sum(levels) <= sum(sessions))
        for lower, upper in pairwise(levels):
            program.add_implication(upper, lower)
        for number, level in enumerate(levels):
            yield choice.gain(box, place, number, 1), level
