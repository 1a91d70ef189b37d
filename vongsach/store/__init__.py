"""Keep plans with what they were made from; a saved plan never changes."""

from vongsach.fingerprint import (
    network_sha256,
    plan_sha256,
    travel_sha256,
    without_run_times,
)
from vongsach.store.database import faults
from vongsach.store.ledger import Movement
from vongsach.store.plans import EARLIER_DAMAGED, PlanStore
from vongsach.store.standing import Standing, Status
from vongsach.store.version_files import Stored, load_folder
from vongsach.store.versions import Version, newest_published

__all__ = [
    "EARLIER_DAMAGED",
    "Movement",
    "PlanStore",
    "Standing",
    "Status",
    "Stored",
    "Version",
    "faults",
    "load_folder",
    "network_sha256",
    "newest_published",
    "plan_sha256",
    "travel_sha256",
    "without_run_times",
]
