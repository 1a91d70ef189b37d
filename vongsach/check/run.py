"""List every rule once, and judge a plan by all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vongsach.check import (
    clock,
    crews,
    excuses,
    figures,
    form,
    loads,
    overdue,
    pins,
    stays,
    titles,
    trips,
    visits,
)
from vongsach.check.costs import cost_of
from vongsach.check.report import Report, Severity, Violation
from vongsach.check.trace import Trace, replay
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.travel import Travel


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, how bad it is to break it, and the function that looks."""

    code: str
    severity: Severity
    check: Callable[[Trace], Iterator[Violation]]


def _error(code: str, check: Callable[[Trace], Iterator[Violation]]) -> Rule:
    return Rule(code, Severity.ERROR, check)


def _warning(code: str, check: Callable[[Trace], Iterator[Violation]]) -> Rule:
    return Rule(code, Severity.WARNING, check)


RULES: tuple[Rule, ...] = (
    _error("P02", form.unknown_name),
    _error("P03", form.listed_twice),
    _error("P04", form.out_of_place),
    _error("S01", stays.box_in_two_places),
    _error("S02", stays.shelf_overfull),
    _error("S03", stays.stay_too_short),
    _error("S04", stays.stay_too_long),
    _error("S05", stays.back_too_soon),
    _error("S06", stays.audience_misfit),
    _error("S07", loads.hands_in_what_is_not_aboard),
    _error("S08", loads.takes_out_what_is_not_there),
    _error("S09", loads.too_many_boxes_aboard),
    _error("S10", loads.payload_exceeded),
    _error("S11", stays.stay_misstated),
    _error("S12", stays.box_not_to_be_moved),
    _error("S13", titles.title_too_rare),
    _error("S14", titles.title_restricted),
    _error("S15", titles.title_in_both_uses),
    _error("S16", pins.box_pin_broken),
    _error("S17", loads.exchange_without_rotation),
    _warning("S18", overdue.stay_was_too_long),
    _warning("S19", pins.soft_box_pin_broken),
    _error("S20", titles.box_not_for_mobile_use),
    _error("S21", overdue.overdue_stay_left),
    _error("V01", visits.visits_do_not_add_up),
    _error("V02", visits.gap_too_short),
    _error("V03", visits.gap_too_long),
    _error("V04", visits.visit_on_a_closed_day),
    _error("V05", visits.service_outside_opening),
    _error("V06", pins.place_pin_broken),
    _error("V07", visits.days_form_no_set),
    _warning("V08", visits.required_visit_missing),
    _warning("V09", visits.service_overdue),
    _warning("V10", pins.soft_place_pin_broken),
    _error("T01", clock.arrives_before_it_can),
    _error("T02", clock.service_too_short),
    _error("T03", clock.shift_exceeded),
    _error("T04", clock.too_much_driving_in_a_day),
    _error("T05", crews.too_much_driving_in_a_week),
    _error("T06", clock.driving_without_rest),
    _error("T07", clock.meal_missing),
    _error("T08", crews.crew_too_small),
    _error("T09", crews.worker_not_at_work),
    _error("T10", crews.worker_on_two_trips),
    _error("T11", crews.too_many_field_days),
    _error("T12", trips.place_not_for_the_van),
    _error("T13", trips.no_open_road),
    _error("T14", trips.van_on_two_trips),
    _error("T15", trips.not_from_depot_to_depot),
    _error("T16", trips.van_not_at_work),
    _error("T17", trips.too_many_nights),
    _error("T18", trips.drives_on_a_closed_day),
    _error("T19", trips.store_exceeded),
    _error("T20", trips.on_duty_too_long),
    _error("P01", figures.cost_misstated),
    _error("P05", figures.bound_above_cost),
    _error("P06", excuses.reason_untrue),
    _error("P07", figures.run_overclaims),
)


def check_plan(plan: Plan, network: Network, travel: Travel) -> Report:
    """Return every broken rule of a plan, and the true sum of every term of its cost.

    Any plan is judged, wherever it comes from: nothing in it makes this raise.
    """
    trace = replay(plan, network, travel)
    return Report(
        violations=tuple(violation for rule in RULES for violation in rule.check(trace)),
        cost=cost_of(trace),
    )
