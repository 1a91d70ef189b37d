"""Open the one SQLite file of a workspace, and tell its troubles in the planner's words."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as Driver
from sqlite3 import connect
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from vongsach.errors import FileError
from vongsach.store.schema import MIGRATIONS

FILE: Final = "vongsach.db"
PATIENCE: Final = 15.0
"""Seconds that one process waits for another to end its writing."""

LEAST_ROOM: Final = 65_536
"""Bytes without which SQLite cannot write its log."""

BUSY, BROKEN, NEWER = "store_busy", "store_damaged", "store_newer"
NOT_WRITABLE = "not_writable"
_WAITED: Final = ("locked", "busy")
_UNWRITABLE: Final = ("full", "readonly", "unable to open", "disk i/o")


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """Give a transaction that alone may write; what is done in it is done whole or not at all.

    The file and its tables are made where they are not there yet.

    Raises
    ------
    FileError
        Another process writes for too long, the file is damaged, from a newer program, or
        cannot be written; what it held it still holds.
    """
    with _told(path), _connected(_engine(path), "BEGIN IMMEDIATE") as connection:
        _migrate(connection, path)
        yield connection


@contextmanager
def reading(path: Path) -> Iterator[Connection | None]:
    """Give one consistent view of the file; ``None`` where there is no file yet.

    Nothing is written, so that a folder may be one in which nobody may write.

    Raises
    ------
    FileError
        The file is damaged, or from a newer program.
    """
    if not path.is_file():
        yield None
        return
    with _told(path), _connected(_reading_engine(path), "BEGIN") as connection:
        seen = _seen(connection, path)
        yield connection if seen else None


def faults(path: Path) -> str:
    """Return the first fault that SQLite finds in the file; empty where it is sound or absent."""
    try:
        with reading(path) as connection:
            if connection is None:
                return ""
            found = str(connection.execute(text("PRAGMA integrity_check(1)")).scalar_one())
            return "" if found == "ok" else found
    except FileError as error:
        return error.facts.get("cause", error.code)


@contextmanager
def _connected(engine: Engine, begin: str) -> Iterator[Connection]:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(path: Path, *, writes: bool = True) -> Engine:
    place = URL.create("sqlite", database=str(path))
    engine = create_engine(place, connect_args={"timeout": PATIENCE}, poolclass=NullPool)
    journal = ("journal_mode=WAL",) if writes else ()

    @event.listens_for(engine, "connect")
    def _prepare(driver: Driver, _: object) -> None:
        # The driver must not begin transactions of its own: the kind of lock is ours to choose.
        driver.isolation_level = None
        for pragma in (*journal, "synchronous=FULL", "foreign_keys=ON"):
            driver.execute(f"PRAGMA {pragma}")

    return engine


def _reading_engine(path: Path) -> Engine:
    """Return what reads the file; where nothing may be written beside it, the file as it lies.

    The log beside a file in use has to be written even by who reads. Where that is refused, and
    there is no log with news in it, nobody else is writing either.
    """
    usual = _engine(path, writes=False)
    try:
        with usual.connect() as connection:
            connection.execute(text("PRAGMA user_version")).scalar_one()
    except OperationalError as error:
        if not any(word in str(error.orig).lower() for word in _UNWRITABLE) or _has_news(path):
            raise
        return create_engine("sqlite://", creator=lambda: _as_it_lies(path), poolclass=NullPool)
    finally:
        usual.dispose()
    return usual


def _as_it_lies(path: Path) -> Driver:
    driver = connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    driver.isolation_level = None
    return driver


def _has_news(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def _seen(connection: Connection, path: Path) -> int:
    """Return how many migrations a file has seen."""
    seen = int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if seen > len(MIGRATIONS):
        raise FileError(NEWER, path=str(path))
    return seen


def _migrate(connection: Connection, path: Path) -> None:
    seen = _seen(connection, path)
    for step in MIGRATIONS[seen:]:
        for statement in step:
            connection.exec_driver_sql(statement)
    if seen < len(MIGRATIONS):
        connection.exec_driver_sql(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the database complains of into a sentence for the planner."""
    try:
        yield
    except DatabaseError as error:
        cause = str(error.orig)
        lowered = cause.lower()
        if any(word in lowered for word in _WAITED):
            raise FileError(BUSY, path=str(path)) from error
        if any(word in lowered for word in _UNWRITABLE):
            raise FileError(NOT_WRITABLE, path=str(path), cause=_cause(cause, path)) from error
        raise FileError(BROKEN, path=str(path), cause=cause) from error


def _cause(told: str, path: Path) -> str:
    """Return why nothing can be written, as the system itself would put it where that is known.

    On a full disk SQLite speaks of no room in one place and of an error of the disk in another.
    """
    full = "full" in told.lower()
    if "disk i/o" in told.lower():
        full = shutil.disk_usage(path.parent).free < LEAST_ROOM
    number = errno.ENOSPC if full else _refused(path) if "readonly" in told.lower() else 0
    return str(OSError(number, os.strerror(number))) if number else told


def _refused(path: Path) -> int:
    """Return why the system lets nobody write a file or beside it; 0 where it would.

    SQLite says «readonly» of a disk, of a file and of a folder without permission alike.
    """
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        return error.errno or 0
    return 0 if os.access(path.parent, os.W_OK) else errno.EACCES
