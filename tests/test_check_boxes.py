"""Break every rule about boxes, one at a time: where they stand, what is aboard, their titles."""

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    HOUR,
    MONDAY,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_service,
    a_stop,
    a_trip,
    a_trip_day,
    a_van,
    day,
)
from tests.test_check_cases import (
    LONG_AGO,
    TUESDAY,
    Breaker,
    Case,
    collected,
    delivered,
    loaded,
    on,
    planned,
    standing,
)
from vongsach.boxes import Copies, DaySpan, PastStay, Title
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.plan import Exchange, Load, Rotation, Stay

TWO = (a_box("B1"), a_box("B2"))
MOBILE = (a_service(kind="mobile"),)


def _delivery(network: Network | None = None) -> Case:
    return Case(network or a_network(), planned(a_trip(), rotation=delivered("B1")))


def _box(**changes: Any) -> Network:
    return a_network(boxes=(a_box(**changes),))


def _at_p1(since: dt.date = LONG_AGO) -> Network:
    return _box(stands_at="P1", since=since)


def s01(*, broken: bool) -> Case:
    rotation = standing().model_copy(
        update={"loads": (Load(trip="T1", boxes=("B1",) if broken else ()),)}
    )
    return Case(_at_p1(), planned(a_trip(), rotation=rotation))


def s02(*, broken: bool) -> Case:
    places = (a_depot(), a_place(shelf=1 if broken else 2))
    plan = planned(a_trip(), rotation=delivered("B1", "B2"))
    return Case(a_network(places=places, boxes=TWO), plan)


def s03(*, broken: bool) -> Case:
    since = MONDAY - dt.timedelta(days=13 if broken else 14)
    return Case(_at_p1(since), planned(a_trip(), rotation=collected(since=since)))


def s04(*, broken: bool) -> Case:
    since = dt.date(2026, 10, 1 if broken else 2)
    return Case(_at_p1(since), planned(a_trip(), rotation=standing(since=since)))


def s05(*, broken: bool) -> Case:
    ended = MONDAY - dt.timedelta(days=359 if broken else 360)
    past = PastStay(box="B1", place="P1", first_day=dt.date(2025, 1, 1), last_day=ended)
    return _delivery(a_network(past_stays=(past,)))


def s06(*, broken: bool) -> Case:
    group = "adults" if broken else "children"
    return _delivery(_box(copies=(Copies(group=group, language="vi", count=40),)))


def s07(*, broken: bool) -> Case:
    rotation = delivered("B1", stays=not broken)
    if broken:
        rotation = rotation.model_copy(update={"loads": ()})
    return Case(plan=planned(a_trip(), rotation=rotation))


def s08(*, broken: bool) -> Case:
    plan = planned(a_trip(), rotation=collected(stays=not broken))
    return Case(a_network() if broken else _at_p1(), plan)


def s09(*, broken: bool) -> Case:
    return _delivery(a_network(vans=(a_van(boxes=0 if broken else 1),)))


def s10(*, broken: bool) -> Case:
    return _delivery(a_network(vans=(a_van(payload=14_999 if broken else 15_000),)))


def s11(*, broken: bool) -> Case:
    return Case(plan=planned(a_trip(), rotation=delivered("B1", stays=not broken)))


def s12(*, broken: bool) -> Case:
    return _delivery(_box(state="in_repair" if broken else "needs_check"))


def s13(*, broken: bool) -> Case:
    titles = (Title(id="N", name="Name", stock=2 if broken else 3),)
    return _delivery(a_network(boxes=(a_box(titles=("N",)),), titles=titles))


def s14(*, broken: bool) -> Case:
    titles = (Title(id="N", name="Name", stock=9, restricted=broken),)
    return _delivery(a_network(boxes=(a_box(titles=("N",)),), titles=titles))


def s15(*, broken: bool) -> Case:
    other = a_box("B2", stands_at="P2", since=LONG_AGO, titles=("N",) if broken else ())
    network = a_network(
        places=(a_depot(), a_place(), a_place("P2")),
        services=MOBILE,
        boxes=(a_box(titles=("N",)), other),
        titles=(Title(id="N", name="Name", stock=9),),
    )
    stays = standing("B2", "P2").stays
    rotation = loaded("B1").model_copy(update={"stays": stays})
    return Case(network, planned(a_trip(), rotation=rotation))


def _pinned(*, broken: bool, hard: bool) -> Case:
    first = MONDAY if broken else TUESDAY
    pin = Pin(box="B1", first_day=first, last_day=TUESDAY, hard=hard, reason="inventory")
    return _delivery(a_network(pins=(pin,)))


def s16(*, broken: bool) -> Case:
    return _pinned(broken=broken, hard=True)


def s17(*, broken: bool) -> Case:
    return _delivery(a_network(services=(a_service(kind="mobile" if broken else "both"),)))


def s18(*, broken: bool) -> Case:
    since = dt.date(2026, 6, 1) if broken else LONG_AGO
    return Case(_at_p1(since), planned(a_trip(), rotation=collected(since=since)))


def s19(*, broken: bool) -> Case:
    return _pinned(broken=broken, hard=False)


def s20(*, broken: bool) -> Case:
    network = a_network(services=MOBILE, boxes=(a_box(mobile_allowed=not broken),))
    return Case(network, planned(a_trip(), rotation=loaded("B1")))


def s21(*, broken: bool) -> Case:
    since = dt.date(2026, 6, 1) if broken else LONG_AGO
    return Case(_at_p1(since), planned(a_trip(), rotation=standing(since=since)))


BREAKERS: dict[str, Breaker] = {
    "S01": s01, "S02": s02, "S03": s03, "S04": s04, "S05": s05, "S06": s06, "S07": s07,
    "S08": s08, "S09": s09, "S10": s10, "S11": s11, "S12": s12, "S13": s13, "S14": s14,
    "S15": s15, "S16": s16, "S17": s17, "S18": s18, "S19": s19, "S20": s20,
    "S21": s21,
}  # fmt: skip


JUNE = dt.date(2026, 6, 1)
HELD_TUESDAY = DaySpan(first_day=TUESDAY, last_day=TUESDAY)
HELD_MONDAY = DaySpan(first_day=MONDAY, last_day=MONDAY)


def _overdue(**changes: Any) -> Network:
    return a_network(
        boxes=(a_box(**{"stands_at": "P1", "since": JUNE} | changes.pop("box", {})),),
        **changes,
    )


@pytest.mark.parametrize(
    ("network", "code"),
    [
        (_overdue(), "S21"),
        (_overdue(box={"unavailable": (HELD_TUESDAY,)}), "S21"),
        (_overdue(box={"unavailable": (HELD_MONDAY,)}), "S18"),
        (_overdue(box={"state": "in_repair"}), "S18"),
        (_overdue(services=(a_service(kind="mobile"),)), "S18"),
        (_overdue(services=(a_service(fixed=35 * 60),)), "S21"),
        (_overdue(services=(a_service(fixed=35 * 60 + 1),)), "S18"),
        (_overdue(vans=(a_van(payload=1),)), "S18"),
        (_overdue(pins=(Pin(box="B1", first_day=MONDAY, last_day=MONDAY, reason="x"),)), "S18"),
        (
            _overdue(
                pins=(Pin(box="B1", place="P1", first_day=MONDAY, last_day=TUESDAY, reason="x"),)
            ),
            "S18",
        ),
    ],
)
def test_an_overdue_box_is_left_in_error_only_where_it_could_go(
    network: Network, code: str
) -> None:
    """The stop lasts forty minutes and the box is handled in five."""
    assert Case(network, planned(a_trip(), rotation=standing(since=JUNE))).codes() == {code}


def test_a_visit_that_takes_out_all_overdue_boxes_it_has_time_for_is_not_to_blame() -> None:
    """Five minutes of ten are left for the second box, or none."""
    boxes = tuple(a_box(name, stands_at="P1", since=JUNE) for name in ("B1", "B2"))
    rotation = collected("B1", JUNE)
    left = standing("B2", since=JUNE).stays
    rotation = rotation.model_copy(update={"stays": (*rotation.stays, *left)})
    for fixed, codes in ((30 * 60, {"S18", "S21"}), (30 * 60 + 1, {"S18"})):
        network = a_network(boxes=boxes, services=(a_service(fixed=fixed),))
        assert Case(network, planned(a_trip(), rotation=rotation)).codes() == codes


def _two_places(**changes: Any) -> Network:
    fields: dict[str, Any] = {
        "places": (a_depot(), a_place(), a_place("P2")),
        "services": (a_service(), a_service("P2")),
        "boxes": (a_box("B1"), a_box("B2", stands_at="P1", since=LONG_AGO)),
    }
    return a_network(**fields | changes)


def _passed_on(*, ends: str = "P2", carried: bool = True) -> Case:
    """Return a trip that refreshes P1 with B1 and carries B2 from there straight to P2."""
    late = a_stop("P2", arrival=36_000, start=36_000, departure=39_000)
    trip = a_trip(days=(a_trip_day((a_stop(), late), ends=43_200),))
    swap = Exchange(
        trip="T1", day=MONDAY, position=0, handed_in=("B1",), taken_out=("B2",) if carried else ()
    )
    give = Exchange(trip="T1", day=MONDAY, position=1, handed_in=("B2",))
    rotation = Rotation(
        loads=(Load(trip="T1", boxes=("B1",)),),
        exchanges=(give, swap),
        stays=(
            Stay(box="B1", place="P1", first_day=MONDAY),
            Stay(box="B2", place="P1", first_day=LONG_AGO, last_day=MONDAY),
            Stay(box="B2", place=ends, first_day=MONDAY),
        ),
    )
    return Case(_two_places(), planned(trip, rotation=rotation))


def test_a_direct_transfer_is_clean_in_whatever_order_exchanges_are_listed() -> None:
    assert _passed_on().codes() == set()


def test_a_transfer_to_another_place_than_listed_is_a_misstated_stay() -> None:
    wordings = [found.wording for found in _passed_on(ends="P1").report().violations]
    assert sorted(wordings) == ["not_listed", "not_made"]


def test_a_box_that_was_not_taken_out_cannot_be_passed_on() -> None:
    case = _passed_on(carried=False)
    found = [one for one in case.report().violations if one.code == "S07"]
    assert [(one.box, one.place, one.about) for one in found] == [("B2", "P2", "P1")]


def test_a_box_is_not_in_two_listed_stays_at_once() -> None:
    rotation = Rotation(
        stays=(
            Stay(box="B1", place="P1", first_day=LONG_AGO),
            Stay(box="B1", place="P2", first_day=MONDAY),
        )
    )
    network = _two_places(boxes=(a_box(stands_at="P1", since=LONG_AGO),), services=(a_service(),))
    assert Case(network, planned(a_trip(), rotation=rotation)).codes() == {"S01"}


def test_a_box_comes_back_in_time_to_leave_with_the_next_van() -> None:
    """At equal times returns come before departures, whatever the order of the plan."""
    second = on(
        MONDAY,
        "T1",
        leaves=36_000,
        ends=50_000,
        stops=(a_stop(arrival=39_600, start=39_600, departure=42_000),),
        van="X2",
    )
    first = on(MONDAY, "T0", leaves=26_100, stops=(a_stop("P2"),))
    rotation = Rotation(
        loads=(Load(trip="T1", boxes=("B1",)),),
        exchanges=(
            Exchange(trip="T0", day=MONDAY, position=0, taken_out=("B1",)),
            Exchange(trip="T1", day=MONDAY, position=0, handed_in=("B1",)),
        ),
        stays=(
            Stay(box="B1", place="P2", first_day=LONG_AGO, last_day=MONDAY),
            Stay(box="B1", place="P1", first_day=MONDAY),
        ),
    )
    network = _two_places(
        boxes=(a_box(stands_at="P2", since=LONG_AGO),), vans=(a_van(), a_van("X2"))
    )
    assert Case(network, planned(second, first, rotation=rotation)).codes() == set()


def test_a_box_may_not_go_on_a_day_on_which_it_is_unavailable() -> None:
    spans = (DaySpan(first_day=day(0), last_day=MONDAY),)
    (found,) = _delivery(_box(unavailable=spans)).report().violations
    assert (found.code, found.wording, found.day) == ("S12", "unavailable", MONDAY)


@pytest.mark.parametrize(("place", "clean"), [("P1", True), ("KHO", False)])
def test_a_box_pinned_to_a_place_stands_there_on_the_last_day(place: str, *, clean: bool) -> None:
    pin = Pin(box="B1", place=place, first_day=MONDAY, last_day=day(40), reason="festival")
    assert _delivery(a_network(pins=(pin,))).codes() == (set() if clean else {"S16"})


def test_a_remote_point_has_its_own_longest_stay() -> None:
    since = dt.date(2026, 8, 1)
    network = a_network(
        places=(a_depot(), a_place(remote=True)), boxes=(a_box(stands_at="P1", since=since),)
    )
    assert Case(network, planned(a_trip(), rotation=standing(since=since))).codes() == set()


def test_a_box_on_its_way_home_is_not_in_mobile_use() -> None:
    """S20 asks of the van's own shelf; what was taken out before a mobile stop only rides home."""
    network = a_network(
        places=(a_depot(), a_place(), a_place("P2")),
        services=(a_service(), a_service("P2", kind="mobile")),
        boxes=(a_box(stands_at="P1", since=LONG_AGO, mobile_allowed=False),),
    )
    later = a_stop(
        "P2", arrival=10 * HOUR, start=10 * HOUR, departure=11 * HOUR, services=("P2:rotation",)
    )
    trip = on(MONDAY, stops=(a_stop(), later), ends=13 * HOUR)
    assert Case(network, planned(trip, rotation=collected())).report().violations == ()
