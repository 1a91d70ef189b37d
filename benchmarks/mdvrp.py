"""Multi-depot routing on the instances of Cordeau, through the code path of a planner's quarter."""

from benchmarks._table import run


def main(arguments: list[str]) -> int:
    """Print best known, ours, gap, bound, seconds and peak memory of each instance."""
    return run("mdvrp", arguments)
