"""Lay out the tables of the store, and the steps that lead an older file to them."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table

METADATA: Final = MetaData()

CONTENTS: Final = Table(
    "contents",
    METADATA,
    Column("sha256", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""Networks and travel matrices, each once however many plans were made from it."""

PLANS: Final = Table(
    "plans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("quarter", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("created", String, nullable=False),
    Column("plan_sha256", String, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("bytes_sha256", String, nullable=False),
    Column("network", String, ForeignKey("contents.sha256"), nullable=False),
    Column("travel", String, ForeignKey("contents.sha256"), nullable=False),
)
"""Plans; ``quarter`` is the name of the quarter's folder."""

DECISIONS: Final = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("plan", Integer, ForeignKey("plans.id"), nullable=False),
    Column("recorded", String, nullable=False),
    Column("status", String, nullable=False),
    Column("person", String, nullable=False),
    Column("day", String, nullable=False),
)
"""Who approved or published a plan, and on which day; the last one tells its status."""

ACTUALS: Final = Table(
    "actuals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("plan", Integer, ForeignKey("plans.id"), nullable=False),
    Column("recorded", String, nullable=False),
    Column("source", String, nullable=False),
    Column("trip", String, nullable=False),
    Column("document", String, nullable=False),
)
"""What happened on trips; the newest record of a trip holds, the older ones stay."""

MOVEMENTS: Final = Table(
    "movements",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("actual", Integer, ForeignKey("actuals.id"), nullable=False),
    Column("day", String, nullable=False),
    Column("box", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False),
)
"""The ledger of boxes: every hand-over, as it was recorded."""

_APPEND_ONLY: Final = ("contents", "plans", "decisions", "actuals", "movements")

_FIRST: Final = (
    """
    CREATE TABLE contents (
        sha256 VARCHAR NOT NULL PRIMARY KEY, kind VARCHAR NOT NULL, bytes BLOB NOT NULL
    )""",
    """
    CREATE TABLE plans (
        id INTEGER NOT NULL PRIMARY KEY, quarter VARCHAR NOT NULL, number INTEGER NOT NULL,
        created VARCHAR NOT NULL, plan_sha256 VARCHAR NOT NULL, bytes BLOB NOT NULL,
        bytes_sha256 VARCHAR NOT NULL, network VARCHAR NOT NULL REFERENCES contents (sha256),
        travel VARCHAR NOT NULL REFERENCES contents (sha256), UNIQUE (quarter, number)
    )""",
    """
    CREATE TABLE decisions (
        id INTEGER NOT NULL PRIMARY KEY, plan INTEGER NOT NULL REFERENCES plans (id),
        recorded VARCHAR NOT NULL, status VARCHAR NOT NULL, person VARCHAR NOT NULL,
        day VARCHAR NOT NULL, UNIQUE (plan, status)
    )""",
    """
    CREATE TABLE actuals (
        id INTEGER NOT NULL PRIMARY KEY, plan INTEGER NOT NULL REFERENCES plans (id),
        recorded VARCHAR NOT NULL, source VARCHAR NOT NULL, trip VARCHAR NOT NULL,
        document VARCHAR NOT NULL
    )""",
    """
    CREATE TABLE movements (
        id INTEGER NOT NULL PRIMARY KEY, actual INTEGER NOT NULL REFERENCES actuals (id),
        day VARCHAR NOT NULL, box VARCHAR NOT NULL, kind VARCHAR NOT NULL,
        place VARCHAR NOT NULL
    )""",
    *(
        f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'what is stored never changes'); END"
        for table in _APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ),
)

MIGRATIONS: Final = (_FIRST,)
"""Statements of each step. A released step never changes; a new one is added at the end.

The file counts the steps that it has seen in its ``user_version``.
"""
