"""Write all problems as one page that a browser shows without any network."""

from collections.abc import Sequence
from html import escape
from typing import Final

from vongsach.errors import Level, Problem
from vongsach.output.inlining import refuse_external
from vongsach.output.presentation import plain
from vongsach.wording.problems import count_line, grouped
from vongsach.wording.remarks import COLOURS, headers, line_of
from vongsach.words import Language, say

_STYLE: Final = """
body { font-family: "Libertinus Serif", "Noto Serif", serif; margin: 1.5rem; color: #111 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top }
th { background: #1f4e78; color: #fff }
td { overflow-wrap: anywhere }
@media print { body { margin: 0; font-size: 9pt } tr { break-inside: avoid } }
"""
_MOST_CELLS: Final = 500
"""Cells that one line lists; the workbook itself shows the others."""


def problem_page(head: str, problems: Sequence[Problem], language: Language) -> str:
    """Return the page: what the workbook holds, how much is wrong, and every problem.

    Equal problems of one column are one line with all their cells. Whatever comes from the
    workbook is text, never markup.

    Parameters
    ----------
    head
        What the workbook holds, in one line; empty where it cannot be read.
    problems
        All of them.
    language
        Language of the page.
    """
    groups = grouped(problems)
    title = say(language, "errors.table.title")
    count = count_line(groups, language) if problems else say(language, "cli.done.clean")
    named = "".join(f"<th>{escape(name)}</th>" for name in headers(language))
    rows = "\n".join(_row(group, language) for group in groups)
    styles = _STYLE + "\n".join(f".{level} {{ background: #{COLOURS[level]} }}" for level in Level)
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{styles}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"<p>{escape(plain(head))}</p>\n<p><strong>{escape(count)}</strong></p>\n"
        f"<table>\n<thead><tr>{named}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        "</body>\n</html>\n"
    )
    refuse_external(page)
    return page


def _row(group: Sequence[Problem], language: Language) -> str:
    first = group[0]
    level, sheet, _, *rest = line_of(first, language)
    cells = ", ".join(problem.cell for problem in group[:_MOST_CELLS] if problem.cell)
    if len(group) > _MOST_CELLS:
        cells += ", …"
    texts = "".join(f"<td>{escape(plain(text))}</td>" for text in (sheet, cells, *rest))
    return f'<tr><td class="{first.level}">{escape(level)}</td>{texts}</tr>'
