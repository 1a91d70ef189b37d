"""The route sheets: everything a crew needs, on paper that any machine sets alike."""

import datetime as dt
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.builders import a_plan, a_travel
from tests.hostile_plans import HOSTILE, a_hostile_plan, a_long_plan
from tests.shown_plans import LETTERS, a_night_away, a_shown_plan, a_small_network
from vongsach.network import Network
from vongsach.output import Wanted, captions, join, write_papers
from vongsach.output.presentation import Presentation, plain
from vongsach.output.sheet_data import SheetData
from vongsach.output.typesetting import Form, set_pages
from vongsach.plan import Plan, Routing
from vongsach.words import Language

VI = Presentation("vi")


def written(plan: Plan, network: Network, folder: Path) -> str:
    """Return the text of the file with all sheets, without blanks."""
    return "".join(text_of(path.read_bytes()) for path in sheets(plan, network, folder))


def sheets(plan: Plan, network: Network, folder: Path, language: Language = "vi") -> list[Path]:
    """Write the paper of a plan and return its route sheets."""
    view = join(plan, network, a_travel(network))
    return [
        write_papers(view, folder, language, wanted=Wanted(trip=trip.number))[0]
        for trip in view.trips
    ]


def text_of(content: bytes) -> str:
    """Return the text of a PDF without blanks."""
    reader = PdfReader(BytesIO(content))
    return bare("".join(page.extract_text() for page in reader.pages))


def bare(text: str) -> str:
    """Return a text without blanks of any kind, as line ends in a PDF fall anywhere."""
    return re.sub(r"[\s\u200b]+", "", text)


def test_one_file_of_each_form_per_week(tmp_path: Path) -> None:
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network))
    paths = write_papers(view, tmp_path / "in", made_on=dt.date(2026, 12, 1))
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names[:4] == [
        "in/tuan-02.pdf",
        "in/bien-ban/tuan-02.pdf",
        "in/thong-ke/tuan-02.pdf",
        "in/lenh-dieu-xe/tuan-02.pdf",
    ]
    assert {"in/tuan-05.pdf", "in/nhan-thung.pdf", "ban-do-A3.pdf"} <= set(names)
    assert "in/tuan-06.pdf" not in names
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert written == set(names)
    assert len(names) == len(set(names))


def test_only_what_is_wanted_is_written(tmp_path: Path) -> None:
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network))
    of_trip = write_papers(view, tmp_path, wanted=Wanted(trip=5))
    assert {path.name for path in of_trip} == {"chuyen-005_2027-01-11_X1.pdf"}
    of_week = write_papers(view, tmp_path, wanted=Wanted(week=3))
    assert {path.name for path in of_week} == {"tuan-03.pdf"}


def test_a_full_week_has_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vongsach.output.papers._TRIPS_IN_A_FILE", 3)
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network))
    paths = write_papers(view, tmp_path, wanted=Wanted(week=2))
    assert {path.name for path in paths} == {"tuan-02-1.pdf", "tuan-02-2.pdf"}


def test_the_paper_holds_every_stop_box_time_person_and_phone(tmp_path: Path) -> None:
    network = a_small_network()
    plan = a_shown_plan()
    text = written(plan, network, tmp_path)
    view = join(plan, network, a_travel(network))
    expected = [view.plan_hash, "0912 345 678", "0365 111 222"]
    for trip in view.trips:
        expected += [VI.day(trip.days[0].day), trip.van.plate, captions.trip_length(VI, trip)]
        expected += [worker.name for worker in trip.crew]
        expected += [VI.clock(trip.days[0].leaves), VI.clock(trip.days[0].ends)]
        for stop in trip.stops:
            expected += [stop.place.name, stop.place.access_note, VI.point(stop.place.location)]
            expected += [VI.clock(stop.arrival), VI.clock(stop.departure)]
            boxes = (*stop.handed_in, *stop.taken_out)
            expected += [captions.box_line(VI, box) for box in boxes]
    assert [part for part in expected if bare(part) not in text] == []


def test_a_sheet_of_one_trip_says_nothing_of_another(tmp_path: Path) -> None:
    network = a_small_network()
    paths = sheets(a_shown_plan(), network, tmp_path)
    text = text_of(paths[0].read_bytes())
    assert bare("Bưu điện Sơn Bình") in text
    assert bare("Giang Ma") not in text


def test_pauses_nights_and_days_stand_in_the_order_of_driving() -> None:
    network = a_small_network()
    view = join(a_plan(Routing(trips=(a_night_away(),))), network, a_travel(network))
    rows = SheetData(view, VI).document(view.trips, "")["sheets"][0]["rows"]
    assert [row["kind"] for row in rows] == [
        *("start", "leg", "stop", "leg", "pause", "end"),
        *("start", "leg", "stop", "leg", "end"),
    ]
    assert rows[0]["text"].startswith("Thứ Hai 01/02/2027 · Xuất phát từ")
    assert rows[4]["time"] == "11:30–12:30"
    assert rows[5]["text"] == "Nghỉ đêm tại Trường THCS Bản Bo"


def test_the_load_list_runs_against_the_order_of_delivery() -> None:
    plan, network = a_long_plan(stops=4, boxes=6, name_length=60)
    view = join(plan, network, a_travel(network))
    load = SheetData(view, VI).document(view.trips, "")["sheets"][0]["load"]
    numbers = [int(entry["stop"].split(".")[0]) for entry in load]
    assert numbers == sorted(numbers, reverse=True)
    assert [entry["running"] for entry in load] == ["1", "2", "3", "4", "5", "6"]


def test_an_estimated_leg_says_so() -> None:
    network = a_small_network()
    travel = a_travel(network)
    for matrix in travel.matrices.values():
        matrix.estimated[:] = True
    view = join(a_shown_plan(), network, travel)
    sheet = SheetData(view, VI).document(view.trips, "")["sheets"][0]
    assert sheet["rows"][1]["text"] == "↓ khoảng 40,0 km, 60 phút (ước lượng)"
    assert any("có chặng ước lượng" in value for _, value in sheet["facts"])


def test_every_vietnamese_letter_is_printed(tmp_path: Path) -> None:
    plan, network = a_hostile_plan(LETTERS)
    text = written(plan, network, tmp_path)
    assert set(LETTERS) - set(text) == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_text_and_cannot_lead_out_of_the_folder(name: str, tmp_path: Path) -> None:
    plan, network = a_hostile_plan(name)
    folder = tmp_path / "in"
    text = written(plan, network, folder)
    printable = "".join(sign for sign in plain(name[:250]) if ord(sign) < 0x1F000)
    assert bare(printable) in text.replace("\x00", "")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,80}", path.name) for path in folder.rglob("*"))


def test_the_same_plan_gives_the_same_bytes() -> None:
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network))
    document = SheetData(view, VI).document(view.trips[:2], "x")
    assert set_pages(Form.SHEET, document) == set_pages(Form.SHEET, document)


def test_english_sheets_are_english(tmp_path: Path) -> None:
    network = a_small_network()
    paths = sheets(a_shown_plan(), network, tmp_path, "en")
    text = text_of(paths[0].read_bytes())
    assert bare("Route sheet – Trip 1") in text
    assert bare("Monday 2027-01-04") in text


def test_a_plan_without_trips_makes_no_sheet(tmp_path: Path) -> None:
    assert sheets(a_plan(Routing()), a_small_network(), tmp_path) == []


def looked_at(program: str, *arguments: str) -> str:
    """Return what one of the PDF tools says."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed (Debian: poppler-utils)")
    return subprocess.run(  # noqa: S603 -- a fixed program on a file of ours
        [found, *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def test_only_fonts_inside_typst_are_used_and_embedded(tmp_path: Path) -> None:
    plan, network = a_hostile_plan(LETTERS)
    path = sheets(plan, network, tmp_path)[0]
    listed = looked_at("pdffonts", str(path)).splitlines()[2:]
    assert listed
    assert all("LibertinusSerif" in line or "DejaVuSansMono" in line for line in listed)
    assert all(line.split()[-5] == "yes" for line in listed)


def test_a_long_trip_fits_its_pages(tmp_path: Path) -> None:
    """No word begins or ends outside the margins with 25 stops, 60 letters and 40 boxes."""
    plan, network = a_long_plan(stops=25, boxes=40, name_length=60)
    paths = sheets(plan, network, tmp_path)
    boxes = looked_at("pdftotext", "-bbox", str(paths[0]), "-")
    edges = [
        tuple(float(edge) for edge in found)
        for found in re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes
        )
    ]
    assert len(edges) > 1000
    margin = 12 / 25.4 * 72
    assert min(edge[0] for edge in edges) >= margin - 1
    assert max(edge[2] for edge in edges) <= 595.3 - margin + 1
    assert max(edge[3] for edge in edges) <= 842
    text = text_of(paths[0].read_bytes())
    assert all(bare(box.id) in text for box in network.boxes)
