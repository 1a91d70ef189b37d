"""Judge any plan by replaying it: every broken rule, and the true cost.

Nothing here is shared with what makes plans; see ``docs/adr`` and ``docs/rules.md``.
"""

from vongsach.check.broken import broken_trips
from vongsach.check.promises import PROMISES, Promise, PromiseRule, check_promise
from vongsach.check.report import Quantity, Report, Severity, Violation
from vongsach.check.run import RULES, Rule, check_plan

__all__ = [
    "PROMISES",
    "RULES",
    "Promise",
    "PromiseRule",
    "Quantity",
    "Report",
    "Rule",
    "Severity",
    "Violation",
    "broken_trips",
    "check_plan",
    "check_promise",
]
