"""Take every measure of a plan."""

from vongsach.measures.books import books_of
from vongsach.measures.driving import driving_of
from vongsach.measures.figures import BoundGap, JointGain, Measures
from vongsach.measures.visits import visits_of
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms, shelf_terms, total
from vongsach.plan import Plan, SolverRun
from vongsach.travel import Travel
from vongsach.units import Dong


def measure(plan: Plan, network: Network, travel: Travel) -> Measures:
    """Return the measures of a plan whose every name the network knows."""
    cost = (
        *routing_terms(network, plan.quarter, plan.routing, travel),
        *rotation_terms(network, plan.quarter, plan.rotation),
        *shelf_terms(network, plan.routing, plan.rotation),
    )
    return Measures.model_validate(
        visits_of(plan, network)
        | books_of(plan, network)
        | driving_of(plan, network, travel)
        | {"cost": cost, "bounds": tuple(_bound(run) for run in plan.runs if run.cost)}
        | {"joint": next((_joint(run) for run in plan.runs if not run.cost), None)}
    )


def _joint(run: SolverRun) -> JointGain:
    """Return what a run gained that claims no term: it worked on what others claim."""
    facts = {fact.name: fact.value for fact in run.facts}
    taken = sum(times for name, times in facts.items() if name.startswith("taken."))
    return JointGain(dong=Dong(facts.get("gain", 0)), changes=taken, tried=facts.get("steps", 0))


def _bound(run: SolverRun) -> BoundGap:
    cost = total(run.cost)
    known = run.bound is not None and cost != 0
    return BoundGap(
        solver=run.solver,
        status=run.status,
        cost=Dong(cost),
        bound=run.bound,
        percent=100 * (cost - run.bound) / abs(cost) if run.bound is not None and known else None,
        relaxation=run.relaxation,
    )
