"""Hold the house to its own plan: floors, sizes, names, and a vocabulary without logic."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("vongsach", "rotation", "routing")
VOCABULARY = (
    "units", "quarter", "places", "boxes", "fleet", "closures", "roads", "network", "travel",
    "plan", "rules",
)  # fmt: skip
BANNED_NAMES = {"utils", "helpers", "common", "misc", "base"}
LONGEST_MODULE = 300
LONGEST_ROOT = 500
"""The composition root names every verb with its options; what verbs do stands elsewhere."""


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [*found, ROOT / "cli.py"]


def test_no_module_is_longer_than_the_budget() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (LONGEST_ROOT if path.name == "cli.py" else LONGEST_MODULE)
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in modules() if path.stem in BANNED_NAMES] == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("name", VOCABULARY)
def test_the_vocabulary_holds_data_and_computes_nothing(name: str) -> None:
    """Only validators, and the private functions that they and the defaults call."""
    tree = ast.parse((ROOT / "vongsach" / f"{name}.py").read_text(encoding="utf-8"))
    public = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert public == []


def test_the_import_contracts_hold() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_folders_of_tests_do_not_shadow_a_package() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert folders.isdisjoint({*PACKAGES, "cli"})


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel once."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 -- our own interpreter, fixed arguments
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_three_packages_and_one_module(wheel: zipfile.ZipFile) -> None:
    top = {name.split("/")[0] for name in wheel.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {*PACKAGES, "cli.py"}


def test_the_wheel_holds_the_example_the_words_and_the_templates(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "vongsach/data/example/mang-luoi.xlsx" in names
    assert "vongsach/words/vi/check.toml" in names
    assert any(name.startswith("vongsach/output/templates/") for name in names)


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") or (
        "Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
