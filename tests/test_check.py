"""Hold the checker to its promises: every rule has a breaker, words and a place in the book."""

from collections import Counter

import pytest

from tests.builders import (
    HOUR,
    MONDAY,
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
from tests.refresh_docs import PAGES, stale_pages
from tests.test_check_boxes import BREAKERS as BOXES
from tests.test_check_cases import (
    TUESDAY,
    Breaker,
    Case,
    a_run,
    delivered,
    loaded,
    on,
    planned,
    rules_with,
    standing,
)
from tests.test_check_driving import BREAKERS as DRIVING
from tests.test_check_service import BREAKERS as SERVICE
from vongsach.check import PROMISES, RULES, Report, Rule, Severity, Violation
from vongsach.fleet import Role
from vongsach.places import Opening
from vongsach.plan import Exchange, Load, Rotation, Routing, RunStatus, Stay, Unserved
from vongsach.words import LANGUAGES, Language, say, sentences

FACTS = sorted(set(Violation.model_fields) - {"code", "severity", "wording", "quantity"})


def p01(*, broken: bool) -> Case:
    run = a_run(km=399_999 if broken else 400_000, van_days=100_000)
    return Case(plan=planned(a_trip(), runs=(run,)))


def p02(*, broken: bool) -> Case:
    return Case(plan=planned(a_trip(), rotation=loaded("B9" if broken else "B1")))


def p03(*, broken: bool) -> Case:
    load = Load(trip="T1", boxes=("B1",))
    return Case(plan=planned(a_trip(), rotation=Rotation(loads=(load, load)[: 1 + broken])))


def p04(*, broken: bool) -> Case:
    exchange = Exchange(trip="T1", day=MONDAY, position=1 if broken else 0)
    return Case(plan=planned(a_trip(), rotation=Rotation(exchanges=(exchange,))))


def p05(*, broken: bool) -> Case:
    run = a_run(bound=440_001 if broken else 440_000, km=400_000, hours=40_000)
    return Case(plan=planned(a_trip(), runs=(run,)))


def p06(*, broken: bool) -> Case:
    """Return a place for boats alone; in the broken plan there is one."""
    missing = Unserved(service="P1:rotation", missing=1, reason="no_vehicle")
    van = a_van(vehicle_class="boat" if broken else "van")
    network = a_network(
        places=(a_depot(), a_place(reachable_by=("boat",))),
        services=(a_service(required=False),),
        vans=(van,),
    )
    return Case(network, a_plan(Routing(unserved=(missing,))), a_travel(network))


def p07(*, broken: bool) -> Case:
    run = a_run(bound=439_999 if broken else 440_000, km=400_000, hours=40_000)
    best = run.model_copy(update={"status": RunStatus.OPTIMAL})
    return Case(plan=planned(a_trip(), runs=(best,)))


BREAKERS: dict[str, Breaker] = {
    "P01": p01,
    "P02": p02,
    "P03": p03,
    "P04": p04,
    "P05": p05,
    "P06": p06,
    "P07": p07,
    **BOXES,
    **SERVICE,
    **DRIVING,
}


@pytest.mark.parametrize("code", BREAKERS)
def test_the_breaker_breaks_this_rule_and_no_other(code: str) -> None:
    assert BREAKERS[code](broken=True).codes() == {code}


@pytest.mark.parametrize("code", BREAKERS)
def test_the_sibling_of_the_breaker_is_clean(code: str) -> None:
    assert BREAKERS[code](broken=False).codes() == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_breaker_and_says_what_it_listed(rule: Rule) -> None:
    found = BREAKERS[rule.code](broken=True).report()
    assert {violation.severity for violation in found.violations} == {rule.severity}
    assert found.ok is (rule.severity is not Severity.ERROR)
    assert (rule.check.__doc__ or "").startswith(f"{rule.code}: ")


def test_codes_are_listed_once() -> None:
    assert max(Counter(rule.code for rule in RULES).values()) == 1
    assert {rule.code for rule in RULES} == set(BREAKERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_violation_has_a_sentence(language: Language, rule: Rule) -> None:
    for violation in BREAKERS[rule.code](broken=True).report().violations:
        for key in (violation.wording, "sentence", "title"):
            facts = {name: f"<{name}>" for name in FACTS}
            assert say(language, f"check.{rule.code}.{key}", **facts)


def test_both_languages_have_the_same_sentences() -> None:
    keys = [{key for key in sentences(one) if key.startswith("check.")} for one in LANGUAGES]
    assert keys[0] == keys[1]
    codes = {key.split(".")[1] for key in keys[0]} - {"severity"}
    assert codes == {rule.code for rule in RULES} | {rule.code for rule in PROMISES}


def test_the_rule_book_is_fresh() -> None:
    assert stale_pages() == ()
    book = next(page for path, page in PAGES.items() if path.name == "rules.md")()
    assert all(f"### {rule.code} " in book for rule in RULES)


def test_a_report_survives_json() -> None:
    report = BREAKERS["S15"](broken=True).report()
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize(
    ("wording", "case"),
    [
        ("van", Case(plan=planned(on(MONDAY, van="X9")))),
        ("worker", Case(a_network(), planned(on(MONDAY, crew=("N9",))))),
        ("place", Case(plan=planned(on(MONDAY, stops=(a_stop("P9", services=()),))))),
        ("service", Case(plan=planned(on(MONDAY, stops=(a_stop(services=("?",)),))))),
        ("trip", Case(plan=planned(rotation=Rotation(loads=(Load(trip="T9", boxes=()),))))),
        ("box", Case(plan=planned(rotation=standing("B9")))),
    ],
)
def test_unknown_names_are_told_by_kind(wording: str, case: Case) -> None:
    found = [one.wording for one in case.report().violations if one.code == "P02"]
    assert found == [wording]


SUNDAYS = (Opening(weekday=6, opens=8 * HOUR, closes=12 * HOUR),)


@pytest.mark.parametrize(
    ("reason", "visits", "untrue"),
    [
        ("no_open_day", 13, True),
        ("no_open_day", 14, False),
        ("no_van_day", 13, False),
        ("no_van_day", 14, True),
        ("no_time", 13, False),
    ],
)
def test_open_days_of_a_reason_are_counted(reason: str, visits: int, *, untrue: bool) -> None:
    """The quarter has thirteen Sundays, on which no van works."""
    network = a_network(services=(a_service(visits=visits, openings=SUNDAYS, required=False),))
    missing = Unserved(service="P1:rotation", missing=visits, reason=reason)
    found = Case(network, a_plan(Routing(unserved=(missing,)))).report().violations
    assert [(one.code, one.wording) for one in found] == [("P06", reason)] * untrue


def test_days_in_no_set_are_not_open() -> None:
    network = a_network(services=(a_service(visits=2, day_sets=((3, 9), (3, 10)), required=False),))
    missing = Unserved(service="P1:rotation", missing=2, reason="no_open_day")
    (found,) = Case(network, a_plan(Routing(unserved=(missing,)))).report().violations
    assert (found.code, found.measured, found.limit) == ("P06", 3, 2)


def test_a_term_belongs_to_one_run_and_an_optimum_to_a_bound() -> None:
    first, second = a_run(km=400_000), a_run(km=400_000)
    best = second.model_copy(update={"status": RunStatus.OPTIMAL})
    found = Case(plan=planned(a_trip(), runs=(first, best))).report().violations
    assert [(one.code, one.wording) for one in found] == [("P07", "term"), ("P07", "unproven")]


TWICE = Exchange(trip="T1", day=MONDAY, position=0, handed_in=("B1",))


@pytest.mark.parametrize(
    ("wording", "case"),
    [
        ("trip", Case(plan=planned(on(MONDAY), on(TUESDAY)))),
        ("worker", Case(a_network(workers=(a_worker(),)), planned(on(MONDAY, crew=("N1", "N1"))))),
        ("load", Case(plan=planned(a_trip(), rotation=loaded("B1", "B1")))),
        ("stay", Case(plan=planned(rotation=Rotation(stays=standing().stays * 2)))),
        (
            "exchange",
            Case(
                plan=planned(
                    a_trip(),
                    rotation=delivered("B1").model_copy(update={"exchanges": (TWICE, TWICE)}),
                )
            ),
        ),
    ],
)
def test_what_is_listed_twice_is_told_by_kind(wording: str, case: Case) -> None:
    found = [one.wording for one in case.report().violations if one.code == "P03"]
    assert found == [wording]


BACKWARDS = Rotation(stays=(Stay(box="B1", place="P1", first_day=TUESDAY, last_day=MONDAY),))


@pytest.mark.parametrize(
    ("wording", "case"),
    [
        ("outside_quarter", Case(plan=planned(on(MONDAY.replace(year=2028))))),
        (
            "not_consecutive",
            Case(plan=planned(a_trip(days=(a_trip_day(), a_trip_day())))),
        ),
        ("clock_backwards", Case(plan=planned(on(MONDAY, leaves=8 * HOUR + 901)))),
        ("stay_backwards", Case(plan=planned(rotation=BACKWARDS))),
        (
            "service_elsewhere",
            Case(plan=planned(on(MONDAY, stops=(a_stop("KHO", services=("P1:rotation",)),)))),
        ),
    ],
)
def test_what_is_out_of_place_is_told_by_kind(wording: str, case: Case) -> None:
    found = [one.wording for one in case.report().violations if one.code == "P04"]
    assert found == [wording]


def test_a_cost_term_that_does_not_exist_is_wrong() -> None:
    (found,) = Case(plan=planned(a_trip(), runs=(a_run(fuel=1),))).report().violations
    assert (found.code, found.wording, found.about) == ("P01", "unknown_term", "fuel")


def test_the_cost_is_summed_term_by_term() -> None:
    """Eighty kilometres, two hours, one day, and forty copies for a hundred readers.

    The stay lasts 87 days to the day after the quarter: 4 × 30 + 2 × 57 = 234 quarter days.
    """
    cost = Case(plan=planned(a_trip(), rotation=delivered("B1"))).report().cost
    assert {term.name: term.dong for term in cost} == {
        "unmet_required": 0,
        "unmet_wished": 0,
        "km": 400_000,
        "hours": 40_000,
        "van_days": 100_000,
        "crew_days": 200_000,
        "nights": 0,
        "uneven_gaps": 0,
        "other_weekday": 0,
        "uneven_work": 0,
        "reader_value": -(300 * 100 * 40 * 234 // 4000),
        "mobile_value": 0,
    }


def test_field_days_above_the_even_share_of_a_role_cost() -> None:
    """Three trips of two librarians: the even share is two days, one of them has three."""
    roles = {"V1": Role.OPERATOR, "T1": Role.LIBRARIAN, "T2": Role.LIBRARIAN, "T3": Role.LIBRARIAN}
    workers = tuple(a_worker(name, role=role) for name, role in roles.items())
    crews = (("V1", "T1", "T2"), ("V1", "T1", "T2"), ("V1", "T1", "T3"))
    network = a_network(workers=workers, rules=rules_with(uneven_work=7))
    trips = tuple(
        a_trip(id=f"T{n}", crew=crew, days=(a_trip_day(day=day(7 * n)),))
        for n, crew in enumerate(crews)
    )
    cost = {term.name: term.dong for term in Case(network, planned(*trips)).report().cost}
    assert cost["uneven_work"] == 7 * (3 - 2)


def test_wished_visits_cost_by_priority() -> None:
    missing = Unserved(service="P1:rotation", missing=3, reason="no_time")
    network = a_network(
        places=(a_network().places[0], a_place(priority=33)),
        services=(a_network().services[0].model_copy(update={"required": False, "visits": 3}),),
        rules=rules_with(unmet_wished=101),
    )
    plan = planned().model_copy(update={"routing": Routing(unserved=(missing,))})
    cost = {term.name: term.dong for term in Case(network, plan).report().cost}
    assert cost["unmet_wished"] == 3 * 33
