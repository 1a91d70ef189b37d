"""Measure a plan the way that those who pay for it ask: visits, books, roads, work, fairness."""

from vongsach.measures.figures import (
    BoundGap,
    FreshCopies,
    Gap,
    JointGain,
    Measures,
    VisitCount,
    Work,
)
from vongsach.measures.measure import measure

__all__ = [
    "BoundGap",
    "FreshCopies",
    "Gap",
    "JointGain",
    "Measures",
    "VisitCount",
    "Work",
    "measure",
]
