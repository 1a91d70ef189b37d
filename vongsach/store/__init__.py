"""Keep plans with what they were made from; a saved plan never changes."""

from vongsach.fingerprint import (
    network_sha256,
    plan_sha256,
    travel_sha256,
    without_run_times,
)
from vongsach.store.plans import PlanStore, Stored, Version

__all__ = [
    "PlanStore",
    "Stored",
    "Version",
    "network_sha256",
    "plan_sha256",
    "travel_sha256",
    "without_run_times",
]
