"""The database of a workspace: append-only, whole after any death, clear in any trouble."""

import datetime as dt
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import OperationalError

from tests.stand_ins import a_run
from tests.test_store import a_made_plan, save, save_folder_alone
from vongsach.errors import FileError
from vongsach.store import PlanStore, Status, plan_sha256
from vongsach.store import database as store_database
from vongsach.store.database import faults, writing
from vongsach.store.schema import METADATA, MIGRATIONS

TODAY = dt.date(2026, 12, 20)
ROOT = Path(__file__).parent.parent


def process(folder: Path, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.saving_process", str(folder), str(seed)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603


def told_before_death(folder: Path, seed: int, patience: float) -> list[str]:
    """Let a process save, kill it some time after its first plan, and return what it told."""
    with process(folder, seed) as saving:
        assert saving.stdout is not None
        first = saving.stdout.readline()
        time.sleep(patience)
        saving.kill()
        return [first, *saving.stdout.readlines()]


def hold_all(folder: Path, told: list[str]) -> None:
    """Hold the store to what was told: all of it is there, and nothing is half there."""
    store = PlanStore(folder)
    assert faults(store.database) == ""
    versions = store.versions()
    loaded = {one.name.split("/")[1]: store.load(one.name) for one in versions}
    for line in told:
        if line.endswith("\n"):
            seed, name = line.split()
            assert loaded[name].plan.runs[0].seed == int(seed)
    numbers = [one.number for one in versions]
    assert len(set(numbers)) == len(numbers)


def killed(folder: Path, times: int, seed: int = 7) -> None:
    chance, told = Random(seed), list[str]()  # noqa: S311 -- moments, not secrets
    for round_number in range(times):
        told += told_before_death(folder, round_number * 10_000, chance.uniform(0, 0.15))
        hold_all(folder, told)
        if len(told) > 60:
            shutil.rmtree(folder, ignore_errors=True)
            told.clear()


def test_what_was_told_as_saved_outlives_a_killed_process(tmp_path: Path) -> None:
    killed(tmp_path / "w", 6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_what_was_told_as_saved_outlives_hundreds_of_killed_processes(
    tmp_path: Path, seed: int
) -> None:
    """Two hundred in all, in eight parts that run side by side."""
    killed(tmp_path / "w", 25, seed)


def test_two_processes_at_once_wait_for_each_other(tmp_path: Path) -> None:
    with process(tmp_path, 0) as one, process(tmp_path, 10_000) as other:
        told = []
        for saving in (one, other):
            assert saving.stdout is not None
            told += [saving.stdout.readline() for _ in range(3)]
        for saving in (one, other):
            saving.kill()
    hold_all(tmp_path, told)


def test_a_process_that_waited_too_long_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path)
    monkeypatch.setattr(store_database, "PATIENCE", 0.1)
    with writing(PlanStore(tmp_path).database), pytest.raises(FileError) as caught:
        save(tmp_path, runs=(a_run(seed=9),))
    assert caught.value.code == "store_busy"
    assert len(PlanStore(tmp_path).versions()) == 1


def test_a_full_disk_is_told_and_leaves_all_as_it_was(tmp_path: Path) -> None:
    save(tmp_path)
    database = PlanStore(tmp_path).database
    size = database.stat().st_size
    # A limit on the size of files is what a program meets on a full disk.
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from tests.test_store import save, a_run; from vongsach.errors import FileError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "limit = int(sys.argv[2]); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n    save(Path(sys.argv[1]), runs=(a_run(seed=3),))\n"
        "except FileError as error:\n    print(error.code)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(size // 8)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.strip() == "not_writable"
    assert faults(database) == ""
    (version,) = PlanStore(tmp_path).versions()
    assert [path.name for path in version.folder.parent.iterdir()] == [version.folder.name]
    assert PlanStore(tmp_path).load().plan == a_made_plan()


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (("database or disk is full", 10**9), errno.ENOSPC),
        (("disk I/O error", 0), errno.ENOSPC),
        (("disk I/O error", 10**9), None),
    ],
)
def test_what_sqlite_says_of_a_disk_is_told_as_the_system_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: tuple[str, int], number: int | None
) -> None:
    (sentence, free), statement = told, "BEGIN"

    def fail(*_: object) -> None:
        raise OperationalError(statement, {}, sqlite3.OperationalError(sentence))

    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(store_database, "_migrate", fail)
    with pytest.raises(FileError) as caught, writing(tmp_path / "v.db"):
        pass
    assert caught.value.code == "not_writable"
    shown = caught.value.facts["cause"]
    assert shown == sentence if number is None else shown.startswith(f"[Errno {number}]")


@pytest.mark.parametrize("refused", [errno.EROFS, errno.EACCES, 0])
def test_a_file_without_permission_is_no_disk_that_can_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    """SQLite has one word for both; the system, asked again, tells them apart."""
    told, statement = "attempt to write a readonly database", "BEGIN"

    def fail(*_: object) -> None:
        raise OperationalError(statement, {}, sqlite3.OperationalError(told))

    def ask(path: Path, flags: int) -> int:
        if refused:
            raise OSError(refused, "", path)
        return opened(path, flags)

    opened = os.open
    monkeypatch.setattr(store_database, "_migrate", fail)
    monkeypatch.setattr(os, "open", ask)
    with pytest.raises(FileError) as caught, writing(tmp_path / "v.db"):
        pass
    shown = caught.value.facts["cause"]
    assert shown.startswith(f"[Errno {refused}]") if refused else shown == told


def test_a_database_without_permission_is_told_as_such(tmp_path: Path) -> None:
    save(tmp_path)
    database = PlanStore(tmp_path).database
    database.chmod(0o444)
    if os.access(database, os.W_OK):
        pytest.skip("whoever runs this may write everything")
    with pytest.raises(FileError) as caught, writing(database) as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
    assert caught.value.facts["cause"].startswith(f"[Errno {errno.EACCES}]")


def test_a_changed_copy_in_the_folder_does_no_harm(tmp_path: Path) -> None:
    folder = save(tmp_path)
    (folder / "plan.json").chmod(0o644)
    (folder / "plan.json").write_bytes(b"{}")
    assert PlanStore(tmp_path).load().plan == a_made_plan()


def test_a_plan_outlives_its_folder(tmp_path: Path) -> None:
    shutil.rmtree(save(tmp_path))
    assert PlanStore(tmp_path).load("v1").plan == a_made_plan()


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    save(tmp_path)
    database = PlanStore(tmp_path).database
    content = bytearray(database.read_bytes())
    content[:200] = bytes(200)
    database.write_bytes(content)
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load()
    assert caught.value.code == "store_damaged"
    assert faults(database)


def test_a_bit_that_turned_in_a_plan_is_noticed(tmp_path: Path) -> None:
    save(tmp_path)
    database = PlanStore(tmp_path).database
    with sqlite3.connect(database) as driver:
        driver.execute("DROP TRIGGER plans_UPDATE")
        driver.execute("UPDATE plans SET bytes = zeroblob(40)")
    driver.close()
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load()
    assert caught.value.code == "plan_damaged"


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    save(tmp_path)
    with sqlite3.connect(PlanStore(tmp_path).database) as driver:
        driver.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    driver.close()
    for ask in (PlanStore(tmp_path).load, lambda: save(tmp_path, runs=(a_run(seed=4),))):
        with pytest.raises(FileError) as caught:
            ask()
        assert caught.value.code == "store_newer"


@pytest.mark.parametrize("table", METADATA.tables)
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = 7", "DELETE FROM {}"])
def test_no_row_is_ever_changed_or_taken_away(tmp_path: Path, table: str, change: str) -> None:
    save(tmp_path)
    version = PlanStore(tmp_path).find()
    PlanStore(tmp_path).decide(version, Status.APPROVED, "A", TODAY)
    with sqlite3.connect(PlanStore(tmp_path).database) as driver:
        driver.execute("PRAGMA foreign_keys = OFF")
        if not driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:  # noqa: S608
            columns = len(METADATA.tables[table].columns)
            driver.execute(f"INSERT INTO {table} VALUES ({', '.join('1' * columns)})")  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError):
            driver.execute(change.format(table))
    driver.close()


@pytest.mark.parametrize("table", METADATA.tables)
def test_no_row_takes_the_place_of_another(tmp_path: Path, table: str) -> None:
    save(tmp_path)
    version = PlanStore(tmp_path).find()
    PlanStore(tmp_path).decide(version, Status.APPROVED, "A", TODAY)
    with sqlite3.connect(PlanStore(tmp_path).database) as driver:
        driver.execute("PRAGMA foreign_keys = OFF")
        if not driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:  # noqa: S608
            columns = len(METADATA.tables[table].columns)
            driver.execute(f"INSERT INTO {table} VALUES ({', '.join('1' * columns)})")  # noqa: S608
        before = driver.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="never changes"):
            driver.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
        assert driver.execute(f"SELECT * FROM {table}").fetchall() == before  # noqa: S608
    driver.close()


def test_a_file_of_the_first_release_is_guarded_after_the_next_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "MIGRATIONS", MIGRATIONS[:1])
    save(tmp_path)
    monkeypatch.undo()
    assert PlanStore(tmp_path).load("v1").plan == a_made_plan()
    save(tmp_path, runs=(a_run(seed=8),))
    assert len(PlanStore(tmp_path).versions()) == 2
    with sqlite3.connect(PlanStore(tmp_path).database) as driver:
        assert driver.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        with pytest.raises(sqlite3.IntegrityError):
            driver.execute("INSERT OR REPLACE INTO plans SELECT * FROM plans")
    driver.close()


@pytest.fixture
def as_a_guest() -> Iterator[Path]:
    """Give a folder in which a plan is stored and nobody may write, the tester included."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights of folders are asked for otherwise here")
    folder = Path(tempfile.mkdtemp())
    save(folder)
    made = [folder, *folder.rglob("*")]
    for path in made:
        path.chmod(0o555 if path.is_dir() else 0o444)
    everybody = os.geteuid() == 0
    try:
        if everybody:
            os.seteuid(65_534)
        yield folder
    finally:
        if everybody:
            os.seteuid(0)
        for path in made:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(folder)


def test_a_folder_in_which_nobody_may_write_is_read(as_a_guest: Path) -> None:
    store = PlanStore(as_a_guest)
    assert store.load("v1").plan == a_made_plan()
    assert store.movements() == ()
    assert faults(store.database) == ""
    with pytest.raises(FileError) as caught:
        save(as_a_guest, runs=(a_run(seed=9),))
    assert caught.value.code == "not_writable"


def test_news_in_the_log_is_never_overlooked(tmp_path: Path) -> None:
    save(tmp_path)
    database = PlanStore(tmp_path).database
    with sqlite3.connect(database) as driver:
        driver.execute("PRAGMA journal_mode=WAL")
        driver.execute("CREATE TABLE news (id INTEGER)")
        assert store_database._has_news(database)  # noqa: SLF001 -- guards what is read as it lies
    driver.close()


def test_the_migrations_lead_to_the_tables_that_are_queried(tmp_path: Path) -> None:
    save(tmp_path)
    engine = create_engine(f"sqlite:///{PlanStore(tmp_path).database}")
    found, tables = inspect(engine), METADATA.tables
    made = {name: [column["name"] for column in found.get_columns(name)] for name in tables}
    engine.dispose()
    assert made == {
        name: [column.name for column in table.columns] for name, table in METADATA.tables.items()
    }
    assert set(found.get_table_names()) == set(METADATA.tables)


def test_a_folder_of_an_older_program_counts_and_is_taken_in(tmp_path: Path) -> None:
    folder = save_folder_alone(tmp_path)
    assert PlanStore(tmp_path).load("v1").plan == a_made_plan()
    assert not PlanStore(tmp_path).database.exists()
    assert save(tmp_path) == folder
    shutil.rmtree(folder)
    assert PlanStore(tmp_path).load("v1").plan == a_made_plan()


def test_reading_makes_no_file(tmp_path: Path) -> None:
    assert PlanStore(tmp_path).versions() == ()
    assert list(tmp_path.iterdir()) == []


def test_equal_networks_are_held_once(tmp_path: Path) -> None:
    save(tmp_path)
    save(tmp_path, runs=(a_run(seed=5),))
    with sqlite3.connect(PlanStore(tmp_path).database) as driver:
        assert driver.execute("SELECT count(*) FROM contents").fetchone() == (2,)
    driver.close()


def test_a_published_plan_has_its_own_folder_and_every_name_it_had(tmp_path: Path) -> None:
    draft = save(tmp_path)
    store = PlanStore(tmp_path)
    version = store.decide(store.find("v1"), Status.PUBLISHED, "Lò Thị Mỷ", TODAY)
    assert version.folder.name == f"v1-congbo-{plan_sha256(a_made_plan())[:7]}"
    assert draft.is_dir()
    assert version.folder.is_dir()
    for name in ("v1", draft.name, version.folder.name, f"2027Q1/{draft.name}"):
        stored = store.load(name)
        assert stored.folder == version.folder
        assert stored.standing.approver == "Lò Thị Mỷ"
        assert (stored.standing.approved_on, stored.standing.published_on) == (TODAY, TODAY)


def test_a_decision_is_made_once(tmp_path: Path) -> None:
    save(tmp_path)
    store = PlanStore(tmp_path)
    store.decide(store.find(), Status.APPROVED, "A", TODAY)
    assert store.find().status == Status.APPROVED
    with pytest.raises(FileError) as caught:
        store.decide(store.find(), Status.APPROVED, "B", TODAY)
    assert caught.value.code == "already_decided"
    later = TODAY + dt.timedelta(days=3)
    store.decide(store.find(), Status.PUBLISHED, "B", later)
    with pytest.raises(FileError) as again:
        store.decide(store.find(), Status.APPROVED, "B", later)
    assert (again.value.facts["person"], again.value.facts["day"]) == ("A", f"{TODAY:%d/%m/%Y}")
    standing = store.standing(store.find())
    assert (standing.approver, standing.status) == ("A", Status.PUBLISHED)
    assert (standing.approved_on, standing.published_on) == (TODAY, later)
