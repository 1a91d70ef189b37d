"""Record who approved and who published a plan: each once, in that order."""

import datetime as dt

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from vongsach.errors import FileError
from vongsach.store.rows import Row
from vongsach.store.schema import DECISIONS
from vongsach.store.standing import Status
from vongsach.store.version_files import now

ALREADY = "already_decided"


def decide(connection: Connection, row: Row, status: Status, *, person: str, day: dt.date) -> None:
    """Add a decision about a plan.

    Publishing what was not approved records the approval by the same person too.

    Raises
    ------
    FileError
        The plan has come that far already.
    """
    steps = list(Status)
    reached = steps.index(row.standing.status)
    if steps.index(status) <= reached:
        on = row.standing.approved_on
        raise FileError(
            ALREADY,
            version=f"{row.quarter}/v{row.number}",
            person=row.standing.approver,
            day="" if on is None else f"{on:%d/%m/%Y}",
        )
    for step in steps[reached + 1 : steps.index(status) + 1]:
        values = {
            "plan": row.id,
            "recorded": now(),
            "status": step.value,
            "person": person,
            "day": day.isoformat(),
        }
        connection.execute(insert(DECISIONS).values(values))
