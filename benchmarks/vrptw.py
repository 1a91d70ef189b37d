"""Routing with time windows on the instances of Solomon and Homberger, as a planner's quarter."""

from benchmarks._table import run


def main(arguments: list[str]) -> int:
    """Print best known, ours, gap, bound, seconds, peers and peak memory of each instance.

    The cost is the distance alone, for us as for the peers.
    """
    return run("vrptw", arguments)
