"""A file of another kind, or none at all, is told in one sentence that says what to do."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import cli
from tests.builders import QUARTER, a_network
from tests.ledgers import a_ledger
from vongsach.changing import read_revision
from vongsach.errors import FileError
from vongsach.keeping.reading import read_actuals
from vongsach.keeping.recording import write_template
from vongsach.words import LANGUAGES, Language, say
from vongsach.workbook import write_workbook
from vongsach.workbook.contents import NETWORK, contents_of
from vongsach.workbook.read import grid_of_file

PLACES, CONFIG = "workbook.sheet.places", "workbook.sheet.configuration"
Capture = pytest.CaptureFixture[str]


def a_list(path: Path, title: str = "Changes") -> Path:
    """Write a list of changes: a van out."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    page.append(["what", "target", "from"])
    page.append(["van_out", "X1", "15/02/2027"])
    book.save(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_no_list_of_changes(tmp_path: Path, language: Language) -> None:
    ledger = a_ledger(tmp_path)
    path = write_template(ledger, tmp_path / "a.xlsx", language)
    with pytest.raises(FileError) as caught:
        read_revision(path, ledger.stored.network, QUARTER)
    assert caught.value.code == "records_as_changes"


@pytest.mark.parametrize("kind", ["changes_as_records", "workbook_as_records"])
def test_what_is_no_record_is_not_recorded(tmp_path: Path, kind: str) -> None:
    ledger, path = a_ledger(tmp_path), tmp_path / "other.xlsx"
    if kind == "changes_as_records":
        a_list(path)
    else:
        write_workbook(ledger.stored.network, QUARTER, path, "vi")
    with pytest.raises(FileError) as caught:
        read_actuals(path, ledger.view, ledger.where)
    assert caught.value.code == kind


@pytest.mark.parametrize("again", ["Địa điểm", "Chuyến"])
def test_a_workbook_stays_one_whatever_a_sheet_of_it_is_called(tmp_path: Path, again: str) -> None:
    """A sheet bears a synonym, or a sheet of one's own is called like one of a record."""
    path = tmp_path / "w.xlsx"
    write_workbook(a_network(), QUARTER, path, "vi")
    book = load_workbook(path)
    if again == "Chuyến":
        book.create_sheet(again).append(["ghi nhớ"])
    else:
        (places,) = (page for page in book.worksheets if page.title.endswith(say("vi", PLACES)))
        places.title = again
        del book[next(page.title for page in book.worksheets if say("vi", CONFIG) in page.title)]
    book.save(path)
    assert contents_of(grid_of_file(path)) == NETWORK


def test_a_list_of_changes_may_stand_on_a_sheet_of_any_name(tmp_path: Path) -> None:
    (change,) = read_revision(a_list(tmp_path / "c.xlsx", "Sheet1"), a_network(), QUARTER).changes
    assert change.target == "X1"


@pytest.mark.parametrize(
    "typed", [("record", "x.xlsx"), ("replan", "--from", "2027-02-15", "--changes", "x.xlsx")]
)
def test_a_missing_file_is_not_to_be_made_by_init(
    tmp_path: Path, capsys: Capture, typed: tuple[str, ...]
) -> None:
    a_ledger(tmp_path)
    assert cli.run(["-C", str(tmp_path), "--lang", "en", *typed]) == 2
    told = "".join(capsys.readouterr())
    assert "x.xlsx" in told
    assert "init" not in told
