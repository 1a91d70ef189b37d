"""State what a rotation is judged by, one function for each term, in đồng."""

from ortools.sat.python import cp_model

from rotation.model import RotationModel


def reader_value(model: RotationModel) -> cp_model.LinearExprT:
    """Return the reader value of all stays, counted negative: the term of ``docs/models.md``."""
    return cp_model.LinearExpr.weighted_sum(
        model.stays, [-option.value for option in model.candidates.stays]
    )


def breaches(model: RotationModel) -> cp_model.LinearExprT:
    """Return the price of what the quarter's beginning made impossible to keep.

    No term of the plan's cost: it is 0 wherever every rule can be kept.
    """
    return cp_model.LinearExpr.weighted_sum(
        [breach.amount for breach in model.breaches],
        [breach.price for breach in model.breaches],
    )


def minimise(model: RotationModel) -> None:
    """Make the solver look for the least sum of the terms."""
    model.program.minimize(cp_model.LinearExpr.sum([reader_value(model), breaches(model)]))
