"""Leave boxes on the ways that were published, where trips stand and little is gained otherwise."""

from vongsach.check import check_plan
from vongsach.differences import differences
from vongsach.objective import rotation_terms, shelf_terms
from vongsach.plan import CostTerm, Plan, RunStatus, SolverRun
from vongsach.planning import Planned
from vongsach.replanning.keeping import Now


def boxes_as_before(planned: Planned, plan: Plan, now: Now, price: int) -> Planned:
    """Return a plan with the boxes of the one that it replaces, if that is worth keeping.

    That is so where both have the same trips, the checker finds the old ways of the boxes in order,
    and other ways gain no more than ``price``, in đồng, for each box that they send elsewhere.
    """
    moved = len(differences(plan, planned.plan).boxes)
    if not moved or planned.plan.routing.trips != plan.routing.trips:
        return planned
    network, rotation = now.network, plan.rotation
    terms = (
        *rotation_terms(network, plan.quarter, rotation),
        *shelf_terms(network, plan.routing, rotation),
    )
    known = {term.name: term for term in terms}
    runs = tuple(
        _restated(run, tuple(known.get(term.name, term) for term in run.cost))
        for run in planned.plan.runs
    )
    same = planned.plan.model_copy(update={"rotation": rotation, "runs": runs})
    report = check_plan(same, network, now.travel)
    gained = sum(term.dong for term in report.cost) - sum(term.dong for term in planned.report.cost)
    if not report.ok or gained > price * moved:
        return planned
    return Planned(same, report)


def _restated(run: SolverRun, cost: tuple[CostTerm, ...]) -> SolverRun:
    """Return the report of a run with other terms: its bound holds, what it proved best may not."""
    if cost == run.cost:
        return run
    best = run.bound is not None and sum(term.dong for term in cost) == run.bound
    status = RunStatus.FEASIBLE if run.status is RunStatus.OPTIMAL and not best else run.status
    return run.model_copy(update={"cost": cost, "status": status})
