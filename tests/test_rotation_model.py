"""Show the whole model in algebra, and compare its optimum with trying everything."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rotation import solve, solve_rotation
from rotation.breaches import forced_price, price_of_a_breach
from rotation.candidates import Candidates
from rotation.charting import charted
from rotation.events import events_of
from rotation.greedy import greedy_stays
from rotation.improve import improve
from rotation.itineraries import rotation_of
from rotation.listing import candidates_of
from rotation.prices import Rows
from rotation.pricing import SCALE
from rotation.program import build, price_of
from rotation.search import Limits
from tests.builders import QUARTER, a_depot, a_place, a_van, day
from tests.conftest import ROOT
from tests.rotation_cases import broken_by, places_and_boxes, rotations, rules_with, tours
from vongsach.boxes import Box
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.objective import rotation_terms, total
from vongsach.plan import Exchange, Load, Rotation, Routing, RunStatus, Stay
from vongsach.solving import Effort, Unwatched
from vongsach.units import PlaceId

GOLDEN = ROOT / "tests" / "golden" / "rotation_model.txt"


def candidates(network: Network, routing: Routing) -> Candidates:
    return candidates_of(network, QUARTER, events_of(network, QUARTER, routing))


def in_algebra(found: Candidates) -> str:
    """Return the model of candidates, one variable or constraint a line."""
    proto = build(found).program.proto
    names = [variable.name for variable in proto.variables]

    def total_of(columns: list[int], factors: list[int]) -> str:
        terms = (
            f"{factor:+d} {names[column]}" for column, factor in zip(columns, factors, strict=True)
        )
        return " ".join(terms)

    lines = [f"{variable.name} in {list(variable.domain)}" for variable in proto.variables]
    lines.append(f"minimise {total_of(list(proto.objective.vars), list(proto.objective.coeffs))}")
    for constraint in proto.constraints:
        if constraint.has_linear():
            linear = constraint.linear
            low, high = list(linear.domain)
            sides = [f"{low} <=" if low > -(2**62) else "", f"<= {high}" if high < 2**62 else ""]
            middle = total_of(list(linear.vars), list(linear.coeffs))
            lines.append(f"{sides[0]} {middle} {sides[1]}".strip())
        elif constraint.has_exactly_one():
            literals = constraint.exactly_one.literals
            lines.append("exactly one of " + ", ".join(names[literal] for literal in literals))
        else:
            literals = constraint.at_most_one.literals
            lines.append("at most one of " + ", ".join(names[literal] for literal in literals))
    return "\n".join(lines) + "\n"


def test_the_model_is_the_one_that_was_reviewed() -> None:
    """The whole model of a tiny network; REFRESH_GOLDEN=1 writes it anew."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"])
    text = in_algebra(candidates(network, tours((40, ["P1", "P2"]))))
    if os.environ.get("REFRESH_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


@dataclass
class Doings:
    """What one box does in a quarter: loaded with trips, handed in and taken out at stops."""

    loads: list[str] = field(default_factory=list)
    handed_in: list[tuple[str, int]] = field(default_factory=list)
    taken_out: list[tuple[str, int]] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


def doings(box: Box, routing: Routing, touched: Sequence[bool]) -> Doings | None:
    """Return what a box does that is moved at the touched stops, or None where it cannot be."""
    did, touches, depot = Doings(), iter(touched), PlaceId("KHO")
    place, since = box.stands_at, box.since
    for trip in routing.trips:
        aboard = False
        for position, stop in enumerate(trip.days[0].stops):
            if not next(touches):
                continue
            if place == stop.place:
                did.stays.append(
                    Stay(box=box.id, place=place, first_day=since, last_day=trip.days[0].day)
                )
                did.taken_out.append((trip.id, position))
                place, aboard = PlaceId(""), True
            elif aboard or place == depot:
                if place == depot:
                    did.loads.append(trip.id)
                did.handed_in.append((trip.id, position))
                place, since, aboard = stop.place, trip.days[0].day, False
            else:
                return None
        place = depot if aboard else place
    if place != depot:
        did.stays.append(Stay(box=box.id, place=place, first_day=since))
    return did


def together(routing: Routing, boxes: Sequence[Box], did: Sequence[Doings]) -> Rotation:
    pairs = list(zip(boxes, did, strict=True))
    return Rotation(
        loads=tuple(
            Load(trip=trip.id, boxes=tuple(box.id for box, one in pairs if trip.id in one.loads))
            for trip in routing.trips
        ),
        exchanges=tuple(
            Exchange(
                trip=trip.id,
                day=trip.days[0].day,
                position=position,
                handed_in=tuple(b.id for b, one in pairs if (trip.id, position) in one.handed_in),
                taken_out=tuple(b.id for b, one in pairs if (trip.id, position) in one.taken_out),
            )
            for trip in routing.trips
            for position in range(len(trip.days[0].stops))
        ),
        stays=tuple(stay for one in did for stay in one.stays),
    )


def best_by_trying(network: Network, routing: Routing) -> int:
    """Return the least cost of all rotations that the checker lets pass, cheapest tried first."""
    stops = sum(len(trip.days[0].stops) for trip in routing.trips)
    options = [
        [
            did
            for touched in product([False, True], repeat=stops)
            if (did := doings(box, routing, touched)) is not None
        ]
        for box in network.boxes
    ]
    priced = [
        [
            (total(rotation_terms(network, QUARTER, Rotation(stays=tuple(did.stays)))), did)
            for did in of_box
        ]
        for of_box in options
    ]
    every = sorted(product(*priced), key=lambda choice: sum(cost for cost, _ in choice))
    for choice in every:
        rotation = together(routing, network.boxes, [did for _, did in choice])
        if not broken_by(network, routing, rotation):
            return sum(cost for cost, _ in choice)
    raise AssertionError


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Network, Routing]:
    """Draw two places, two or three boxes and two trips to both."""
    boxes = ["A@P1", "S", "B@P2"][: draw(st.integers(2, 3))]
    network = places_and_boxes(
        ["P1", "P2"],
        boxes,
        places=(
            a_depot(),
            a_place("P1", readers=draw(st.integers(1, 300)), shelf=draw(st.integers(1, 2))),
            a_place("P2", readers=draw(st.integers(1, 300)), shelf=1),
        ),
        rules=rules_with(rest=draw(st.sampled_from((0, 20, 360))), stay_least=7),
        vans=(a_van(boxes=draw(st.integers(1, 2))),),
    )
    orders = st.permutations(["P1", "P2"])
    days = sorted(draw(st.sets(st.integers(0, 89), min_size=2, max_size=2)))
    return network, tours(*((number, draw(orders)) for number in days))


@given(tiny())
@settings(max_examples=12)
def test_the_optimum_is_the_best_of_all(case: tuple[Network, Routing]) -> None:
    """CP-SAT proves what trying everything finds, and its bound is that number."""
    network, routing = case
    found = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    assert found.run.status is RunStatus.OPTIMAL
    assert total(found.run.cost) == found.run.bound == best_by_trying(network, routing)


@given(rotations())
@settings(max_examples=25)
def test_prices_prove_a_bound_and_itineraries_fit(case: tuple[Network, Routing]) -> None:
    """What large networks get is proven here against the whole model, which accepts the stays."""
    network, routing = case
    whole = candidates(network, routing)
    assume(whole.events.visits)
    exact = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", -1)
        found = solve_rotation(
            network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
        )
    titles = [title for box in network.boxes for title in box.titles]
    apart = len(set(titles)) == len(titles)
    assert exact.run.status is RunStatus.OPTIMAL or not apart
    assert found.run.bound is not None
    assert found.run.bound <= total(exact.run.cost)
    assert total(exact.run.cost) <= total(found.run.cost) or not apart
    assert broken_by(network, routing, found.decision) == ()


@given(rotations(), st.lists(st.integers(0, 10**12), min_size=1, max_size=40))
@settings(max_examples=25)
def test_any_prices_prove_a_bound(case: tuple[Network, Routing], drawn: list[int]) -> None:
    """However wild the prices are, no rotation is better than they say."""
    network, routing = case
    whole = candidates(network, routing)
    breach = price_of_a_breach(whole)
    chart = charted(whole, breach)
    if chart is None:
        return
    rows = Rows(chart, breach)
    prices = rows.whole(np.resize(np.array(drawn, float), len(rows.room)))
    exact = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    assert rows.priced(prices).bound >= -total(exact.run.cost) * SCALE


@given(rotations())
@settings(max_examples=25)
def test_breaches_are_priced_as_in_the_model(case: tuple[Network, Routing]) -> None:
    """The sum from the stays is the model's own; the model accepts the rotation by hand."""
    network, routing = case
    pins = (
        Pin(box=network.boxes[0].id, place="P0", first_day=day(0), last_day=day(60), reason="fair"),
        Pin(box=network.boxes[-1].id, place="KHO", first_day=day(0), last_day=day(60), reason="a"),
    )
    whole = candidates(network.model_copy(update={"pins": pins}), routing)
    start = greedy_stays(whole)
    assert price_of(build(whole, start)) == forced_price(whole, start)


@given(rotations())
@settings(max_examples=15)
def test_improvement_box_by_box_keeps_every_rule(case: tuple[Network, Routing]) -> None:
    """What large networks get: never worse than the start, and the whole model accepts it."""
    network, routing = case
    whole = candidates(network, routing)
    start = greedy_stays(whole)
    better = improve(
        whole, start, rounds=6, limits=Limits(0.5, None, 1), seed=1, watch=Unwatched()
    ).chosen
    assert sum(stay.value for stay in better) >= sum(stay.value for stay in start)
    assert broken_by(network, routing, rotation_of(whole, better)) == ()
    assert price_of(build(whole, better)) == 0
