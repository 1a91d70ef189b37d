"""Measure how the map of a generated province loads and moves in a headless Chromium."""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from selenium import webdriver

from benchmarks.output import WindingRoads, a_plan, a_province, a_travel
from vongsach.output import write_map

_SIZES = {"desktop": (1400, 900), "phone": (390, 800)}
_WATCH = """
const done = arguments[arguments.length - 1];
const frames = [];
let last = performance.now();
let left = 60;
const work = { drag: drag, slide: slide }[arguments[0]];
// What Leaflet does while a finger drags: it moves the pane and says so; the rest waits.
function drag() {
  const pane = vongsach.getPane("mapPane");
  const step = [left % 2 ? 12 : -9, left % 3 ? 6 : -9];
  L.DomUtil.setPosition(pane, L.DomUtil.getPosition(pane).add(step));
  vongsach.fire("move");
}
function slide() {
  if (left % 4) return;
  const slider = document.querySelector(".weeks input");
  slider.value = 1 + (left / 4) % 13;
  slider.dispatchEvent(new Event("input"));
}
function frame(now) {
  frames.push(now - last);
  last = now;
  if (left-- > 0) { work(); requestAnimationFrame(frame); } else done(frames.slice(2));
}
requestAnimationFrame(frame);
"""


def main(arguments: list[str]) -> int:
    """Print seconds to load and milliseconds a frame, by size of screen and what is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks browser", description=__doc__)
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--stops", type=int, default=3000)
    asked = parser.parse_args(arguments)
    network = a_province(asked.places)
    plan, travel = a_plan(network, asked.stops), a_travel(network)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        write_map(plan, network, path, travel=travel, ways=WindingRoads(network))
        print(f"{asked.places} places, {asked.stops} stops, {path.stat().st_size / 1e6:.1f} MB")
        for name, size in _SIZES.items():
            _measure(name, size, path)
    return 0


def _measure(name: str, size: tuple[int, int], path: Path) -> None:
    browser = _browser(size)
    try:
        start = time.perf_counter()
        browser.get(path.as_uri())
        browser.execute_async_script("requestAnimationFrame(arguments[0])")
        print(f"{name:8} load {time.perf_counter() - start:5.2f} s")
        for work in ("drag", "slide"):
            _tell(f"{name:8} {work}", browser.execute_async_script(_WATCH, work))
        start = time.perf_counter()
        browser.execute_script(
            "const one = document.querySelector('.weeks input'); one.value = 0;"
            "one.dispatchEvent(new Event('input'))"
        )
        browser.execute_async_script("requestAnimationFrame(arguments[0])")
        print(f"{name:8} whole quarter {time.perf_counter() - start:5.2f} s")
        _tell(f"{name:8} drag, whole quarter", browser.execute_async_script(_WATCH, "drag"))
    finally:
        browser.quit()


def _tell(what: str, frames: list[float]) -> None:
    ordered = sorted(frames)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{what}: frame {middle:4.0f} ms in the middle, {late:4.0f} ms at the 95th percentile")


def _browser(size: tuple[int, int]) -> webdriver.Chrome:
    options: Any = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    browser = webdriver.Chrome(options=options, service=service)
    browser.set_window_size(*size)
    browser.set_script_timeout(120)
    return browser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
