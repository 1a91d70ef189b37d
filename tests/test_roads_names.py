"""Roads are recognised however they were typed."""

import datetime as dt

import pytest

from routing.roads.names import ends_of_stretch, road_keys
from routing.roads.speeds import class_of_road
from routing.roads.states import RoadState, canonical_cut, is_wet
from vongsach.roads import RoadClass


@pytest.mark.parametrize(
    "typed", ["QL4D", "QL.4D", "ql 4d", "QL. 4D", "Quốc lộ 4D", "quoc lo 4d", "QL-4D"]
)
def test_spellings_of_one_reference_are_one_road(typed: str) -> None:
    assert road_keys(typed) == {"QL4D"}


def test_provincial_roads_have_two_abbreviations() -> None:
    assert road_keys("TL 136") == road_keys("ĐT.136") == road_keys("Đường tỉnh 136") == {"ĐT136"}


def test_a_branch_is_another_road() -> None:
    assert road_keys("nhánh ĐT.136").isdisjoint(road_keys("ĐT.136"))


def test_other_names_keep_their_diacritics() -> None:
    assert road_keys("Đường  Xã") == {"đường xã"} != road_keys("đường xa")


def test_decomposed_letters_are_the_same_name() -> None:
    assert road_keys("d\u0323u\u031bo\u031b\u0300ng") == road_keys("ḍường")


def test_several_references_are_several_roads() -> None:
    assert road_keys("QL.14;DHCM") == {"QL14", "dhcm"}
    assert road_keys(" ; ") == frozenset()


def test_a_stretch_has_two_ends() -> None:
    assert ends_of_stretch("P-001 – P-002") == ("p 001", "p 002")
    assert ends_of_stretch("P-001 -> Bình Lư") == ("p 001", "bình lư")
    assert ends_of_stretch("QL-4D") is None


def test_one_cut_has_one_spelling() -> None:
    assert canonical_cut("ql.4d; ĐT 136") == canonical_cut("TL136;QL4D")
    assert canonical_cut("B – A") == canonical_cut("a → b")


@pytest.mark.parametrize(
    ("name", "road"),
    [
        ("CT.02", RoadClass.TRUNK),
        ("QL.32", RoadClass.PRIMARY),
        ("ĐT.136", RoadClass.SECONDARY),
        ("QL4D;ĐT.136", RoadClass.SECONDARY),
        ("ĐH 5", RoadClass.TERTIARY),
        ("đường xã", RoadClass.UNCLASSIFIED),
        ("", RoadClass.UNCLASSIFIED),
    ],
)
def test_a_name_tells_the_class(name: str, road: RoadClass) -> None:
    assert class_of_road(name) is road


def test_rain_falls_from_april_to_october() -> None:
    wet = [month for month in range(1, 13) if is_wet(dt.date(2027, month, 15))]
    assert wet == [4, 5, 6, 7, 8, 9, 10]


def test_names_of_states_are_readable_short_and_distinct() -> None:
    assert RoadState().name == ""
    assert RoadState(wet=True, cuts=frozenset({"QL4D", "QL32"})).name == "wet+QL32+QL4D"
    long = RoadState(cuts=frozenset(f"QL{n}" for n in range(30)))
    other = RoadState(cuts=frozenset(f"QL{n}" for n in range(31)))
    assert len(long.name) <= 60
    assert long.name != other.name
