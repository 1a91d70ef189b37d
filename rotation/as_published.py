"""Keep boxes on the ways of a published plan: only those that its changed trips touch are open.

The trips of the new plan are those of the old one but for some. A box that rides on none of these
stays on its way; one whose way is broken, or meets a broken one, is decided anew in a small exact
model in which leaving a way that still can be gone has the price of a change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from rotation.breaches import forced_price, misses_its_pins
from rotation.candidates import Candidates, StayOption, no_candidates, stay_between
from rotation.events import Call, Events, Visit, calls_of, events_of
from rotation.itineraries import rotation_of
from rotation.listing import stays_of
from rotation.model import Breach, RotationModel
from rotation.neighbourhoods import by_box, has_room, opened
from rotation.objective import minimise
from rotation.program import build
from rotation.rework import chosen_stays
from rotation.search import Limits, new_solver
from rotation.shelves import without_shelves
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus, Stay, Trip
from vongsach.quarter import Quarter
from vongsach.solving import Kept, Solved
from vongsach.units import BoxId, PlaceId

STEPS, STEPS_A_STAY = 0.5, 1 / 8_000
"""Deterministic seconds of CP-SAT, and more for each stay to choose from."""
MOST_OPEN = 60
"""Boxes opened at once; where more meet, only those whose way is broken are."""
MOST_SPARE = 6
"""Boxes that wait in a depot, all quarter or at last, and are opened beside them."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A stay of the published plan, by the visits of the new trips at which it begins and ends."""

    stay: Stay
    option: StayOption | None
    """``None``: it begins or ends at a visit that is not made any more."""


def kept_ways(
    solved: Solved[Rotation],
    network: Network,
    quarter: Quarter,
    routing: Routing,
    *,
    kept: Kept,
    freed: frozenset[PlaceId],
    seed: int,
) -> Solved[Rotation]:
    """Return a rotation on the published ways where that is worth more than one found anew.

    Every box that stands elsewhere than published, or at other times, counts the price of a change,
    but for boxes that were to lie in a depot: nobody waits for them. ``freed`` are places where
    boxes were to stand that are lost.
    """
    if kept.like is None or not kept.change_price:
        return solved
    bare = no_candidates(network, quarter, events_of(network, quarter, routing), kept)
    case = _Case(bare, routing, kept.like[0], without_shelves(kept.like[1]), freed)
    chosen = _near(case, price=kept.change_price, seed=seed)
    if chosen is None:
        return solved
    found = rotation_of(bare, chosen)
    price, before = kept.change_price, kept.like[1]
    anew, near = (
        total(rotation_terms(network, quarter, one)) + price * changed(before, one, freed)
        for one in (solved.decision, found)
    )
    forced = forced_price(bare, chosen_stays(bare, routing, solved.decision))
    if near >= anew or forced_price(bare, chosen) > forced:
        return solved
    cost, run = rotation_terms(network, quarter, found), solved.run
    status = run.status
    if status is RunStatus.OPTIMAL and run.bound != total(cost):
        status = RunStatus.FEASIBLE
    return Solved(found, run.model_copy(update={"cost": cost, "status": status}))


def changed(before: Rotation, after: Rotation, freed: frozenset[PlaceId]) -> int:
    """Return how many boxes that were to stand somewhere do so elsewhere, or at other times.

    One that comes to a freed place besides is none of them.
    """
    old, new = _by_box(before.stays), _by_box(after.stays)
    return sum(
        any(stay in stays or stay.place not in freed for stay in stays ^ new.get(box, set()))
        for box, stays in old.items()
    )


def _by_box(stays: Iterable[Stay]) -> dict[BoxId, set[Stay]]:
    found: dict[BoxId, set[Stay]] = {}
    for stay in stays:
        found.setdefault(stay.box, set()).add(stay)
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """The new trips with what may be chosen on them, and the published plan."""

    bare: Candidates
    routing: Routing
    before: Routing
    rotation: Rotation
    freed: frozenset[PlaceId]


def _near(case: _Case, *, price: int, seed: int) -> tuple[StayOption, ...] | None:
    """Return stays that leave most boxes on their ways; ``None``: none were found."""
    bare, ways = case.bare, _ways(case)
    stand = {_drive(trip) for trip in case.before.trips}
    broken = _broken(case, ways)
    places = {way.stay.place for box in broken for way in ways[box]} | case.freed
    places |= {
        stop.place
        for trip in case.routing.trips
        if _drive(trip) not in stand
        for day in trip.days
        for stop in day.stops
    }
    places |= {pin.place for pin in bare.goals if pin.box in broken and pin.place is not None}
    for free in _openings(bare, ways, broken, places):
        near = places | {way.stay.place for box in free for way in ways[box]}
        at = [place for place in bare.events.visits_at if place in near]
        offered = by_box(stays_of(bare, sorted(free), at))
        found = _decided(bare, ways, offered, freed=case.freed, price=price, seed=seed)
        if found is not None and has_room(bare, found):
            return found
    return None


def _drive(trip: Trip) -> tuple[object, ...]:
    """Return what of a trip matters to boxes: a new name or crew does not."""
    return trip.van, trip.days


def _ways(case: _Case) -> dict[BoxId, list[_Way]]:
    """Return the published stays of each box in the order of time, on the new trips."""
    bare, calls = case.bare, calls_of(case.before)
    now = _visits(bare.events, case.routing)
    begun: dict[tuple[object, ...], Call] = {}
    ended: dict[tuple[object, ...], Call] = {}
    for one in case.rotation.exchanges:
        call = calls[one.trip, one.day, one.position]
        begun |= {(box, call[0], one.day): call for box in one.handed_in}
        ended |= {(box, call[0], one.day): call for box in one.taken_out}
    ways: dict[BoxId, list[_Way]] = {box: [] for box in bare.boxes}
    for stay in sorted(case.rotation.stays, key=lambda stay: stay.first_day):
        if stay.box not in ways or stay.place not in bare.places:
            continue
        first = begun.get((stay.box, stay.place, stay.first_day))
        last = stay.last_day and ended.get((stay.box, stay.place, stay.last_day))
        option = None
        if (first is None or first in now) and (last is None or last in now):
            ends = now[first] if first else None, now[last] if last else None
            option = stay_between(bare, stay.box, stay.place, ends)
        ways[stay.box].append(_Way(stay, option))
    return {box: _allowed(bare, box, stays) for box, stays in ways.items()}


def _allowed(bare: Candidates, box: BoxId, way: list[_Way]) -> list[_Way]:
    """Return a way without the stays that its box must not make any more."""
    at = [place for place in bare.events.visits_at if any(one.stay.place == place for one in way)]
    offered = set(stays_of(bare, [box], at))
    return [one if one.option in offered else replace(one, option=None) for one in way]


def _visits(events: Events, routing: Routing) -> Mapping[Call, Visit]:
    calls = calls_of(routing)
    return {
        calls[events.voyages[visit.voyage].trip, visit.day, visit.position]: visit
        for visit in events.visits
    }


def _broken(case: _Case, ways: Mapping[BoxId, list[_Way]]) -> set[BoxId]:
    """Return the boxes that ride on a trip that is not as it was, or must not go their way."""
    stand = {_drive(trip) for trip in case.routing.trips}
    gone = {trip.id for trip in case.before.trips if _drive(trip) not in stand}
    riding = {box for load in case.rotation.loads if load.trip in gone for box in load.boxes}
    riding |= {
        box
        for one in case.rotation.exchanges
        if one.trip in gone
        for box in (*one.handed_in, *one.taken_out)
    }
    lame = {box for box, stays in ways.items() if any(way.option is None for way in stays)}
    lame |= {
        box
        for box, stays in ways.items()
        if misses_its_pins(case.bare, box, [way.option for way in stays if way.option is not None])
    }
    return {box for box in riding | lame if box in ways}


def _openings(
    bare: Candidates,
    ways: Mapping[BoxId, list[_Way]],
    broken: set[BoxId],
    places: set[PlaceId],
) -> Iterator[frozenset[BoxId]]:
    """Yield boxes to decide anew: the broken ones with some spare, then all that meet them."""
    idle = sorted(
        (box for box, stays in ways.items() if _lies_at_last(bare, box, stays)),
        key=lambda box: (len(ways[box]), box),
    )
    spare = {box for box in idle if box not in broken}
    few = frozenset(broken | set([box for box in idle if box in spare][:MOST_SPARE]))
    meeting = {box for box, stays in ways.items() if any(way.stay.place in places for way in stays)}
    many = few | meeting
    if len(many) <= MOST_OPEN:
        yield many
    yield few


def _lies_at_last(bare: Candidates, box: BoxId, way: list[_Way]) -> bool:
    """Say whether a box is in a depot when the quarter ends."""
    return (
        way[-1].stay.last_day is not None
        if way
        else (bare.boxes[box].stands_at in bare.events.depots)
    )


def _decided(
    bare: Candidates,
    ways: Mapping[BoxId, list[_Way]],
    offered: Mapping[BoxId, tuple[StayOption, ...]],
    *,
    freed: frozenset[PlaceId],
    price: int,
    seed: int,
) -> tuple[StayOption, ...] | None:
    """Return the stays of all boxes, those that are offered stays decided anew."""
    free = offered.keys()
    chosen = {
        box: tuple(way.option for way in stays if way.option is not None)
        for box, stays in ways.items()
        if box not in free
    }
    kept = tuple(option for stays in chosen.values() for option in stays)
    if not free:
        return kept
    part = opened(bare, offered, chosen, free)
    start = [way.option for box in sorted(free) for way in ways[box] if way.option is not None]
    model = build(part, [option for option in start if option in set(part.stays)])
    for box in sorted(free):
        _price_a_change(model, box, ways[box], price=price, freed=freed)
    minimise(model)
    steps = STEPS + len(part.stays) * STEPS_A_STAY
    solver = new_solver(Limits(steps, None, 1), seed)
    if solver.solve(model.program) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    found = (option for option, stay in model.chosen_from() if solver.boolean_value(stay))
    return (*kept, *found)


def _price_a_change(
    model: RotationModel, box: BoxId, way: list[_Way], *, price: int, freed: frozenset[PlaceId]
) -> None:
    """Let a box pay for leaving a way that it could go; a broken way is left in any case.

    A box that was to lie in a depot all quarter has no way to leave, and none leaves its way that
    comes to a freed place besides.
    """
    wanted = {one.option for one in way}
    own = [(option, stay) for option, stay in model.chosen_from() if option.box == box]
    if not way or None in wanted or not wanted <= {option for option, _ in own}:
        return
    left = model.program.new_bool_var(f"changed:{box}")
    for option, stay in own:
        if option in wanted:
            model.program.add(left >= 1 - stay)
        elif option.place not in freed:
            model.program.add(left >= stay)
    model.breaches.append(Breach(left, price, soft=True))
