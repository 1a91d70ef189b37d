"""Lists of other programs get into a copy of the workbook exactly, or are told at their cell."""

import csv
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pymarc import Field, Indicators, MARCWriter, Record, Subfield
from pymarc.marcxml import record_to_xml

import cli
from tests.builders import QUARTER, a_network
from tests.workbooks import a_rich_network
from vongsach.importing.mapping import TARGETS, read_map
from vongsach.workbook import read_workbook, write_workbook
from vongsach.workbook.rows import rows_of

Capture = pytest.CaptureFixture[str]
ITEMS = (
    "biblionumber,barcode,itemcallnumber,title,holdingbranch,location,itemlost,withdrawn\n"
    "7,BC1,895.922,Dế mèn,TV,B1,0,0\n"
    "7,BC2,895.922,Dế mèn,TV,KHO,0,0\n"
    "7,BC2,895.922,Dế mèn,TV,KHO,0,0\n"
    "7,BC3,895.922,Dế mèn,TV,B1,1,0\n"
    ",BC4,590,=1+1,B1,KHO,0,\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace whose workbook holds the box B1."""
    monkeypatch.chdir(tmp_path)
    network = a_network()
    box = network.boxes[0].model_copy(update={"id": "B1"})
    network = network.model_copy(update={"boxes": (box, *network.boxes[1:])})
    write_workbook(network, QUARTER, tmp_path / "mang-luoi.xlsx")
    return tmp_path


def ran(capture: Capture, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the document of an import."""
    capture.readouterr()
    code = cli.run(["import", *arguments, "--json"])
    document: dict[str, Any] = json.loads(capture.readouterr().out)
    return code, document


def codes(document: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in document["problems"]]


def test_items_of_koha_become_titles_with_their_copies(folder: Path, capsys: Capture) -> None:
    """Lost copies and repeated barcodes are not counted; copies lie in known boxes only."""
    before = (folder / "mang-luoi.xlsx").read_bytes()
    (folder / "sach.csv").write_text(ITEMS, encoding="utf-8-sig")
    code, document = ran(capsys, "sach.csv", "--map", "koha-items")
    assert code == 0
    assert codes(document) == ["W804", "W805"]
    network = read_workbook(folder / "mang-luoi-nhap.xlsx").network
    assert [(one.id, one.name, one.stock) for one in network.titles] == [
        ("7", "Dế mèn", 2),
        ("590", "=1+1", 1),
    ]
    assert next(box for box in network.boxes if box.id == "B1").titles == ("7", "590")
    assert (folder / "mang-luoi.xlsx").read_bytes() == before


def test_rows_that_stand_there_are_reported_and_updated_only_when_asked(
    folder: Path, capsys: Capture
) -> None:
    (folder / "a.csv").write_text("mã;tên sách;stock\nT1;Một;3\n", encoding="utf-8")
    (folder / "m.toml").write_text(
        '[titles]\nid={from="mã"}\nname={from="ten sach"}\nstock={from="stock"}', encoding="utf-8"
    )
    assert ran(capsys, "a.csv", "--map", "m.toml")[0] == 0
    (folder / "mang-luoi-nhap.xlsx").replace(folder / "mang-luoi.xlsx")
    (folder / "a.csv").write_text("mã\ttên sách\tstock\nT1\tHai\t3\n", encoding="utf-8")
    code, document = ran(capsys, "a.csv", "--map", "m.toml", "--out", "b.xlsx")
    assert (code, codes(document)) == (0, ["W803"])
    assert document["problems"][0]["cell"] == "B2"
    assert read_workbook(folder / "b.xlsx").network.titles[0].name == "Một"
    code, document = ran(capsys, "a.csv", "--map", "m.toml", "--out", "c.xlsx", "--update")
    assert document["sheets"][0]["updated"] == 1
    assert read_workbook(folder / "c.xlsx").network.titles[0].name == "Hai"


def test_a_mapping_is_suggested_and_nothing_imported(folder: Path, capsys: Capture) -> None:
    (folder / "Diem moi.csv").write_text("Ma,TEN,kind,Latitude,x\n", encoding="utf-8")
    code, document = ran(capsys, "Diem moi.csv")
    assert code == 1
    path = folder / "anh-xa" / "diem-moi.toml"
    found = read_map(path.read_text(encoding="utf-8"), "x")
    assert {key: one.columns[0] for key, one in found.sheets["places"].items()} == {
        "id": "Ma",
        "name": "TEN",
        "kind": "kind",
        "lat": "Latitude",
        "lon": "x",
    }
    assert document["map"] == path.read_text(encoding="utf-8")
    assert not (folder / "mang-luoi-nhap.xlsx").exists()


def test_every_wrong_cell_is_told_at_its_place(folder: Path, capsys: Capture) -> None:
    (folder / "d.csv").write_text("mã,tên sách,stock\nT1,,x\n\nT2,Hai,1.5\n", encoding="utf-8")
    assert ran(capsys, "d.csv", "--save-map", "s")[0] == 1
    text = (folder / "anh-xa" / "s.toml").read_text(encoding="utf-8")
    (folder / "anh-xa" / "s.toml").write_text(
        text + 'stock = { from = "stock" }\n' if "stock" not in text else text, encoding="utf-8"
    )
    code, document = ran(capsys, "d.csv", "--map", "s")
    assert code == 1
    assert [(one["code"], one["cell"]) for one in document["problems"]] == [
        ("E301", "B2"),
        ("E302", "C2"),
        ("E303", "C4"),
    ]
    assert {one["file"] for one in document["problems"]} == {"d.csv"}
    assert not (folder / "mang-luoi-nhap.xlsx").exists()


def test_a_dry_run_writes_nothing(folder: Path, capsys: Capture) -> None:
    (folder / "sach.csv").write_text(ITEMS, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    code, document = ran(capsys, "sach.csv", "--map", "koha-items", "--dry-run", "--save-map", "k")
    assert (code, document["files"]) == (0, [])
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sach.csv", "--map", "../x"], "map_bad_name"),
        (["sach.csv", "--map", "strange"], "map_unknown"),
        (["none.csv", "--map", "koha-items"], "E101"),
        (["latin.csv", "--map", "koha-items"], "E112"),
        (["sach.csv", "--map", "koha-items", "--out", "mang-luoi.xlsx"], "import_itself"),
        (["sach.csv", "--map", "koha-items", "--out", "sach.csv"], "import_exists"),
        (["sach.csv", "--map", "bad.toml"], "map_damaged"),
        (["empty.csv", "--map", "koha-items"], "import_no_table"),
        (["strange.csv"], "import_nothing_known"),
        (["bomb.xml", "--map", "koha-marc"], "E111"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, capsys: Capture, arguments: list[str], told: str
) -> None:
    (folder / "sach.csv").write_text(ITEMS, encoding="utf-8")
    (folder / "latin.csv").write_bytes("mã,tên\n".encode("cp1258", errors="ignore") + b"\xe3")
    (folder / "bad.toml").write_text('[titles]\nid={from="a", colour="b"}', encoding="utf-8")
    (folder / "empty.csv").write_text("\n", encoding="utf-8")
    (folder / "strange.csv").write_text("p,q\n1,2\n", encoding="utf-8")
    (folder / "bomb.xml").write_text(
        '<!DOCTYPE a [<!ENTITY b "c">]><collection><record>&b;</record></collection>',
        encoding="utf-8",
    )
    code, document = ran(capsys, *arguments)
    assert (code, document["error"]["code"]) == (2, told)


def a_record(number: str, *items: tuple[str, str]) -> Record:
    """Return a record of Koha with items of a barcode and a location."""
    record = Record(leader="00000nam a2200000 a 4500")
    title = [Subfield("a", "Đất rừng phương Nam /"), Subfield("c", "Đoàn Giỏi.")]
    record.fields.append(Field("245", Indicators("1", "0"), title))
    record.fields.append(Field("999", Indicators(" ", " "), [Subfield("c", number)]))
    for barcode, location in items:
        parts = [Subfield("p", barcode), Subfield("c", location), Subfield("1", "0")]
        record.fields.append(Field("952", Indicators(" ", " "), parts))
    return record


@pytest.mark.parametrize("form", ["mrc", "xml"])
def test_marc_records_become_titles(folder: Path, capsys: Capture, form: str) -> None:
    records = a_record("7", ("A", "B1"), ("B", "KHO")), a_record("8", ("C", "KHO"))
    buffer = io.BytesIO()
    if form == "mrc":
        writer = MARCWriter(buffer)
        for record in records:
            writer.write(record)
        content = buffer.getvalue()
    else:
        content = b"<collection>" + b"".join(map(record_to_xml, records)) + b"</collection>"
    (folder / "koha.mrc").write_bytes(content)
    code, document = ran(capsys, "koha.mrc", "--map", "koha-marc")
    assert code == 0, document
    network = read_workbook(folder / "mang-luoi-nhap.xlsx").network
    assert [(one.id, one.name, one.stock) for one in network.titles] == [
        ("7", "Đất rừng phương Nam", 2),
        ("8", "Đất rừng phương Nam", 1),
    ]
    assert next(box for box in network.boxes if box.id == "B1").titles == ("7",)


def test_a_damaged_record_is_told_by_its_number(folder: Path, capsys: Capture) -> None:
    good = a_record("7", ("A", "B1")).as_marc()
    (folder / "koha.mrc").write_bytes(good + good[:-1] + b"x" + good)
    code, document = ran(capsys, "koha.mrc", "--map", "koha-marc")
    assert (code, codes(document)) == (1, ["E802"])
    assert document["problems"][0]["cell"] == "2"


def test_without_pymarc_a_sentence_says_how_to_get_it(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "koha.mrc").write_bytes(a_record("7").as_marc())
    monkeypatch.setitem(sys.modules, "pymarc", None)
    code, document = ran(capsys, "koha.mrc", "--map", "koha-marc")
    assert (code, document["error"]["code"]) == (2, "marc_missing")
    assert "vongsach[marc]" in document["error"]["message"]


def test_what_is_written_as_csv_comes_back_as_the_same_network(
    folder: Path, capsys: Capture
) -> None:
    """The identity mapping, sheet by sheet, into a workbook without these rows.

    A title that lies in a box twice has one key, so that it stands there once.
    """
    network = a_rich_network()
    boxes = [
        one.model_copy(update={"titles": tuple(dict.fromkeys(one.titles))}) for one in network.boxes
    ]
    network = network.model_copy(update={"boxes": tuple(boxes)})
    book = folder / "mang-luoi.xlsx"
    write_workbook(network, QUARTER, book)
    emptied = load_workbook(book)
    for sheet in TARGETS.values():
        page = emptied[sheet.title("vi")]
        page.delete_rows(2, page.max_row)
    emptied.save(book)
    for key, sheet in TARGETS.items():
        with (folder / f"{key}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.key for column in sheet.columns])
            for row in rows_of(sheet, network, QUARTER, "vi"):
                writer.writerow([_shown(cell.value) for cell in row])
        lines = [f"[{key}]"]
        for column in sheet.columns:
            form = {"Day": ', day = "%Y-%m-%d"', "Quantity": ', decimal = "."'}
            more = form.get(type(column.kind).__name__, "")
            lines.append(f'{column.key} = {{ from = "{column.key}"{more} }}')
        (folder / f"{key}.toml").write_text("\n".join(lines), encoding="utf-8")
        code, document = ran(capsys, f"{key}.csv", "--map", f"{key}.toml")
        assert (code, document["problems"]) == (0, [])
        (folder / "mang-luoi-nhap.xlsx").replace(book)
    assert read_workbook(book).network == network


def _shown(value: object) -> str:
    return "" if value is None else str(getattr(value, "date", lambda: value)())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=5), max_size=6),
    mark=st.sampled_from(",;\t"),
)
def test_no_list_ends_in_a_fault(
    folder: Path, capsys: Capture, rows: list[list[str]], mark: str
) -> None:
    """Whatever stands in the cells: it is imported as text, or told."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(["id", "name", "stock", "box", "title"])
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8", errors="surrogatepass")
    (folder / "x.csv").write_bytes(content)
    (folder / "x.toml").write_text(
        '[titles]\nid={from=["id","name"]}\nname={from="name"}\nstock={count=true}\n'
        '[boxes]\nid={from="box"}\nsince={from="stock", day="%d.%m.%Y"}',
        encoding="utf-8",
    )
    code, document = ran(capsys, "x.csv", "--map", "x.toml", "--dry-run")
    assert code in {0, 1, 2}, document


def test_fifty_thousand_copies_are_read_in_seconds(folder: Path, capsys: Capture) -> None:
    head, *_ = ITEMS.splitlines()
    lines = [f"{n % 5000},BC{n},{n},Nhan đề {n % 5000},TV,B1,0,0" for n in range(50_000)]
    (folder / "sach.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    begun = time.process_time()
    code, document = ran(capsys, "sach.csv", "--map", "koha-items")
    assert (code, document["sheets"][0]["added"]) == (0, 5000)
    assert time.process_time() - begun < 30
