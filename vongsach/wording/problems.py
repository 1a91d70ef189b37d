"""Word the problems of the input: where, what stands there, why it is wrong, how to repair it."""

from collections.abc import Iterable

from vongsach.errors import Level, Problem
from vongsach.output.presentation import plain
from vongsach.wording.codes import code_sentence
from vongsach.words import Language, say

ORDER = (Level.ERROR, Level.WARNING, Level.ASSUMPTION)


def problem_lines(problems: Iterable[Problem], language: Language) -> list[str]:
    """Return all problems, the worst first; equal ones in one sheet and column are shown once."""
    groups = grouped(problems)
    lines: list[str] = []
    for group in groups:
        lines += _problem(group[0], language)
        if len(group) > 1:
            others = ", ".join(plain(problem.cell) for problem in group[1:6] if problem.cell)
            key = "errors.problem.same_in" if others else "errors.problem.same"
            more = "…" if len(group) > 6 else ""  # noqa: PLR2004 -- the one shown and five cells
            lines.append(say(language, key, count=len(group) - 1, cells=others + more))
        lines.append("")
    return [*lines, count_line(groups, language)]


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the worst first, else in their order."""
    return sorted(problems, key=lambda found: ORDER.index(found.level))


def grouped(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Return problems in groups of equal ones in one sheet and column, the worst first."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sorted_problems(problems):
        kind = (problem.code, problem.level, problem.file, problem.sheet, problem.column)
        groups.setdefault(kind, []).append(problem)
    return list(groups.values())


def told(problem: Problem, language: Language) -> tuple[str, str]:
    """Return what is wrong and how to repair it."""
    facts = _facts(problem)
    message = code_sentence(problem.code, facts, language) or problem.code
    return message, code_sentence(problem.code, facts, language, "fix") or ""


def problem_document(problem: Problem, language: Language) -> dict[str, object]:
    """Return one problem as data, with its sentences."""
    message, fix = told(problem, language)
    return problem.model_dump(mode="json") | {"message": message, "fix": fix}


def _problem(problem: Problem, language: Language) -> list[str]:
    message, fix = told(problem, language)
    level = say(language, f"errors.level.{problem.level}")
    lines = [f"{level} {problem.code}  {_where(problem, language)}".rstrip()]
    stands = [
        say(language, f"errors.problem.{name}", **{name: plain(value)})
        for name, value in (("value", problem.value), ("row_key", problem.row_key))
        if value
    ]
    if stands:
        lines.append("  " + "    ".join(stands))
    lines.append(f"  {message}")
    word = "note" if problem.level is Level.ASSUMPTION else "fix"
    return [*lines, "  " + say(language, f"errors.problem.{word}", fix=fix)] if fix else lines


def _where(problem: Problem, language: Language) -> str:
    parts = [
        say(language, f"errors.where.{name}", **{name: plain(value)})
        for name, value in (
            ("sheet", problem.sheet),
            ("cell", problem.cell),
            ("column", problem.column),
        )
        if value
    ]
    if problem.file and not problem.sheet:
        parts.insert(0, plain(problem.file))
    return ", ".join(parts)


def _facts(problem: Problem) -> dict[str, str]:
    own = {
        name: str(getattr(problem, name))
        for name in ("file", "sheet", "cell", "column", "row_key", "value")
    }
    return own | problem.facts


def count_line(groups: Iterable[list[Problem]], language: Language) -> str:
    """Return in one line how many problems there are of each level."""
    found = [problem.level for group in groups for problem in group]
    return say(language, "errors.problem.count", **{level: found.count(level) for level in ORDER})
