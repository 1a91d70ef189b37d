"""Lay plans beside each other: figures, and what differs from the first."""

from vongsach.comparing.compare import Compared, compare
from vongsach.comparing.scenarios import Scenario, read_scenarios

__all__ = ["Compared", "Scenario", "compare", "read_scenarios"]
