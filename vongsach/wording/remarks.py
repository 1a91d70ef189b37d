"""Word problems as remarks at the cells of the workbook itself."""

from collections.abc import Mapping, Sequence
from typing import Final

from vongsach.errors import Level, Problem
from vongsach.wording.problems import sorted_problems, told
from vongsach.words import Language, say
from vongsach.workbook.annotated import Remark, RemarkSheet

COLOURS: Final[Mapping[Level, str]] = {
    Level.ERROR: "FFC7CE",
    Level.WARNING: "FFEB9C",
    Level.ASSUMPTION: "DDEBF7",
}
COLUMNS: Final = ("level", "sheet", "cell", "column", "row_key", "value", "message", "fix")
_WIDTHS: Final = (18, 18, 8, 22, 14, 24, 60, 60)


def remark_sheet(problems: Sequence[Problem], language: Language) -> RemarkSheet:
    """Return all problems as the first sheet of an annotated workbook, the worst first."""
    return RemarkSheet(
        title=say(language, "workbook.sheet.errors"),
        headers=headers(language),
        widths=_WIDTHS,
        link_column=COLUMNS.index("cell"),
        remarks=[_remark(problem, language) for problem in sorted_problems(problems)],
        colours=COLOURS,
    )


def headers(language: Language) -> tuple[str, ...]:
    """Return the headers of a table of problems."""
    return tuple(say(language, f"errors.table.{name}") for name in COLUMNS)


def line_of(problem: Problem, language: Language) -> tuple[str, ...]:
    """Return what a table of problems says of one, in the order of its columns."""
    message, fix = told(problem, language)
    level = f"{say(language, f'errors.level.{problem.level}')} {problem.code}"
    place = (problem.sheet or problem.file, problem.cell, problem.column)
    return (level, *place, problem.row_key, problem.value, message, fix)


def _remark(problem: Problem, language: Language) -> Remark:
    line = line_of(problem, language)
    level, message, fix = line[0], line[-2], line[-1]
    repair = say(language, "errors.problem.fix", fix=fix) if fix else ""
    note = "\n".join(filter(None, (level, message, repair)))
    return Remark(problem.level, problem.sheet, problem.cell, note, line)
