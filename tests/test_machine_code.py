"""Kept machine code: never older than what it was made of."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

INNER = """import numba as nb

@nb.njit(cache=True)
def given(x):
    return x + {added}
"""
OUTER = """import numba as nb
from compiled.inner import given

@nb.njit(cache=True)
def asked(x):
    return 10 * given(x)
"""
PACKAGE = """from pathlib import Path
from vongsach.machine_code import forget_stale
HERE = Path(__file__).parent
forget_stale(HERE, HERE.glob("*.py"))
"""


def run(folder: Path) -> int:
    """Return what the outer function gives for 1 in a new interpreter."""
    places = os.pathsep.join([str(folder), str(ROOT)])
    code = "from compiled.outer import asked; print(asked(1))"
    done = subprocess.run(  # noqa: S603 -- our own interpreter, fixed arguments
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_a_change_of_what_was_compiled_in_is_seen(tmp_path: Path) -> None:
    package = tmp_path / "compiled"
    package.mkdir()
    (package / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    (package / "outer.py").write_text(OUTER, encoding="utf-8")
    (package / "inner.py").write_text(INNER.format(added=1), encoding="utf-8")
    assert run(tmp_path) == 20
    kept = sorted(one.stat().st_mtime_ns for one in package.glob("__pycache__/*.nbi"))
    assert kept
    assert run(tmp_path) == 20
    again = sorted(one.stat().st_mtime_ns for one in package.glob("__pycache__/*.nbi"))
    assert again == kept, "nothing changed: what was kept is used"
    (package / "inner.py").write_text(INNER.format(added=2), encoding="utf-8")
    assert run(tmp_path) == 30
