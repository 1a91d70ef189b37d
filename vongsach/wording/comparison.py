"""Word plans beside each other: on the terminal, as a page, as rows of a sheet."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from vongsach.comparing import Compared
from vongsach.network import Network
from vongsach.output.inlining import refuse_external
from vongsach.output.presentation import Presentation, plain
from vongsach.wording.answers import Answer
from vongsach.wording.changes import box_line, difference_document, visit_lines
from vongsach.words import Language, say

STYLE = """
body { font-family: "Libertinus Serif", "Noto Serif", serif; margin: 1.5rem; color: #111 }
table { border-collapse: collapse } th, td { border: 1px solid #999; padding: .3rem .5rem }
td + td, th + th { text-align: right } th { background: #1f4e78; color: #fff }
"""


Figure = int | float | None


def table_of(compared: Sequence[Compared], language: Language) -> list[list[str | Figure]]:
    """Return a head and one row for each figure, its name and then the numbers themselves.

    ``None`` where a plan has no such figure: the first plan does not differ from itself.
    """
    rows: list[list[str | Figure]] = [
        [say(language, f"compare.{key}"), *(one.figures[key] for one in compared)]
        for key in compared[0].figures
    ]
    found = [one.differences for one in compared]
    moved = [None if one is None else one.unkept for one in found]
    boxes = [None if one is None else len(one.boxes) for one in found]
    return [
        [say(language, "compare.figure"), *(plain(one.name) for one in compared)],
        *rows,
        [say(language, "compare.moved"), *moved],
        [say(language, "compare.boxes"), *boxes],
    ]


def rows_of(compared: Sequence[Compared], language: Language) -> list[list[str]]:
    """Return the table as people read it on a screen or a page."""
    show = Presentation(language)
    return [
        [cell if isinstance(cell, str) else _value(cell, show) for cell in row]
        for row in table_of(compared, language)
    ]


def _value(value: Figure, show: Presentation) -> str:
    if value is None:
        return "–"
    return show.number(value) if isinstance(value, int) else show.decimal(value)


def compare_answer(
    compared: Sequence[Compared], network: Network, files: Sequence[Path], language: Language
) -> Answer:
    """Answer with the table, the differences of each from the first, and files written."""
    rows = rows_of(compared, language)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return Answer(
        lines=[
            *lines,
            *_differences(compared, network, language),
            *(say(language, "cli.done.written", path=path) for path in files),
        ],
        document={
            "plans": [
                {
                    "name": one.name,
                    "figures": dict(one.figures),
                    "unrepeatable": one.unrepeatable,
                    "differences": difference_document(one.differences, network)
                    if one.differences
                    else None,
                }
                for one in compared
            ],
            "files": [str(path) for path in files],
        },
        next_step=say(language, "cli.verb.compare.next"),
    )


def _differences(compared: Sequence[Compared], network: Network, language: Language) -> list[str]:
    lines = []
    for one in compared:
        if one.unrepeatable:
            told = say(language, f"compare.{one.unrepeatable}", name=plain(one.name))
            lines += ["", told]
        if one.differences is not None:
            lines += ["", say(language, "compare.against", name=plain(one.name))]
            lines += visit_lines(one.differences, network, language)
            lines += box_line(one.differences.boxes, language)
    return lines


def compare_page(compared: Sequence[Compared], network: Network, language: Language) -> str:
    """Return the same as one page that opens with no network; names are text, never markup."""
    head, *rows = rows_of(compared, language)
    title = escape(say(language, "compare.title"))
    named = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    notes = "".join(
        f"<p>{escape(line)}</p>\n" for line in _differences(compared, network, language) if line
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n"
        f"<table>\n<thead><tr>{named}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n{notes}"
        "</body>\n</html>\n"
    )
    refuse_external(page)
    return page
