"""What no plan can mend is told at its cell before any solver runs."""

import datetime as dt
import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import pytest

from tests.builders import HOUR, a_box, a_depot, a_network, a_place, a_service, a_van, a_worker, day
from tests.workbooks import DAY, grid_of, hours
from vongsach.boxes import PastStay
from vongsach.closures import Closure
from vongsach.errors import Problem
from vongsach.network import Network
from vongsach.places import Market, VehicleClass
from vongsach.words import LANGUAGES, say
from vongsach.workbook.plausible.spacing import Gaps, most_visits
from vongsach.workbook.read import read_grid

MONDAY_MORNING = (hours(0, 8, 10),)


def stay(box: str, place: str, first_day: dt.date, last_day: dt.date) -> PastStay:
    return PastStay(box=box, place=place, first_day=first_day, last_day=last_day)


def shut(first: int, last: int, **changes: Any) -> Closure:
    fields = {"kind": "holiday", "scope": "all", "first_day": day(first), "last_day": day(last)}
    return Closure(**fields | changes)


def served(**changes: Any) -> Network:
    """Return a network whose one service is changed."""
    return a_network(services=(a_service(**changes),))


STANDING = (a_box(stands_at="P1", since=DAY(2026, 12, 1)),)
LONG_AGO = (a_box(stands_at="P1", since=DAY(2026, 6, 1)),)

CASES: list[tuple[str, str, str, str, Network]] = [
    ("W515", "2 Phục vụ", "C2", "mondays", served(visits=14, openings=MONDAY_MORNING)),
    ("W515", "2 Phục vụ", "C2", "no market", served(visits=1, market_days_only=True)),
    (
        "W515",
        "2 Phục vụ",
        "D2",
        "always shut",
        a_network(
            services=(a_service(visits=None, every_weeks=4),),
            closures=(shut(0, 89, scope="place", target="P1"),),
        ),
    ),
    ("W516", "2 Phục vụ", "C2", "least gap", served(visits=4, min_gap_days=31)),
    (
        "W516",
        "2 Phục vụ",
        "C2",
        "greatest gap over a closure",
        a_network(
            services=(a_service(visits=9, min_gap_days=7, max_gap_days=10),),
            closures=(shut(30, 60),),
        ),
    ),
    (
        "W517",
        "2 Phục vụ",
        "L2",
        "long session",
        served(kind="mobile", session=3 * HOUR, openings=MONDAY_MORNING),
    ),
    (
        "W518",
        "1 Điểm",
        "O3",
        "boat only",
        a_network(places=(a_depot(), a_place(reachable_by=(VehicleClass.BOAT,)))),
    ),
    ("W519", "2 Phục vụ", "C2", "sundays", served(openings=(hours(6, 8, 10),))),
    (
        "W520",
        "2 Phục vụ",
        "C2",
        "all on leave",
        a_network(
            workers=(a_worker(),),
            closures=(shut(0, 89, kind="leave", scope="worker", target="N1"),),
        ),
    ),
    ("W521", "2 Phục vụ", "P2", "one day too few", served(visits=2, day_sets=((3,), (4,)))),
    (
        "W522",
        "2 Phục vụ",
        "O2",
        "last visit in summer",
        served(max_gap_days=30, last_visit=DAY(2026, 8, 1)),
    ),
    (
        "W523",
        "5 Lịch sử",
        "C3",
        "two places at a time",
        a_network(
            boxes=(a_box(),),
            past_stays=(
                stay("B1", "P1", DAY(2025, 1, 1), DAY(2025, 3, 1)),
                stay("B1", "KHO", DAY(2025, 2, 1), DAY(2025, 4, 1)),
            ),
        ),
    ),
    (
        "W524",
        "3 Thùng sách",
        "F2",
        "still elsewhere",
        a_network(past_stays=(stay("B1", "P1", DAY(2026, 11, 1), DAY(2026, 12, 20)),)),
    ),
    (
        "W525",
        "3 Thùng sách",
        "F2",
        "back too soon",
        a_network(
            boxes=STANDING,
            past_stays=(stay("B1", "P1", DAY(2026, 6, 1), DAY(2026, 8, 1)),),
        ),
    ),
    ("W526", "3 Thùng sách", "F2", "half a year", a_network(boxes=LONG_AGO)),
    (
        "W527",
        "3 Thùng sách",
        "E2",
        "nobody fetches",
        a_network(
            boxes=(a_box(stands_at="P1", since=DAY(2026, 8, 1)),),
            services=(a_service(kind="mobile"),),
        ),
    ),
    ("W528", "2 Phục vụ", "K2", "seven boxes", served(boxes=7)),
    ("W529", "3 Thùng sách", "D2", "a ton", a_network(boxes=(a_box(weight=1_000_001),))),
    ("W530", "2 Phục vụ", "K2", "three on a shelf of two", served(boxes=3)),
    (
        "W531",
        "6 Xe",
        "S2",
        "all day every day",
        served(visits=60, fixed=11 * HOUR),
    ),
    (
        "W532",
        "7 Nhân sự",
        "C2",
        "one for a mobile trip",
        a_network(services=(a_service(kind="mobile"),), workers=(a_worker(),)),
    ),
    ("W533", "7 Nhân sự", "C2", "nobody drives", a_network(workers=(a_worker(role="librarian"),))),
    (
        "W534",
        "2 Phục vụ",
        "B2",
        "two seats",
        a_network(services=(a_service(kind="mobile"),), vans=(a_van(seats=2),)),
    ),
]


def warnings_of(network: Network) -> tuple[Problem, ...]:
    problems = read_grid(grid_of(network, "vi")).problems
    return tuple(
        problem for problem in problems if problem.level == "warning" and problem.code != "W510"
    )


def test_a_sound_network_gives_no_warning() -> None:
    assert warnings_of(a_network()) == ()


@pytest.mark.parametrize(
    ("code", "sheet", "cell", "network"),
    [pytest.param(*case[:3], case[4], id=case[3]) for case in CASES],
)
def test_it_is_told_at_its_cell(code: str, sheet: str, cell: str, network: Network) -> None:
    found = [(problem.code, problem.sheet, problem.cell) for problem in warnings_of(network)]
    assert (code, sheet, cell) in found
    for problem in warnings_of(network):
        for language in LANGUAGES:
            for part in ("sentence", "fix"):
                assert say(language, f"workbook.{problem.code}.{part}", **problem.facts)


def test_every_code_of_what_no_plan_can_mend_has_a_case() -> None:
    assert {f"W{number}" for number in range(515, 535)} == {case[0] for case in CASES}


def test_markets_terms_and_sets_that_fit_are_no_doubt() -> None:
    network = a_network(
        services=(
            a_service(visits=2, market_days_only=True, min_gap_days=7, max_gap_days=40),
            a_service("P2", visits=2, day_sets=((3, 10), (91,)), term_time_only=True),
        ),
        places=(a_depot(), a_place(), a_place("P2", location={"lat": 22.4, "lon": 103.7})),
        markets=(Market(place="P1", weekdays=(3,)),),
        closures=(shut(20, 40, kind="school_holiday"),),
    )
    assert warnings_of(network) == ()


def most_by_trying(days: Sequence[int], gaps: Gaps) -> int:
    """Return the answer by trying every choice of days."""

    def keeps(chosen: tuple[int, ...]) -> bool:
        spans = [b - a for a, b in pairwise(chosen)]
        late = gaps.most is not None and (gaps.last_visit or 0) + gaps.most < 0
        if gaps.last_visit is not None:
            first = chosen[0] - gaps.last_visit
            if first < gaps.least or (gaps.most is not None and not late and first > gaps.most):
                return False
        return all(s >= max(gaps.least, 1) and s <= (gaps.most or 999) for s in spans)

    for count in range(min(gaps.asked, len(days)), 0, -1):
        if any(keeps(chosen) for chosen in combinations(days, count)):
            return count
    return 0


def test_spacing_equals_trying_every_choice() -> None:
    dice = random.Random(6)  # noqa: S311 -- drawn cases, no secret
    for _ in range(400):
        days = sorted(dice.sample(range(25), dice.randint(0, 8)))
        least = dice.randint(0, 8)
        most = dice.choice([None, least + dice.randint(0, 8) or 1])
        last = dice.choice([None, -dice.randint(1, 20)])
        gaps = Gaps(dice.randint(1, 6), least, most, last)
        assert most_visits(days, gaps) == most_by_trying(days, gaps), (days, gaps)
