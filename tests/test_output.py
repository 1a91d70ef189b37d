"""The joined view of a plan, and how things are written."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tests.builders import HOUR, a_network, a_plan, a_service, a_stop, a_travel, a_trip, a_trip_day
from tests.hostile_plans import HOSTILE
from tests.shown_plans import LETTERS, a_night_away, a_shown_plan, a_small_network
from vongsach.errors import FileError
from vongsach.output import captions, join
from vongsach.output.presentation import Presentation, plain, shortened
from vongsach.output.view import PlaceStatus, PlanView
from vongsach.output.writing import write_whole
from vongsach.plan import (
    Exchange,
    Load,
    Plan,
    Rotation,
    Routing,
    RunStatus,
    SolverRun,
    Unserved,
    UnservedReason,
)
from vongsach.units import BoxId, PlaceId, TripId
from vongsach.words import sentences

VI, EN = Presentation("vi"), Presentation("en")


@pytest.fixture
def view() -> PlanView:
    """Return ten trips over four weeks, joined."""
    network = a_small_network()
    return join(a_shown_plan(), network, a_travel(network))


def test_trips_come_in_order_of_days_with_van_crew_and_week(view: PlanView) -> None:
    assert [trip.number for trip in view.trips] == list(range(1, 11))
    assert [trip.days[0].day for trip in view.trips] == sorted(
        trip.days[0].day for trip in view.trips
    )
    first = view.trips[0]
    assert (first.van.name, first.week) == ("Xe 1", 2)
    assert [worker.name for worker in first.crew] == ["Lò Văn Phương", "Giàng Thị Mỷ"]


def test_weeks_are_calendar_weeks_cut_at_the_ends_of_the_quarter(view: PlanView) -> None:
    first, second, last = view.weeks[0], view.weeks[1], view.weeks[-1]
    assert (first.first_day, first.last_day) == (dt.date(2027, 1, 1), dt.date(2027, 1, 3))
    assert second.first_day == dt.date(2027, 1, 4)
    assert (last.number, last.last_day) == (14, dt.date(2027, 3, 31))


def test_the_running_count_follows_what_is_handed_in_and_taken_out() -> None:
    network = a_network(
        boxes=tuple(
            box.model_copy(update={"stands_at": place})
            for box, place in zip(a_small_network().boxes[:2], ("KHO", "P1"), strict=True)
        )
    )
    fresh, old = (box.id for box in network.boxes)
    rotation = Rotation(
        loads=(Load(trip=TripId("T1"), boxes=(fresh,)),),
        exchanges=(
            Exchange(
                trip=TripId("T1"),
                day=dt.date(2027, 1, 4),
                position=0,
                handed_in=(fresh,),
                taken_out=(old,),
            ),
        ),
    )
    trip = join(a_plan(rotation=rotation), network).trips[0]
    (stop,) = trip.stops
    assert [loaded.box.id for loaded in trip.load] == [fresh]
    assert [box.id for box in stop.aboard] == [old]
    assert [box.id for box in trip.brought_back] == [old]


def test_what_is_delivered_last_is_loaded_first() -> None:
    network = a_small_network()
    names = [BoxId(f"TH-{number:03}") for number in (1, 2, 3)]
    stops = [a_stop("BINH_LU"), a_stop("SON_BINH", arrival=11 * HOUR, departure=12 * HOUR)]
    plan = a_plan(
        Routing(trips=(a_trip(days=(a_trip_day(stops),)),)),
        Rotation(
            loads=(Load(trip=TripId("T1"), boxes=tuple(names)),),
            exchanges=tuple(
                Exchange(
                    trip=TripId("T1"), day=dt.date(2027, 1, 4), position=position, handed_in=(box,)
                )
                for position, box in enumerate(names[:2])
            ),
        ),
    )
    load = join(plan, network).trips[0].load
    assert [(entry.box.id, entry.stop.number if entry.stop else None) for entry in load] == [
        (names[2], None),
        (names[1], 2),
        (names[0], 1),
    ]


def test_legs_have_the_length_of_the_day_s_matrix(view: PlanView) -> None:
    leg = view.trips[0].legs[0]
    assert (leg.from_place.id, leg.to_place.id) == ("KHO", "BINH_LU")
    assert (leg.metres, leg.seconds, leg.estimated) == (40_000, HOUR, False)
    assert captions.trip_length(VI, view.trips[0]) == "120,0 km, lái xe 3 giờ 00 phút"


def test_without_travel_nothing_is_said_about_lengths() -> None:
    trip = join(a_shown_plan(), a_small_network()).trips[0]
    assert all(leg.metres is None for leg in trip.legs)
    assert not captions.trip_length(VI, trip)


def test_a_trip_with_a_night_away_numbers_its_stops_through() -> None:
    plan = a_shown_plan()
    routing = plan.routing.model_copy(update={"trips": (a_night_away(),)})
    trip = join(plan.model_copy(update={"routing": routing}), a_small_network()).trips[0]
    assert [stop.number for stop in trip.stops] == [1, 2]
    assert trip.days[0].ends_at.id == trip.days[1].leaves_from.id == "BAN_BO"
    assert captions.trip_days(VI, trip) == "Thứ Hai 01/02/2027 – Thứ Ba 02/02/2027"


def test_a_box_s_journey_leads_over_a_direct_transfer(view: PlanView) -> None:
    journeys = {journey.box.id: journey for journey in view.journeys}
    halts = [
        (stay.place.id, stay.first_day, stay.last_day)
        for stay in journeys[BoxId("TH-001")].standings
    ]
    assert halts == [
        ("KHO", dt.date(2026, 12, 1), dt.date(2027, 1, 4)),
        ("BINH_LU", dt.date(2027, 1, 4), dt.date(2027, 1, 18)),
        ("BAN_BO", dt.date(2027, 1, 18), None),
    ]


def test_a_box_that_only_rides_along_stays_at_its_depot() -> None:
    plan = a_plan(rotation=Rotation(loads=(Load(trip=TripId("T1"), boxes=(BoxId("B1"),)),)))
    (journey,) = join(plan, a_network()).journeys
    assert [(stay.place.id, stay.last_day) for stay in journey.standings] == [("KHO", None)]


def test_every_place_says_how_it_is_served(view: PlanView) -> None:
    status = {entry.place.id: entry.status for entry in view.places}
    assert status[PlaceId("KHO")] is PlaceStatus.ON_SITE
    assert status[PlaceId("BINH_LU")] is PlaceStatus.ROTATION
    assert status[PlaceId("SI_THAU")] is PlaceStatus.MOBILE
    assert status[PlaceId("NAM_DICH")] is PlaceStatus.UNSERVED
    assert status[PlaceId("NGA_BA")] is PlaceStatus.UNASKED
    missing = {entry.place.id: entry.missing for entry in view.places}
    assert (missing[PlaceId("TA_LENG")], missing[PlaceId("BINH_LU")]) == (1, 0)


def test_required_visits_are_named_before_wished_ones() -> None:
    services = (a_service(required=False), a_service("KHO"))
    routing = Routing(
        unserved=tuple(
            Unserved(service=service.id, missing=1, reason=UnservedReason.NO_TIME)
            for service in services
        )
    )
    view = join(a_plan(routing), a_network(services=services))
    assert [entry.service.required for entry in view.unserved] == [True, False]


@pytest.mark.parametrize("language", [VI, EN])
def test_every_reason_has_a_sentence(language: Presentation) -> None:
    network = a_network()
    for reason in UnservedReason:
        entry = Unserved(service=network.services[0].id, missing=2, reason=reason)
        (shown,) = join(a_plan(Routing(unserved=(entry,))), network).unserved
        assert captions.unserved_sentence(language, shown).endswith(".")


def test_a_plan_of_another_network_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        join(a_shown_plan(), a_network())
    assert caught.value.code == "plan_of_another_network"


def test_the_hash_names_what_is_decided_and_not_how_long_it_took() -> None:
    plan = a_shown_plan()
    run = SolverRun(
        solver="x", version="1", seed=1, effort=1, status=RunStatus.OPTIMAL, cost=(), runtime_ms=7
    )
    same = plan.model_copy(update={"runs": (run,)})
    other: Plan = plan.model_copy(update={"rotation": Rotation()})
    hashes = [join(made, a_small_network()).plan_hash for made in (plan, same, other)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_days_and_clock_times_are_written_as_people_read_them() -> None:
    day = dt.date(2027, 1, 4)
    assert VI.day(day) == "Thứ Hai 04/01/2027"
    assert EN.day(day) == "Monday 2027-01-04"
    assert VI.day(dt.date(2027, 1, 10)) == "Chủ Nhật 10/01/2027"
    assert VI.clock(7 * HOUR + 5 * 60 + 59) == "07:05"
    assert VI.clock(86_400) == "24:00"
    assert VI.span(day, None) == "từ 04/01/2027"


def test_numbers_have_the_marks_of_their_language() -> None:
    assert VI.number(1_234_567) == "1.234.567"
    assert EN.number(1_234_567) == "1,234,567"
    assert VI.kilometres(1_234_560) == "1.234,6 km"
    assert EN.kilometres(1_234_560) == "1,234.6 km"
    assert VI.kilometres(949) == "0,9 km"
    assert VI.minutes(89) == "1 phút"
    assert VI.duration(3_599) == "1 giờ 00 phút"
    assert VI.kilograms(15_001) == "16 kg"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_becomes_one_line_of_visible_text(name: str) -> None:
    shown = plain(f"{name}\n\x00\x1b[31m")
    assert shown.isprintable()
    assert not set(shown) & {"\u202e", "\u202c", "\u200f", "\x1b"}
    assert plain(shown) == shown


def test_every_vietnamese_letter_is_kept_whether_composed_or_not() -> None:
    assert len(set(LETTERS)) == 134
    assert plain(LETTERS) == LETTERS


def test_a_long_name_is_shortened_with_a_mark() -> None:
    assert shortened("Nhà văn hóa bản", 8) == "Nhà văn…"
    assert shortened("Bản Bo", 8) == "Bản Bo"


def test_both_languages_have_the_same_keys_and_facts() -> None:
    keys = {
        language: {key for key in sentences(language) if key.startswith("output.")}
        for language in ("vi", "en")
    }
    assert keys["vi"] == keys["en"]
    folder = Path(captions.__file__).parent.parent / "words"
    vi, en = (
        tomllib.loads((folder / language / "output.toml").read_text(encoding="utf-8"))
        for language in ("vi", "en")
    )
    assert [*vi] == [*en]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.html"
    assert write_whole(path, b"first") == path
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert [entry.name for entry in path.parent.iterdir()] == ["file.html"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        write_whole(tmp_path / "file" / "map.html", b"")
    assert caught.value.code == "not_writable"
    folder = tmp_path / "map.html"
    folder.mkdir()
    (folder / "x").touch()
    with pytest.raises(FileError):
        write_whole(folder, b"")
    assert not list(tmp_path.glob(".*"))
