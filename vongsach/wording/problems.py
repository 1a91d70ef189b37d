"""Word the problems of the input: where, what stands there, why it is wrong, how to repair it."""

from collections.abc import Iterable

from vongsach.errors import Level, Problem
from vongsach.output.presentation import plain
from vongsach.wording.codes import code_sentence
from vongsach.words import Language, say

ORDER = (Level.ERROR, Level.WARNING, Level.ASSUMPTION)


def problem_lines(problems: Iterable[Problem], language: Language) -> list[str]:
    """Return all problems, the worst first; equal ones in one sheet and column are shown once."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sorted(problems, key=lambda found: ORDER.index(found.level)):
        kind = (problem.code, problem.level, problem.file, problem.sheet, problem.column)
        groups.setdefault(kind, []).append(problem)
    lines: list[str] = []
    for group in groups.values():
        lines += _problem(group[0], language)
        if len(group) > 1:
            others = ", ".join(plain(problem.cell) for problem in group[1:6] if problem.cell)
            key = "errors.problem.same_in" if others else "errors.problem.same"
            more = "…" if len(group) > 6 else ""  # noqa: PLR2004 -- the one shown and five cells
            lines.append(say(language, key, count=len(group) - 1, cells=others + more))
        lines.append("")
    return [*lines, _count(groups.values(), language)]


def problem_document(problem: Problem, language: Language) -> dict[str, object]:
    """Return one problem as data, with its sentences."""
    facts = _facts(problem)
    return problem.model_dump(mode="json") | {
        "message": code_sentence(problem.code, facts, language) or problem.code,
        "fix": code_sentence(problem.code, facts, language, "fix") or "",
    }


def _problem(problem: Problem, language: Language) -> list[str]:
    facts = _facts(problem)
    level = say(language, f"errors.level.{problem.level}")
    lines = [f"{level} {problem.code}  {_where(problem, language)}".rstrip()]
    stands = [
        say(language, f"errors.problem.{name}", **{name: plain(value)})
        for name, value in (("value", problem.value), ("row_key", problem.row_key))
        if value
    ]
    if stands:
        lines.append("  " + "    ".join(stands))
    lines.append(f"  {code_sentence(problem.code, facts, language) or problem.code}")
    fix = code_sentence(problem.code, facts, language, "fix")
    return [*lines, "  " + say(language, "errors.problem.fix", fix=fix)] if fix else lines


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


def _count(groups: Iterable[list[Problem]], language: Language) -> str:
    found = [problem.level for group in groups for problem in group]
    return say(language, "errors.problem.count", **{level: found.count(level) for level in ORDER})
