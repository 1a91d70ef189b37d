"""A workbook of LibreOffice and a folder of CSV files say the same as one of Excel."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

import cli
from tests.builders import QUARTER, a_network
from tests.workbooks import a_rich_network, grid_of
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.errors import FileError, InputError
from vongsach.workbook import read_workbook, write_workbook
from vongsach.workbook.grid import Broken, Grid

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods_cell(value: Any) -> str:
    attributes, text = ods_parts(value)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n") if text)
    return f"<table:table-cell {attributes}>{lines}</table:table-cell>"


def ods_parts(value: Any) -> tuple[str, str]:
    """Return the attributes and the text of a cell as LibreOffice writes them."""
    kind = type(value).__name__
    hours = f"{value.total_seconds() // 3600:.0f}" if kind == "timedelta" else ""
    parts: dict[str, tuple[str, str]] = {
        "NoneType": ("", ""),
        "Broken": ('table:formula="of:=1/0" office:value-type="string"', str(value)),
        "bool": (f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', ""),
        "int": (f'office:value-type="float" office:value="{value!r}"', ""),
        "float": (f'office:value-type="float" office:value="{value!r}"', ""),
        "date": (f'office:value-type="date" office:date-value="{value}"', ""),
        "timedelta": (f'office:value-type="time" office:time-value="PT{hours}H00M00S"', ""),
        "str": ('office:value-type="string"', str(value)),
    }
    if kind == "time":
        return f'office:value-type="time" office:time-value="PT{value:%HH%MM%S}S"', ""
    if kind == "Broken":
        return parts[kind][0], value.text
    return parts[kind]


def write_ods(grid: Grid, path: Path, before: str = "") -> Path:
    """Write a grid as LibreOffice does, blank rows repeated to the end of the sheet."""
    tables = []
    for sheet in grid.sheets:
        rows = "".join(
            f"<table:table-row>{''.join(map(ods_cell, row.cells))}</table:table-row>"
            for row in sheet.rows
        )
        blank = '<table:table-cell table:number-columns-repeated="16384"/>'
        end = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
        tables.append(f"<table:table table:name={quoteattr(sheet.name)}>{rows}{end}</table:table>")
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f"{before}<office:document-content {SPACES}>{body}</office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def write_csvs(grid: Grid, folder: Path, mark: str = ",", encoding: str = "utf-8-sig") -> Path:
    folder.mkdir()
    for sheet in grid.sheets:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=mark)
        for row in sheet.rows:
            writer.writerow(["" if cell is None else shown(cell) for cell in row.cells])
        (folder / f"{sheet.name}.csv").write_bytes(stream.getvalue().encode(encoding))
    return folder


def shown(cell: Any) -> str:
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)
    return f"'{text}" if text[:1] in tuple("=+-@") and not isinstance(cell, int | float) else text


def test_libreoffice_gives_the_same_network(tmp_path: Path) -> None:
    network = a_rich_network()
    path = write_ods(grid_of(network, "vi"), tmp_path / "mang-luoi.ods")
    book = read_workbook(path)
    assert book.network == network
    assert book.quarter == QUARTER


def test_the_form_is_told_by_the_content_not_by_the_name(tmp_path: Path) -> None:
    path = write_ods(grid_of(a_network(), "en"), tmp_path / "mang-luoi.xlsx")
    assert read_workbook(path).network == a_network()
    xls = tmp_path / "mang-luoi.xls"
    write_workbook(a_network(), QUARTER, xls)
    assert read_workbook(xls).network == a_network()


@pytest.mark.parametrize(
    ("mark", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16"), (";", "utf-16")]
)
def test_a_folder_of_csv_files_gives_the_same_network(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    network = read_workbook(example_folder() / EXAMPLE_WORKBOOK).network
    folder = write_csvs(grid_of(network, "vi"), tmp_path / "mang-luoi", mark, encoding)
    assert read_workbook(folder).network == network


def test_a_workspace_may_hold_either_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_ods(grid_of(a_network(), "vi"), tmp_path / "mang-luoi.ods")
    assert cli.run(["-C", str(tmp_path), "validate"]) == 0
    assert cli.run(["-C", str(tmp_path), "validate", "--annotate", "x.xlsx"]) == 2
    (tmp_path / "hai").mkdir()
    write_csvs(grid_of(a_network(), "vi"), tmp_path / "hai" / "mang-luoi")
    assert cli.run(["-C", str(tmp_path / "hai"), "validate"]) == 0
    assert "2027Q1" in capsys.readouterr().out


def test_errors_merged_cells_and_repeated_rows_of_libreoffice_are_told(tmp_path: Path) -> None:
    path = write_ods(grid_of(a_network(), "vi"), tmp_path / "mang-luoi.ods")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("content.xml").decode()
    broken = ods_cell(Broken("#REF!"))
    place = ods_cell("Place P1")
    assert place in text
    blank = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>'
    start = text.rindex("<table:table-row>", 0, text.index(place))
    text = text[:start] + blank + text[start:].replace(place, broken, 1)
    merged = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"'
    text = text.replace("<table:table-cell office", f"{merged} office", 1)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", text)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    found = {(problem.code, problem.cell) for problem in caught.value.problems}
    assert {("E311", "B10"), ("E207", "A1:B1")} <= found


@pytest.mark.parametrize(
    ("before", "code"),
    [('<!DOCTYPE x [<!ENTITY a "b">]>', "E111"), ("<", "E106")],
)
def test_a_harmful_or_damaged_file_is_refused(tmp_path: Path, before: str, code: str) -> None:
    path = write_ods(grid_of(a_network(), "vi"), tmp_path / "mang-luoi.ods", before)
    with pytest.raises(FileError) as caught:
        read_workbook(path)
    assert caught.value.code == code


def test_csv_files_that_are_no_unicode_or_no_table_are_refused(tmp_path: Path) -> None:
    folder = write_csvs(grid_of(a_network(), "vi"), tmp_path / "mang-luoi")
    for content, code in (
        ("Điểm,tên\n".encode("cp1258", "ignore") + b"\xff", "E112"),
        (b'a,"b\n', "E106"),
    ):
        (folder / "1 Điểm.csv").write_bytes(content)
        with pytest.raises(FileError) as caught:
            read_workbook(folder)
        assert caught.value.code == code
