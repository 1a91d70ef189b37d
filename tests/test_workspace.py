"""The folder that a planner works in."""

import datetime as dt
from pathlib import Path

import pytest

from vongsach.arguments import global_first, spoken_language
from vongsach.beginning import coming_quarter, named_quarter
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.doctor import Need, examine
from vongsach.errors import FileError
from vongsach.workspace import Workspace, write_fault_log, write_whole


def test_the_bundled_example_is_there() -> None:
    assert (example_folder() / EXAMPLE_WORKBOOK).is_file()


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mang-luoi.xlsx"

    def breaks(part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError):
        write_whole(path, breaks)
    assert list(path.parent.iterdir()) == []
    write_whole(path, lambda part: part.write_bytes(b"whole"))
    with pytest.raises(FileError):
        write_whole(path, breaks)
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mark", ["~$mang-luoi.xlsx", ".~lock.mang-luoi.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_noticed(tmp_path: Path, mark: str) -> None:
    (tmp_path / "mang-luoi.xlsx").touch()
    (tmp_path / mark).touch()
    findings = {finding.code: finding for finding in examine(Workspace(tmp_path))}
    assert not findings["locked"].good
    assert mark in findings["locked"].fact


def test_a_library_that_does_not_load_is_told(tmp_path: Path) -> None:
    needs = (Need("map", "no_such_module_at_all", "folium"),)
    (found,) = (f for f in examine(Workspace(tmp_path), needs) if f.code == "map")
    assert not found.good


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    findings = {finding.code: finding for finding in examine(Workspace(tmp_path / "no"))}
    assert not findings["writable"].good


@pytest.mark.parametrize(
    ("today", "name", "first", "last"),
    [
        ((2026, 11, 22), "2027Q1", (2027, 1, 1), (2027, 3, 31)),
        ((2027, 1, 1), "2027Q2", (2027, 4, 1), (2027, 6, 30)),
        ((2027, 9, 30), "2027Q4", (2027, 10, 1), (2027, 12, 31)),
    ],
)
def test_the_coming_quarter_begins_after_today(
    today: tuple[int, int, int], name: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    quarter = coming_quarter(dt.date(*today))
    assert quarter.name == name
    assert (quarter.first_day, quarter.last_day) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize("name", ["2027Q5", "Q1", "2027q1 ", ""])
def test_a_name_that_is_no_quarter_is_an_error(name: str) -> None:
    with pytest.raises(FileError):
        named_quarter(name)


class Option:
    """What a parser says of an option."""

    def __init__(self, *opts: str, is_flag: bool) -> None:
        self.opts = opts
        self.is_flag = is_flag


OPTIONS = (Option("--json", is_flag=True), Option("--lang", is_flag=False))


def test_global_options_may_stand_after_the_verb() -> None:
    typed = ["plan", "--lang", "en", "--effort", "2", "--json", "--", "--json"]
    ahead, rest = global_first(typed, OPTIONS)
    assert ahead == ["--lang", "en", "--json"]
    assert rest == ["plan", "--effort", "2", "--", "--json"]
    assert global_first(["plan", "--lang"], OPTIONS) == (["--lang"], ["plan"])
    assert global_first(["plan", "--lang=en"], OPTIONS) == (["--lang=en"], ["plan"])


@pytest.mark.parametrize(
    ("ahead", "environment", "language"),
    [
        ([], {}, "vi"),
        (["--lang", "en"], {}, "en"),
        (["--lang=en"], {}, "en"),
        ([], {"VONGSACH_LANG": "en"}, "en"),
        (["--lang", "vi"], {"VONGSACH_LANG": "en"}, "vi"),
        (["--lang"], {"VONGSACH_LANG": "xx"}, "vi"),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(
    ahead: list[str], environment: dict[str, str], language: str
) -> None:
    assert spoken_language(ahead, environment) == language


def test_the_log_of_a_fault_goes_where_it_can(tmp_path: Path) -> None:
    now = dt.datetime(2027, 1, 4, 8, 5, tzinfo=dt.UTC)
    path = write_fault_log(tmp_path, "traceback", now)
    assert path == tmp_path / "vongsach-loi-20270104-080500.log"
    elsewhere = write_fault_log(tmp_path / "no", "traceback", now)
    assert elsewhere is not None
    elsewhere.unlink()
