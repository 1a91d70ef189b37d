"""Put plans into the tables of the store, and take them out again."""

import datetime as dt
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from vongsach.errors import FileError
from vongsach.store.schema import CONTENTS, DECISIONS, PLANS
from vongsach.store.standing import Standing, Status
from vongsach.store.version_files import DAMAGED, NETWORK, PLAN, TRAVEL


class Row(NamedTuple):
    """One plan of the table, without its contents."""

    id: int
    quarter: str
    number: int
    created: str
    plan_sha256: str
    standing: Standing


def rows_in(connection: Connection) -> tuple[Row, ...]:
    """Return every plan of the table, by time of saving."""
    columns = PLANS.c.id, PLANS.c.quarter, PLANS.c.number, PLANS.c.created, PLANS.c.plan_sha256
    standings = _standings(connection)
    found = connection.execute(select(*columns).order_by(PLANS.c.created, PLANS.c.id))
    return tuple(Row(*row, standings.get(row.id, Standing())) for row in found)


def highest_number(connection: Connection, quarter: str) -> int:
    """Return the highest number that a plan of a quarter bears; 0 where there is none."""
    wanted = select(func.max(PLANS.c.number)).where(PLANS.c.quarter == quarter)
    return connection.execute(wanted).scalar_one() or 0


def add_plan(
    connection: Connection,
    contents: Mapping[str, bytes],
    *,
    quarter: str,
    number: int,
    created: str,
    fingerprint: str,
) -> int:
    """Add a plan with its contents and return its key."""
    added = connection.execute(
        insert(PLANS).values(
            quarter=quarter,
            number=number,
            created=created,
            plan_sha256=fingerprint,
            bytes=zlib.compress(contents[PLAN]),
            bytes_sha256=sha256(contents[PLAN]).hexdigest(),
            network=_content(connection, "network", contents[NETWORK]),
            travel=_content(connection, "travel", contents[TRAVEL]),
        )
    )
    (key,) = added.inserted_primary_key or (0,)
    return int(key)


def contents_in(connection: Connection, row: Row) -> dict[str, bytes]:
    """Return the files of a plan as they were saved.

    Raises
    ------
    FileError
        They are not what was saved.
    """
    plan = connection.execute(select(PLANS).where(PLANS.c.id == row.id)).one()
    packed = {PLAN: (plan.bytes, plan.bytes_sha256)}
    for name, key in ((NETWORK, plan.network), (TRAVEL, plan.travel)):
        held = select(CONTENTS.c.bytes).where(CONTENTS.c.sha256 == key)
        packed[name] = connection.execute(held).scalar_one(), key
    contents = {}
    for name, (content, fingerprint) in packed.items():
        contents[name] = _unpacked(content)
        if sha256(contents[name]).hexdigest() != fingerprint:
            raise FileError(DAMAGED, path=f"{row.quarter}/v{row.number}", cause=name)
    return contents


def _content(connection: Connection, kind: str, content: bytes) -> str:
    """Hold a content, once however often it is added, and return its fingerprint."""
    key = sha256(content).hexdigest()
    known = select(CONTENTS.c.sha256).where(CONTENTS.c.sha256 == key)
    if connection.execute(known).first() is None:
        row = {"sha256": key, "kind": kind, "bytes": zlib.compress(content)}
        connection.execute(insert(CONTENTS).values(row))
    return key


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


def _standings(connection: Connection) -> Mapping[int, Standing]:
    standings: dict[int, Standing] = {}
    for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.id)):
        before, day = standings.get(row.plan, Standing()), dt.date.fromisoformat(row.day)
        status = Status(row.status)
        published = day if status is Status.PUBLISHED else before.published_on
        # Who approved it stays the approver of record, whoever publishes it.
        approver, approved = before.approver or row.person, before.approved_on or day
        standings[row.plan] = Standing(status, approver, approved, published)
    return standings
