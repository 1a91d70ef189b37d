"""Lay plans, or a plan and its scenarios, beside each other as the verb ``compare`` asks."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vongsach.changing import Unknown, changed, every_road_known
from vongsach.comparing import Compared, compare, read_scenarios
from vongsach.errors import FileError
from vongsach.network import Network
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

    They are made as hard as the stored one was: what differs comes of what is changed.
    """
    name, stored = first
    plans = [(name, stored.plan, stored.network, stored.travel)]
    quarter = stored.plan.quarter
    levels = [run.effort for run in stored.plan.runs]
    if levels:
        solvers = replace(solvers, effort=replace(solvers.effort, level=max(levels)))
    for scenario in read_scenarios(path, stored.network, quarter, unknown=unknown):
        network = changed(stored.network, quarter, scenario.changes)
        now = Now(network, travel(network, quarter))
        planned = solvers.plan(now, stored.plan, NOTHING)
        plans.append((scenario.name, planned.plan, network, now.travel))
    return compare(plans)


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
