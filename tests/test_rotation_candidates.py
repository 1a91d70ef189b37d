"""Test what one box may do at one place: what breaks a rule is not offered."""

from typing import Any

import pytest

from rotation.events import events_of
from rotation.listing import candidates_of
from tests.builders import QUARTER, a_box, a_network, a_place, a_service, a_stop, a_trip, a_van, day
from tests.rotation_cases import a_tour, places_and_boxes, rules_with, tours
from vongsach.boxes import BoxState, DaySpan, PastStay, Title
from vongsach.closures import Pin
from vongsach.network import Network
from vongsach.plan import Routing, TripDay

Key = tuple[str, str, int | None, int | None]
"""Box, place, visit of arrival and visit of departure."""


def offered_stays(network: Network, routing: Routing) -> set[Key]:
    found = candidates_of(network, QUARTER, events_of(network, QUARTER, routing))
    return {(option.box, option.place, option.begins, option.ends) for option in found.stays}


ONE_VISIT = tours((20, ["P1"]), (60, ["P1"]))


@pytest.mark.parametrize(
    ("changes", "box", "gone", "left"),
    [
        pytest.param({}, {}, (), (0, None), id="as a rule"),
        pytest.param({"rules": rules_with(stay_least=41)}, {}, ((0, 1),), (0, None), id="S03"),
        pytest.param({"rules": rules_with(stay_most=60)}, {}, ((0, None),), (0, 1), id="S04"),
        pytest.param(
            {"past_stays": (PastStay(box="S", place="P1", first_day=day(-80), last_day=day(-10)),),
             "rules": rules_with(rest=70)},
            {}, ((0, None), (0, 1)), (1, None), id="S05",
        ),
        pytest.param({"rules": rules_with(audience_fit=100)},
                     {"copies": ({"group": "adults", "language": "vi", "count": 1},)},
                     ((0, None), (1, None)), None, id="S06"),
        pytest.param({}, {"state": BoxState.IN_REPAIR}, ((0, None), (1, None)), None, id="S12"),
        pytest.param({}, {"unavailable": (DaySpan(first_day=day(20), last_day=day(20)),)},
                     ((0, None),), (1, None), id="S12 on days"),
        pytest.param({"titles": (Title(id="t", name="t", stock=2),)}, {"titles": ("t",)},
                     ((0, None), (1, None)), None, id="S13"),
        pytest.param({"titles": (Title(id="t", name="t", stock=9, restricted=True),)},
                     {"titles": ("t",)}, ((0, None), (1, None)), None, id="S14"),
        pytest.param({"pins": (Pin(box="S", first_day=day(10), last_day=day(30), reason="r"),)},
                     {}, ((0, None),), (1, None), id="S16"),
        pytest.param({"services": (a_service("P1", kind="mobile"),)}, {},
                     ((0, None), (1, None)), None, id="S17"),
    ],
)  # fmt: skip
def test_what_one_box_may_not_is_not_offered(
    changes: dict[str, Any],
    box: dict[str, Any],
    gone: tuple[tuple[int, int | None], ...],
    left: tuple[int, int | None] | None,
) -> None:
    """S03 to S17: a breaker is no candidate, a keeper is one."""
    network = places_and_boxes(["P1"], [], **{"boxes": (a_box("S", **box),)} | changes)
    offered = offered_stays(network, ONE_VISIT)
    for begins, ends in gone:
        assert ("S", "P1", begins, ends) not in offered
    if left is not None:
        assert ("S", "P1", *left) in offered


def test_boxes_do_not_change_hands_at_a_depot() -> None:
    """A stop at a library where vans are based is no visit of this model."""
    network = a_network(services=(a_service("P1"), a_service("KHO")))
    trip = a_tour(20, ["KHO", "P1"])
    assert [
        visit.place for visit in events_of(network, QUARTER, Routing(trips=(trip,))).visits
    ] == ["P1"]


def test_a_night_away_keeps_the_order_of_stops() -> None:
    """Visits of the second day come after those of the first, whatever the clock says."""
    first, second = (
        TripDay(day=day(number), leaves_from=start, leaves=8 * 3600, stops=(a_stop(place),),
                ends_at=end, ends=11 * 3600)
        for number, start, place, end in ((20, "KHO", "P1", "P2"), (21, "P2", "P2", "KHO"))
    )  # fmt: skip
    network = a_network(
        places=(*a_network().places, a_place("P2", night_stop=True)),
        services=(a_service("P1"), a_service("P2")),
        vans=(a_van(nights=1),),
    )
    routing = Routing(trips=(a_trip(days=(first, second)),))
    events = events_of(network, QUARTER, routing)
    assert [(visit.place, visit.rank) for visit in events.visits] == [("P1", 0), ("P2", 1)]
    assert events.segment_days(events.voyages[0], 1) == (day(20), day(21))
