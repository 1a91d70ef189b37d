"""Render the reference of the workbook, ``docs/workbook.md``, from its columns and codes."""

from collections.abc import Iterator

from vongsach.words import Language, sentences
from vongsach.workbook.cells.choices import Choice, Choices, Words
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.sheets import SHEETS
from vongsach.workbook.sheets_settings import RULE_NAMES

_INTRODUCTION = """\
# The workbook

<!-- Generated from vongsach/workbook: do not edit by hand. -->

`mang-luoi.xlsx` holds everything that the planner knows. One header row, one table a sheet, no
merged cells. Sheets and columns are recognised by their Vietnamese or English names, with or
without accents; the order of columns is free, and columns of your own are left alone. `*`:
compulsory. Only the sheets marked *compulsory* must stand; every default that was used is listed
as an assumption.

`mang-luoi.ods` of LibreOffice is read too, and so is a folder `mang-luoi` of CSV files (UTF-8,
parted by commas, semicolons or tabs), each called like its sheet: `1 Điểm.csv` and so on.
"""

_CODES = """\
## Codes

`E1xx` ends the command with exit code 2; every other `E` with exit code 1, all at once, each at
its cell. `W` is a warning: the value is used. `A` is an assumption: nothing was given.
`E8xx` and `W8xx` are about lists that are imported.

| Code | What is said | Repair |
|---|---|---|
"""


def workbook_page() -> str:
    """Return the reference as Markdown."""
    parts = [_INTRODUCTION, *(_sheet(sheet) for sheet in SHEETS), _codes()]
    return "\n".join(parts)


def _sheet(sheet: Sheet) -> str:
    heading = f"## {sheet.title('vi')} ({sheet.title('en')})"
    mark = "\n\n*Compulsory.*" if sheet.compulsory else ""
    rows = "\n".join(_column(sheet, column) for column in sheet.columns)
    table = f"| Cột | Column | Words | Note |\n|---|---|---|---|\n{rows}"
    return f"{heading}{mark}\n\n{table}\n"


def _column(sheet: Sheet, column: Column) -> str:
    header = {language: _shown(sheet.header(column, language)) for language in ("vi", "en")}
    words = "; ".join(_words(column, "vi"))
    note = _shown(sheet.note(column, "en"))
    return f"| {header['vi']} | {header['en']} | {_shown(words)} | {note} |"


def _words(column: Column, language: Language) -> Iterator[str]:
    match column.kind:
        case Choice(words=Words() as words) | Choices(words=Words() as words):
            if words != RULE_NAMES:
                yield from words.all_words(language)
        case _:
            return


def _codes() -> str:
    english = sentences("en")
    rows = (
        f"| {code} | {_shown(english[f'workbook.{code}.sentence'])}"
        f" | {_shown(english[f'workbook.{code}.fix'])} |"
        for code in Code
    )
    return _CODES + "\n".join(rows) + "\n"


def _shown(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("\n", " ")
