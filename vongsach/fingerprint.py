"""Tell whether two networks, travels or plans are the same, by their SHA-256."""

import hashlib
import json

import numpy as np

from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.travel import Travel

SHORT = 7


DECIDED = ("quarter", "routing", "rotation")


def network_sha256(network: Network) -> str:
    """Return the fingerprint of a network."""
    return hashlib.sha256(_canonical(network.model_dump(mode="json"))).hexdigest()


def stored_network_sha256(text: bytes) -> str:
    """Return the fingerprint of a network as its JSON text gives it.

    Of a network written by an older program it is the one of then: fields that came later do not
    count. Raises ``ValueError`` where the text is no JSON.
    """
    return hashlib.sha256(_canonical(json.loads(text))).hexdigest()


def plan_sha256(plan: Plan) -> str:
    """Return the fingerprint of what a plan decides: the one printed on every sheet.

    The reports of the solvers are left out: they hold times that differ between equal runs.
    """
    content = plan.model_dump(mode="json", include=set(DECIDED))
    return hashlib.sha256(_canonical(content)).hexdigest()


def stored_plan_sha256(text: bytes) -> str:
    """Return the fingerprint of what a plan decides, as its JSON text gives it.

    Raises ``ValueError`` or ``KeyError`` where the text holds no plan.
    """
    content = json.loads(text)
    return hashlib.sha256(_canonical({name: content[name] for name in DECIDED})).hexdigest()


def short_hash(plan: Plan) -> str:
    """Return the seven hexadecimal digits by which people call what a plan decides."""
    return plan_sha256(plan)[:SHORT]


def without_run_times(plan: Plan) -> Plan:
    """Return a plan as every equal run gives it, to the last byte."""
    runs = tuple(run.model_copy(update={"runtime_ms": 0}) for run in plan.runs)
    return plan.model_copy(update={"runs": runs})


def travel_header(travel: Travel) -> dict[str, object]:
    """Return all of a travel but its arrays: road states by day, and each matrix's places."""
    return {
        "states": {day.isoformat(): travel.states[day] for day in sorted(travel.states)},
        "matrices": [
            {"vehicle_class": vehicle.value, "state": state, "places": list(matrix.places)}
            for (vehicle, state), matrix in sorted(travel.matrices.items())
        ],
    }


def travel_sha256(travel: Travel) -> str:
    """Return the fingerprint of all travel matrices, whatever order they were made in."""
    digest = hashlib.sha256(_canonical(travel_header(travel)))
    for _, matrix in sorted(travel.matrices.items()):
        for array in (matrix.seconds, matrix.metres):
            digest.update(np.ascontiguousarray(array, dtype="<i8").tobytes())
        for flags in (matrix.reachable, matrix.estimated):
            digest.update(np.ascontiguousarray(flags, dtype="?").tobytes())
    return digest.hexdigest()


def _canonical(content: dict[str, object]) -> bytes:
    """Return the one JSON text of a content: keys in order, no blanks, UTF-8."""
    return json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
