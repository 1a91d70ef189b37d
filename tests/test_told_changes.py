"""What a changed plan tells people is what they can see on paper."""

import pytest

from tests.builders import HOUR, a_plan, a_stop, a_trip, a_trip_day
from vongsach.differences import Turn, differences
from vongsach.plan import Plan, Routing


def visited(start: int) -> Plan:
    """Return a plan whose only visit begins at a second of the day."""
    stop = a_stop(arrival=start, start=start, departure=start + HOUR)
    return a_plan(Routing(trips=(a_trip(days=(a_trip_day((stop,)),)),)))


@pytest.mark.parametrize(("later", "told"), [(59, []), (60, [Turn.RETIMED]), (0, [])])
def test_seconds_alone_are_no_change(later: int, told: list[Turn]) -> None:
    found = differences(visited(8 * HOUR), visited(8 * HOUR + later))
    assert [one.turn for one in found.visits] == told
