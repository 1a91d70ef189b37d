"""The audit: what a timetable costs, and the same service planned again under the same rules."""

import csv
import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cli
from routing.cycle import solve_cycle
from routing.roads import travel_from_roads
from tests.test_timetables import GOOD, NAMES
from tests.test_travel_roads import square
from vongsach.audit import Audit, Wanted, audit, published_plan
from vongsach.audit.cases import distinct
from vongsach.audit.files import replanned_rows
from vongsach.audit.ground import Leg, ground_of, read_depots, read_legs
from vongsach.objective import visit_days
from vongsach.places import Location
from vongsach.solving import Effort, Unwatched
from vongsach.timetable import read_timetable, timetable_rows
from vongsach.timetable.recurrence import weeks_between
from vongsach.timetable.rows import FIELDS
from vongsach.units import PlaceId, ServiceId
from vongsach.workspace import Workspace

QUICK = Effort(level=1)
EAST, WEST = "-1.30", "-1.60"
"""Two clusters that the published timetable mixes on both of its days."""
POINTS = ((EAST, "50.65"), (WEST, "50.65"), (EAST, "50.66"), (WEST, "50.66"))


def mixed_rows() -> list[dict[str, str]]:
    """Return eight stops, four on each day, that go to and fro between two clusters."""
    rows = []
    for number in range(8):
        lon, lat = POINTS[number % 4]
        day = "Monday" if number < 4 else "Tuesday"
        hour = 9 + number % 4
        rows.append(
            GOOD
            | {
                "stop": f"Stop {number}",
                "route": day,
                "day": day,
                "start": "2027-01-04" if number < 4 else "2027-01-05",
                "geox": lon,
                "geoy": f"{float(lat) + number / 1000:.4f}",
                "arrival": f"{hour:02}:00",
                "departure": f"{hour:02}:20",
            }
        )
    return rows


def a_file(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "isle.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def audited(folder: Path, rows: list[dict[str, str]], **wanted: Any) -> Audit:
    timetable = read_timetable(a_file(folder, rows))
    fields: dict[str, Any] = {"ground": ground_of((), exact=False), "effort": QUICK} | wanted
    asked = Wanted(**fields)
    return audit(timetable, asked, solve_cycle=solve_cycle, watch=Unwatched())


def assert_keeps_the_service(found: Audit) -> None:
    """Judge the plan without the program's own rules: rhythm, dwell, weekdays, length of days."""
    rows = {f"row-{row.line}": row for row in found.rows}
    assert found.served == len(found.rows)
    for side in found.sides:
        longest = max(trip.days[0].ends - trip.days[0].leaves for trip in side.case.published.trips)
        used = {trip.days[0].day.weekday() for trip in side.case.published.trips}
        visited: Counter[str] = Counter()
        for trip in side.plan.trips:
            (day,) = trip.days
            assert day.ends - day.leaves <= longest
            assert day.day.weekday() in used
            for stop in day.stops:
                visited.update(stop.services)
                assert stop.departure - stop.start == rows[stop.services[0]].dwell
        for name, days in visit_days(side.plan).items():
            every = weeks_between(rows[name])
            assert visited[name] == found.weeks // every
            assert {(day - days[0]).days % (7 * every) for day in days} == {0}
    assert found.violations == ()
    assert found.plan.driving_s <= found.incumbent.driving_s


def test_stops_are_put_on_the_days_where_the_van_is_near(tmp_path: Path) -> None:
    found = audited(tmp_path, mixed_rows())
    assert_keeps_the_service(found)
    assert found.saving > 0.25


def test_the_published_days_are_counted_from_the_depot_and_back(tmp_path: Path) -> None:
    row = GOOD | {"geox": "0", "geoy": "51", "arrival": "10:00", "departure": "10:30"}
    depot = Location(lat=51.0, lon=0.1)
    found = audited(tmp_path, [row], depots={"Van 1": depot})
    far = 2 * 1.4 * 6_998
    assert found.incumbent.metres == pytest.approx(far, rel=0.001)
    assert found.incumbent.driving_s == pytest.approx(far * 3.6 / 40, rel=0.001)
    assert found.incumbent.longest_day_s == 30 * 60 + found.incumbent.driving_s
    assert found.assumed_depots == ()


def test_one_matrix_is_fitted_on_the_measured_legs() -> None:
    start, end = Location(lat=51.0, lon=0.0), Location(lat=51.1, lon=0.0)
    ground = ground_of([Leg(start, end, 20_000, 1_000)] * 5, exact=False)
    assert ground.kind == "fitted"
    assert ground.kmh == pytest.approx(72)
    assert ground.detour == pytest.approx(20_000 / 11_119.5, rel=0.001)
    assert ground_of([], exact=False).kind == "assumed"


def test_exact_legs_are_taken_as_they_are() -> None:
    points = [Location(lat=51.0, lon=0.0), Location(lat=51.1, lon=0.0), Location(lat=51.2, lon=0.0)]
    ground = ground_of([Leg(points[0], points[1], 30_000, 777)] * 5, exact=True)
    matrix = ground.matrix([PlaceId(name) for name in "abc"], points)
    assert (matrix.seconds[0, 1], matrix.seconds[1, 0]) == (777, 777)
    assert matrix.seconds[1, 2] == pytest.approx(777, abs=2)


def test_visits_of_one_stop_in_different_weeks_keep_to_different_weeks(tmp_path: Path) -> None:
    rows = mixed_rows()
    rows.append(rows[0] | {"start": "2027-01-11"})
    found = audited(tmp_path, rows)
    assert_keeps_the_service(found)
    (side,) = found.sides
    days = visit_days(side.plan)
    first, second = (days[ServiceId(name)][0] for name in ("row-2", "row-10"))
    weeks = {first.isocalendar().week, second.isocalendar().week}
    assert len(weeks) == 2


def test_a_timetable_is_a_network_and_a_plan(shared_data: Path) -> None:
    """Written again from that plan, it says on the same weekdays and clocks what it said."""
    folder = shared_data / "timetables"
    timetable = read_timetable(folder / "essex.csv")
    ground = ground_of((), exact=False)
    network, plan = published_plan(timetable, ground, read_depots(folder / "depots.csv", "essex"))
    assert len(network.vans) == 2
    assert len(network.services) == len(distinct(timetable.rows)) == 216
    again = timetable_rows(plan, network)
    visits = [
        {(row.mobile, row.stop, row.weekday, row.arrival, row.departure) for row in rows}
        for rows in (timetable.rows, again)
    ]
    assert visits[0] == visits[1]


def test_distances_are_those_of_imported_roads(tmp_path: Path) -> None:
    points = [(103.602, 22.3), (103.608, 22.3), (103.608, 22.31), (104.2, 22.3)]
    rows = [
        GOOD | {"stop": f"Stop {number}", "geox": str(lon), "geoy": str(lat)}
        | {"arrival": f"{9 + number:02}:00", "departure": f"{9 + number:02}:20"}
        for number, (lon, lat) in enumerate(points)
    ]  # fmt: skip
    ground = ground_of((), exact=False, roads=partial(travel_from_roads, roads=square()))
    found = audited(tmp_path, rows, ground=ground)
    (matrix,) = found.sides[0].case.travel.matrices.values()
    names = [place.name for place in found.sides[0].case.network.places]
    west, east, far = (names.index(name) for name in ("Stop 0", "Stop 1", "Stop 3"))
    assert matrix.metres[west, east] == pytest.approx(617, abs=5)
    assert not matrix.estimated[west, east]
    assert matrix.estimated[west, far]
    assert matrix.metres[west, far] > 60_000
    assert found.matrix_kind == "roads"
    assert 0 < found.road_share < 1


def test_roads_elsewhere_are_of_no_use_and_no_harm(tmp_path: Path) -> None:
    ground = ground_of((), exact=False, roads=partial(travel_from_roads, roads=square()))
    found = audited(tmp_path, mixed_rows(), ground=ground)
    assert found.matrix_kind == "assumed"
    assert found.incumbent == audited(tmp_path, mixed_rows()).incumbent


def test_the_verb_takes_the_roads_of_the_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "duong").mkdir()
    rows = [GOOD | {"geox": "103.602", "geoy": "22.3"}]
    rows.append(GOOD | {"stop": "Mill", "geox": "103.608", "geoy": "22.3", "arrival": "11:00"})
    rows[1]["departure"] = "11:20"
    path = a_file(tmp_path, rows)
    square().save(Workspace(tmp_path).roads / "duong.npz")
    assert cli.run(["audit", str(path), "-C", str(tmp_path), "--seconds", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["matrix"]["kind"] == "roads"


def test_at_most_so_many_stops_move(tmp_path: Path) -> None:
    for most in (0, 1, 2, 4):
        found = audited(tmp_path, mixed_rows(), most_changes=most)
        assert found.few is not None
        assert found.changed(few=True) <= most
        assert found.plan.driving_s <= found.few.driving_s <= found.incumbent.driving_s


def test_the_same_seed_gives_the_same_days(tmp_path: Path) -> None:
    one, other = (audited(tmp_path, mixed_rows(), seed=5) for _ in range(2))
    assert [side.plan for side in one.sides] == [side.plan for side in other.sides]


def test_a_visit_that_stands_twice_is_driven_once(tmp_path: Path) -> None:
    rows = mixed_rows()
    found = read_timetable(a_file(tmp_path, [*rows, rows[0] | {"route": "9"}]))
    assert len(distinct(found.rows)) == len(rows)


def test_the_verb_answers_with_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path, mixed_rows())
    asked = ["audit", str(path), "--seconds", "1", "--out", str(tmp_path / "out"), "--json"]
    assert cli.run([*asked, "--max-changes", "2"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"incumbent", "plan", "saving", "stops", "served", "problems", "matrix"} <= set(document)
    for side in ("incumbent", "plan", "few_changes"):
        wanted = {"driving_s", "metres", "van_days", "longest_day_s", "balance"}
        assert wanted <= set(document[side])
    assert document["stops"] == document["served"] == 8
    again = read_timetable(tmp_path / "out" / "isle-plan.csv", strict=True)
    assert len(again.rows) == 8
    few = read_timetable(tmp_path / "out" / "isle-few-changes.csv", strict=True)
    published = {row.stop: row.weekday for row in read_timetable(path).rows}
    assert sum(published[row.stop] != row.weekday for row in few.rows) <= 2
    with (tmp_path / "out" / "isle-plan-moves.csv").open(encoding="utf-8-sig") as file:
        moves = list(csv.DictReader(file))
    assert {move["stop"] for move in moves if move["published_day"] != move["planned_day"]} == {
        change["stop"] for change in document["weekday_changes"]
    }


def test_the_verb_tells_people_both_sides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*mixed_rows(), GOOD | {"arrival": "late"}]
    assert cli.run(["audit", str(a_file(tmp_path, rows)), "--seconds", "1", "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "L202" in told
    assert "published" in told
    assert "planned again" in told
    assert "Monday → Tuesday" in told or "Tuesday → Monday" in told


def test_a_timetable_without_a_usable_row_ends_in_order(tmp_path: Path) -> None:
    path = a_file(tmp_path, [GOOD | {"arrival": "late"}])
    assert cli.run(["audit", str(path), "--json"]) == 2


@pytest.mark.parametrize("name", ["portsmouth", "birmingham", "south_gloucestershire", "barnet"])
def test_real_services_are_planned_again_with_less_driving(shared_data: Path, name: str) -> None:
    assert_keeps_the_service(a_real_audit(shared_data / "timetables", name, QUICK))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_real_service_keeps_its_service(shared_data: Path, name: str) -> None:
    found = a_real_audit(shared_data / "timetables", name, Effort(level=5, seconds=3))
    assert_keeps_the_service(found)
    assert len(replanned_rows(found)) == len(found.rows)


def a_real_audit(folder: Path, name: str, effort: Effort) -> Audit:
    ground = ground_of(read_legs(folder / f"{name}_legs.csv"), exact=False)
    depots = read_depots(folder / "depots.csv", name)
    timetable = read_timetable(folder / f"{name}.csv")
    wanted = Wanted(ground=ground, depots=depots, effort=effort)
    return audit(timetable, wanted, solve_cycle=solve_cycle, watch=Unwatched())
