"""Judge the figures that a plan reports about itself."""

from collections.abc import Iterator

from vongsach.check.costs import cost_of
from vongsach.check.report import Quantity, Violation, error
from vongsach.check.trace import Trace


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
