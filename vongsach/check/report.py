"""State what the checker says of a plan: facts and codes, no prose."""

import datetime as dt
from enum import StrEnum
from typing import TypedDict, Unpack

from vongsach.plan import CostTerm
from vongsach.units import Decided


class Severity(StrEnum):
    """How bad a violation is."""

    ERROR = "error"
    """The plan cannot be carried out as printed."""
    WARNING = "warning"
    """It can, but somebody will complain."""
    INFO = "info"
    """Worth knowing."""


class Quantity(StrEnum):
    """What ``measured`` and ``limit`` are, so that whoever makes the sentence can format them."""

    NUMBER = "number"
    """A whole number; its unit stands in the sentence."""
    DURATION = "duration"
    """Seconds; the unit is part of the formatted text."""
    CLOCK = "clock"
    """Seconds after midnight."""
    WEIGHT = "weight"
    """Grams; the unit is part of the formatted text."""
    MONEY = "money"
    """Đồng; the unit is part of the formatted text."""
    DAY = "day"
    """A day in ISO form (``2027-01-31``)."""
    PLACE = "place"
    """The id of a place."""


class Violation(Decided):
    """One broken rule: a code and facts; the words are made at the rim."""

    code: str
    """Stable code, for example ``S02``; codes are never reused."""

    severity: Severity
    """How bad it is."""

    wording: str = "sentence"
    """Key of the sentence in the table of the code: ``check.<code>.<wording>``.

    Every code also has ``check.<code>.sentence``, which fits all its violations.
    """

    trip: str = ""
    place: str = ""
    service: str = ""
    box: str = ""
    van: str = ""
    worker: str = ""
    about: str = ""
    """What else it is about, as data: a title, a cost term, an unknown id, where a box is."""

    day: dt.date | None = None

    measured: int | str | None = None
    """What the plan does; see ``quantity``."""

    limit: int | str | None = None
    """What is allowed or true; see ``quantity``."""

    quantity: Quantity = Quantity.NUMBER
    """How ``measured`` and ``limit`` are to be read."""


class Report(Decided):
    """Everything that the checker found."""

    violations: tuple[Violation, ...] = ()
    """In the order of the rules, within a rule in the order of the plan."""

    cost: tuple[CostTerm, ...] = ()
    """The checker's own sum of every term of the objective, in đồng."""

    @property
    def ok(self) -> bool:
        """Say whether the plan can be carried out as printed."""
        return all(violation.severity is not Severity.ERROR for violation in self.violations)


class Facts(TypedDict, total=False):
    """The facts that a rule may give."""

    trip: str
    place: str
    service: str
    box: str
    van: str
    worker: str
    about: str
    day: dt.date
    measured: int | str | None
    limit: int | str | None
    quantity: Quantity


def error(
    code: str, wording: str = "sentence", *, at: Facts | None = None, **facts: Unpack[Facts]
) -> Violation:
    """Return a violation that makes the plan impossible to carry out.

    Facts that several violations share come in ``at``.
    """
    return _violation(Severity.ERROR, code, wording, {**(at or {}), **facts})


def warning(
    code: str, wording: str = "sentence", *, at: Facts | None = None, **facts: Unpack[Facts]
) -> Violation:
    """Return a violation that somebody will complain about.

    Facts that several violations share come in ``at``.
    """
    return _violation(Severity.WARNING, code, wording, {**(at or {}), **facts})


def _violation(severity: Severity, code: str, wording: str, facts: Facts) -> Violation:
    return Violation(code=code, severity=severity, wording=wording, **facts)
