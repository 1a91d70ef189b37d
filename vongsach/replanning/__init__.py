"""Plan the rest of a published quarter anew: the past stands, promises are kept or paid for."""

from vongsach.replanning.holding import holding
from vongsach.replanning.keeping import CHANGE_PRICE, Now, Wish, fixed, keep
from vongsach.replanning.replan import Replanned, Solvers, cost_of, replan

__all__ = [
    "CHANGE_PRICE",
    "Now",
    "Replanned",
    "Solvers",
    "Wish",
    "cost_of",
    "fixed",
    "holding",
    "keep",
    "replan",
]
