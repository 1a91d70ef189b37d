"""The map in a real browser that has no network."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.builders import a_travel
from tests.hostile_plans import HOSTILE, a_hostile_plan
from tests.shown_plans import a_shown_plan, a_small_network
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.output import write_map
from vongsach.output.presentation import plain

pytestmark = pytest.mark.browser

WIDE, PHONE = (1400, 900), (390, 800)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Return a Chromium that can reach nothing but files."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium and chromedriver are not installed (Debian: chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    chrome = webdriver.Chrome(options=options, service=service)
    yield chrome
    chrome.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """Return the browser with the map of the ten trips open; nothing may go wrong in it."""
    network = a_small_network()
    path = write_map(a_shown_plan(), network, tmp_path / "map.html", travel=a_travel(network))
    show(browser, path, WIDE)
    yield browser
    assert complaints(browser) == []


def show(browser: webdriver.Chrome, path: Path, size: tuple[int, int]) -> None:
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get_log("performance")  # type: ignore[no-untyped-call]
    browser.set_window_size(*size)
    browser.get(path.as_uri())


def complaints(browser: webdriver.Chrome) -> list[Any]:
    """Return the messages of the console, and every request but those for files."""
    messages = browser.get_log("browser")  # type: ignore[no-untyped-call]
    events = [
        json.loads(entry["message"])["message"]
        for entry in browser.get_log("performance")  # type: ignore[no-untyped-call]
    ]
    addresses = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    outside = [
        address for address in addresses if not address.startswith(("file:", "data:", "chrome"))
    ]
    return [*messages, *outside]


def seen(browser: webdriver.Chrome, selector: str) -> list[str]:
    """Return the texts of what a selector finds and the eye sees."""
    found = browser.find_elements(By.CSS_SELECTOR, selector)
    return [element.text for element in found if element.is_displayed()]


def in_popup(browser: webdriver.Chrome, selector: str) -> list[str]:
    """Return the same of the open popup, once it has faded in."""
    WebDriverWait(browser, 5).until(lambda _: seen(browser, ".popup h2"))
    return seen(browser, f".popup {selector}")


def press(browser: webdriver.Chrome, selector: str, number: int = 0) -> None:
    browser.execute_script(
        "document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, number
    )


def test_it_opens_on_the_first_week_with_trips(opened: webdriver.Chrome) -> None:
    assert seen(opened, ".title h1") == ["Vòng Sách – Mạng lưới thư viện Tam Đường"]
    assert seen(opened, ".weeks output") == ["Tuần 2: 04/01/2027–10/01/2027"]
    badges = ["T2·1", "T2·2", "T4·1", "T4·1", "T4·2", "T4·2", "T4·3", "T5·1", "T5·2"]
    assert sorted(seen(opened, ".stop-badge")) == badges
    assert len(seen(opened, ".sign")) == 16
    assert seen(opened, ".leaflet-control-scale")[0].endswith("km")


def test_the_slider_moves_from_week_to_week_and_shows_the_whole_quarter(
    opened: webdriver.Chrome,
) -> None:
    press(opened, ".weeks button", 1)
    assert seen(opened, ".weeks output") == ["Tuần 3: 11/01/2027–17/01/2027"]
    assert len(seen(opened, ".stop-badge")) == 5
    slider = opened.find_element(By.CSS_SELECTOR, ".weeks input")
    slider.send_keys(Keys.HOME)
    assert seen(opened, ".weeks output") == ["Cả quý"]
    assert len(seen(opened, ".stop-badge")) == 23
    slider.send_keys(Keys.END)
    assert seen(opened, ".stop-badge") == []
    assert "Tuần này không có chuyến" in seen(opened, ".panel .note")


def test_vans_and_weeks_are_switched_on_and_off(opened: webdriver.Chrome) -> None:
    press(opened, ".panel details label input")
    assert sorted(seen(opened, ".stop-badge")) == ["T4·1", "T4·2", "T5·1", "T5·2"]
    press(opened, ".panel details label input")
    press(opened, ".chip input", 1)
    assert len(seen(opened, ".stop-badge")) == 9 + 3


def test_a_trip_that_is_chosen_is_shown_alone_until_it_is_chosen_again(
    opened: webdriver.Chrome,
) -> None:
    press(opened, ".trip-button")
    assert sorted(seen(opened, ".stop-badge")) == ["T2·1", "T2·2"]
    press(opened, ".trip-button")
    assert len(seen(opened, ".stop-badge")) == 9


def test_statuses_roads_and_names_are_switched_on_and_off(opened: webdriver.Chrome) -> None:
    names = seen(opened, ".name")
    assert "Bản Chù Khèo" in names
    press(opened, ".panel details:last-of-type input", 1)
    assert len(seen(opened, ".sign")) == 16 - 10
    press(opened, ".panel details:last-of-type input", 4)
    assert seen(opened, ".name") == []
    paths = len(opened.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive"))
    assert paths > 0
    press(opened, ".panel details:last-of-type input", 5)


def test_search_finds_by_name_without_marks_and_opens_the_popup(opened: webdriver.Chrome) -> None:
    field = opened.find_element(By.CSS_SELECTOR, ".search")
    field.send_keys("ban chu kheo")
    assert seen(opened, ".found button") == ["Bản Chù Khèo\nCHU_KHEO · Xã Khun Há"]
    field.send_keys(Keys.ENTER)
    assert in_popup(opened, "h2") == ["Bản Chù Khèo"]
    assert "Thứ Tư 06/01/2027 · 10:15–11:00 · Xe 2 · Chuyến 3" in in_popup(opened, "li")
    field.send_keys("khong co gi")
    assert seen(opened, ".found li") == ["Không tìm thấy"]


def test_the_popup_of_a_stop_is_the_right_one(opened: webdriver.Chrome) -> None:
    stops = opened.find_elements(By.CSS_SELECTOR, ".leaflet-marker-icon:has(.stop-badge)")
    titles = [stop.get_attribute("title") for stop in stops]
    assert "2. Bưu điện Sơn Bình" in titles
    press(opened, ".leaflet-marker-icon:has(.stop-badge)", titles.index("2. Bưu điện Sơn Bình"))
    assert in_popup(opened, "h2") == ["2. Bưu điện Sơn Bình"]
    assert "10:15–11:00" in in_popup(opened, "dd")


def test_a_box_s_journey_is_drawn_from_halt_to_halt(opened: webdriver.Chrome) -> None:
    field = opened.find_element(By.CSS_SELECTOR, ".search")
    field.send_keys("th-001", Keys.ENTER)
    assert sorted(seen(opened, ".halt-badge")) == ["1", "2", "3"]
    press(opened, ".leaflet-marker-icon:has(.halt-badge)", 1)
    assert "Thư viện xã Bình Lư · 04/01/2027–18/01/2027" in in_popup(opened, "dd")


def test_it_fits_a_phone(browser: webdriver.Chrome, tmp_path: Path) -> None:
    path = write_map(a_shown_plan(), a_small_network(), tmp_path / "map.html")
    show(browser, path, PHONE)
    assert seen(browser, ".panel-body") == []
    press(browser, ".panel-toggle")
    assert len(seen(browser, ".panel-body")) == 1
    width = browser.execute_script(
        "return document.documentElement.scrollWidth - window.innerWidth"
    )
    assert width <= 0
    for selector in (".title", ".panel", ".weeks"):
        box = browser.find_element(By.CSS_SELECTOR, selector).rect
        inner = browser.execute_script("return window.innerWidth")
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= inner
    assert complaints(browser) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_and_does_nothing(
    name: str, browser: webdriver.Chrome, tmp_path: Path
) -> None:
    plan, network = a_hostile_plan(name)
    show(browser, write_map(plan, network, tmp_path / "map.html"), WIDE)
    press(browser, ".leaflet-marker-icon:has(.sign)", 1)
    assert [plain(text) for text in in_popup(browser, "h2")] == [plain(name[:300])]
    press(browser, ".leaflet-marker-icon:has(.stop-badge)")
    select = browser.find_element(By.CSS_SELECTOR, ".panel select")
    browser.execute_script(
        "arguments[0].value = '0'; arguments[0].dispatchEvent(new Event('change'))", select
    )
    field = browser.find_element(By.CSS_SELECTOR, ".search")
    field.send_keys("a")
    hacked = browser.execute_script("return window.hacked")
    assert hacked is None
    assert complaints(browser) == []


@pytest.fixture
def layered(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """Return the browser with a map that has closures and bounds of communes."""
    span: Any = {"first_day": dt.date(2027, 1, 4), "last_day": dt.date(2027, 1, 12)}
    network = a_small_network(
        closures=(
            Closure(kind=ClosureKind.ROAD_CUT, scope=Scope.ROAD, target="QL.4D", **span),
            Closure(kind=ClosureKind.FLOOD, scope=Scope.PLACE, target="THEN_SIN", **span),
        )
    )
    ring = [[103.5, 22.2], [103.6, 22.2], [103.6, 22.3], [103.5, 22.2]]
    areas = tmp_path / "dia-gioi.geojson"
    feature = {
        "type": "Feature",
        "properties": {"ten": "Xã <b>Bình Lư</b>"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    areas.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    path = write_map(a_shown_plan(), network, tmp_path / "map.html", boundaries=areas)
    show(browser, path, WIDE)
    yield browser
    assert complaints(browser) == []


def drawn(browser: webdriver.Chrome, colour: str) -> int:
    """Return how many lines of a colour are on the map."""
    return len(browser.find_elements(By.CSS_SELECTOR, f'path[stroke="{colour}"]'))


def toggle(browser: webdriver.Chrome, text: str) -> None:
    """Press the box that stands before a text of the panel."""
    found = browser.execute_script(
        "const label = Array.from(document.querySelectorAll('.panel label'))"
        ".find(one => one.textContent.includes(arguments[0]));"
        "if (label) label.querySelector('input').click(); return Boolean(label);",
        text,
    )
    assert found, text


@pytest.mark.parametrize(
    ("text", "colour", "count"),
    [
        ("Đường trong dữ liệu", "#b3a58c", 1),
        ("Địa giới xã", "#7a5c99", 1),
        ("Hiện trên bản đồ", "#c00000", 15),
    ],
)
def test_roads_bounds_and_closures_are_switched_off_and_on(
    layered: webdriver.Chrome, text: str, colour: str, count: int
) -> None:
    assert drawn(layered, colour) >= count
    toggle(layered, text)
    of_signs = drawn(layered, colour) if colour == "#c00000" else 0
    assert drawn(layered, colour) == of_signs < count
    toggle(layered, text)
    assert drawn(layered, colour) >= count


def test_closures_are_drawn_in_their_weeks_only(layered: webdriver.Chrome) -> None:
    assert len(layered.find_elements(By.CSS_SELECTOR, ".closed-road")) == 14
    assert len(layered.find_elements(By.CSS_SELECTOR, ".closed-place")) == 1
    press(layered, ".weeks button", 1)
    press(layered, ".weeks button", 1)
    assert layered.find_elements(By.CSS_SELECTOR, ".closed-road") == []


def test_the_journeys_of_all_boxes_are_drawn_and_put_away(opened: webdriver.Chrome) -> None:
    before = drawn(opened, "#000")
    select = "const one = document.querySelector('.panel select'); one.value = arguments[0];"
    opened.execute_script(f"{select} one.dispatchEvent(new Event('change'))", "all")
    assert drawn(opened, "#000") > before
    opened.execute_script(f"{select} one.dispatchEvent(new Event('change'))", "")
    assert drawn(opened, "#000") == before


def test_the_makers_of_the_map_are_named(opened: webdriver.Chrome) -> None:
    assert "OpenStreetMap" in seen(opened, ".credit")[0]


def test_badges_of_stops_do_not_cover_each_other(opened: webdriver.Chrome) -> None:
    boxes = opened.execute_script(
        "return Array.from(document.querySelectorAll('.stop-badge'))"
        ".map(one => one.getBoundingClientRect()).map(one => [one.x, one.y, one.right, one.bottom])"
    )
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_a_background_that_does_not_come_goes_away_quietly(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    path = write_map(a_shown_plan(), a_small_network(), tmp_path / "map.html")
    show(browser, path, WIDE)
    assert seen(browser, ".offline") == []
    toggle(browser, "Bản đồ nền từ mạng")
    WebDriverWait(browser, 10).until(lambda _: seen(browser, ".offline"))
    assert "Mọi thứ khác vẫn dùng được" in seen(browser, ".offline")[0]
    assert not browser.find_element(By.CSS_SELECTOR, ".tiles input").is_selected()
    assert browser.find_elements(By.CSS_SELECTOR, ".leaflet-tile") == []
    assert len(seen(browser, ".stop-badge")) == 9
    for level in ("browser", "performance"):
        browser.get_log(level)  # type: ignore[no-untyped-call]
