"""The figures of a plan, each worked out by hand."""

import datetime as dt

import pytest

from tests.builders import (
    HOUR,
    MONDAY,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_stop,
    a_travel,
    a_trip,
    a_trip_day,
    a_van,
    a_worker,
    day,
)
from tests.stand_ins import a_run
from vongsach.measures import Measures, measure
from vongsach.measures.shares import gini
from vongsach.plan import CostTerm, Exchange, Load, Rotation, Routing, Stay
from vongsach.wording.summary import summary_lines

TWO = a_network(
    places=(
        a_depot(),
        a_place("P1", commune="Bình Lư", area="II", readers=100),
        a_place("P2", commune="Khun Há", area="III", readers=300),
    ),
    services=(
        a_service("P1", visits=2, last_visit=dt.date(2026, 12, 15)),
        a_service("P2", required=False),
    ),
    boxes=(a_box("B1"), a_box("B2", stands_at="P1"), a_box("B3")),
    vans=(a_van(litres_per_100_km=10.0),),
    workers=(a_worker("N1"), a_worker("N2")),
)


def measured() -> Measures:
    """Measure a trip that brings B1 to P1 and carries B2 from there straight to P2."""
    stops = (
        a_stop(),
        a_stop("P2", arrival=10 * HOUR, start=10 * HOUR, departure=11 * HOUR),
    )
    trips = (
        a_trip(crew=("N1",), days=(a_trip_day(stops, ends=12 * HOUR),)),
        a_trip(id="T2", crew=("N1",), days=(a_trip_day(day=day(40)),)),
    )
    rotation = Rotation(
        loads=(Load(trip="T1", boxes=("B1",)),),
        exchanges=(
            Exchange(trip="T1", day=MONDAY, position=0, handed_in=("B1",), taken_out=("B2",)),
            Exchange(trip="T1", day=MONDAY, position=1, handed_in=("B2",)),
        ),
        stays=(
            Stay(box="B2", place="P1", first_day=dt.date(2026, 12, 1), last_day=MONDAY),
            Stay(box="B1", place="P1", first_day=MONDAY),
            Stay(box="B2", place="P2", first_day=MONDAY),
        ),
    )
    plan = a_plan(Routing(trips=trips), rotation, runs=(a_run(), a_run(bound=None)))
    return measure(plan, TWO, a_travel(TWO))


def test_visits_are_counted_by_required_and_wished() -> None:
    found = measured()
    assert (found.required.made, found.required.asked) == (2, 2)
    assert (found.wished.made, found.wished.asked) == (1, 1)


def test_a_visit_too_many_makes_up_for_none_that_is_missing() -> None:
    services = (a_service("P1", visits=1), a_service("P2", visits=1))
    places = (a_depot(), a_place("P1"), a_place("P2"))
    network = a_network(places=places, services=services)
    twice = tuple(
        a_trip(id=name, days=(a_trip_day(day=day(at)),)) for name, at in (("T1", 0), ("T2", 20))
    )
    found = measure(a_plan(Routing(trips=twice)), network, a_travel(network))
    assert (found.required.made, found.required.asked) == (1, 2)


def test_gaps_begin_with_the_last_visit_of_the_past() -> None:
    found = measured()
    assert found.longest_gap == (day(40) - MONDAY).days == 37
    assert found.mean_gap == pytest.approx((20 + 37) / 2)
    assert [gap.place for gap in found.worst_gaps] == ["P1"]


def test_fresh_copies_are_those_that_a_visit_of_the_quarter_brings() -> None:
    found = measured()
    assert found.fresh_copies == 80
    assert found.fresh_per_reader == pytest.approx(80 / 400)
    by_commune = {entry.name: entry.per_reader for entry in found.fresh_by_commune}
    assert by_commune == pytest.approx({"Bình Lư": 0.4, "Khun Há": 40 / 300})
    assert [entry.name for entry in found.fresh_by_area] == ["II", "III"]


def test_boxes_are_counted_that_move_and_that_do_not() -> None:
    found = measured()
    assert (found.exchanges, found.stays, found.direct_transfers) == (2, 2, 1)
    assert (found.boxes, found.idle_boxes) == (3, 1)
    days = 90
    out = 3 + 87 + 87
    assert found.idle_box_days_percent == pytest.approx(100 * (3 * days - out) / (3 * days))
    assert (found.fitting_percent, found.mean_fit_percent) == (100, 100)


def test_rotation_visits_that_bring_nothing_are_counted_with_their_places() -> None:
    found = measured()
    assert (found.rotation_visits, found.rotation_visits_fresh) == (3, 2)
    assert (found.rotation_visits_idle, found.places_without_fresh) == (1, ("P1",))


@pytest.mark.parametrize(
    ("cost", "bound", "says"),
    [
        (1000, 410, "bộ giải: chi phí quy đổi 1.000 đồng, cận dưới đã chứng minh 410 đồng: "),
        (1000, 410, "chi phí nhỏ nhất có thể thấp hơn nhiều nhất 59,0%"),
        (-1000, -1500, "giá trị 1.000 đồng, cận trên đã chứng minh 1.500 đồng: giá trị lớn nhất"),
        (-1000, -1500, "cao hơn nhiều nhất 50,0%"),
        (0, -1500, "giá trị 0 đồng, cận trên đã chứng minh 1.500 đồng"),
        (1000, 1000, "không thể tốt hơn"),
        (1000, None, "chưa có cận nào"),
    ],
)
def test_what_is_proven_is_told_with_both_numbers(cost: int, bound: int | None, says: str) -> None:
    run = a_run(solver="bộ giải", cost=(CostTerm(name="km", dong=cost),), bound=bound)
    network = a_network()
    found = measure(a_plan(Routing(), runs=(run,)), network, a_travel(network))
    assert says in "\n".join(summary_lines(found, "vi"))


def test_a_part_of_the_plan_is_called_by_what_it_decides() -> None:
    runs = (a_run(solver="routing"), a_run(solver="cp-sat"))
    network = a_network()
    told = summary_lines(measure(a_plan(Routing(), runs=runs), network, a_travel(network)), "vi")
    assert [line.split(":")[0].strip() for line in told[-2:]] == [
        "phần chuyến xe",
        "phần thùng sách, với các chuyến này",
    ]


def test_roads_and_work_are_summed() -> None:
    found = measured()
    assert (found.trips, found.van_days, found.crew_days, found.nights) == (2, 2, 2, 0)
    assert (found.metres, found.driving) == (200_000, 5 * HOUR)
    assert found.litres == pytest.approx(20.0)
    away = (12 - 7.25) + (10 - 7.25)
    served = 2 * (a_stop().departure - a_stop().start) / HOUR + 1
    assert found.parked_percent == pytest.approx(100 * (away - 5) / away)
    assert found.service_percent == pytest.approx(100 * served / away)
    assert found.pause_percent == 0
    assert found.waiting_percent == pytest.approx(100 * (away - 5 - served) / away)
    assert [(work.name, work.days) for work in found.workers] == [("N1", 2), ("N2", 0)]
    assert [work.name for work in found.weeks] == ["2027-01-04", "2027-02-08"]
    assert (found.vans[0].days, found.vans[0].driving) == (2, 5 * HOUR)


def test_regularity_estimates_and_bounds_are_told() -> None:
    found = measured()
    assert found.usual_weekday_percent == pytest.approx(100 * 2 / 3)
    assert found.estimated_percent == 0
    assert [bound.percent for bound in found.bounds] == [50.0, None]


def test_a_plan_without_trips_has_no_shares() -> None:
    network = a_network(boxes=())
    found = measure(a_plan(Routing()), network, a_travel(network))
    assert (found.longest_gap, found.parked_percent, found.fresh_gini) == (None, None, None)
    assert (found.required.asked, found.required.made) == (1, 0)


@pytest.mark.parametrize(
    ("shares", "wanted"),
    [
        ([(1.0, 5), (1.0, 7)], 0.0),
        ([(0.0, 1), (1.0, 1)], 0.5),
        ([(0.0, 3), (4.0, 1)], 0.75),
        ([(0.0, 3)], None),
        ([], None),
    ],
)
def test_gini_of_known_spreads(shares: list[tuple[float, int]], wanted: float | None) -> None:
    found = gini(shares)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_gini_counts_readers_not_places() -> None:
    assert gini([(1.0, 10), (3.0, 30)]) == pytest.approx(gini([(1.0, 1), (3.0, 3)]))
    assert QUARTER.name == "2027Q1"
