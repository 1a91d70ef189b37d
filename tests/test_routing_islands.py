"""Prove that workers share what they find, and go through their courses to the end."""

import re

import pytest

from routing.courses import (
    ALONE,
    BROAD,
    DEEP,
    DEEP_OF_FEW,
    LARGE_RUINS,
    WHOLE,
    Course,
    course_of,
    visits_of,
)
from routing.islands import Pace, search_in_rounds
from routing.search.ground import PATTERNS, REMOVED
from routing.search.run import HOTTEST, USUAL_RUINS, Ruins, Search
from tests.routing_cases import a_pace, whole
from tests.test_routing_search import Share, a_ground, cost_again


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_share_what_they_find(workers: int) -> None:
    ground = a_ground(6, tasks=20)

    pace = a_pace(whole, workers=workers)
    search = search_in_rounds(ground, 1, pace)
    assert cost_again(ground, search.best) == pytest.approx(search.cost)
    if workers == 1:
        assert search_in_rounds(ground, 1, pace).cost == search.cost


def a_told_pace(told: list[float], *, workers: int, stopped: bool = False) -> Pace:
    """Return a pace whose share of the time is told by a list that somebody else changes."""

    def share(*_: object) -> float:
        return told[0]

    return a_pace(share, steps=1_000, workers=workers, stopped=stopped)


@pytest.mark.parametrize(
    ("course", "fresh"),
    [(DEEP, "FC"), (DEEP_OF_FEW, "FC"), (BROAD, "FCFC"), (ALONE, "FC"), (WHOLE, "F")],
)
def test_a_worker_goes_through_the_legs_of_its_course(
    monkeypatch: pytest.MonkeyPatch, course: Course, fresh: str
) -> None:
    """Rounds that last as long as they may: F from nothing, C from what survived."""
    spent, rounds = [0.0], []

    def cool(search: Search, hottest: float, share: Share, *_: object) -> None:
        rounds.append("F" if hottest == HOTTEST else "C")
        while share(0, search.cost) < 1.0:
            spent[0] += 0.005

    monkeypatch.setattr("routing.islands.course_of", lambda *_: course)
    monkeypatch.setattr("routing.islands.recombine", lambda *_: None)
    monkeypatch.setattr(Search, "cool", cool)
    search_in_rounds(a_ground(1), 1, a_told_pace(spent, workers=1))
    assert re.sub("C+", "C", "".join(rounds)) == fresh


def test_every_second_worker_goes_broad_where_days_may_be_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ground = a_ground(1)
    courses = [course_of(ground, worker) for worker in range(3)]
    assert courses == [DEEP_OF_FEW, BROAD, DEEP_OF_FEW]
    monkeypatch.setattr("routing.courses.FEW_VISITS", visits_of(ground) - 1)
    assert course_of(ground, 0) == DEEP
    tasks = ground.tasks.copy()
    tasks[:, PATTERNS] = range(len(tasks))
    assert course_of(ground._replace(tasks=tasks), 1) is ALONE


def test_a_founder_of_few_visits_begins_with_large_ruins(monkeypatch: pytest.MonkeyPatch) -> None:
    spent, asked = [0.0], []

    def cool(search: Search, hottest: float, share: Share, _take_in: object, ruins: Ruins) -> None:
        asked.append((hottest == HOTTEST, ruins))
        while share(0, search.cost) < 1.0:
            spent[0] += 0.005

    monkeypatch.setattr("routing.islands.recombine", lambda *_: None)
    monkeypatch.setattr(Search, "cool", cool)
    search_in_rounds(a_ground(1), 1, a_told_pace(spent, workers=1))
    assert set(asked) == {(True, LARGE_RUINS), (False, USUAL_RUINS)}


def test_ruins_take_out_as_many_visits_as_they_are_told() -> None:
    """On average, from the first to the last steps."""
    search, removed = Search.begin(a_ground(2, tasks=40), 2), []

    def share(steps: int, _: float) -> float:
        removed.append(float(search.scratch.removal[0]))
        return steps / 20_000

    search.cool(3.0, share, ruins=Ruins(24.0, 12.0))
    assert removed[0] == pytest.approx(24.0)
    assert removed[-1] == pytest.approx(12.0, rel=0.05)
    taken = []
    for mean in (2.0, 20.0):
        search.scratch.removal[0] = mean
        for _ in range(200):
            search.run((0.001, 0.001), 1)
            taken.append(int(search.scratch.counts[REMOVED]))
    assert sum(taken[200:]) > sum(taken[:200]) + 4 * 200


@pytest.mark.parametrize("stopped", [False, True])
def test_whoever_stops_waits_for_no_recombination(
    monkeypatch: pytest.MonkeyPatch, *, stopped: bool
) -> None:
    asked = []
    monkeypatch.setattr("routing.islands.recombine", lambda *_: asked.append(True))
    search_in_rounds(a_ground(1), 1, a_told_pace([1.0], workers=2, stopped=stopped))
    assert asked == [] if stopped else [True]


def test_recombining_takes_no_heat_from_the_round_that_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent, firsts = [0.0], []

    def slow(*_: object) -> None:
        spent[0] += 0.1

    def cool(search: Search, _hottest: float, share: Share, *_: object) -> None:
        firsts.append(share(1, search.cost))
        while share(1, search.cost) < 1.0:
            spent[0] += 0.01

    monkeypatch.setattr("routing.islands.recombine", slow)
    monkeypatch.setattr(Search, "cool", cool)
    search_in_rounds(a_ground(1), 1, a_told_pace(spent, workers=1))
    assert firsts == [0.0] * 2
