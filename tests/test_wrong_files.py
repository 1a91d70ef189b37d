"""A file of another kind, or none at all, is told in one sentence that says what to do."""

from pathlib import Path

import pytest
from openpyxl import Workbook

import cli
from tests.builders import QUARTER, a_network
from tests.ledgers import a_ledger
from vongsach.changing import read_revision
from vongsach.errors import FileError
from vongsach.keeping.reading import read_actuals
from vongsach.keeping.recording import write_template
from vongsach.words import LANGUAGES, Language
from vongsach.workbook import write_workbook

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
