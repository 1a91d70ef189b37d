"""Say loudly that a plan breaks a rule, and whose fault it is: the input's, or ours."""

from vongsach.check import Report, Severity, Violation
from vongsach.output.presentation import plain
from vongsach.places import ServiceKind
from vongsach.plan import UnservedReason
from vongsach.store import Stored
from vongsach.words import Language, say

LEFT_STANDING = frozenset({"S02", "S04"})
"""Rules that a box breaks by being left where the input says it stands."""
OUR_CHOICE = frozenset({UnservedReason.NO_TIME, UnservedReason.TOO_DEAR})
"""Reasons to leave a visit out that the input does not force upon the plan."""


def alarm_of(report: Report, stored: Stored, language: Language) -> str:
    """Return what must be said of the broken rules of a new plan; empty where none is broken."""
    errors = _errors(report)
    if not errors:
        return ""
    codes = ", ".join(dict.fromkeys(violation.code for violation in errors))
    if not blames_input(report, stored):
        return say(language, "errors.solver_broke_rules", codes=codes, path=stored.folder)
    where = "; ".join(
        say(language, "errors.input_breaks_at", place=plain(found.place), box=plain(found.box))
        for found in errors
    )
    return say(language, "errors.input_breaks_rules", codes=codes, where=where)


def blames_input(report: Report, stored: Stored) -> bool:
    """Say whether every broken rule is one that no plan for this input can keep."""
    return all(_unavoidable(violation, stored) for violation in _errors(report))


def _errors(report: Report) -> list[Violation]:
    return [found for found in report.violations if found.severity is Severity.ERROR]


def _unavoidable(violation: Violation, stored: Stored) -> bool:
    """Say whether a box was left standing where no rotation visit can come."""
    if violation.code not in LEFT_STANDING or not violation.place:
        return False
    rotating = {
        service.id
        for service in stored.network.services
        if service.place == violation.place and service.kind is ServiceKind.ROTATION
    }
    days = (day for trip in stored.plan.routing.trips for day in trip.days)
    made = {service for day in days for stop in day.stops for service in stop.services}
    forced = {
        entry.service for entry in stored.plan.routing.unserved if entry.reason not in OUR_CHOICE
    }
    return not rotating & made and rotating <= forced
