"""List every rule that was checked, with its number and source, and how often it is broken."""

from collections.abc import Sequence
from dataclasses import dataclass

from vongsach.output.presentation import Presentation, plain
from vongsach.output.typesetting import Text
from vongsach.rules import Basis, Limit, Rules, Unit
from vongsach.words import say

_LIMITS = {
    "S03": ("stay_least",),
    "S04": ("stay_most", "stay_most_remote"),
    "S05": ("rest",),
    "S06": ("audience_fit",),
    "S13": ("title_stock",),
    "T04": ("driving_day",),
    "T05": ("driving_week",),
    "T06": ("driving_unbroken",),
    "T08": ("crew_mobile_operators", "crew_mobile_librarians", "crew_rotation"),
}


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """How a plan stands to one rule."""

    code: str
    hard: bool
    """Breaking it makes a plan that cannot be carried out."""
    count: int
    """How many times it is broken."""


def rule_rows(verdicts: Sequence[RuleVerdict], rules: Rules, show: Presentation) -> list[Text]:
    """Return a row for each rule, broken ones first."""
    ordered = sorted(verdicts, key=lambda verdict: (not verdict.count, not verdict.hard))
    return [_row(verdict, rules, show) for verdict in ordered]


def _row(verdict: RuleVerdict, rules: Rules, show: Presentation) -> Text:
    limits: list[Limit] = [getattr(rules, name) for name in _LIMITS.get(verdict.code, ())]
    sources = dict.fromkeys(_source(limit, show) for limit in limits)
    return {
        "code": verdict.code,
        "title": say(show.language, f"check.{verdict.code}.title"),
        "hard": verdict.hard,
        "count": show.number(verdict.count),
        "met": not verdict.count,
        "limit": _limits(verdict.code, limits, show),
        "source": "; ".join(source for source in sources if source),
    }


def _limits(code: str, limits: Sequence[Limit], show: Presentation) -> str:
    values = [_value(limit, show) for limit in limits]
    if len(values) < 2:  # noqa: PLR2004 -- a single number needs no words around it
        return "".join(values)
    return show.say(f"report_limit.{code}", **dict(zip("abc", values, strict=False)))


def _source(limit: Limit, show: Presentation) -> str:
    if limit.basis is Basis.POLICY:
        local = show.say("report_rule.policy")
        return f"{local} ({plain(limit.source)})" if limit.source else local
    return plain(limit.source)


def _value(limit: Limit, show: Presentation) -> str:
    if limit.unit is Unit.SECONDS:
        return show.duration(limit.value)
    return show.say(f"report_unit.{limit.unit}", count=show.number(limit.value))
