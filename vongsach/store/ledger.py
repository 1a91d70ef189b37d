"""Keep what happened on trips, and the ledger of box movements: rows are added, never changed."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from vongsach.actuals import Fate, TripActual
from vongsach.errors import FileError
from vongsach.plan import Plan
from vongsach.store.rows import Row, plan_in
from vongsach.store.schema import ACTUALS, MOVEMENTS, PLANS
from vongsach.store.version_files import now

RECORD_DAMAGED, RECORDED_MEANWHILE = "record_damaged", "record_meanwhile"


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


def news(
    records: Iterable[TripActual],
    holds: Iterable[TripActual],
    before: Iterable[TripActual] | None,
    version: str,
) -> list[TripActual]:
    """Return the records of which not the same holds already.

    Raises
    ------
    FileError
        Of such a trip something else holds than ``before``, on top of which it was put together.
    """
    now_held = {one.trip: one for one in holds}
    found = [one for one in records if now_held.get(one.trip) != one]
    known = now_held if before is None else {one.trip: one for one in before}
    for one in found:
        if now_held.get(one.trip) != known.get(one.trip):
            raise FileError(RECORDED_MEANWHILE, trip=one.trip, version=version)
    return found


def add_actuals(
    connection: Connection, row: Row, records: Iterable[TripActual], source: str
) -> int:
    """Add what happened on trips and return of how many.

    A record of a trip that has one is a correction: both stay, and the newer one holds.
    """
    added = 0
    for record in records:
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
    """Return the newest record of every trip of a plan that has one, by time of recording.

    Raises
    ------
    FileError
        One of them is not what was recorded.
    """
    wanted = select(ACTUALS.c.trip, ACTUALS.c.document).where(ACTUALS.c.plan == row.id)
    newest = {
        line.trip: line.document for line in connection.execute(wanted.order_by(ACTUALS.c.id))
    }
    return tuple(_record(document, trip, row) for trip, document in newest.items())


def _record(document: str, trip: str, row: Row) -> TripActual:
    try:
        return TripActual.model_validate_json(document)
    except ValueError as error:
        path = f"{row.quarter}/v{row.number}"
        raise FileError(RECORD_DAMAGED, path=path, trip=trip) from error


def with_earlier(
    recorded: tuple[TripActual, ...], plan: Plan, earlier: tuple[TripActual, ...], before: Plan
) -> tuple[TripActual, ...]:
    """Return the records of a plan with those of the plan before, where a trip is the same."""
    same = same_trips(before, plan) - {one.trip for one in recorded}
    return (*(one for one in earlier if one.trip in same), *recorded)


def movements_in(connection: Connection, plans: Iterable[Row]) -> tuple[Movement, ...]:
    """Return the whole ledger, as it was written, each line with whether it still holds."""
    newest = select(func.max(ACTUALS.c.id)).group_by(ACTUALS.c.plan, ACTUALS.c.trip)
    holding = set(connection.execute(newest).scalars())
    replaced = _replaced(connection, tuple(plans))
    joined = MOVEMENTS.join(ACTUALS).join(PLANS)
    columns = MOVEMENTS.c.day, MOVEMENTS.c.box, MOVEMENTS.c.kind, MOVEMENTS.c.place
    wanted = select(ACTUALS, PLANS.c.quarter, PLANS.c.number, *columns).select_from(joined)
    return tuple(
        Movement(
            recorded=line.recorded,
            version=f"{line.quarter}/v{line.number}",
            trip=line.trip,
            day=line.day,
            box=line.box,
            kind=line.kind,
            place=line.place,
            source=line.source,
            holds=line.id in holding and (line.plan, line.trip) not in replaced,
        )
        for line in connection.execute(wanted.order_by(MOVEMENTS.c.id))
    )


def _replaced(connection: Connection, rows: tuple[Row, ...]) -> set[tuple[int, str]]:
    """Return plan and trip of the records in whose place one of a later plan holds.

    That is so where the later plan replaces the other, and the trip is the same in both.
    """
    recorded = {tuple(one) for one in connection.execute(select(ACTUALS.c.plan, ACTUALS.c.trip))}
    plans = dict(_plans(connection, rows)) if recorded else {}
    known = {row.plan_sha256: row.id for row in rows}
    gone: set[tuple[int, str]] = set()
    for key, plan in plans.items():
        own, later = {trip for one, trip in recorded if one == key}, plan
        while own and later.made_from.replaces:
            earlier = known.get(later.made_from.replaces.plan_sha256, 0)
            if earlier not in plans:
                break
            own &= same_trips(plans[earlier], later)
            gone |= {(earlier, trip) for trip in own}
            later = plans[earlier]
    return gone


def _plans(connection: Connection, rows: Iterable[Row]) -> Iterator[tuple[int, Plan]]:
    """Yield the plans that are sound; of others the listing of plans tells."""
    for row in rows:
        with contextlib.suppress(FileError):
            yield row.id, plan_in(connection, row)


def same_trips(before: Plan, plan: Plan) -> set[str]:
    """Return the names of the trips that a plan left as they were."""
    trips = {trip.id: trip for trip in plan.routing.trips}
    return {trip.id for trip in before.routing.trips if trips.get(trip.id) == trip}
