"""Prove how good a rotation is that was found otherwise."""

from rotation.breaches import forced_price, price_of_a_breach
from rotation.candidates import no_candidates
from rotation.charting import charted
from rotation.events import events_of
from rotation.losses import without_lost
from rotation.prices import Rows, search_prices
from rotation.rework import chosen_stays
from rotation.solve import PRICED
from vongsach.network import Network
from vongsach.plan import Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.solving import Progress, Proof, Watch

ROUNDS = 100
"""Rounds of prices."""


def prove_rotation(
    network: Network, quarter: Quarter, routing: Routing, rotation: Rotation, *, watch: Watch
) -> Proof | None:
    """Return a bound on the cost of boxes on given trips. See ``vongsach.solving.RotationProver``.

    ``None`` where the moments of the trips have no order. Whoever stops it gets a weaker bound.
    """
    watch.report(Progress(stage="rotation.stage.bound", done=0.0))
    network = without_lost(network, quarter.first_day)
    bare = no_candidates(network, quarter, events_of(network, quarter, routing))
    breach_price = price_of_a_breach(bare)
    chart = charted(bare, breach_price)
    if chart is None:
        return None
    rows = Rows(chart, breach_price)
    rounds = search_prices(rows, chart.cargo, rounds=ROUNDS, until=None, watch=watch)
    best = min(rounds, key=lambda found: found.bound)
    chosen = chosen_stays(bare, routing, rotation)
    return Proof(rows.least_cost(best.prices) - forced_price(bare, chosen), PRICED)
