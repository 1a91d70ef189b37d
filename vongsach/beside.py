"""Lay plans, or a plan and its scenarios, beside each other as the verb ``compare`` asks."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vongsach.changing import Unknown, changed, every_road_known
from vongsach.comparing import Compared, compare, read_scenarios
from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.planning import program_version
from vongsach.replanning import Now, Solvers
from vongsach.solving import NOTHING
from vongsach.store import Stored
from vongsach.trying import MakeTravel
from vongsach.wording.answers import Answer
from vongsach.wording.comparison import compare_answer, compare_page, table_of
from vongsach.words import Language
from vongsach.workbook.table import write_table
from vongsach.workspace import write_whole

FEWEST, MOST = 2, 3
FEW_PLANS, MANY_PLANS = "few_plans", "many_plans"


def compared(plans: Sequence[tuple[str, Stored]]) -> tuple[Compared, ...]:
    """Return the figures of stored plans beside each other.

    Raises
    ------
    FileError
        There are fewer than two, or more than fit beside each other.
    """
    if len(plans) < FEWEST:
        raise FileError(FEW_PLANS)
    if len(plans) > MOST:
        raise FileError(MANY_PLANS, most=str(MOST), count=str(len(plans)))
    rows = [(name, one.plan, one.network, one.travel) for name, one in plans]
    return compare(rows)


def compared_scenarios(
    first: tuple[str, Stored],
    path: Path,
    *,
    travel: MakeTravel,
    solvers: Solvers,
    unknown: Unknown = every_road_known,
) -> tuple[Compared, ...]:
    """Return a stored plan beside plans of the same quarter with the scenarios of a file.

    They are made as hard as the stored one was, and from its seed: what differs comes of what is
    changed, unless the first says why it is not to be repeated.
    """
    name, stored = first
    plans = [(name, stored.plan, stored.network, stored.travel)]
    quarter = stored.plan.quarter
    runs = stored.plan.runs
    if runs:
        effort = replace(solvers.effort, level=max(run.effort for run in runs))
        solvers = replace(solvers, effort=effort, seed=runs[0].seed)
    for scenario in read_scenarios(path, stored.network, quarter, unknown=unknown):
        network = changed(stored.network, quarter, scenario.changes)
        now = Now(network, travel(network, quarter))
        planned = solvers.plan(now, stored.plan, NOTHING)
        plans.append((scenario.name, planned.plan, network, now.travel))
    was, *others = compare(plans)
    return (replace(was, unrepeatable=unrepeatable(stored.plan)), *others)


def unrepeatable(plan: Plan) -> str:
    """Return why a plan that is made anew need not come out the same; empty where it does.

    ``replanned``: it was made around another one. ``timed``: how far its search came hung on the
    clock. ``unknown``: nothing says how it was made. ``program``: another version made it.
    """
    if plan.made_from.replaces is not None:
        return "replanned"
    if not plan.runs:
        return "unknown"
    if any(run.seconds_limit is not None for run in plan.runs):
        return "timed"
    return "program" if plan.made_from.program != program_version() else ""


def comparison(
    found: Sequence[Compared],
    *,
    network: Network | None,
    folder: Path,
    page: bool,
    sheet: bool,
    language: Language,
) -> Answer:
    """Return the comparison, written as a page and as a sheet where that is asked."""
    if network is None:
        raise FileError(FEW_PLANS)
    files = []
    if page:
        text = compare_page(found, network, language)
        files.append(
            write_whole(folder / "so-sanh.html", lambda path: path.write_text(text, "utf-8"))
        )
    if sheet:
        rows = table_of(found, language)
        files.append(write_whole(folder / "so-sanh.xlsx", lambda path: write_table(path, rows)))
    return compare_answer(found, network, files, language)
