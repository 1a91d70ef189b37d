"""Keep what happened on trips, and the ledger of box movements: rows are added, never changed."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from vongsach.actuals import Fate, TripActual
from vongsach.plan import Plan
from vongsach.store.rows import Row
from vongsach.store.schema import ACTUALS, MOVEMENTS, PLANS
from vongsach.store.version_files import now


class Movement(NamedTuple):
    """One line of the ledger."""

    recorded: str
    """When it was written down: ISO 8601, UTC."""
    version: str
    """Quarter and number of the plan."""
    trip: str
    day: str
    box: str
    kind: str
    """A ``Fate``."""
    place: str
    source: str
    """File that it was read from."""
    holds: bool
    """No newer record of its trip has taken its place."""


def add_actuals(
    connection: Connection, row: Row, records: Iterable[TripActual], source: str
) -> int:
    """Add what happened on trips and return how many were new.

    A trip whose newest record says the same is not written again; one that says otherwise is a
    correction: both stay, and the newer one holds.
    """
    known = {record.trip: record for record in actuals_of(connection, row)}
    added = 0
    for record in records:
        if known.get(record.trip) == record:
            continue
        values = {
            "plan": row.id,
            "recorded": now(),
            "source": source,
            "trip": record.trip,
            "document": record.model_dump_json(),
        }
        done = connection.execute(insert(ACTUALS).values(values))
        (key,) = done.inserted_primary_key or (0,)
        for stop in record.stops:
            for moved in stop.boxes:
                if moved.fate is not Fate.NOT_MOVED:
                    line = {
                        "actual": key,
                        "day": stop.day.isoformat(),
                        "box": moved.box,
                        "kind": moved.fate.value,
                        "place": stop.place,
                    }
                    connection.execute(insert(MOVEMENTS).values(line))
        added += 1
    return added


def actuals_of(connection: Connection, row: Row) -> tuple[TripActual, ...]:
    """Return the newest record of every trip of a plan that has one, by time of recording."""
    wanted = select(ACTUALS.c.trip, ACTUALS.c.document).where(ACTUALS.c.plan == row.id)
    newest = {
        line.trip: line.document for line in connection.execute(wanted.order_by(ACTUALS.c.id))
    }
    return tuple(TripActual.model_validate_json(document) for document in newest.values())


def with_earlier(
    recorded: tuple[TripActual, ...], plan: Plan, earlier: tuple[TripActual, ...], before: Plan
) -> tuple[TripActual, ...]:
    """Return the records of a plan with those of the plan before, where a trip is the same."""
    known, trips = {one.trip for one in recorded}, {trip.id: trip for trip in plan.routing.trips}
    same = {trip.id for trip in before.routing.trips if trips.get(trip.id) == trip} - known
    return (*(one for one in earlier if one.trip in same), *recorded)


def movements_in(connection: Connection) -> tuple[Movement, ...]:
    """Return the whole ledger, as it was written, each line with whether it still holds."""
    newest = select(func.max(ACTUALS.c.id)).group_by(ACTUALS.c.plan, ACTUALS.c.trip)
    holding = set(connection.execute(newest).scalars())
    joined = MOVEMENTS.join(ACTUALS).join(PLANS)
    wanted = select(
        ACTUALS.c.id,
        ACTUALS.c.recorded,
        PLANS.c.quarter,
        PLANS.c.number,
        ACTUALS.c.trip,
        MOVEMENTS.c.day,
        MOVEMENTS.c.box,
        MOVEMENTS.c.kind,
        MOVEMENTS.c.place,
        ACTUALS.c.source,
    ).select_from(joined)
    return tuple(
        Movement(
            line.recorded,
            f"{line.quarter}/v{line.number}",
            line.trip,
            line.day,
            line.box,
            line.kind,
            line.place,
            line.source,
            line.id in holding,
        )
        for line in connection.execute(wanted.order_by(MOVEMENTS.c.id))
    )
