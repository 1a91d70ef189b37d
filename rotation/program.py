"""Put the whole model together: variables, constraints, objective, and where to begin."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from rotation.candidates import Candidates, StayOption
from rotation.constraints import CONSTRAINTS
from rotation.model import RotationModel, add_hint, new_model
from rotation.objective import forced_breaches, minimise


def build(candidates: Candidates, start: Iterable[StayOption] = ()) -> RotationModel:
    """Return the model of a rotation, with the stays to begin from where there are any."""
    model = new_model(candidates)
    for constraint in CONSTRAINTS:
        constraint(model)
    minimise(model)
    chosen = tuple(start)
    if chosen:
        add_hint(model, chosen)
    return model


def price_of(model: RotationModel) -> int:
    """Return what the stays that a model begins from pay for rules that they cannot keep.

    Soft pins are not counted.

    Raises
    ------
    RuntimeError
        They break a rule that can be kept: our fault.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.fix_variables_to_their_hinted_value = True
    if solver.solve(model.program) != cp_model.OPTIMAL:
        msg = "the stays to begin from break a rule of the model"
        raise RuntimeError(msg)
    return solver.value(forced_breaches(model))
