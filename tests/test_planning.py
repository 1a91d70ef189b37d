"""The one path from a network to a checked plan."""

from tests.builders import QUARTER, a_network, a_travel
from tests.stand_ins import no_moves, stand_in_rotation, stand_in_routing
from vongsach.plan import Plan
from vongsach.planning import Planned, plan_quarter
from vongsach.solving import Effort, Unwatched
from vongsach.store import network_sha256, travel_sha256, without_run_times


def planned(seed: int = 3, **changes: object) -> Planned:
    network = a_network()
    how: dict[str, object] = {
        "solve_routing": stand_in_routing,
        "solve_rotation": stand_in_rotation,
    }
    return plan_quarter(
        network,
        QUARTER,
        a_travel(network),
        effort=Effort(level=4),
        seed=seed,
        watch=Unwatched(),
        **(how | changes),  # type: ignore[arg-type]
    )


def test_the_plan_holds_what_both_solvers_decided_and_is_judged() -> None:
    found = planned()
    assert found.report.ok
    assert [run.solver for run in found.plan.runs] == ["stand-in", "boxes"]
    assert (found.plan.runs[0].seed, found.plan.runs[0].effort) == (3, 4)
    assert found.plan.rotation.stays[0].place == "P1"


def test_the_plan_says_what_it_was_made_from() -> None:
    made_from = planned().plan.made_from
    assert made_from.network_sha256 == network_sha256(a_network())
    assert made_from.travel_sha256 == travel_sha256(a_travel(a_network()))


def test_a_broken_rule_of_a_solver_is_in_the_report() -> None:
    def lies(*args: object, **how: object) -> object:
        solved = stand_in_rotation(*args, **how)  # type: ignore[arg-type]
        kept = solved.decision.model_copy(update={"stays": ()})
        return type(solved)(decision=kept, run=solved.run)

    report = planned(solve_rotation=lies).report
    assert not report.ok
    assert "S11" in {violation.code for violation in report.violations}


def test_equal_runs_give_equal_bytes_apart_from_run_times() -> None:
    def text(plan: Plan) -> str:
        return without_run_times(plan).model_dump_json()

    first, second = planned().plan, planned().plan
    slower = second.model_copy(
        update={"runs": tuple(r.model_copy(update={"runtime_ms": 9}) for r in second.runs)}
    )
    assert text(first) == text(slower)
    assert text(first) != text(planned(seed=4).plan)


def test_a_rotation_without_moves_is_a_plan_too() -> None:
    assert planned(solve_rotation=no_moves).plan.rotation.stays == ()
