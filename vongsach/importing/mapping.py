"""State which column of a list becomes which column of the workbook, as a file that is edited."""

import json
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError, field_validator

from vongsach.errors import FileError
from vongsach.units import Given
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.guard import bytes_of
from vongsach.workbook.sheets_boxes import BOXES, PACKED, TITLES
from vongsach.workbook.sheets_places import PLACES

FOLDER: Final = "anh-xa"
TARGETS: Final[dict[str, Sheet]] = {one.key: one for one in (PLACES, BOXES, TITLES, PACKED)}
"""The sheets that lists are merged into, in the order of the workbook."""

KEYS: Final[dict[str, tuple[str, ...]]] = {"packed": ("box", "title")}
"""Columns that name a row; the code alone where a sheet is not listed."""

DAMAGED, UNKNOWN, BAD_NAME = "map_damaged", "map_unknown", "map_bad_name"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Source(Given):
    """Where the value of one column of the workbook comes from."""

    columns: tuple[str, ...] = Field(default=(), alias="from")
    """Headers, or MARC subfields such as ``952$p``: the first that holds something is taken."""

    value: str = ""
    """The same for every row."""

    day: str = ""
    """How days are written, in the letters of ``strptime``: ``%d/%m/%Y``."""

    decimal: str = Field(default="", pattern="^[.,]?$")
    """The mark before the fraction of a number; the other one parts thousands."""

    among: str = ""
    """Only codes that stand on this sheet are taken; a row with none is left out."""

    count: bool = False
    """The number of rows that say the same code."""

    @field_validator("columns", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given


class Map(Given):
    """What a mapping file says."""

    sheets: Mapping[str, Mapping[str, Source]]
    """Sources by the keys of sheet and column."""

    table: str = ""
    """Name of the sheet in a list of several; the first that holds something where empty."""

    each: str = ""
    """MARC field of which each is a row; where empty each record is one."""

    unique: str = ""
    """Column whose values are counted once."""

    leave_out: tuple[str, ...] = ()
    """Columns that say, by anything but a blank and 0, that a row is no longer there."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column of the list that is asked for, each once."""
        sources = (one for sheet in self.sheets.values() for one in sheet.values())
        named = [name for source in sources for name in source.columns]
        unique = [self.unique] if self.unique else []
        return tuple(dict.fromkeys((*named, *unique, *self.leave_out)))


def key_of(sheet: Sheet) -> tuple[str, ...]:
    """Return the columns that name a row of a sheet."""
    return KEYS.get(sheet.key, ("id",))


def column_of(sheet: Sheet, key: str) -> Column:
    """Return the column of a key."""
    return next(column for column in sheet.columns if column.key == key)


def bundled_names() -> tuple[str, ...]:
    """Return the names of the mappings that come with the program."""
    folder = resources.files("vongsach.importing") / "maps"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def saved_path(folder: Path, name: str) -> Path:
    """Return where a mapping of a workspace lies.

    Raises
    ------
    FileError
        The name could be a path, or is otherwise not one of plain letters.
    """
    if not _NAME.fullmatch(name):
        raise FileError(BAD_NAME, name=name)
    return folder / FOLDER / f"{name}.toml"


def text_of_map(folder: Path, asked: str) -> str:
    """Return the text of a mapping: a file, one of the workspace, or a bundled one.

    Raises
    ------
    FileError
        There is none, or it is not text in UTF-8.
    """
    path = folder / asked if asked.endswith(".toml") else saved_path(folder, asked)
    if path.is_file() or asked.endswith(".toml"):
        try:
            return bytes_of(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FileError(DAMAGED, path=str(path), cause=str(error)) from error
    if asked not in bundled_names():
        own = (one.stem for one in (folder / FOLDER).glob("*.toml"))
        raise FileError(UNKNOWN, name=asked, known=", ".join(sorted({*bundled_names(), *own})))
    file = resources.files("vongsach.importing") / "maps" / f"{asked}.toml"
    return file.read_text(encoding="utf-8")


def read_map(text: str, name: str) -> Map:
    """Return what the text of a mapping says.

    Raises
    ------
    FileError
        It is no TOML, or names what the workbook has not.
    """
    try:
        raw = tomllib.loads(text)
        sheets = {key: raw.pop(key) for key in TARGETS if key in raw}
        found = Map.model_validate({**raw, "sheets": sheets})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileError(DAMAGED, path=name, cause=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        cause = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise FileError(DAMAGED, path=name, cause=cause) from error
    for wrong in _wrong(found):
        raise FileError(DAMAGED, path=name, cause=wrong)
    return found


def written(found: Map) -> str:
    """Return a mapping as text that `read_map` reads; only columns, one a line."""
    lines = [f"table = {_quoted(found.table)}"] if found.table else []
    for key, sources in found.sheets.items():
        lines += ["", f"[{key}]"]
        for column, source in sources.items():
            lines.append(f"{column} = {{ from = {_quoted(source.columns[0])} }}")
    return "\n".join(lines).lstrip() + "\n"


def _wrong(found: Map) -> list[str]:
    wrong = [] if any(found.sheets.values()) else [", ".join(f"[{key}]" for key in TARGETS)]
    for key, sources in found.sheets.items():
        sheet = TARGETS[key]
        known = {column.key for column in sheet.columns}
        wrong += [f"{key}.{column}" for column in sources if column not in known]
        wrong += [f"{key}.{column}" for column in key_of(sheet) if column not in sources]
        wrong += [f"{key}.{column}" for column, one in sources.items() if not _says_one(one)]
    return wrong


def _says_one(source: Source) -> bool:
    """Say whether a source says exactly one thing, and names a sheet of codes if any."""
    told = bool(source.columns) + bool(source.value) + source.count
    return told == 1 and source.among in {"", *TARGETS} - {"packed"}


def _quoted(text: str) -> str:
    # A string of JSON is one of TOML too, but for the delete character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
