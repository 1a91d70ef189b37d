"""Sum the cost of a plan anew, term by term (``docs/models.md``, section 4)."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import ceil

from vongsach.check.crews import people_needed
from vongsach.check.fit import WHOLE, copies_in, fit_of
from vongsach.check.freshness import TitlesByPlace, titles_by_place, titles_new_at
from vongsach.check.handovers import Spell
from vongsach.check.trace import Trace
from vongsach.check.visits import visits_asked
from vongsach.plan import CostTerm
from vongsach.units import Dong

HOUR = 3600
KILOMETRE = 1000
EFFECT_SCALE = 4000
"""A thousand reader-copy-days, in quarters of a day."""


def cost_of(trace: Trace) -> tuple[CostTerm, ...]:
    """Return every term of the objective, in đồng, summed over what truly happens."""
    sums = _unmet(trace) | _road(trace) | _rhythm(trace) | _work(trace) | _readers(trace)
    return tuple(CostTerm(name=name, dong=Dong(dong)) for name, dong in sums.items())


def _unmet(trace: Trace) -> dict[str, int]:
    rules = trace.ground.network.rules
    sums = {"unmet_required": 0, "unmet_wished": 0}
    for name, missing in trace.missing.items():
        service = trace.ground.services.get(name)
        if service is None:
            continue
        if service.required:
            sums["unmet_required"] += missing * rules.unmet_required.value
        else:
            priority = trace.ground.places[service.place].priority
            sums["unmet_wished"] += missing * (rules.unmet_wished.value * priority // WHOLE)
    return sums


def _road(trace: Trace) -> dict[str, int]:
    rules = trace.ground.network.rules
    sums = {"km": 0, "hours": 0, "van_days": 0, "crew_days": 0, "nights": 0}
    metres, seconds = _driven(trace)
    for number, trip in enumerate(trace.plan.routing.trips):
        van = trace.ground.vans.get(trip.van)
        crew = len(trip.crew) or people_needed(trip, trace.ground)
        days = len(trip.days)
        sums["crew_days"] += days * crew * rules.crew_day.value
        sums["nights"] += max(0, days - 1) * crew * rules.night.value
        if van is not None:
            sums["km"] += metres[number] * van.cost_per_km // KILOMETRE
            sums["hours"] += seconds[number] * van.cost_per_hour // HOUR
            sums["van_days"] += days * van.cost_per_day
    return sums


def _driven(trace: Trace) -> tuple[Counter[int], Counter[int]]:
    """Return the metres and the seconds that each trip drives, by number of the trip."""
    metres, seconds = Counter[int](), Counter[int]()
    days = iter(trace.days)
    for number, trip in enumerate(trace.plan.routing.trips):
        for _ in trip.days:
            day = next(days)
            metres[number] += day.metres()
            seconds[number] += day.seconds()
    return metres, seconds


def _rhythm(trace: Trace) -> dict[str, int]:
    rules = trace.ground.network.rules
    uneven = other = 0
    for name, visits in trace.visits.items():
        if not visits:
            continue
        service = trace.ground.services[name]
        even = trace.ground.quarter_days() // visits_asked(service, trace.ground)
        days = [visit.day for visit in visits]
        known = [service.last_visit, *days] if service.last_visit else days
        uneven += sum(abs((after - day).days - even) for day, after in pairwise(known))
        weekdays = Counter(day.weekday() for day in days)
        other += len(days) - max(weekdays.values())
    return {
        "uneven_gaps": uneven * rules.uneven_gap.value,
        "other_weekday": other * rules.other_weekday.value,
    }


def _work(trace: Trace) -> dict[str, int]:
    """Price each field day of a person above the even share, rounded up, of the same role."""
    field_days: dict[str, dict[str, int]] = {}
    for name, worker in trace.ground.workers.items():
        field_days.setdefault(worker.role, {})[name] = 0
    for trip in trace.plan.routing.trips:
        for name in trip.crew:
            if name in trace.ground.workers:
                field_days[trace.ground.workers[name].role][name] += len(trip.days)
    above = 0
    for people in field_days.values():
        even = ceil(Fraction(sum(people.values()), len(people)))
        above += sum(days - even for days in people.values() if days > even)
    return {"uneven_work": above * trace.ground.network.rules.uneven_work.value}


def _readers(trace: Trace) -> dict[str, int]:
    known = titles_by_place(trace)
    return {
        "reader_value": -sum(_value_of(stay, trace, known) for stay in trace.stays),
        "mobile_value": -_value_of_sessions(trace),
    }


def _value_of_sessions(trace: Trace) -> int:
    rules = trace.ground.network.rules
    times = Counter((use.box, use.moment.place) for use in trace.boxes.mobile_uses)
    value = 0
    for (box, place), sessions in times.items():
        if box not in trace.ground.boxes or place not in trace.ground.places:
            continue  # P02 tells of it
        here = trace.ground.places[place]
        matched = copies_in(trace.ground.boxes[box]) * fit_of(trace.ground.boxes[box], here)
        effect = _effect(sessions * rules.session_days.value)
        weight = rules.reader_value.value * here.readers * (matched // WHOLE)
        value += weight * effect // EFFECT_SCALE
    return value


def _value_of(stay: Spell, trace: Trace, known: TitlesByPlace) -> int:
    quarter = trace.ground.quarter
    place = trace.ground.places[stay.place]
    box = trace.ground.boxes[stay.box]
    matched = copies_in(box) * fit_of(box, place) // WHOLE
    if box.titles:
        new = titles_new_at(stay, trace, known)
        matched = matched * new // len(box.titles)
    until = (
        (stay.last_day - stay.first_day).days
        if stay.last_day
        else (quarter.last_day - stay.first_day).days + 1
    )
    before = max(0, (quarter.first_day - stay.first_day).days)
    effect = _effect(until) - _effect(before)
    weight = trace.ground.network.rules.reader_value.value
    return weight * place.readers * matched * effect // EFFECT_SCALE


def _effect(days: int) -> int:
    """Return four times the effective days of a stay: what is new is read more."""
    fresh, known, old = min(days, 30), min(max(days - 30, 0), 60), min(max(days - 90, 0), 90)
    return 4 * fresh + 2 * known + old
