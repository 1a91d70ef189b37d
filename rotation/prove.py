"""Prove how good a rotation is that was found otherwise."""

from rotation.candidates import candidates_of
from rotation.events import events_of
from rotation.model import add_hint
from rotation.objective import dearest_wishes
from rotation.program import build, price_of
from rotation.relaxation import relaxed_bound
from rotation.rework import chosen_stays
from rotation.search import FOR_THESE_TRIPS
from rotation.solve import PROVABLE
from vongsach.network import Network
from vongsach.plan import Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.solving import Progress, Proof, Watch


def prove_rotation(
    network: Network, quarter: Quarter, routing: Routing, rotation: Rotation, *, watch: Watch
) -> Proof | None:
    """Return a bound on the cost of boxes on given trips. See ``vongsach.solving.RotationProver``.

    ``None`` where the network is too large for the relaxation, or somebody stopped it.
    """
    watch.report(Progress(stage="rotation.stage.bound", done=0.0))
    candidates = candidates_of(network, quarter, events_of(network, quarter, routing))
    if len(candidates.stays) > PROVABLE:
        return None
    model = build(candidates)
    bound = relaxed_bound(model.program, watch)
    if bound is None:
        return None
    add_hint(model, chosen_stays(candidates, routing, rotation))
    bound -= price_of(model) + dearest_wishes(model)
    return Proof(bound, "lp" + FOR_THESE_TRIPS)
