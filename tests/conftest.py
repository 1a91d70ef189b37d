"""Set up what every test file shares."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("night", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

STARTED = time.monotonic()

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of real data that is never copied into the project."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not beside the project: {SHARED}")
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the slow tests be given a share of time."""
    parser.addoption(
        "--slow-for",
        type=float,
        metavar="SECONDS",
        help="begin no slow test later than this after the start; those left are told as skipped",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests last."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out slow tests for which no time is left."""
    seconds = item.config.getoption("slow_for")
    late = seconds is not None and time.monotonic() - STARTED > seconds
    if late and item.get_closest_marker("slow") is not None:
        pytest.skip(f"slow, and {seconds:.0f} s are over")
