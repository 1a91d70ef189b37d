"""Recognise sheets and columns by their names, in any language, with or without accents."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from vongsach.words import LANGUAGES, Language, say
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Sheet
from vongsach.workbook.grid import Grid, Raw, RawSheet, address, as_typed
from vongsach.workbook.records import Findings, Found
from vongsach.workbook.sheets import IGNORED_SHEETS, SHEETS
from vongsach.workbook.texts import fold, fold_header

HEADER_WITHIN = 10
"""The header is looked for in the first rows that hold something: a title may stand above."""

_NUMBER = re.compile(r"^\d+\s*")


def find_sheets(
    grid: Grid, findings: Findings, sheets: Sequence[Sheet] = SHEETS
) -> dict[str, Found]:
    """Return the recognised sheets by key; note what is missing, doubled or not understood."""
    chosen = _choose(grid, findings, sheets)
    found = {}
    for sheet in sheets:
        if sheet.key in chosen:
            raw, language = chosen[sheet.key]
            if raw.rows:
                found[sheet.key] = _columns(sheet, raw, language, findings)
            elif sheet.compulsory:
                findings.in_file(Code.NO_ROWS, sheet=raw.name)
        elif sheet.compulsory:
            findings.in_file(Code.NO_SHEET, sheet=sheet.title(_language_of(chosen)))
        else:
            findings.in_file(Code.SHEET_MISSING, sheet=sheet.title(_language_of(chosen)))
    return found


def is_named(raw: RawSheet, sheet: Sheet) -> bool:
    """Say whether a sheet bears one of the names of a layout."""
    names = {sheet.key, *sheet.synonyms, *(sheet.title(language) for language in LANGUAGES)}
    return plain_name(raw.name) in {plain_name(name) for name in names}


def find_columns(sheet: Sheet, raw: RawSheet, findings: Findings) -> Found:
    """Return a sheet that is no part of the workbook, with its columns recognised."""
    return _columns(sheet, raw, LANGUAGES[0], findings)


def _choose(
    grid: Grid, findings: Findings, sheets: Sequence[Sheet]
) -> dict[str, tuple[RawSheet, Language]]:
    names = _sheet_names(sheets)
    chosen: dict[str, tuple[RawSheet, Language]] = {}
    for raw in grid.sheets:
        key, language = names.get(plain_name(raw.name), ("", LANGUAGES[0]))
        if key in IGNORED_SHEETS:
            continue
        if not key:
            if raw.rows:
                guess = difflib.get_close_matches(plain_name(raw.name), names, n=1)
                meant = say(LANGUAGES[0], f"workbook.sheet.{names[guess[0]][0]}") if guess else ""
                findings.in_file(Code.SHEET_IGNORED, sheet=raw.name, guess=meant or "–")
        elif key in chosen:
            findings.in_file(Code.SHEET_TWICE, sheet=raw.name, other=chosen[key][0].name)
        else:
            chosen[key] = raw, language
    return chosen


def _language_of(chosen: Mapping[str, tuple[RawSheet, Language]]) -> Language:
    languages = [language for _, language in chosen.values()]
    return max(LANGUAGES, key=languages.count)


def plain_name(name: str) -> str:
    """Return the name of a sheet without its number, accents and case."""
    return _NUMBER.sub("", fold(name)) or fold(name)


def _sheet_names(sheets: Sequence[Sheet]) -> dict[str, tuple[str, Language]]:
    names: dict[str, tuple[str, Language]] = {}
    for language in reversed(LANGUAGES):
        for key in (*(sheet.key for sheet in sheets), *IGNORED_SHEETS):
            names[plain_name(say(language, f"workbook.sheet.{key}"))] = key, language
    for sheet in sheets:
        for name in (sheet.key, *sheet.synonyms):
            names.setdefault(plain_name(name), (sheet.key, LANGUAGES[0]))
    return names


def _columns(sheet: Sheet, raw: RawSheet, language: Language, findings: Findings) -> Found:
    known = known_headers(sheet)
    header = max(
        raw.rows[:HEADER_WITHIN],
        key=lambda row: len({known[name] for name in _folded(row.cells) if name in known}),
    )
    places: dict[str, int] = {}
    headers: dict[str, str] = {}
    for place, (name, cell) in enumerate(zip(_folded(header.cells), header.cells, strict=True)):
        where = address(place, header.number)
        typed = as_typed(cell)
        key = known.get(name)
        if key is None:
            if name:
                guess = difflib.get_close_matches(name, known, n=1)
                meant = _header_of(sheet, known[guess[0]], language) if guess else "–"
                findings.in_file(
                    Code.COLUMN_IGNORED, sheet=raw.name, cell=where, header=typed, guess=meant
                )
        elif key in places:
            other = address(places[key], header.number)
            findings.in_file(
                Code.COLUMN_TWICE, sheet=raw.name, cell=where, header=typed, other=other
            )
        else:
            places[key], headers[key] = place, typed
    found = Found(sheet, raw, language, header.number, places, headers)
    for column in sheet.columns:
        if column.required and column.key not in places:
            findings.in_column(Code.NO_COLUMN, found, column)
    return found


def _folded(cells: tuple[Raw, ...]) -> Iterator[str]:
    return (fold_header(cell) if isinstance(cell, str) else "" for cell in cells)


def known_headers(sheet: Sheet) -> dict[str, str]:
    """Return every header that is understood, folded, with the key of its column."""
    known: dict[str, str] = {}
    for column in sheet.columns:
        for language in LANGUAGES:
            known[fold_header(sheet.header(column, language))] = column.key
    for column in sheet.columns:
        for name in (column.key, *column.synonyms):
            known.setdefault(fold_header(name), column.key)
    return known


def _header_of(sheet: Sheet, key: str, language: Language) -> str:
    return sheet.header(next(c for c in sheet.columns if c.key == key), language)
