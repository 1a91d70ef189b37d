"""An annotated copy shows every remark and loses nothing of the workbook."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName

import cli
from tests.builders import QUARTER, a_box, a_network
from tests.workbooks import put
from vongsach.errors import FileError, Level, Problem
from vongsach.wording import problem_page, remark_sheet
from vongsach.words import LANGUAGES
from vongsach.workbook import annotate_workbook, read_workbook, write_workbook
from vongsach.workbook.annotated import Remark, RemarkSheet

COLOURS = {Level.ERROR: "FFC7CE", Level.WARNING: "FFEB9C", Level.ASSUMPTION: "DDEBF7"}


def page(*remarks: Remark) -> RemarkSheet:
    """Return a first sheet of three columns."""
    return RemarkSheet("Lỗi", ("Mức", "Ô", "Nói"), (10, 10, 40), 1, remarks, COLOURS)


def remark(sheet: str, cell: str, text: str = "sai", level: Level = Level.ERROR) -> Remark:
    return Remark(level, sheet, cell, text, (level.value, cell, text))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook with things in it that this program knows nothing of."""
    path = tmp_path / "mang-luoi.xlsx"
    write_workbook(a_network(boxes=(a_box(), a_box("B2"))), QUARTER, path)
    excel = load_workbook(path)
    own = excel.create_sheet("Của tôi & 'bạn'")
    own.append(["=SUM(B1:B2)", 3, "=cmd|' /C calc'!A0"])
    own.append([None, 4])
    own.row_dimensions[2].hidden = True
    own["A1"].number_format = "#,##0.0"
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=2))
    own.add_chart(chart, "D4")
    excel["1 Điểm"].row_dimensions[3].hidden = True
    own.defined_names["rieng"] = DefinedName("rieng", attr_text="'1 Điểm'!$A$1")
    excel.active = 2
    excel.save(path)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_else_of_the_workbook_is_lost(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "loi.xlsx"
    annotate_workbook(book, page(remark("1 Điểm", "B3"), remark("Của tôi & 'bạn'", "C2")), target)
    before, after = parts_of(book), parts_of(target)
    assert before.keys() <= after.keys()
    untouched = [name for name in before if "sheet3.xml" in name or "chart" in name]
    assert untouched
    changed = {name for name in before if before[name] != after[name]}
    assert changed.isdisjoint(name for name in before if "chart" in name or "theme" in name)
    was, now = load_workbook(book), load_workbook(target)
    assert now.sheetnames == ["Lỗi", *was.sheetnames]
    for name in was.sheetnames:
        cells = [[cell.value for cell in row] for row in was[name].iter_rows()]
        assert [
            [cell.value for cell in row]
            for row in now[name].iter_rows(max_row=was[name].max_row, max_col=was[name].max_column)
        ] == cells
        hidden = {number for number, row in was[name].row_dimensions.items() if row.hidden}
        assert hidden == {number for number, row in now[name].row_dimensions.items() if row.hidden}
    assert now["Của tôi & 'bạn'"]["A1"].number_format == "#,##0.0"
    assert "rieng" in now["Của tôi & 'bạn'"].defined_names
    assert read_workbook(target).network == read_workbook(book).network


def test_cells_are_coloured_and_keep_their_form_and_their_notes(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "loi.xlsx"
    remarks = [
        remark("1 Điểm", "D3", "một", Level.WARNING),
        remark("1 Điểm", "D3", "hai"),
        remark("1 Điểm", "A1", "<ba> & bốn", Level.ASSUMPTION),
        remark("1 Điểm", "AZ3", "ô trống", Level.WARNING),
    ]
    annotate_workbook(book, page(*remarks), target)
    was, now = load_workbook(book)["1 Điểm"], load_workbook(target)["1 Điểm"]
    colour: Any = now["D3"].fill.fgColor.rgb
    assert colour == "FFFFC7CE"
    assert now["D3"].number_format == was["D3"].number_format
    assert now["D3"].comment.text == "một\n\nhai"
    assert now["A1"].comment.text.startswith(was["A1"].comment.text)
    assert now["A1"].comment.text.endswith("<ba> & bốn")
    assert now["A1"].font.bold
    assert now["AZ3"].comment.text == "ô trống"
    assert now["D2"].fill.fgColor.rgb == was["D2"].fill.fgColor.rgb


def test_the_first_sheet_links_to_the_cells(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "loi.xlsx"
    annotate_workbook(book, page(remark("Của tôi & 'bạn'", "B1", '=HYPERLINK("x")')), target)
    first = load_workbook(target)["Lỗi"]
    assert first["B2"].hyperlink.location == "'Của tôi & ''bạn'''!B1"
    assert first["C2"].value == '=HYPERLINK("x")'
    assert first["C2"].data_type == "s"
    text = parts_of(target)["xl/workbook.xml"].decode()
    assert 'activeTab="0"' in text
    selected = [
        name
        for name, part in parts_of(target).items()
        if re.search(rb'tabSelected="(1|true)"', part)
    ]
    assert len(selected) == 1


def test_annotating_twice_keeps_both_lists(book: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    annotate_workbook(book, page(remark("1 Điểm", "D3", "một")), once)
    annotate_workbook(once, page(remark("1 Điểm", "D3", "hai")), twice)
    now = load_workbook(twice)
    assert now.sheetnames[:2] == ["Lỗi (2)", "Lỗi"]
    assert now["1 Điểm"]["D3"].comment.text.replace("\n", "") == "mộthai"


def test_a_file_of_another_program_without_notes_and_addresses(tmp_path: Path) -> None:
    """Prefixes, rows and cells without addresses and a sheet without drawings are kept."""
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    excel = ExcelWorkbook()
    excel.worksheets[0].title = "1 Điểm"
    excel.worksheets[0].append(["x > y", 2])
    excel.save(source)
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith(".xml") else ""
            if name.startswith("xl/worksheets/"):
                part = re.sub(r' r="[A-Z]*1"', "", part)
                part = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", part).replace("xmlns=", "xmlns:x=")
            new.writestr(name, part or old.read(name))
    source.write_bytes(made.getvalue())
    annotate_workbook(source, page(remark("1 Điểm", "B1")), target)
    page_now = load_workbook(target)["1 Điểm"]
    assert page_now["B1"].value == 2
    assert page_now["B1"].comment.text == "sai"
    assert page_now["B1"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_damaged_file_is_refused(book: Path, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<a" if name.endswith("styles.xml") else old.read(name))
    book.write_bytes(made.getvalue())
    with pytest.raises(FileError):
        annotate_workbook(book, page(), tmp_path / "loi.xlsx")
    assert not (tmp_path / "loi.xlsx").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_validate_writes_the_copy_and_the_page(
    book: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    excel = load_workbook(book)
    put("1 Điểm", 3, "Sức chứa", "<script>hai</script>")(excel)
    excel.save(book)
    typed = ["-C", str(book.parent), "validate", "--annotate", "loi.xlsx", "--html"]
    assert cli.run([*typed, "--lang", language]) == 1
    assert "loi.xlsx" in capsys.readouterr().out
    text = (book.parent / "kiem-tra.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;hai" in text
    assert "<script" not in text
    first = load_workbook(book.parent / "loi.xlsx").worksheets[0]
    assert any(cell.value == "<script>hai</script>" for row in first for cell in row)


def test_strict_and_a_dry_run(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    excel = load_workbook(book)
    put("1 Điểm", 3, "Sức chứa", "2 thùng")(excel)
    excel.save(book)
    assert cli.run(["-C", str(book.parent), "validate"]) == 0
    assert cli.run(["-C", str(book.parent), "validate", "--strict", "--html", "--dry-run"]) == 1
    assert not (book.parent / "kiem-tra.html").exists()
    assert "W503" in capsys.readouterr().out


def test_the_copy_never_replaces_the_workbook(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    typed = ["-C", str(book.parent), "validate", "--annotate", "mang-luoi.xlsx"]
    assert cli.run(typed) == 2
    assert book.read_bytes() == before
    assert "mang-luoi.xlsx" in capsys.readouterr().err


def test_the_page_groups_equal_problems_and_counts_all() -> None:
    found = [
        Problem(code="E302", file="x.xlsx", sheet="1 Điểm", cell=f"J{row}", column="Sức chứa")
        for row in range(3, 40)
    ]
    text = problem_page("", found, "vi")
    assert text.count("<tr>") == 2
    assert "J3, J4" in text
    assert "37 lỗi" in text
    assert len(remark_sheet(found, "vi").remarks) == 37
