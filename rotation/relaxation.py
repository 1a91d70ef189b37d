"""Prove a bound on a rotation from the linear relaxation of its model."""

import math
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python.expressions import fast_sum
from ortools.math_opt.python.model import Model
from ortools.math_opt.python.parameters import SolverType
from ortools.math_opt.python.result import SolveResult
from ortools.math_opt.python.solve import solve
from ortools.sat.python import cp_model
from ortools.util.python.solve_interrupter import SolveInterrupter

from rotation.search import LOOK_EVERY
from vongsach.solving import Watch

Floats = NDArray[np.float64]
UNLIMITED = 1e15
"""Bounds of rows beyond this number are none."""


@dataclass(frozen=True, slots=True)
class _Linear:
    """Minimise ``cost x`` where ``low <= A x <= high`` and ``least <= x <= most``.

    Entry k of A is ``factors[k]`` in row ``rows[k]`` and column ``columns[k]``, row by row.
    """

    cost: Floats
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    factors: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats


def relaxed_bound(program: cp_model.CpModel, watch: Watch) -> int | None:
    """Return a proven lower bound on the objective of a program; ``None`` where it was stopped.

    The prices of the rows that the simplex method ends with need not be exact: any prices give a
    bound (Lagrange), so it is summed anew from them and lowered by what rounding may have done.
    """
    linear = _linear_form(program)
    prices = _prices(linear, watch)
    return None if prices is None else bound_from_prices(linear, prices)


def bound_from_prices(linear: _Linear, prices: Floats) -> int:
    """Return the bound that prices of the rows prove, whatever they are."""
    usable = np.where(np.isfinite(linear.low), prices, np.minimum(prices, 0.0))
    usable = np.where(np.isfinite(linear.high), usable, np.maximum(usable, 0.0))
    above, below = usable > 0, usable < 0
    rows = np.zeros_like(usable)
    rows[above] = usable[above] * linear.low[above]
    rows[below] = usable[below] * linear.high[below]
    reduced = linear.cost - np.bincount(
        linear.columns, weights=linear.factors * usable[linear.rows], minlength=len(linear.cost)
    )
    columns = np.minimum(reduced * linear.least, reduced * linear.most)
    rounding = 1e-9 * (np.abs(rows).sum() + np.abs(columns).sum() + np.abs(linear.cost).sum())
    return math.floor(float(rows.sum() + columns.sum() - rounding))


def _linear_form(program: cp_model.CpModel) -> _Linear:
    """Read a program whose constraints are all linear, or say how many of some literals hold.

    Raises
    ------
    TypeError
        Something is said in another form: what would be misread proves nothing.
    """
    proto = program.proto
    _must_be_plain(program)
    entries: list[tuple[int, int, int]] = []
    low: list[float] = []
    high: list[float] = []
    for row, constraint in enumerate(proto.constraints):
        if constraint.has_linear():
            domain = list(constraint.linear.domain)
            low.append(domain[0])
            high.append(domain[1])
            terms = zip(constraint.linear.vars, constraint.linear.coeffs, strict=True)
            entries += ((row, column, factor) for column, factor in terms)
            continue
        exactly = constraint.has_exactly_one()
        literals = constraint.exactly_one.literals if exactly else constraint.at_most_one.literals
        low.append(1 if exactly else 0)
        high.append(1)
        entries += ((row, literal, 1) for literal in literals)
    rows, columns, factors = zip(*entries, strict=True)
    domains = np.array([list(variable.domain)[:2] for variable in proto.variables], dtype=float)
    cost = np.zeros(len(domains))
    np.add.at(cost, list(proto.objective.vars), list(proto.objective.coeffs))
    ends = np.array([low, high], dtype=float)
    return _Linear(
        cost=cost,
        rows=np.array(rows, dtype=np.int64),
        columns=np.array(columns, dtype=np.int64),
        factors=np.array(factors, dtype=float),
        low=np.where(ends[0] < -UNLIMITED, -np.inf, ends[0]),
        high=np.where(ends[1] > UNLIMITED, np.inf, ends[1]),
        least=domains[:, 0],
        most=domains[:, 1],
    )


def _must_be_plain(program: cp_model.CpModel) -> None:
    """Refuse what the linear form does not read.

    That is: other constraints, some that hold only under a condition, negated literals, domains
    with holes, and an objective that is shifted, scaled or to be maximised.
    """
    proto = program.proto
    domains = [variable.domain for variable in proto.variables]
    named = list(proto.objective.vars)
    conditions = 0
    for constraint in proto.constraints:
        conditions += len(constraint.enforcement_literal)
        if constraint.has_linear():
            domains.append(constraint.linear.domain)
            named += constraint.linear.vars
        elif constraint.has_exactly_one():
            named += constraint.exactly_one.literals
        elif constraint.has_at_most_one():
            named += constraint.at_most_one.literals
        else:
            conditions += 1
    holes = any(len(domain) != 2 for domain in domains)  # noqa: PLR2004 -- least and most
    shifted = proto.objective.offset != 0 or proto.objective.scaling_factor not in {0, 1}
    if conditions or holes or shifted or min(named, default=0) < 0:
        msg = "the model has no linear form"
        raise TypeError(msg)


def _prices(linear: _Linear, watch: Watch) -> Floats | None:
    model = Model()
    columns = [
        model.add_variable(lb=least, ub=most)
        for least, most in zip(linear.least, linear.most, strict=True)
    ]
    ends = np.searchsorted(linear.rows, np.arange(len(linear.low) + 1))
    rows = [
        model.add_linear_constraint(
            lb=low,
            ub=high,
            expr=fast_sum(
                linear.factors[entry] * columns[linear.columns[entry]]
                for entry in range(ends[row], ends[row + 1])
            ),
        )
        for row, (low, high) in enumerate(zip(linear.low, linear.high, strict=True))
    ]
    model.minimize(
        fast_sum(linear.cost[column] * columns[column] for column in np.flatnonzero(linear.cost))
    )
    result = _solve(model, watch)
    if not result.has_dual_feasible_solution():
        return None
    found = result.dual_values()
    return np.array([found[row] for row in rows])


def _solve(model: Model, watch: Watch) -> SolveResult:
    """Solve in a thread, so that a wish to stop is heard at any time."""
    interrupter = SolveInterrupter()
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(solve, model, SolverType.GLOP, interrupter=interrupter)
        try:
            while not wait({running}, timeout=LOOK_EVERY).done:
                if watch.stopped():
                    interrupter.interrupt()
        finally:
            interrupter.interrupt()
        return running.result()
