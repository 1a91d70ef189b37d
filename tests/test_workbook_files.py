"""A file that is no good workbook ends with a sentence, never with a traceback."""

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.builders import QUARTER, a_network
from vongsach.errors import FileError, InputError
from vongsach.words import LANGUAGES, say
from vongsach.workbook import read_workbook, write_workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    """Return the bytes of a good workbook."""
    path = tmp_path / "tot.xlsx"
    write_workbook(a_network(), QUARTER, path)
    return path.read_bytes()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a workbook with its parts changed; a part that becomes ``None`` is left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                packed.writestr(name, part)
    return target.getvalue()


def code_of(path: Path) -> str:
    """Return the code with which a file is refused, after saying it in both languages."""
    with pytest.raises(FileError) as caught:
        read_workbook(path)
    error = caught.value
    assert error.exit_code == 2
    for language in LANGUAGES:
        assert path.name in say(language, f"workbook.{error.code}.sentence", **error.facts)
        assert say(language, f"workbook.{error.code}.fix", **error.facts)
    return error.code


def written(folder: Path, content: bytes, name: str = "x.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path / "khong-co.xlsx") == "E101"
    assert code_of(tmp_path) == "E102"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E103"),
        ("mã;tên\nP1;Bản Bo\n".encode(), "E103"),
        (b"%PDF-1.7", "E103"),
        (OLE + b"\0" * 600, "E104"),
        (OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "E105"),
        (b"PK\x03\x04" + b"\0" * 100, "E106"),
    ],
)
def test_what_is_not_an_excel_file(tmp_path: Path, content: bytes, code: str) -> None:
    assert code_of(written(tmp_path, content)) == code


def test_another_zip_file(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
    assert code_of(written(tmp_path, target.getvalue())) == "E103"


def test_a_truncated_file(tmp_path: Path, good: bytes) -> None:
    assert code_of(written(tmp_path, good[: len(good) // 2])) == "E106"


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"],
)
def test_damaged_parts(tmp_path: Path, good: bytes, part: str) -> None:
    for spoil in (b"", b"<a", b"<a/>", b"\xff\xfe\x00"):
        content = repacked(good, lambda name, text: spoil if name == part else text)  # noqa: B023 -- used at once
        path = written(tmp_path, content)
        with pytest.raises((FileError, InputError)):
            read_workbook(path)


def test_a_missing_sheet_part(tmp_path: Path, good: bytes) -> None:
    content = repacked(good, lambda name, text: None if name.endswith("sheet2.xml") else text)
    path = written(tmp_path, content)
    with pytest.raises((FileError, InputError)):
        read_workbook(path)


def test_without_styles_days_and_times_are_numbers_and_mean_the_same(
    tmp_path: Path, good: bytes
) -> None:
    content = repacked(good, lambda name, text: None if name.endswith("styles.xml") else text)
    book = read_workbook(written(tmp_path, content))
    assert book.network == a_network()
    assert "W505" in {problem.code for problem in book.problems}


def test_flipped_bytes_never_end_in_a_traceback(tmp_path: Path, good: bytes) -> None:
    chance = random.Random(2027)  # noqa: S311 -- spoils a file, guards nothing
    for _ in range(40):
        spoiled = bytearray(good)
        for _ in range(chance.randint(1, 20)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        path = written(tmp_path, bytes(spoiled))
        with contextlib.suppress(FileError, InputError):
            read_workbook(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, good: bytes) -> None:
    bomb = b"<worksheet>" + b" " * 50_000_000
    content = repacked(good, lambda name, text: bomb if name.endswith("sheet1.xml") else text)
    assert code_of(written(tmp_path, content)) == "E107"


def test_entities_are_refused(tmp_path: Path, good: bytes) -> None:
    laugh = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    content = repacked(good, lambda name, text: laugh if name.endswith("sheet1.xml") else text)
    assert code_of(written(tmp_path, content)) == "E111"


def test_entities_after_a_long_comment_are_refused_too(tmp_path: Path, good: bytes) -> None:
    laugh = b"<!--" + b" " * 9_000 + b'--><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    content = repacked(good, lambda name, text: laugh if name.endswith("sheet1.xml") else text)
    assert code_of(written(tmp_path, content)) in {"E106", "E111"}


def test_openpyxl_reads_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"PK")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert code_of(path) == "E108"


def test_a_wrong_dimension_hides_no_row(tmp_path: Path, good: bytes) -> None:
    """Some programs write a dimension that is too small; every row is read all the same."""

    def shrink(_: str, text: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', text)

    assert read_workbook(written(tmp_path, repacked(good, shrink))).network == a_network()


def test_a_formula_without_a_saved_value_is_not_taken_for_a_blank(
    tmp_path: Path, good: bytes
) -> None:
    def uncalculated(name: str, text: bytes) -> bytes:
        return text.replace(b"<v>15</v>", b"<f>10+5</f>") if "sheet4" in name else text

    with pytest.raises(InputError) as caught:
        read_workbook(written(tmp_path, repacked(good, uncalculated)))
    found = [problem for problem in caught.value.problems if problem.level == "error"]
    assert [(one.code, one.cell, one.value) for one in found] == [("E314", "D2", "=10+5")]


def test_a_formula_stands_for_its_saved_value(tmp_path: Path, good: bytes) -> None:
    def calculated(name: str, text: bytes) -> bytes:
        return text.replace(b"<v>15</v>", b"<f>10+5</f><v>15</v>") if "sheet4" in name else text

    assert read_workbook(written(tmp_path, repacked(good, calculated))).network == a_network()
