"""Audit a timetable: its defects, its costs, and the same service planned again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from vongsach.audit.cases import VanCase, cycle_weeks, distinct
from vongsach.audit.costs import Figures, driving_of, figures
from vongsach.audit.ground import Ground, on_roads
from vongsach.audit.published import cases_of
from vongsach.check import Severity, check_plan
from vongsach.objective import visit_days
from vongsach.places import Location
from vongsach.plan import MadeFrom, Plan, Rotation, Routing
from vongsach.recurring import CycleSolver
from vongsach.solving import Effort, Watch
from vongsach.timetable.rows import Row, Timetable
from vongsach.units import ServiceId

_LEAST_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an audit is made."""

    ground: Ground
    depots: Mapping[str, Location] = field(default_factory=dict)
    """By the name of the van; others are taken to be based at their most central stop."""
    effort: Effort = Effort()  # noqa: RUF009 -- frozen
    seed: int = 0
    most_changes: int | None = None
    """Also plan a variant in which at most so many stops move to another day."""


@dataclass(frozen=True, slots=True)
class Side:
    """One van planned again."""

    case: VanCase
    plan: Routing
    few: Routing | None
    """The variant of few changes, where one is wanted."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found and what could be."""

    timetable: Timetable
    ground: Ground
    weeks: int
    """Length of a cycle."""
    rows: tuple[Row, ...]
    """Rows that were planned: usable, and each visit once."""
    sides: tuple[Side, ...]
    incumbent: Figures
    plan: Figures
    few: Figures | None
    violations: tuple[str, ...]
    """Codes of the hard rules that the new days break by the checker; empty as it should be."""
    assumed_depots: tuple[str, ...]
    """Vans whose base is not given."""

    @property
    def saving(self) -> float:
        """Return the share of the driving that the plan saves, 0 to 1."""
        return _saving(self.incumbent, self.plan)

    @property
    def few_saving(self) -> float | None:
        """Return the share that the variant of few changes saves."""
        return None if self.few is None else _saving(self.incumbent, self.few)

    @property
    def matrix_kind(self) -> str:
        """Return how distances were found: the kind of the ground, if any road was of use."""
        if self.ground.kind == "roads" and not self.road_share:
            return "assumed"
        return self.ground.kind

    @property
    def road_share(self) -> float:
        """Return the share of pairs of stops that were measured along roads, 0 to 1."""
        matrices = [one for side in self.sides for one in side.case.travel.matrices.values()]
        pairs = sum(len(one.places) * (len(one.places) - 1) for one in matrices)
        return round(sum(map(on_roads, matrices)) / pairs, 4) if pairs else 0.0

    @property
    def served(self) -> int:
        """Return how many stops keep every one of their visits."""
        return sum(len(visit_days(side.plan)) for side in self.sides)

    def moved(self, *, few: bool = False) -> dict[ServiceId, tuple[int, int]]:
        """Return the stops whose weekday changes: from which, to which."""
        found: dict[ServiceId, tuple[int, int]] = {}
        for side in self.sides:
            before = visit_days(side.case.published)
            after = visit_days(side.few if few and side.few is not None else side.plan)
            for name, days in after.items():
                old, new = before[name][0].weekday(), days[0].weekday()
                if old != new:
                    found[name] = (old, new)
        return found

    def changed(self, *, few: bool = False) -> int:
        """Return how many stops have other days than before, in weekday or in week."""
        count = 0
        for side in self.sides:
            before = visit_days(side.case.published)
            after = visit_days(side.few if few and side.few is not None else side.plan)
            count += sum(before[name] != days for name, days in after.items())
        return count


def audit(timetable: Timetable, wanted: Wanted, *, solve_cycle: CycleSolver, watch: Watch) -> Audit:
    """Return the audit of a timetable. A van for which nothing better is found keeps its days.

    Raises
    ------
    FileError
        No row can be used, or the intervals have no common cycle of a year or less.
    """
    rows = distinct(timetable.rows)
    cases = cases_of(timetable, wanted.ground, wanted.depots)
    changes = _shared_out(wanted.most_changes, cases)
    sides = []
    for number, case in enumerate(cases):
        effort = _part_of(wanted.effort, case, cases, halves=wanted.most_changes is not None)
        planned = _planned(case, None, replace(wanted, effort=effort), solve_cycle, watch)
        few = None
        if changes is not None:
            few = _planned(
                case, changes[number], replace(wanted, effort=effort), solve_cycle, watch
            )
            if changes[number] >= len(case.network.services):
                few = min(few, planned, key=lambda one: driving_of(case, one))
        sides.append(Side(case, planned, few))
    few_sides = [(side.case, side.few) for side in sides if side.few is not None]
    return Audit(
        timetable=timetable,
        ground=wanted.ground,
        weeks=cycle_weeks(rows),
        rows=rows,
        sides=tuple(sides),
        incumbent=figures((side.case, side.case.published) for side in sides),
        plan=figures((side.case, side.plan) for side in sides),
        few=figures(few_sides) if changes is not None else None,
        violations=tuple(code for side in sides for code in _violations(side)),
        assumed_depots=tuple(
            mobile
            for mobile in dict.fromkeys(row.mobile for row in rows)
            if mobile not in wanted.depots
        ),
    )


def _planned(  # noqa: PLR0917 -- a case, and how it is solved
    case: VanCase, changes: int | None, wanted: Wanted, solve_cycle: CycleSolver, watch: Watch
) -> Routing:
    solved = solve_cycle(
        case.network,
        case.quarter,
        case.travel,
        published=case.published,
        most_changes=changes,
        effort=wanted.effort,
        seed=wanted.seed,
        watch=watch,
    ).decision
    worse = driving_of(case, solved) > driving_of(case, case.published)
    return case.published if solved.unserved or worse else solved


def _part_of(effort: Effort, case: VanCase, cases: Sequence[VanCase], *, halves: bool) -> Effort:
    """Return the effort for one van: of the seconds, a part by its number of stops."""
    if effort.seconds is None:
        return effort
    share = len(case.network.services) / sum(len(one.network.services) for one in cases)
    seconds = effort.seconds * share / (2 if halves else 1)
    return replace(effort, seconds=max(_LEAST_SECONDS, seconds))


def _shared_out(changes: int | None, cases: Sequence[VanCase]) -> list[int] | None:
    """Return how many stops of each van may move, by the number of its stops."""
    if changes is None:
        return None
    stops = [len(case.network.services) for case in cases]
    given = [changes * count // max(1, sum(stops)) for count in stops]
    left = changes - sum(given)
    by_rest = sorted(range(len(stops)), key=lambda n: -(changes * stops[n] % max(1, sum(stops))))
    return [count + (number in by_rest[:left]) for number, count in enumerate(given)]


def _violations(side: Side) -> list[str]:
    """Return the hard rules that new days break; published days are not ours to judge."""
    if side.plan is side.case.published:
        return []
    plan = Plan(
        quarter=side.case.quarter,
        routing=side.plan,
        rotation=Rotation(),
        runs=(),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program="audit"),
    )
    report = check_plan(plan, side.case.network, side.case.travel)
    return [found.code for found in report.violations if found.severity is Severity.ERROR]


def _saving(before: Figures, after: Figures) -> float:
    return round(1 - after.driving_s / before.driving_s, 4) if before.driving_s else 0.0
