"""Look for what cannot come out well, before any solver runs.

Every check is a necessary condition: what is told here no plan can mend. All are warnings, for a
plan with missing visits is an allowed answer.
"""

from vongsach.workbook.plausible.check import note_doubts

__all__ = ["note_doubts"]
