"""Make stores with a published plan, and filled sheets of what happened."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.builders import a_network, a_plan, a_travel, a_trip, a_trip_day, a_van, day
from tests.test_rolling import a_rich_plan
from vongsach.errors import InputError
from vongsach.fingerprint import network_sha256, travel_sha256
from vongsach.keeping.publishing import Decision
from vongsach.keeping.recording import Ledger, open_ledger, take_file, write_template
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.store import PlanStore, Status
from vongsach.units import BoxId

DAY = dt.date(2026, 12, 20)
SIGNED = Decision(Status.PUBLISHED, "Lò Văn Pâng", DAY)
TRIPS, STOPS, BOXES = "Trips", "Stops", "Boxes"


def a_store(folder: Path) -> PlanStore:
    """Return a store with one plan: a trip to P1 and P2 that moves B1, B2 and B3."""
    network, plan = a_rich_plan()
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    store = PlanStore(folder)
    store.save(Plan(**dict(plan) | {"made_from": made}), network, travel)
    return store


def a_ledger(folder: Path) -> Ledger:
    store = a_store(folder)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


def filled(ledger: Ledger, path: Path, cells: dict[str, dict[str, object]]) -> Path:
    """Write the blank workbook of a plan with some cells filled in."""
    write_template(ledger, path, "en")
    book = openpyxl.load_workbook(path)
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell].value = value
    book.save(path)
    return path


def problems(ledger: Ledger, path: Path, cells: dict[str, dict[str, object]]) -> list[str]:
    with pytest.raises(InputError) as caught:
        take_file(ledger, filled(ledger, path, cells), dry=False)
    assert ledger.store.actuals(ledger.version) == ()
    return [f"{one.code} {one.sheet}!{one.cell}" for one in caught.value.problems]


def moved(ledger: Ledger) -> list[tuple[int, str]]:
    stops = ledger.view.trips[0].stops
    return [(stop.number, box.id) for stop in stops for box in (*stop.handed_in, *stop.taken_out)]


def two_trips(folder: Path) -> Ledger:
    """Return the ledger of a plan in which one van goes out on two days."""
    later = a_trip(id="T2", days=(a_trip_day(day=day(4)),))
    plan = a_plan(Routing(trips=(a_trip(), later)))
    network = a_network(vans=(a_van(), a_van("X2")))
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    store = PlanStore(folder)
    store.save(Plan(**dict(plan) | {"made_from": made}), network, travel)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


def box_cell(ledger: Ledger, trip: int, stop: int, box: str) -> str:
    """Return the cell in which the fate of a box at a stop is written."""
    rows = [
        (one.number, at.number, moved.id)
        for one in ledger.view.trips
        for at in one.stops
        for moved in (*at.handed_in, *at.taken_out)
    ]
    return f"E{rows.index((trip, stop, BoxId(box))) + 2}"
