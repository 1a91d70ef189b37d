"""Prove that routings repeat, stop when asked and say how far they are."""

import pytest
from typing_extensions import override

from routing import solve, solve_routing
from tests.builders import (
    QUARTER,
    a_travel,
)
from tests.routing_cases import (
    blamed,
    solved,
    some_places,
)
from vongsach.errors import OutOfTime
from vongsach.plan import RunStatus
from vongsach.solving import Effort, Progress, Unwatched
from vongsach.words import LANGUAGES, sentences


def test_the_same_seed_gives_the_same_routing() -> None:
    network = some_places(12, visits=3, min_gap_days=10)
    assert solved(network).decision == solved(network).decision


def test_the_order_of_rows_does_not_matter_for_the_cost() -> None:
    network = some_places(6, visits=2, min_gap_days=10)
    turned = network.model_copy(update={"services": network.services[::-1]})
    assert solved(network).run.cost == solved(turned).run.cost


class _Stopping(Unwatched):
    """Asks to stop as soon as a stage has begun."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._now = ""
        self.seen: set[str] = set()

    @override
    def report(self, progress: Progress) -> None:
        self._now = progress.stage
        self.seen.add(progress.stage)

    @override
    def stopped(self) -> bool:
        return self._now == self._stage


def test_a_search_that_is_stopped_keeps_the_best_so_far() -> None:
    network = some_places(8, visits=2)
    travel = a_travel(network)
    watch = _Stopping("routing.stage.search")
    found = solve_routing(network, QUARTER, travel, effort=Effort(5), seed=1, watch=watch)
    assert found.run.status is RunStatus.STOPPED
    assert blamed(network, travel, found) == []


def test_stopped_before_a_first_routing() -> None:
    network = some_places(8)
    watch = _Stopping("routing.stage.days")
    with pytest.raises(OutOfTime):
        solve_routing(network, QUARTER, a_travel(network), effort=Effort(5), seed=1, watch=watch)


def test_a_limit_in_seconds_ends_the_search() -> None:
    network = some_places(8, visits=2)
    effort = Effort(level=5, seconds=0.5)
    found = solve_routing(
        network, QUARTER, a_travel(network), effort=effort, seed=1, watch=Unwatched()
    )
    assert found.run.seconds_limit == 0.5
    assert found.run.runtime_ms < 5000


def test_the_highest_level_takes_all_the_time_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few steps are usual at that level."""
    for steps in (solve.TOUR_STEPS, solve.STEPS):
        monkeypatch.setitem(steps, 5, 1)
    network = some_places(2)
    travel = a_travel(network)

    def runtime(seconds: float | None) -> int:
        effort, watch = Effort(level=5, seconds=seconds), Unwatched()
        found = solve_routing(network, QUARTER, travel, effort=effort, seed=1, watch=watch)
        return found.run.runtime_ms

    runtime(None)  # What is compiled takes its time once.
    assert runtime(2.0) > 1000


def test_every_stage_has_a_name() -> None:
    network = some_places(2)
    watch = _Stopping("")
    solve_routing(network, QUARTER, a_travel(network), effort=Effort(1), seed=1, watch=watch)
    assert watch.seen
    for language in LANGUAGES:
        assert watch.seen <= set(sentences(language))
