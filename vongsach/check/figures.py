"""Judge the figures that a plan reports about itself."""

from collections import Counter
from collections.abc import Iterator

from vongsach.check.costs import cost_of
from vongsach.check.report import Quantity, Violation, error
from vongsach.check.trace import Trace
from vongsach.plan import RunStatus


def cost_misstated(trace: Trace) -> Iterator[Violation]:
    """P01: Every cost term that a run claims equals the checker's own sum.

    A term of a name that the objective does not have is wrong whatever it claims.
    """
    own = {term.name: term.dong for term in cost_of(trace)}
    for run in trace.plan.runs:
        for term in run.cost:
            if term.name not in own:
                yield error(
                    "P01",
                    "unknown_term",
                    about=term.name,
                    measured=term.dong,
                    quantity=Quantity.MONEY,
                )
            elif term.dong != own[term.name]:
                yield error(
                    "P01",
                    about=term.name,
                    measured=term.dong,
                    limit=own[term.name],
                    quantity=Quantity.MONEY,
                )


def bound_above_cost(trace: Trace) -> Iterator[Violation]:
    """P05: A proven lower bound of a run is not above the true sum of the terms it bounds.

    The checker's own sums count; a term that it does not know counts as claimed.
    """
    own = {term.name: term.dong for term in cost_of(trace)}
    for run in trace.plan.runs:
        cost = sum(own.get(term.name, term.dong) for term in run.cost)
        if run.bound is not None and run.bound > cost:
            yield error(
                "P05",
                about=run.solver,
                measured=run.bound,
                limit=cost,
                quantity=Quantity.MONEY,
            )


def run_overclaims(trace: Trace) -> Iterator[Violation]:
    """P07: Each cost term is claimed by one run at most, and what is called optimal is proven.

    A run is optimal only where its bound is the true sum of its terms; a bound above it is P05,
    a term that stands twice in one run P03.
    """
    runs = trace.plan.runs
    claims = Counter(name for run in runs for name in {term.name for term in run.cost})
    for name, times in sorted(claims.items()):
        if times > 1:
            yield error("P07", "term", about=name, measured=times, limit=1)
    own = {term.name: term.dong for term in cost_of(trace)}
    for run in runs:
        cost = sum(own.get(term.name, term.dong) for term in run.cost)
        if run.status is RunStatus.OPTIMAL and (run.bound is None or run.bound < cost):
            yield error(
                "P07",
                "unproven" if run.bound is None else "optimal",
                about=run.solver,
                measured=run.bound,
                limit=cost,
                quantity=Quantity.MONEY,
            )
