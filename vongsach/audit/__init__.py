"""Tell what a published timetable costs, and plan the same service again beside it."""

from vongsach.audit.costs import Figures
from vongsach.audit.published import published_plan
from vongsach.audit.run import Audit, Wanted, audit

__all__ = ["Audit", "Figures", "Wanted", "audit", "published_plan"]
