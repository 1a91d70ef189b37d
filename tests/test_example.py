"""Show that the bundled example is what its script makes, and true to the real facts."""

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import holidays
import networkx as nx
import pytest
from shapely.geometry import Point, shape

from data.example.make_example import DOCUMENT, WORKBOOK, document, make_network, write_example
from data.example.pins import QUARTER
from data.example.tables import GEO, HERE
from routing.roads import travel_from_legs
from vongsach.boxes import Box, BoxState
from vongsach.closures import ClosureKind, Scope
from vongsach.days import asked_visits
from vongsach.errors import Level
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.objective import fit_percent
from vongsach.openness import END_OF_DAY, MIDNIGHT, open_days, van_works
from vongsach.places import Place, PlaceKind, Service, ServiceKind, VehicleClass
from vongsach.travel import TravelMatrix
from vongsach.units import PlaceId
from vongsach.workbook import read_workbook

DEPOT = PlaceId("KHO")
UNTYPED_ROADS = {"TS-18", "DB-15", "DB-18", "DB-30"}
UNSERVABLE = {"DB-01", "DB-03", "DB-24"}


@pytest.fixture(scope="module")
def network() -> Network:
    return make_network()


@pytest.fixture(scope="module")
def places(network: Network) -> dict[PlaceId, Place]:
    return {place.id: place for place in network.places}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _standing(network: Network) -> Iterator[Box]:
    return (box for box in network.boxes if box.stands_at != DEPOT)


# The files


def test_the_script_makes_the_committed_document_byte_for_byte(network: Network) -> None:
    assert document(network).encode() == (HERE / DOCUMENT).read_bytes()


def test_the_document_gives_the_network_back(network: Network) -> None:
    text = (HERE / DOCUMENT).read_text(encoding="utf-8")
    assert Network.model_validate(json.loads(text)) == network


def test_the_committed_workbook_reads_as_the_network_and_warns_of_what_cannot_be(
    network: Network,
) -> None:
    book = read_workbook(HERE / WORKBOOK)
    assert book.network == network
    assert book.quarter == QUARTER
    warned = {(p.code, p.row_key) for p in book.problems if p.level is not Level.ASSUMPTION}
    assert warned == {("W518", "DB-01"), ("W519", "DB-03"), ("W515", "DB-24")}


def test_the_script_writes_both_files(network: Network, tmp_path: Path) -> None:
    write_example(tmp_path)
    assert (tmp_path / DOCUMENT).read_bytes() == (HERE / DOCUMENT).read_bytes()
    assert read_workbook(tmp_path / WORKBOOK).network == network


def test_another_seed_gives_another_network(network: Network) -> None:
    assert make_network(seed=1) != network


@pytest.mark.parametrize("folder", [HERE, GEO])
def test_tables_are_utf8_with_plain_line_ends(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        content.decode("utf-8")


# The real facts


def test_real_places_are_those_of_the_survey(network: Network, shared_data: Path) -> None:
    surveyed = _table(shared_data / "lai-chau" / "tam_duong_places_approx.csv")
    real = {place.id: place for place in network.places if not place.synthetic}
    assert {row["place_id"] for row in surveyed} == set(real)
    for row in surveyed:
        place = real[PlaceId(row["place_id"])]
        assert (place.location.lat, place.location.lon) == (float(row["lat"]), float(row["lon"]))
        assert (place.name, place.old_commune) == (row["name_vi"], row["old_unit_expected"])
        assert (place.commune_code, place.commune) == (row["new_code_2025"], row["new_name_2025"])


def test_legs_of_a_segment_sum_to_the_middle_of_its_length(shared_data: Path) -> None:
    legs = _table(GEO / "road_legs.csv")
    for row in _table(shared_data / "lai-chau" / "tam_duong_road_segments_approx.csv"):
        own = [leg for leg in legs if leg["segment"] == row["segment_id"]]
        middle = (Decimal(row["suggested_km_low"]) + Decimal(row["suggested_km_high"])) / 2
        assert sum(int(leg["metres"]) for leg in own) == middle * 1000
        assert (own[0]["from_place"], own[-1]["to_place"]) == (row["from_place"], row["to_place"])
        assert all(one["to_place"] == next_["from_place"] for one, next_ in pairwise(own))


def test_units_are_those_of_the_resolution(shared_data: Path) -> None:
    known = _table(shared_data / "lai-chau" / "lai_chau_units_pre2025_to_2025.csv")
    expected = {
        (row["old_code"], row["old_name"].replace(" ủ", " Ủ"), row["new_code"], row["new_name"])
        for row in known
    }
    units = _table(GEO / "units.csv")
    keys = ("old_code", "old_name", "new_code", "new_name")
    assert {tuple(row[key] for key in keys) for row in units} == expected


def test_every_place_lies_in_its_unit(network: Network, shared_data: Path) -> None:
    borders = shared_data / "lai-chau" / "tam_duong_area_communes_2025_detail.geojson"
    features = json.loads(borders.read_text(encoding="utf-8"))["features"]
    units = {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}
    outside = [
        place.id
        for place in network.places
        if not units[place.commune_code].contains(Point(place.location.lon, place.location.lat))
    ]
    assert outside == []


def test_codes_have_five_digits_and_one_name(network: Network) -> None:
    names = {(place.commune_code, place.commune) for place in network.places}
    assert len(names) == len({code for code, _ in names})
    assert all(len(code) == 5 and code.isdecimal() for code, _ in names)


def test_public_holidays_are_those_of_the_calendar(network: Network) -> None:
    closed = {
        closure.first_day + dt.timedelta(days=offset)
        for closure in network.closures
        if closure.kind is ClosureKind.HOLIDAY and closure.scope is Scope.ALL
        for offset in range((closure.last_day - closure.first_day).days + 1)
    }
    official = {day for day in holidays.country_holidays("VN", years=2027) if day.month <= 3}
    assert closed == official


# What is made up


def test_made_up_things_are_marked(network: Network) -> None:
    assert all(box.synthetic for box in network.boxes)
    assert all("mẫu" in title.name for title in network.titles)
    assert all("(mẫu)" in van.name for van in network.vans)
    assert all(worker.name.startswith("Nhân viên ") for worker in network.workers)
    named_like_real = [
        place
        for place in network.places
        if place.kind in (PlaceKind.SCHOOL, PlaceKind.COMMUNE_LIBRARY, PlaceKind.POST_OFFICE)
    ]
    assert all(place.synthetic and place.name.endswith("(mẫu)") for place in named_like_real)
    assert {place.phone for place in network.places} == {"", "0000 000 000"}


def test_a_made_up_leg_touches_a_made_up_place_or_the_one_without_a_known_road(
    network: Network, places: dict[PlaceId, Place]
) -> None:
    for leg in network.road_legs:
        ends = places[leg.from_place], places[leg.to_place]
        beyond = any(end.synthetic or end.id == "SI_THAU_CHAI" for end in ends)
        assert leg.synthetic == beyond
        assert leg.estimated


def test_the_counts_are_those_of_the_readme(network: Network) -> None:
    kinds = Counter(place.kind for place in network.places)
    assert kinds == {
        PlaceKind.CENTRAL_LIBRARY: 1,
        PlaceKind.COMMUNE_LIBRARY: 12,
        PlaceKind.POST_OFFICE: 3,
        PlaceKind.SCHOOL: 36,
        PlaceKind.BOOKCASE: 24,
        PlaceKind.VILLAGE_STOP: 39,
        PlaceKind.JUNCTION: 15,
    }
    assert sum(place.synthetic for place in network.places) == 108
    assert (len(network.boxes), sum(1 for _ in _standing(network))) == (90, 77)
    assert len(network.services) == 115
    assert sum(asked_visits(service, QUARTER) for service in network.services) == 212
    assert len({place.name for place in network.places}) == len(network.places)


# Boxes


def test_no_shelf_holds_more_than_it_can(network: Network, places: dict[PlaceId, Place]) -> None:
    held = Counter(box.stands_at for box in _standing(network))
    assert all(count <= places[name].shelf for name, count in held.items())


def test_boxes_stand_where_they_fit_and_where_they_are_exchanged(
    network: Network, places: dict[PlaceId, Place]
) -> None:
    rotating = {s.place for s in network.services if s.kind is not ServiceKind.MOBILE}
    for box in _standing(network):
        assert box.stands_at in rotating
        assert fit_percent(box, places[box.stands_at]) >= network.rules.audience_fit.value


def test_no_stay_is_too_long_on_the_first_day_but_some_end_in_the_quarter(
    network: Network,
) -> None:
    limit = network.rules.stay_most.value
    since = [box.since for box in _standing(network)]
    assert all((QUARTER.first_day - day).days <= limit for day in since)
    assert any((QUARTER.last_day - day).days > limit for day in since)


def test_a_box_was_at_one_place_at_a_time(network: Network) -> None:
    for box in network.boxes:
        spans = [(s.first_day, s.last_day) for s in network.past_stays if s.box == box.id]
        assert spans
        assert spans == sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise([*spans, (box.since, box.since)]))


def test_no_box_stands_where_it_must_rest(network: Network) -> None:
    earlier = {(stay.box, stay.place) for stay in network.past_stays}
    assert not earlier & {(box.id, box.stands_at) for box in network.boxes}


def test_boxes_weigh_12_to_18_kg_and_hold_40_to_50_copies(network: Network) -> None:
    for box in network.boxes:
        assert 12_000 <= box.weight <= 18_000
        assert 40 <= sum(part.count for part in box.copies) <= 50


def test_boxes_that_must_not_travel_wait_at_the_depot(network: Network) -> None:
    barred = {t.id for t in network.titles if t.restricted or t.stock < 3}
    boxes = [box for box in network.boxes if barred & set(box.titles)]
    assert [box.id for box in boxes] == ["T-40", "T-67"]
    assert all(box.stands_at == DEPOT for box in boxes)
    broken = [box for box in network.boxes if box.state is BoxState.IN_REPAIR]
    assert [box.stands_at for box in broken] == [DEPOT]


# Roads and days


def test_all_places_but_the_untyped_ones_are_connected(network: Network) -> None:
    roads: nx.Graph[str] = nx.Graph()
    roads.add_nodes_from(place.id for place in network.places)
    roads.add_edges_from((leg.from_place, leg.to_place) for leg in network.road_legs)
    together = nx.node_connected_component(roads, DEPOT)
    assert {place.id for place in network.places} - together == UNTYPED_ROADS


def test_every_place_with_a_service_can_be_reached_but_by_the_missing_boat(
    network: Network, places: dict[PlaceId, Place]
) -> None:
    travel = travel_from_legs(network, QUARTER)
    matrices = {van.vehicle_class: travel.matrices[van.vehicle_class, ""] for van in network.vans}
    for service in network.services:
        by = [
            vehicle
            for vehicle in places[service.place].reachable_by
            if vehicle in matrices and _leads(matrices[vehicle], DEPOT, service.place)
        ]
        assert bool(by) == (service.place != "DB-01")
        assert by != [VehicleClass.MOTORBIKE] or service.kind is ServiceKind.ROTATION


def _leads(matrix: TravelMatrix, start: PlaceId, end: PlaceId) -> bool:
    return bool(matrix.reachable[matrix.places.index(start), matrix.places.index(end)])


def test_every_service_that_is_meant_to_be_done_fits_into_a_day(
    network: Network, places: dict[PlaceId, Place]
) -> None:
    travel = travel_from_legs(network, QUARTER)
    for service in network.services:
        fitting = [
            van.id
            for van in network.vans
            if van.vehicle_class in places[service.place].reachable_by
            and (van.seats >= 3 or service.kind is ServiceKind.ROTATION)
            and _fits_a_day(service, van, travel.matrices[van.vehicle_class, ""], network)
        ]
        assert bool(fitting) == (service.place != "DB-01"), service.id


def _fits_a_day(service: Service, van: Van, matrix: TravelMatrix, network: Network) -> bool:
    way = matrix.places.index(DEPOT), matrix.places.index(service.place)
    driving = int(matrix.seconds[way])
    on_site = service.fixed + service.session + 2 * service.boxes * service.per_box
    earliest = van.shift_starts + network.rules.preparation.value + driving
    hours = [(opening.opens, opening.closes) for opening in service.openings] or [
        (MIDNIGHT, END_OF_DAY)
    ]
    return bool(matrix.reachable[way]) and any(
        max(earliest, opens) + on_site <= min(closes, van.shift_ends - driving)
        for opens, closes in hours
    )


def test_open_days_suffice_but_where_they_are_meant_not_to(network: Network) -> None:
    driven = {
        day
        for offset in range(90)
        for day in [QUARTER.first_day + dt.timedelta(days=offset)]
        if any(van_works(network, van, day) for van in network.vans)
    }
    short = {
        service.place
        for service in network.services
        if len(driven & set(open_days(network, QUARTER, service))) < asked_visits(service, QUARTER)
    }
    assert short == UNSERVABLE - {"DB-01"}


def test_what_cannot_be_served_is_only_wished(network: Network) -> None:
    required = {service.place for service in network.services if service.required}
    assert not UNSERVABLE & required


def test_closures_and_pins_speak_of_things_that_exist(network: Network) -> None:
    known: dict[Scope, set[str]] = {
        Scope.PLACE: {place.id for place in network.places},
        Scope.COMMUNE: {place.commune_code for place in network.places},
        Scope.VAN: {van.id for van in network.vans},
        Scope.WORKER: {worker.id for worker in network.workers},
    }
    for closure in network.closures:
        assert closure.scope not in known or closure.target in known[closure.scope]
    states = set(travel_from_legs(network, QUARTER).states.values())
    assert len(states) == 3
    ready = {box.id for box in network.boxes if box.state is not BoxState.IN_REPAIR}
    assert all(pin.box is None or pin.box in ready for pin in network.pins)


def test_no_file_of_the_real_data_was_copied(shared_data: Path) -> None:
    theirs = {path.read_bytes() for path in (shared_data / "lai-chau").iterdir()}
    ours = [*HERE.iterdir(), *GEO.iterdir()]
    assert not [path for path in ours if path.is_file() and path.read_bytes() in theirs]
