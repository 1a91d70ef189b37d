"""Import a list as it is asked for, and answer what became of it."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vongsach.errors import FileError
from vongsach.importing.apply import Item, Key, Reader
from vongsach.importing.mapping import (
    TARGETS,
    Map,
    column_of,
    read_map,
    saved_path,
    text_of_map,
    written,
)
from vongsach.importing.merge import Copy, Standing, Tally, standing
from vongsach.importing.suggest import suggested
from vongsach.importing.tables import Table, is_marc, read_table
from vongsach.output.presentation import plain
from vongsach.wording import Answer, problems_answer
from vongsach.wording.answers import FINDINGS
from vongsach.words import Language, say
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Sheet
from vongsach.workbook.records import Findings
from vongsach.workbook.texts import fold
from vongsach.workspace import Workspace, write_whole

OUT: Final = "mang-luoi-nhap.xlsx"
NOTHING_KNOWN, OVER_ITSELF, EXISTS = "import_nothing_known", "import_itself", "import_exists"
MAP_EXISTS: Final = "map_exists"
MARC_MAP: Final = "koha-marc"
_LETTERS: Final = re.compile(r"^[A-Z]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; paths are taken from the folder of the workspace."""

    source: Path
    mapping: str | None = None
    """Name of a mapping, or a file that ends with ``.toml``; suggested where not given."""
    keep: str | None = None
    """Name under which the mapping is kept in the workspace."""
    target: Path | None = None
    update: bool = False
    """Rows that stand there already take the values of the list."""
    dry: bool = False
    """Write nothing."""


def imported(workspace: Workspace, wish: Wish, language: Language) -> Answer:
    """Merge a list into a new copy of the workbook, or suggest a mapping where none is given.

    Nothing is written where anything in the list must be repaired first.

    Raises
    ------
    FileError
        A file cannot be read or written, or the mapping cannot be used.
    """
    source = workspace.folder / wish.source
    if wish.mapping is None:
        return _suggestion(workspace, source, wish, language)
    text = text_of_map(workspace.folder, wish.mapping)
    mapping = read_map(text, wish.mapping)
    book = workspace.require_workbook()
    target = workspace.folder / (wish.target or OUT)
    _require_free(book, target)
    findings = Findings(source.name)
    table = read_table(source, mapping.table, mapping.columns, each=mapping.each, findings=findings)
    stands = standing(book)
    findings.problems += stands.problems
    copy, tallies = _merged(table, mapping, stands, findings, update=wish.update)
    wrong = findings.hopeless
    files = [] if wrong else _kept(workspace, wish, text)
    if copy is not None and not wrong and not wish.dry:
        files.append(copy.write(target))
    if table.records:
        _number_records(findings)
    return _answer(findings, tallies, files, target, language=language)


def _require_free(book: Path, target: Path) -> None:
    if target.resolve() == book.resolve():
        raise FileError(OVER_ITSELF, path=str(target))
    if target.exists():
        raise FileError(EXISTS, path=str(target))


def _merged(
    table: Table, mapping: Map, stands: Standing, findings: Findings, *, update: bool
) -> tuple[Copy | None, list[Tally]]:
    reader = Reader(table, mapping, stands.language, findings)
    if not reader.check_columns() or findings.hopeless:
        return None, []
    reader.choose_rows()
    known = {key: stands.codes(key) for key in TARGETS}
    rows: dict[str, dict[Key, Item]] = {}
    for key, sheet in TARGETS.items():
        if key in mapping.sheets:
            rows[key] = reader.items(sheet, known)
            known[key] |= {name[0] for name in rows[key]}
            _note_unmapped(sheet, mapping, stands, findings)
    if findings.hopeless:
        return None, []
    copy = Copy(stands, findings, update=update)
    return copy, [copy.merge(TARGETS[key], items) for key, items in rows.items()]


def _note_unmapped(sheet: Sheet, mapping: Map, stands: Standing, findings: Findings) -> None:
    for column in sheet.columns:
        if column.required and column.key not in mapping.sheets[sheet.key]:
            header = sheet.header(column_of(sheet, column.key), stands.language)
            findings.in_file(Code.LEFT_TO_FILL, sheet=stands.title(sheet), header=header)


def _kept(workspace: Workspace, wish: Wish, text: str) -> list[Path]:
    if wish.keep is None:
        return []
    path = saved_path(workspace.folder, wish.keep)
    if path.exists() and path.read_bytes() != text.encode("utf-8"):
        raise FileError(MAP_EXISTS, path=str(path), name=wish.keep)
    return [] if wish.dry else [_write_text(path, text)]


def _suggestion(workspace: Workspace, source: Path, wish: Wish, language: Language) -> Answer:
    name = wish.keep or fold(source.stem).replace(" ", "-")[:64].strip("-") or "anh-xa"
    path = saved_path(workspace.folder, name)
    text = _suggested_text(source)
    if path.exists():
        raise FileError(MAP_EXISTS, path=str(path), name=name)
    if not wish.dry:
        _write_text(path, text)
    key = "would_suggest" if wish.dry else "suggested"
    return Answer(
        lines=[say(language, f"importing.{key}", path=path), "", *map(plain, text.splitlines())],
        document={"map": text, "path": str(path), "written": not wish.dry},
        code=FINDINGS,
        next_step=say(language, "importing.next_map", path=path, name=name),
    )


def _suggested_text(source: Path) -> str:
    if is_marc(source):
        return text_of_map(Path(), MARC_MAP)
    table = read_table(source, "", (), each="", findings=Findings(source.name))
    found = suggested(table)
    if found is None:
        raise FileError(NOTHING_KNOWN, path=source.name, there=", ".join(table.places) or "–")
    return written(found)


def _write_text(path: Path, text: str) -> Path:
    return write_whole(path, lambda part: part.write_text(text, encoding="utf-8", newline="\n"))


def _number_records(findings: Findings) -> None:
    """Leave the number of the record where a table has the address of a cell."""
    findings.problems = [
        one.model_copy(update={"cell": _LETTERS.sub("", one.cell)})
        if one.sheet == findings.file
        else one
        for one in findings.problems
    ]


def _answer(
    findings: Findings,
    tallies: list[Tally],
    files: list[Path],
    target: Path,
    *,
    language: Language,
) -> Answer:
    problems = findings.problems
    answer = problems_answer(problems, "", language) if problems else Answer()
    wrong = findings.hopeless
    lines = [*answer.lines, *([""] if problems else [])]
    if wrong:
        lines.append(say(language, "importing.nothing"))
    else:
        lines += [_tally_line(tally, language) for tally in tallies]
        lines += [say(language, "cli.done.written", path=path) for path in files]
        if target not in files:
            lines.append(say(language, "cli.done.would_write", path=target))
    step = "cli.verb.import.next_bad" if wrong else "cli.verb.import.next"
    return replace(
        answer,
        lines=lines,
        document={
            "problems": answer.document.get("problems", []),
            "sheets": [
                {"sheet": one.title, "added": one.added, "updated": one.updated, "there": one.there}
                for one in (() if wrong else tallies)
            ],
            "files": [str(path) for path in files],
        },
        code=FINDINGS if wrong else 0,
        next_step=say(language, step, path=target),
    )


def _tally_line(tally: Tally, language: Language) -> str:
    return say(
        language,
        "importing.tally",
        sheet=plain(tally.title),
        added=tally.added,
        updated=tally.updated,
        there=tally.there,
    )
