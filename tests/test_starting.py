"""The first seconds: what is loaded, and Ctrl-C while it is."""

import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from tests.conftest import ROOT
from vongsach import __main__ as start

HEAVY = {"ortools", "networkx", "folium", "typst", "numba"}


def run_python(code: str) -> str:
    """Return what a new interpreter prints."""
    done = subprocess.run(  # noqa: S603 -- our own interpreter, fixed arguments
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_command_line_loads_no_solver_and_nothing_that_draws() -> None:
    loaded = run_python("import sys, cli; print(*{name.split('.')[0] for name in sys.modules})")
    assert HEAVY.isdisjoint(loaded.split())


def test_what_listens_first_loads_next_to_nothing() -> None:
    loaded = run_python("import sys, vongsach.__main__; print(*sys.modules)")
    assert {"typer", "numpy", "pydantic", "cli"}.isdisjoint(loaded.split())


@pytest.mark.parametrize(("typed", "says"), [([], "Đã dừng"), (["--lang", "en"], "Stopped")])
def test_ctrl_c_while_the_program_loads_ends_with_5_and_a_sentence(
    typed: Sequence[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def pressed() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "_run", pressed)
    monkeypatch.setattr(sys, "argv", ["vongsach", *typed])
    monkeypatch.delenv("VONGSACH_LANG", raising=False)
    with pytest.raises(SystemExit) as ended:
        start.main()
    assert ended.value.code == 5
    assert says in capsys.readouterr().err


def test_the_module_can_be_run() -> None:
    handler = signal.getsignal(signal.SIGINT)
    done = subprocess.run(
        [sys.executable, "-m", "vongsach", "--version"], cwd=ROOT, capture_output=True, check=True
    )
    assert "Vòng Sách" in done.stdout.decode("utf-8")
    assert signal.getsignal(signal.SIGINT) is handler
