"""Test the decomposition of large rotations: its arrays, its paths, its bound and its ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from typing_extensions import override

from rotation import master, prove_rotation, solve, solve_rotation
from rotation.breaches import price_of_a_breach
from rotation.candidates import Candidates
from rotation.chart import in_order
from rotation.charting import charted, rates
from rotation.events import events_of
from rotation.listing import candidates_of
from rotation.offers import Offers
from rotation.prices import Rows
from rotation.pricing import SCALE
from tests.builders import QUARTER, a_place, a_plan, a_travel, day
from tests.rotation_cases import broken_by, places_and_boxes, rotations, rules_with, tours
from vongsach.closures import Pin
from vongsach.measures import measure
from vongsach.network import Network
from vongsach.objective import fit_percent, matched_copies, rotation_terms, total
from vongsach.plan import Rotation, Routing, RunStatus
from vongsach.solving import NOTHING, Effort, Kept, Progress, Solved, Unwatched, Watch
from vongsach.wording.summary import summary_lines


def whole(network: Network, routing: Routing) -> Candidates:
    return candidates_of(network, QUARTER, events_of(network, QUARTER, routing))


def under_prices(
    network: Network,
    routing: Routing,
    *,
    effort: Effort | None = None,
    watch: Watch | None = None,
    kept: Kept = NOTHING,
) -> Solved[Rotation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", -1)
        return solve_rotation(
            network,
            QUARTER,
            routing,
            effort=effort or Effort(level=1),
            seed=1,
            watch=watch or Unwatched(),
            kept=kept,
        )


@given(rotations())
@settings(max_examples=30)
def test_a_stay_is_offered_alone_as_in_the_list(case: tuple[Network, Routing]) -> None:
    """Looking one stay up gives what listing all gives, and no other."""
    found = whole(*case)
    listed = {(stay.box, stay.place, stay.begins, stay.ends): stay for stay in found.stays}
    offers = Offers(found)
    for box in found.boxes:
        for place, visits in found.events.visits_at.items():
            ends = [None, *(visit.index for visit in visits)]
            for begins in ends:
                for end in ends:
                    if begins is None or end is None or begins < end:
                        key = box, place, begins, end
                        assert offers.find(*key) == listed.get(key)


@given(rotations())
@settings(max_examples=30)
def test_rates_are_those_of_the_objective(case: tuple[Network, Routing]) -> None:
    """The arrays say what one box is worth at one place as the objective does."""
    found = whole(*case)
    boxes, places = tuple(found.boxes.values()), tuple(found.places.values())
    table = rates(found, boxes, places)
    for row, box in enumerate(boxes):
        for column, place in enumerate(places):
            fits = fit_percent(box, place) >= found.rules.audience_fit.value and place.shelf > 0
            lent = not found.still.intersection(box.titles)
            worth = found.rules.reader_value.value * place.readers * matched_copies(box, place)
            assert table[row, column] == (worth if fits and lent else -1)


@pytest.mark.parametrize("hard", [True, False])
def test_a_pin_that_is_kept_from_the_start_leaves_a_bound(hard: bool) -> None:  # noqa: FBT001
    """A is to stand where it stands already: what the pin is worth is no part of the bound."""
    pin = Pin(place="P1", box="A", first_day=day(0), last_day=day(80), hard=hard, reason="fair")
    network = places_and_boxes(["P1", "P2"], ["A@P1", "S"], pins=(pin,))
    routing = tours((20, ["P1", "P2"]), (60, ["P2", "P1"]))
    found = under_prices(network, routing)
    assert ("A", None) in {(stay.box, stay.last_day) for stay in found.decision.stays}
    assert found.run.bound is not None
    best = -sum(stay.value for stay in whole(network, routing).stays)
    assert best <= found.run.bound <= total(found.run.cost)


def test_a_shelf_that_is_too_full_is_emptied_under_prices() -> None:
    """Two boxes stood where one may: the surplus goes, and what cannot go is paid for."""
    network = places_and_boxes(["P1"], ["A@P1", "B@P1"])
    emptied = under_prices(network, tours((40, ["P1"])))
    assert broken_by(network, tours((40, ["P1"])), emptied.decision) == ()
    assert emptied.run.bound is not None
    assert emptied.run.bound <= total(emptied.run.cost)


def test_a_short_rest_lets_a_box_come_back_and_the_bound_hold() -> None:
    """A may come back after 20 days, and no sooner."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2"], rules=rules_with(rest=20))
    routing = tours(*((number, ["P1", "P2"]) for number in (15, 30, 45, 60, 75)))
    found = under_prices(network, routing)
    exact = solve_rotation(
        network, QUARTER, routing, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    assert broken_by(network, routing, found.decision) == ()
    assert found.run.bound is not None
    assert found.run.bound <= total(exact.run.cost) <= total(found.run.cost)


def test_moments_without_an_order_give_no_bound() -> None:
    """A stop that starts when its trip is back already is nothing to build a path on."""
    network = places_and_boxes(["P1"], ["A@P1", "S"])
    events = events_of(network, QUARTER, tours((20, ["P1"])))
    still = replace(events.voyages[0], returns=events.voyages[0].leaves)
    assert in_order(events) is not None
    assert in_order(replace(events, voyages=(still,))) is None


def test_around_kept_exchanges_no_bound_is_claimed_and_that_is_told() -> None:
    """A part of a quarter that is too large for the whole model says that nothing is proven."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"])
    routing = tours((20, ["P1", "P2"]), (60, ["P2", "P1"]))
    first, over = under_prices(network, routing).decision, routing.trips[0]
    kept = Kept(
        trips=(over,),
        open_from=day(30),
        loads=tuple(load for load in first.loads if load.trip == over.id),
        exchanges=tuple(one for one in first.exchanges if one.trip == over.id),
        settled=frozenset({over.id}),
    )
    found = under_prices(network, routing, kept=kept)
    assert found.run.bound is None
    assert broken_by(network, routing, found.decision) == ()
    plan = a_plan(routing=routing, rotation=found.decision, runs=(found.run,))
    measures = measure(plan, network, a_travel(network))
    assert "chưa có cận nào được chứng minh" in "\n".join(summary_lines(measures, "vi"))
    assert "no bound is proven" in "\n".join(summary_lines(measures, "en"))


class Stopping(Unwatched):
    """Ask to stop after some reports."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    @override
    def report(self, progress: Progress) -> None:
        """Count down."""
        assert 0 <= progress.done <= 1
        self.left -= 1

    @override
    def stopped(self) -> bool:
        """Say whether enough was seen."""
        return self.left < 0


@pytest.mark.parametrize("reports", [1, 5])
def test_whoever_stops_it_keeps_a_rotation_and_a_bound(reports: int) -> None:
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"])
    routing = tours((20, ["P1", "P2"]), (60, ["P2", "P1"]))
    found = under_prices(network, routing, watch=Stopping(reports))
    assert found.run.status is RunStatus.STOPPED
    assert found.run.bound is None or found.run.bound <= total(found.run.cost)
    assert broken_by(network, routing, found.decision) == ()


def test_seconds_end_it() -> None:
    """No time at all: the rotation by hand, or better."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"])
    routing = tours((20, ["P1", "P2"]), (60, ["P2", "P1"]))
    found = under_prices(network, routing, effort=Effort(level=5, seconds=0.0))
    assert broken_by(network, routing, found.decision) == ()
    assert found.run.bound is not None
    assert found.run.bound <= total(found.run.cost)


def test_it_repeats_itself() -> None:
    names = [f"P{number}" for number in range(6)]
    network = places_and_boxes(names, [*(f"{name}-box@{name}" for name in names), "S1", "S2"])
    routing = tours((15, names[:3]), (16, names[3:]), (45, names[::2]), (70, names[1::2]))
    first, second = under_prices(network, routing), under_prices(network, routing)
    assert first.decision == second.decision
    assert first.run.bound == second.run.bound


def test_of_many_columns_only_the_likely_ones_are_chosen_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The linear relaxation says which: the rotation keeps every rule and is worth as much."""
    names = [f"P{number}" for number in range(6)]
    network = places_and_boxes(names, [*(f"{name}-box@{name}" for name in names), "S1", "S2"])
    routing = tours((15, names[:3]), (16, names[3:]), (45, names[::2]), (70, names[1::2]))
    all_columns = under_prices(network, routing)
    monkeypatch.setattr(master, "MANY", 0)
    likely = under_prices(network, routing)
    assert broken_by(network, routing, likely.decision) == ()
    assert total(likely.run.cost) <= 0.99 * total(all_columns.run.cost) < 0
    assert likely.run.bound == all_columns.run.bound


def test_a_rotation_found_otherwise_is_proven() -> None:
    """What the joint improvement asks for: a bound on boxes for trips that it changed."""
    network = places_and_boxes(["P1", "P2"], ["A@P1", "B@P2", "S"])
    routing = tours((20, ["P1", "P2"]), (60, ["P2", "P1"]))
    found = under_prices(network, routing)
    proof = prove_rotation(network, QUARTER, routing, found.decision, watch=Unwatched())
    assert proof is not None
    assert proof.bound <= total(rotation_terms(network, QUARTER, found.decision))


def test_grams_have_a_price_of_their_own() -> None:
    """A van that could carry more boxes than their weight allows has rows of grams."""
    network = places_and_boxes(
        ["P1", "P2"], ["A@P1", "S"], places=(a_place("KHO", shelf=0), a_place("P1"), a_place("P2"))
    )
    found = whole(network, tours((20, ["P1", "P2"])))
    chart = charted(found, price_of_a_breach(found))
    assert chart is not None
    tight = replace(chart, room=chart.room._replace(weight=np.full(3, 15_000)))
    rows = Rows(tight, 10**8)
    assert rows.limited[-3:].all()
    free = rows.priced(rows.whole(np.zeros(len(rows.room))))
    dear = rows.whole(np.where(np.arange(len(rows.room)) >= len(rows.room) - 3, 10.0 * SCALE, 0.0))
    assert rows.priced(dear).best.profit.sum() < free.best.profit.sum()
