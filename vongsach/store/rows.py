"""Put plans into the tables of the store, and take them out again."""

import datetime as dt
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from vongsach.errors import FileError
from vongsach.plan import Plan
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
    fault: str = ""
    """What of it is damaged that has to be known to list it; empty where it is sound."""


def rows_in(connection: Connection) -> tuple[Row, ...]:
    """Return every plan of the table, by time of saving."""
    columns = PLANS.c.id, PLANS.c.quarter, PLANS.c.number, PLANS.c.created, PLANS.c.plan_sha256
    standings, damaged = _standings(connection)
    found = connection.execute(select(*columns).order_by(PLANS.c.created, PLANS.c.id))
    return tuple(
        Row(*row, standings.get(row.id, Standing()), DECISIONS.name if row.id in damaged else "")
        for row in found
    )


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
    contents = {PLAN: _proven(plan.bytes, plan.bytes_sha256, row, PLAN)}
    for name, key in ((NETWORK, plan.network), (TRAVEL, plan.travel)):
        held = select(CONTENTS.c.bytes).where(CONTENTS.c.sha256 == key)
        contents[name] = _proven(connection.execute(held).scalar(), key, row, name)
    return contents


def plan_in(connection: Connection, row: Row) -> Plan:
    """Return a plan alone, without what it was made from.

    Raises
    ------
    FileError
        It is not what was saved.
    """
    held = select(PLANS.c.bytes, PLANS.c.bytes_sha256).where(PLANS.c.id == row.id)
    packed, fingerprint = connection.execute(held).one()
    try:
        return Plan.model_validate_json(_proven(packed, fingerprint, row, PLAN))
    except ValueError as error:
        raise FileError(DAMAGED, path=f"{row.quarter}/v{row.number}", cause=PLAN) from error


def _proven(packed: object, fingerprint: str, row: Row, name: str) -> bytes:
    """Return the bytes that were packed, which are those that the fingerprint was taken of."""
    try:
        content = zlib.decompress(packed) if isinstance(packed, bytes) else b""
    except zlib.error:
        content = b""
    if sha256(content).hexdigest() != fingerprint:
        raise FileError(DAMAGED, path=f"{row.quarter}/v{row.number}", cause=name)
    return content


def _content(connection: Connection, kind: str, content: bytes) -> str:
    """Hold a content, once however often it is added, and return its fingerprint."""
    key = sha256(content).hexdigest()
    known = select(CONTENTS.c.sha256).where(CONTENTS.c.sha256 == key)
    if connection.execute(known).first() is None:
        row = {"sha256": key, "kind": kind, "bytes": zlib.compress(content)}
        connection.execute(insert(CONTENTS).values(row))
    return key


def _standings(connection: Connection) -> tuple[Mapping[int, Standing], frozenset[int]]:
    """Return the standings of plans, and those plans of which a decision cannot be read."""
    standings: dict[int, Standing] = {}
    damaged = set[int]()
    for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.id)):
        try:
            day, status = dt.date.fromisoformat(row.day), Status(row.status)
        except (TypeError, ValueError):
            damaged.add(row.plan)
            continue
        before = standings.get(row.plan, Standing())
        published = day if status is Status.PUBLISHED else before.published_on
        # Who approved it stays the approver of record, whoever publishes it.
        approver, approved = before.approver or row.person, before.approved_on or day
        standings[row.plan] = Standing(status, approver, approved, published)
    return standings, frozenset(damaged)
