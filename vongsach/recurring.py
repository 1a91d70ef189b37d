"""State the port to the optimisers of timetables that recur."""

from typing import Protocol

from vongsach.network import Network
from vongsach.plan import Routing
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Solved, Watch
from vongsach.travel import Travel


class CycleSolver(Protocol):
    """Decide the days and the order of stops that one van visits in a rhythm."""

    def __call__(
        self,
        network: Network,
        quarter: Quarter,
        travel: Travel,
        *,
        published: Routing,
        most_changes: int | None,
        effort: Effort,
        seed: int,
        watch: Watch,
    ) -> Solved[Routing]:
        """Give trips with less driving for the one van of a network.

        The quarter is one cycle of whole weeks from a Monday. A service is visited on one weekday
        of the van, every (weeks ÷ visits) weeks. Services of one place keep apart as they do in
        ``published``, by days or by weeks. At most ``most_changes`` services move to other days.
        What found no room is left out of the trips and listed as unserved.
        """
