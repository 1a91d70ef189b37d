"""Plan the rest of a quarter anew around what stands, and tell what that costs and changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from vongsach.check import Promise, Violation, check_promise
from vongsach.differences import Differences, differences
from vongsach.errors import NoPlanError
from vongsach.improving import Joint
from vongsach.plan import Plan, Replaced, ReplanMode
from vongsach.planning import Planned, plan_quarter
from vongsach.replanning.boxes import boxes_as_before
from vongsach.replanning.keeping import Now, Wish, keep
from vongsach.solving import Effort, Kept, RotationSolver, RoutingSolver, ShelfSolver, Watch

TOO_MANY_CHANGES = "too_many_changes"
PIN_BROKEN, PIN_LOST = "pin_broken", "pin_lost"
"""No plan keeps a pin; and so none does any more, now that something has changed."""

PRICES = (10, 100, 100_000)
"""How many times dearer a change becomes, one try after the other, until few enough are left."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Solvers:
    """Who plans, how hard, and who looks on."""

    routing: RoutingSolver
    rotation: RotationSolver
    effort: Effort
    seed: int
    watch: Watch
    shelves: ShelfSolver | None = None
    """Who chooses what vans carry for their mobile sessions; ``None``: nobody does anew."""
    joint: Joint | None = None
    """Who improves trips and boxes together where nothing is kept; ``None``: nobody does."""

    def plan(
        self, now: Now, plan: Plan, kept: Kept, *, replaces: Replaced | None = None
    ) -> Planned:
        """Return a plan for the quarter of another, around what is kept."""
        return plan_quarter(
            now.network,
            plan.quarter,
            now.travel,
            solve_routing=self.routing,
            solve_rotation=self.rotation,
            solve_shelves=self.shelves,
            joint=self.joint,
            effort=self.effort,
            seed=self.seed,
            watch=self.watch,
            kept=kept,
            replaces=replaces,
        )


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan that takes the place of another."""

    planned: Planned
    changes: Differences
    broken_promises: tuple[Violation, ...]
    """What the checker finds against the mode's promise: nothing, or our fault."""
    cost: int
    """Of the new plan, in đồng, all terms."""
    free_cost: int | None
    """Of a plan of the same remainder that keeps no promise; ``None``: it was not asked for."""

    @property
    def stability_cost(self) -> int | None:
        """Return what keeping promises costs; never below 0, for who is free may keep as well."""
        return None if self.free_cost is None else max(0, self.cost - self.free_cost)


def replan(
    plan: Plan, now: Now, wish: Wish, solvers: Solvers, *, beside_free: bool = True
) -> Replanned:
    """Return the rest of a plan's quarter planned anew, judged by the checker in both ways.

    Parameters
    ----------
    plan
        As it was published.
    now
        What holds by now; the past can be told with it.
    beside_free
        Plan the same remainder once more without promises, to say what keeping them costs.

    Raises
    ------
    NoPlanError
        The mode cannot be kept, too many published visits would change, or what has changed leaves
        no way of keeping a hard pin.
    """
    kept = keep(plan, now, wish)
    make = partial(solvers.plan, now, plan, replaces=wish.of(plan))
    try:
        planned = _with_few_changes(plan, kept, wish, make)
    except NoPlanError as error:
        if error.code != PIN_BROKEN:
            raise
        raise NoPlanError(PIN_LOST, **error.facts) from error
    planned = boxes_as_before(planned, plan, now, wish.change_price)
    promise = Promise(plan, planned.plan, wish.of(plan), now.network, now.travel)
    free = _free_cost(planned.plan, now, wish, solvers) if beside_free else None
    return Replanned(
        planned=planned,
        changes=differences(plan, planned.plan),
        broken_promises=check_promise(promise),
        cost=cost_of(planned),
        free_cost=free,
    )


def cost_of(planned: Planned) -> int:
    """Return the checker's sum of all terms, in đồng."""
    return sum(term.dong for term in planned.report.cost)


def _with_few_changes(
    plan: Plan, kept: Kept, wish: Wish, make: Callable[[Kept], Planned]
) -> Planned:
    """Return a plan with no more changes than allowed: changes get dearer until that is so.

    Raises
    ------
    NoPlanError
        Not even the dearest change brings them below what is allowed.
    """
    planned = make(kept)
    if wish.most_changes is None:
        return planned
    price = max(1, kept.change_price)
    found = [differences(plan, planned.plan).unkept]
    for times in PRICES:
        if found[-1] <= wish.most_changes:
            return planned
        planned = make(replace(kept, change_price=price * times))
        found.append(differences(plan, planned.plan).unkept)
    if found[-1] > wish.most_changes:
        raise NoPlanError(TOO_MANY_CHANGES, least=str(min(found)), most=str(wish.most_changes))
    return planned


def _free_cost(plan: Plan, now: Now, wish: Wish, solvers: Solvers) -> int:
    """Return what a plan costs that goes out from the new one and owes nothing to anybody."""
    free = replace(wish, mode=ReplanMode.FREE, change_price=0, most_changes=None)
    return cost_of(solvers.plan(now, plan, keep(plan, now, free)))
