"""What is written is read back the same, whatever the language, and stays harmless data."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.builders import QUARTER, a_network
from tests.strategies import networks
from tests.workbooks import a_rich_network, grid_of, named, written_and_read
from vongsach.boxes import Box
from vongsach.errors import FileError, Level
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import Place, Service
from vongsach.roads import RoadLeg, RoadSpeed
from vongsach.words import LANGUAGES, Language
from vongsach.workbook import read_workbook, write_workbook
from vongsach.workbook.read import read_grid
from vongsach.workbook.sheets import SHEETS
from vongsach.workbook.texts import tidy


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rich_network_comes_back_exactly(tmp_path: Path, language: Language) -> None:
    network = a_rich_network()
    book = written_and_read(network, tmp_path, language)
    assert book.network == network
    assert book.quarter == QUARTER


def test_the_rich_network_leaves_no_field_at_its_default() -> None:
    """The round trip above proves something about every field."""
    network = a_rich_network()
    rows: dict[type[Any], tuple[Any, ...]] = {
        Place: network.places,
        Service: network.services,
        Box: network.boxes,
        Van: network.vans,
        Worker: network.workers,
        RoadLeg: network.road_legs,
        RoadSpeed: network.road_speeds,
        Network: (network,),
    }
    for model, items in rows.items():
        for name, field in model.model_fields.items():
            assert any(getattr(item, name) != field.default for item in items), name


def test_every_field_of_a_row_has_a_column() -> None:
    elsewhere = {("boxes", "titles")}
    for sheet in SHEETS:
        fields = {(sheet.key, column.target.split(".")[0]) for column in sheet.columns}
        if sheet.key not in {"configuration", "rules"}:
            wanted = {(sheet.key, name) for name in sheet.model.model_fields}
            assert wanted - fields - elsewhere == set()


@given(drawn=networks(QUARTER), language=st.sampled_from(LANGUAGES))
def test_drawn_networks_come_back_exactly(drawn: Network, language: Language) -> None:
    network = drawn.model_copy(update={"name": tidy(drawn.name) or "Tên"})
    assert read_grid(grid_of(network, language)).network == network


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(a_rich_network(), QUARTER, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "mang-luoi.xlsx"
    write_workbook(a_rich_network(), QUARTER, path)
    book = load_workbook(path)
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {
        *("s", "n", "d", "t")
    }
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in archive.read(name) for name in sheets)


def test_the_sheets_are_numbered_noted_frozen_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "mang-luoi.xlsx"
    write_workbook(a_network(), QUARTER, path)
    book = load_workbook(path)
    assert book.sheetnames[:3] == ["0 Cấu hình", "1 Điểm", "2 Phục vụ"]
    assert book.sheetnames[-1] == "Danh mục"
    page = book["1 Điểm"]
    assert page["A1"].value == "Mã điểm *"
    assert "P-017" in page["A1"].comment.text
    assert page.freeze_panes == "B2"
    assert not page.merged_cells.ranges
    rules = page.data_validations.dataValidation
    assert any("'Danh mục'!" in rule.formula1 and "C2" in str(rule.sqref) for rule in rules)
    assert book["3 Thùng sách"]["F2"].value == dt.datetime(2026, 12, 1)  # noqa: DTZ001 -- a plain day
    assert book["6 Xe"]["I2"].value == dt.time(7)


@pytest.mark.parametrize("name", ["a  b", " a", "a\u200bb", "e\u0301", "a\x0bb"])
def test_what_a_cell_cannot_hold_is_refused(tmp_path: Path, name: str) -> None:
    network = a_network(places=(*a_network().places, named("P9", name)))
    with pytest.raises(FileError) as caught:
        write_workbook(network, QUARTER, tmp_path / "x.xlsx")
    assert caught.value.code == "E110"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        write_workbook(a_network(), QUARTER, tmp_path / "nowhere" / "x.xlsx")
    assert caught.value.code == "E109"


def test_every_default_is_listed_as_an_assumption(tmp_path: Path) -> None:
    path = tmp_path / "mang-luoi.xlsx"
    write_workbook(a_network(), QUARTER, path)
    book = load_workbook(path)
    for name in ("4 Sách", "12 Quy tắc"):
        del book[name]
    boxes = book["3 Thùng sách"]
    boxes["D2"].value = boxes["F2"].value = None
    book.save(path)
    read = read_workbook(path)
    assumed = {
        (problem.code, problem.sheet, problem.column, problem.facts.get("default"))
        for problem in read.problems
        if problem.level is Level.ASSUMPTION
    }
    assert ("A601", "3 Thùng sách", "Khối lượng (kg)", "15") in assumed
    assert ("A605", "3 Thùng sách", "Ngày đến", "01/01/2027") in assumed
    assert {("A602", "4 Sách", "", None), ("A602", "12 Quy tắc", "", None)} <= assumed
    assert read.network.boxes[0].weight == 15_000
    assert read.network.boxes[0].since == QUARTER.first_day
