"""The one path from a network to a checked plan."""

import time
from typing import Any

import pytest

from tests.builders import MONDAY, QUARTER, a_box, a_network, a_travel, day
from tests.stand_ins import no_moves, stand_in_rotation, stand_in_routing
from vongsach.closures import Pin
from vongsach.errors import NoPlanError
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.planning import Planned, plan_quarter
from vongsach.solving import Effort, Unwatched
from vongsach.store import network_sha256, travel_sha256, without_run_times
from vongsach.wording.codes import error_sentence


def planned(
    seed: int = 3,
    network: Network | None = None,
    effort: Effort = Effort(level=4),  # noqa: B008 -- frozen
    **changes: object,
) -> Planned:
    network = network or a_network()
    how: dict[str, object] = {
        "solve_routing": stand_in_routing,
        "solve_rotation": stand_in_rotation,
    }
    return plan_quarter(
        network,
        QUARTER,
        a_travel(network),
        effort=effort,
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


def test_both_solvers_share_the_seconds_that_were_given() -> None:
    given: list[float | None] = []
    to_trips: list[float | None] = []

    def slow(*args: object, effort: Effort, **how: object) -> object:
        to_trips.append(effort.seconds)
        time.sleep(0.2)
        return stand_in_routing(*args, effort=effort, **how)  # type: ignore[arg-type]

    def notes(*args: object, effort: Effort, **how: object) -> object:
        given.append(effort.seconds)
        return stand_in_rotation(*args, effort=effort, **how)  # type: ignore[arg-type]

    how: dict[str, Any] = {"solve_routing": slow, "solve_rotation": notes}
    found = planned(effort=Effort(level=4, seconds=5.0), **how)
    assert planned(effort=Effort(level=4, seconds=0.1), **how).report.ok
    assert to_trips == pytest.approx([3.5, 0.07]), "trips leave something to boxes"
    assert given[0] is not None
    assert 0 < given[0] <= 4.8
    assert given[1] == 0.0
    assert [run.seconds_limit for run in found.plan.runs] == [5.0, 5.0]


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        (Pin(box="B1", reason="r", first_day=MONDAY, last_day=day(9)), "pinned_box_moved"),
        (Pin(box="B1", reason="r", place="P1", first_day=MONDAY, last_day=MONDAY), ""),
        (
            Pin(box="B2", reason="r", place="P1", first_day=MONDAY, last_day=day(9)),
            "pinned_box_elsewhere",
        ),
    ],
)
def test_a_hard_pin_of_a_box_that_is_not_kept_is_no_plan(pin: Pin, code: str) -> None:
    boxes = (a_box("B1"), a_box("B2"))
    network = a_network(boxes=boxes, pins=(pin,))
    if not code:
        assert planned(network=network).report.ok
        return
    with pytest.raises(NoPlanError) as refused:
        planned(network=network)
    assert refused.value.code == code
    assert pin.last_day.strftime("%d/%m/%Y") in error_sentence(refused.value, "vi")
    soft = a_network(boxes=boxes, pins=(pin.model_copy(update={"hard": False}),))
    assert planned(network=soft).report.ok
