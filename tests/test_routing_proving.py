"""Prove that the bound may be proven beside the search, and is the same; and that both end."""

import threading
import time
from dataclasses import replace

import pytest
from typing_extensions import override

from routing.bound import Bound, lower_bound
from routing.case import Case, read_case
from routing.guard import LANDING, LEAST_SHARE, TOURS_SHARE, Guard
from routing.proof.relaxation import Pace
from routing.proving import BOUND_WORK, Proving
from routing.solve import make_desk
from routing.terrain import lay_out
from routing.tours import tells_all
from tests.builders import HOUR, QUARTER, a_travel, a_van
from tests.routing_cases import a_meal, some_places
from vongsach.solving import Effort, Unwatched

EFFORT = Effort(level=1)


class Impatient(Unwatched):
    """Somebody who asks to stop after some looks."""

    def __init__(self) -> None:
        self._looks = 0

    @override
    def stopped(self) -> bool:
        """Say so from the fourth look on."""
        self._looks += 1
        return self._looks > 3


def a_case() -> Case:
    network = some_places(5, fixed=HOUR, boxes=0)
    return read_case(network, QUARTER, a_travel(network))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_bound_first_or_beside(workers: int) -> None:
    case = a_case()
    alone = lower_bound(case, Pace(*BOUND_WORK[EFFORT.level], lambda: 0.0))
    with Proving(case, replace(EFFORT, workers=workers), Guard(Unwatched(), None)) as proving:
        if workers == 1:
            assert proving.so_far == alone.dong
        assert proving.bound() == alone
        assert proving.so_far == alone.dong


def test_a_search_that_comes_to_nothing_ends_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof would go on for ever; leaving ends it, and nothing waits for its bound."""
    began, ended = threading.Event(), []

    def endless(_case: Case, pace: Pace) -> Bound:
        while pace.spent() < 1.0:
            began.set()
        ended.append(True)
        return Bound(0, "")

    def search() -> None:
        with Proving(a_case(), replace(EFFORT, workers=2), Guard(Unwatched(), None)) as proving:
            assert began.wait(timeout=60)
            assert proving.so_far is None
            raise LookupError

    monkeypatch.setattr("routing.proving.lower_bound", endless)
    with pytest.raises(LookupError):
        search()
    assert ended == [True]


def test_whoever_stops_need_not_wait_for_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the wait for the bound looks at the watch by then."""

    def endless(_case: Case, pace: Pace) -> Bound:
        while pace.spent() < 1.0:
            pass
        return Bound(7, "stopped")

    monkeypatch.setattr("routing.proving.lower_bound", endless)
    for workers in (1, 2):
        guard = Guard(Impatient(), None)
        with Proving(a_case(), replace(EFFORT, workers=workers), guard) as proving:
            assert proving.bound() == Bound(7, "stopped")
        assert guard.stopped


def test_tables_tell_all_where_no_van_stays_away() -> None:
    """Meals are in the tables; a night that saves a way is known to the board alone."""
    network = some_places(6, fixed=2 * HOUR, boxes=0)
    hungry = network.model_copy(update={"vans": (a_van(meal=a_meal()),)})
    away = network.model_copy(update={"vans": (a_van(nights=1),)})
    for one, whole in ((network, True), (hungry, True), (away, False)):
        desk = make_desk(read_case(one, QUARTER, a_travel(one)))
        assert tells_all(lay_out(desk, 1), 1) is whole


def test_tours_leave_time_to_be_brought_to_a_board() -> None:
    """A tenth of a long limit, more of a short one, and never most of it."""
    shares = [
        Guard(Unwatched(), time.monotonic() + limit).share_before(LANDING)
        for limit in (60.0, 2.0, 0.5)
    ]
    assert shares[0] > TOURS_SHARE
    assert shares[1:] == pytest.approx([1.0 - LANDING / 2.0, LEAST_SHARE], abs=0.01)
    assert Guard(Unwatched(), None).share_before(LANDING) == 1.0
