"""Forms, posters, labels and the printed map: what is on them, and what must never be."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.builders import a_travel
from tests.hostile_plans import HOSTILE, a_hostile_plan
from tests.known_roads import one_known_road
from tests.shown_plans import a_shown_plan, a_small_network
from vongsach.boxes import Title
from vongsach.errors import FileError
from vongsach.output import Presentation, join
from vongsach.output.codes import bar_code, file_name
from vongsach.output.form_data import FormData, has_handover, has_mobile
from vongsach.output.plan_sheet import plan_sheet
from vongsach.output.point_data import PointData, has_poster
from vongsach.output.presentation import plain
from vongsach.output.sheet_data import SheetData
from vongsach.output.typesetting import Form, Text, set_pages
from vongsach.output.view import PlanView

VI = Presentation("vi")
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def view() -> PlanView:
    """Return the ten trips, with one known road."""
    network = a_small_network()
    return join(a_shown_plan(), network, a_travel(network), one_known_road())


def handovers(view: PlanView) -> Text:
    return FormData(view, VI).handovers([trip for trip in view.trips if has_handover(trip)])


def statistics(view: PlanView) -> Text:
    return FormData(view, VI).statistics([trip for trip in view.trips if has_mobile(trip)])


def orders(view: PlanView) -> Text:
    return FormData(view, VI).orders(view.trips)


def posters(view: PlanView) -> Text:
    return PointData(view, VI).posters([place for place in view.places if has_poster(place)])


def labels(view: PlanView) -> Text:
    return PointData(view, VI).labels([journey.box for journey in view.journeys])


def printed_map(view: PlanView) -> Text:
    return plan_sheet(view, VI, TODAY)


EVERY_FORM = {
    Form.HANDOVER: handovers,
    Form.STATISTICS: statistics,
    Form.ORDER: orders,
    Form.POSTER: posters,
    Form.LABELS: labels,
    Form.MAP: printed_map,
}


def said(form: Form, document: Text) -> str:
    """Return what a form says, without blanks."""
    reader = PdfReader(BytesIO(set_pages(form, document)))
    return bare("".join(page.extract_text() for page in reader.pages))


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def test_a_record_stands_for_each_exchange_with_every_box(view: PlanView) -> None:
    text = said(Form.HANDOVER, handovers(view))
    exchanges = [
        (trip, day, stop)
        for trip in view.trips
        for day in trip.days
        for stop in day.stops
        if stop.handed_in or stop.taken_out
    ]
    assert text.count(bare("BIÊN BẢN BÀN GIAO")) == len(exchanges)
    for trip, day, stop in exchanges:
        for part in (stop.place.name, VI.day(day.day), f"{trip.number}/{stop.number}"):
            assert bare(part) in text
        assert all(box.id in text for box in (*stop.handed_in, *stop.taken_out))
    assert bare("Các cột trong bảng do Vòng Sách đặt") in text


def test_the_list_of_titles_follows_the_record_where_titles_are_given() -> None:
    network = a_small_network(titles=(Title(id="S-1", name="Dế Mèn phiêu lưu ký", stock=4),))
    boxes = (network.boxes[0].model_copy(update={"titles": ("S-1",)}), *network.boxes[1:])
    network = network.model_copy(update={"boxes": boxes})
    text = said(Form.HANDOVER, handovers(join(a_shown_plan(), network)))
    assert bare("DANH MỤC TÀI NGUYÊN THÔNG TIN BÀN GIAO") in text
    assert bare("Dế Mèn phiêu lưu ký") in text


def test_the_statistics_list_only_mobile_stops(view: PlanView) -> None:
    text = said(Form.STATISTICS, statistics(view))
    assert bare("Bản Sì Thâu Chải") in text
    assert bare("Bưu điện Sơn Bình") not in text
    assert "Mẫusố01" in text


def test_the_order_names_van_crew_route_and_times(view: PlanView) -> None:
    text = said(Form.ORDER, orders(view))
    for trip in view.trips:
        assert bare(trip.van.plate) in text
        for stop in trip.stops:
            assert bare(stop.place.name) in text
            assert bare(VI.clock_span(stop.arrival, stop.departure)) in text


def test_posters_hold_every_date_and_no_guarded_place(view: PlanView) -> None:
    text = said(Form.POSTER, posters(view))
    for place in view.places:
        if place.visits and place.place.id != "THEN_SIN":
            assert bare(place.place.name) in text
            assert all(bare(VI.date(visit.day)) in text for visit in place.visits)
    assert bare("Thèn Sin") not in text


@pytest.mark.parametrize("make", [posters, labels, printed_map, handovers, statistics])
def test_no_telephone_is_on_paper_that_stays_outside(
    make: Callable[[PlanView], Text], view: PlanView
) -> None:
    text = str(make(view))
    assert "0365 111 222" not in text
    assert "0912 345 678" not in text


def test_labels_have_bars_where_a_code_allows_them(view: PlanView) -> None:
    shown = labels(view)["labels"]
    assert len(shown) == 12
    assert all(label["bars"].startswith("<svg") for label in shown)
    assert bar_code("TH-001") is not None
    assert bar_code("Thùng 1") is None
    assert bar_code("x" * 25) is None
    assert bar_code("") is None


def test_the_printed_map_has_legend_scale_north_date_and_plan(view: PlanView) -> None:
    shown = printed_map(view)
    text = said(Form.MAP, shown)
    for part in (view.plan_hash, "01/12/2026", "Luân chuyển", "Xe 1", "1:", "km", "Bình Lư"):
        assert bare(part) in text
    assert plan_sheet(view, VI, TODAY, public=True)["map"] != shown["map"]
    public = str(plan_sheet(view, VI, TODAY, public=True)["map"]["names"])
    assert "Thèn Sin" not in public


def test_the_turn_list_names_roads_and_sums_kilometres(view: PlanView) -> None:
    turns = SheetData(view, VI).document(view.trips[:1], "")["sheets"][0]["turns"]
    assert [(turn["road"], turn["km"], turn["sum"]) for turn in turns] == [
        ("QL.4D", "5,0 km", "5,0 km"),
        ("đường không tên", "2,0 km", "7,0 km"),
    ]
    assert turns[0]["leg"] == "→ 1. Thư viện xã Bình Lư"
    assert turns[1]["towards"] == "Thư viện xã Bình Lư"


def test_the_overview_numbers_every_stop(view: PlanView) -> None:
    for trip in view.trips:
        shown = SheetData(view, VI).document((trip,), "")["sheets"][0]["map"]
        numbers = {one for entry in shown["numbers"] for one in entry["text"].split(",")}
        assert numbers == {str(stop.number) for stop in trip.stops}
        spots = shown["numbers"] + shown["names"]
        assert all(0 <= spot["x"] <= shown["width"] for spot in spots)
        assert all(0 <= spot["y"] <= shown["height"] for spot in spots)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_text_on_every_form(name: str) -> None:
    plan, network = a_hostile_plan(name)
    view = join(plan, network, a_travel(network), one_known_road(name))
    for form, make in EVERY_FORM.items():
        document = make(view)
        assert document
        set_pages(form, document)
    printable = "".join(sign for sign in plain(name[:250]) if ord(sign) < 0x1F000)
    assert bare(printable) in said(Form.HANDOVER, handovers(view)).replace("\x00", "")


def test_a_workspace_brings_its_own_words_and_forms(view: PlanView, tmp_path: Path) -> None:
    (tmp_path / "bien-ban.toml").write_text('heading = "BIÊN BẢN CỦA TÔI"', encoding="utf-8")
    (tmp_path / "lenh-dieu-xe.typ").write_text("= Lệnh riêng", encoding="utf-8")
    record = set_pages(Form.HANDOVER, handovers(view), forms=tmp_path)
    order = set_pages(Form.ORDER, orders(view), forms=tmp_path)
    assert "BIÊNBẢNCỦATÔI" in bare(PdfReader(BytesIO(record)).pages[0].extract_text())
    assert "Lệnhriêng" in bare(PdfReader(BytesIO(order)).pages[0].extract_text())


@pytest.mark.parametrize(
    ("file", "content"), [("bien-ban.toml", "heading = "), ("bien-ban.typ", "#nothing-such()")]
)
def test_a_bad_form_of_a_workspace_is_named(
    file: str, content: str, view: PlanView, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as raised:
        set_pages(Form.HANDOVER, handovers(view), forms=tmp_path)
    assert raised.value.code == "bad_form"
    assert file in raised.value.facts["path"]


def test_file_names_are_bare() -> None:
    assert file_name("Xã Đường/../Sách", 40, "x") == "Xa-Duong-Sach"
    assert file_name("💥", 40, "x") == "x"
