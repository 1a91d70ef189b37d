"""Judge any plan by replaying it: every broken rule, and the true cost.

Nothing here is shared with what makes plans; see ``docs/adr`` and ``docs/rules.md``.
"""

from vongsach.check.report import Quantity, Report, Severity, Violation
from vongsach.check.run import RULES, Rule, check_plan

__all__ = ["RULES", "Quantity", "Report", "Rule", "Severity", "Violation", "check_plan"]
