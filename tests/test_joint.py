"""Trips and boxes improved together cost no more, break nothing, repeat, and stop when asked."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from typing_extensions import override

from rotation import open_boxes, prove_rotation, solve_rotation
from routing import open_trips, solve_routing
from routing.case import read_case
from routing.solve import construct, make_desk
from routing.tables import make_routing
from routing.trip_moves import MOVES
from routing.variations import board_of
from tests.builders import QUARTER, a_box, a_place, a_service, a_travel
from tests.rotation_cases import a_tour, places_and_boxes, rules_with
from tests.routing_cases import blamed, some_places, workdays
from tests.stand_ins import a_run
from tests.strategies import Case as Drawn
from tests.test_valid_plans import NOT_OURS, planned
from vongsach import improving
from vongsach.check import Severity, check_plan
from vongsach.improving import Case, Draft, Improved, Joint, after_improvement, improve_jointly
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms, shelf_terms, total
from vongsach.plan import Plan, Rotation, Routing, RunStatus
from vongsach.planning import plan_quarter
from vongsach.quarter import Quarter
from vongsach.solving import (
    BoxReworker,
    Effort,
    Kept,
    Progress,
    Solved,
    Unwatched,
    Variation,
    Watch,
)

JOINT = Joint(open_trips, open_boxes, prove_rotation)


def improved(case: Case, draft: Draft, watch: Watch | None = None, **effort: Any) -> Improved:
    how = Effort(**{"level": 1} | effort)
    return improve_jointly(case, draft, JOINT, effort=how, seed=1, watch=watch or Unwatched())


def cost(case: Case, draft: Draft) -> int:
    return (
        total(routing_terms(case.network, case.quarter, draft.routing, case.travel))
        + total(rotation_terms(case.network, case.quarter, draft.rotation))
        + total(shelf_terms(case.network, draft.routing, draft.rotation))
    )


def errors_of(case: Case, draft: Draft, plan: Plan) -> list[str]:
    made = plan.model_copy(
        update={"routing": draft.routing, "rotation": draft.rotation, "runs": ()}
    )
    report = check_plan(made, case.network, case.travel)
    found = [one.code for one in report.violations if one.severity is Severity.ERROR]
    return sorted(set(found) - NOT_OURS)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(planned())
def test_a_valid_plan_stays_valid_and_costs_no_more(drawn: tuple[Drawn, Plan]) -> None:
    """Whatever plan it begins from."""
    network, plan = drawn[0].network, drawn[1]
    case = Case(network, plan.quarter, drawn[0].travel)
    draft = Draft(plan.routing, plan.rotation)
    found = improved(case, draft)
    assert errors_of(case, found.draft, plan) == []
    facts = {fact.name: fact.value for fact in found.run.facts}
    assert cost(case, draft) - cost(case, found.draft) == facts["gain"] >= 0


def a_case_to_turn_round() -> tuple[Case, Draft]:
    """Return a trip from P1 to P2, where P2 holds what P1's many readers have not seen."""
    network = places_and_boxes(
        ["P1", "P2"],
        ["A@P1", "B@P2"],
        places=(
            a_place("KHO", shelf=0, readers=0),
            a_place("P1", shelf=1, readers=900),
            a_place("P2", shelf=1, readers=10),
        ),
        services=tuple(a_service(name, visits=1) for name in ("P1", "P2")),
    )
    case = Case(network, QUARTER, a_travel(network))
    solve = {"effort": Effort(level=1), "seed": 1, "watch": Unwatched()}
    trip = a_tour(11, ["P1", "P2"])
    rotation = solve_rotation(network, QUARTER, Routing(trips=(trip,)), **solve).decision  # type: ignore[arg-type]
    return case, Draft(Routing(trips=(trip,)), rotation)


def test_a_trip_is_turned_round_for_what_rides_on_it() -> None:
    """The box of the last stop can be brought to the first one only if the trip is reversed."""
    case, draft = a_case_to_turn_round()
    found = improved(case, draft, level=2)
    stops = [stop.place for trip in found.draft.routing.trips for stop in trip.days[0].stops]
    arrived = {
        (box, stops[one.position])
        for one in found.draft.rotation.exchanges
        for box in one.handed_in
    }
    assert ("B", "P1") in arrived
    assert cost(case, found.draft) < cost(case, draft)
    assert found.trips_changed


def test_equal_runs_end_equal() -> None:
    """Nothing but the running time differs."""
    case, draft = a_case_to_turn_round()
    first, second = improved(case, draft), improved(case, draft)
    assert first.draft == second.draft
    assert first.run.model_copy(update={"runtime_ms": 0}) == second.run.model_copy(
        update={"runtime_ms": 0}
    )


class Stops(Unwatched):
    """Ask to stop at once."""

    @override
    def stopped(self) -> bool:
        """Say yes."""
        return True


def test_it_ends_when_asked_and_when_its_seconds_are_over() -> None:
    """What it began with is kept."""
    case, draft = a_case_to_turn_round()
    by_hand, late = improved(case, draft, Stops()), improved(case, draft, seconds=0.0)
    assert (by_hand.draft, by_hand.run.status) == (draft, RunStatus.STOPPED)
    assert (late.draft, late.run.status) == (draft, RunStatus.FEASIBLE)
    assert not late.trips_changed


def test_the_bound_on_boxes_is_proven_anew_where_trips_have_changed() -> None:
    """A bound speaks of its trips; without a proof on the new ones none is told."""
    case, draft = a_case_to_turn_round()
    found = improved(case, draft, level=2)
    runs = [a_run(cost=(), bound=-(10**9)), a_run(solver="boxes", bound=-1, relaxation="old")]
    told = after_improvement(case, runs, found, JOINT, watch=Unwatched())
    value = total(rotation_terms(case.network, QUARTER, found.draft.rotation))
    assert total(told[1].cost) == value
    assert told[1].bound is not None
    assert told[1].bound <= value
    assert told[1].relaxation.startswith("itineraries")
    assert told[0].bound == -(10**9)
    unproven = Joint(open_trips, open_boxes)
    bare = after_improvement(case, runs, found, unproven, watch=Unwatched())
    assert (bare[1].bound, bare[1].relaxation) == (None, "")
    same = Improved(draft, found.run, trips_changed=False)
    assert after_improvement(case, runs, same, unproven, watch=Unwatched())[1].bound == -1


def test_a_rotation_that_breaks_a_rule_is_not_taken() -> None:
    """The checker has the last word on every change."""
    case, draft = a_case_to_turn_round()

    def invents(network: Network, quarter: Quarter) -> BoxReworker:
        assert (network, quarter) == (case.network, QUARTER)

        def rework(rotation: Rotation, variation: Variation, seed: int) -> Rotation:
            assert (variation.before, seed) != (variation.routing, -1)
            stays = tuple(
                stay.model_copy(update={"place": "P1", "box": "B", "last_day": None})
                for stay in rotation.stays
            )
            return rotation.model_copy(update={"stays": stays})

        return rework

    found = improve_jointly(
        case,
        draft,
        Joint(open_trips, invents),
        effort=Effort(level=1),
        seed=1,
        watch=Unwatched(),
    )
    assert found.draft == draft


@pytest.mark.parametrize("kind", [name for name, _ in MOVES])
def test_every_move_keeps_every_rule_of_trips(kind: str) -> None:
    """Whatever is varied, visits, gaps, openings, shifts and pauses stay right."""
    network = some_places(
        5, visits=3, min_gap_days=10, max_gap_days=60, openings=workdays(7.5, 11.5)
    )
    travel = a_travel(network, seconds=1500)
    board = construct(make_desk(read_case(network, QUARTER, travel)), lambda _: False)
    vary, routing, kinds = open_trips(network, QUARTER, travel), make_routing(board), 0
    for seed in range(120):
        variation = vary(routing, seed)
        if variation is None or variation.kind != kind:
            continue
        kinds += 1
        now = total(routing_terms(network, QUARTER, variation.routing, travel))
        before = total(routing_terms(network, QUARTER, routing, travel))
        assert now - before == variation.dearer
        run = a_run(cost=(), bound=None)
        assert blamed(network, travel, Solved(variation.routing, run)) == []
        routing = variation.routing
    assert kinds


def test_what_no_board_holds_is_left_alone() -> None:
    """A night that the van may not spend is no trip of ours."""
    case, draft = a_case_to_turn_round()
    trip = draft.routing.trips[0]
    long = trip.model_copy(update={"days": (*trip.days, *trip.days)})
    desk = make_desk(read_case(case.network, QUARTER, case.travel))
    assert board_of(desk, Routing(trips=(long,))) is None
    assert open_trips(case.network, QUARTER, case.travel)(Routing(trips=(long,)), 1) is None


def test_the_whole_path_tells_what_was_gained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The improvement is a run of its own that claims no term; every claim is the checker's sum."""
    monkeypatch.setitem(improving.STEPS, 1, 5)
    network = some_places(4, visits=2)
    boxes = tuple(a_box(f"B{number}") for number in range(4))
    network = network.model_copy(update={"boxes": boxes, "rules": rules_with(stay_least=7)})
    seen: list[str] = []

    class Looks(Unwatched):
        @override
        def report(self, progress: Progress) -> None:
            seen.append(progress.stage)

    found = plan_quarter(
        network,
        QUARTER,
        a_travel(network, seconds=1200),
        solve_routing=solve_routing,
        solve_rotation=solve_rotation,
        joint=JOINT,
        effort=Effort(level=1),
        seed=1,
        watch=Looks(),
    )
    assert found.report.ok
    assert [run.solver for run in found.plan.runs][-1] == "joint"
    assert found.plan.runs[-1].cost == ()
    assert "rotation.stage.joint" in seen


def test_nothing_is_improved_jointly_around_what_is_kept() -> None:
    """A trip that is promised stays as it is, though to turn it round would be worth more."""
    case, draft = a_case_to_turn_round()
    found = plan_quarter(
        case.network,
        QUARTER,
        case.travel,
        solve_routing=solve_routing,
        solve_rotation=solve_rotation,
        joint=JOINT,
        effort=Effort(level=1),
        seed=1,
        watch=Unwatched(),
        kept=Kept(trips=draft.routing.trips),
    )
    assert found.plan.routing.trips == draft.routing.trips
    assert "joint" not in [run.solver for run in found.plan.runs]
