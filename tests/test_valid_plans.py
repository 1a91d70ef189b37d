"""Valid plans are accepted by all that take a plan, and an optimiser is never worse than chance."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotation import solve_rotation
from routing import solve_routing
from tests.strategies import Case, cases
from tests.valid_plans import plans
from vongsach.check import Severity, check_plan
from vongsach.errors import OutOfTime
from vongsach.measures import measure
from vongsach.objective import rotation_terms, routing_terms, shelf_terms, total
from vongsach.output import join
from vongsach.plan import Plan
from vongsach.solving import Effort, Unwatched

# What stood there too long before the quarter, or is overdue, no plan of ours can mend.
NOT_OURS = {"S04"}


@st.composite
def planned(draw: st.DrawFn) -> tuple[Case, Plan]:
    case = draw(cases())
    return case, draw(plans(case))


@given(planned())
def test_the_checker_accepts_a_valid_plan(drawn: tuple[Case, Plan]) -> None:
    case, plan = drawn
    errors = [
        violation
        for violation in check_plan(plan, case.network, case.travel).violations
        if violation.severity is Severity.ERROR and violation.code not in NOT_OURS
    ]
    assert errors == []


@given(planned())
def test_the_checker_and_the_objective_sum_the_same(drawn: tuple[Case, Plan]) -> None:
    case, plan = drawn
    ours = (
        *routing_terms(case.network, case.quarter, plan.routing, case.travel),
        *rotation_terms(case.network, case.quarter, plan.rotation),
        *shelf_terms(case.network, plan.routing, plan.rotation),
    )
    theirs = check_plan(plan, case.network, case.travel).cost
    assert {term.name: term.dong for term in ours} == {term.name: term.dong for term in theirs}


@given(planned())
def test_a_plan_survives_json_and_is_measured_and_joined(drawn: tuple[Case, Plan]) -> None:
    case, plan = drawn
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert measure(plan, case.network, case.travel) == measure(plan, case.network, case.travel)
    assert len(join(plan, case.network, case.travel).trips) == len(plan.routing.trips)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(planned())
def test_no_plan_drawn_by_chance_costs_less_than_the_proven_bound(
    drawn: tuple[Case, Plan],
) -> None:
    """A bound below which a valid plan lies would be no bound."""
    case, plan = drawn
    effort = Effort(level=1)
    try:
        solved = solve_routing(
            case.network, case.quarter, case.travel, effort=effort, seed=1, watch=Unwatched()
        )
    except OutOfTime:
        return
    drawn_cost = total(routing_terms(case.network, case.quarter, plan.routing, case.travel))
    assert solved.run.bound is None or solved.run.bound <= drawn_cost
    rotated = solve_rotation(
        case.network, case.quarter, plan.routing, effort=effort, seed=1, watch=Unwatched()
    )
    if rotated.run.bound is not None:
        by_chance = total(rotation_terms(case.network, case.quarter, plan.rotation))
        assert rotated.run.bound <= by_chance
