"""State what a rotation is judged by, one function for each term, in đồng."""

from ortools.sat.python import cp_model

from rotation.model import Breach, RotationModel


def reader_value(model: RotationModel) -> cp_model.LinearExprT:
    """Return the reader value of all stays, counted negative: the term of ``docs/models.md``."""
    return cp_model.LinearExpr.weighted_sum(
        model.stays, [-option.value for option in model.candidates.stays]
    )


def breaches(model: RotationModel) -> cp_model.LinearExprT:
    """Return the price of all breaches: no term of the plan's cost.

    0 where every rule can be kept and no soft pin stands against readers; a soft pin that is not
    kept is paid as well.
    """
    return _price(model.breaches)


def forced_breaches(model: RotationModel) -> cp_model.LinearExprT:
    """Return the price of the rules that are broken: 0 wherever every rule can be kept."""
    return _price([breach for breach in model.breaches if not breach.soft])


def dearest_wishes(model: RotationModel) -> int:
    """Return what a rotation pays that meets no soft pin: the most that they may cost it."""
    return sum(breach.price for breach in model.breaches if breach.soft)


def _price(breaches: list[Breach]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum(
        [breach.amount for breach in breaches], [breach.price for breach in breaches]
    )


def minimise(model: RotationModel) -> None:
    """Make the solver look for the least sum of the terms."""
    terms = [reader_value(model), *model.losses, breaches(model)]
    model.program.minimize(cp_model.LinearExpr.sum(terms))
