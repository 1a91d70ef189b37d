"""Plan the visits of a made-up province."""

from benchmarks._province import make_province
from benchmarks._quarter import head, options, plan_and_print


def main(arguments: list[str]) -> int:
    """Print how planning went; 1 where a rule is broken."""
    parser = options("province")
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    head(asked)
    network, quarter, travel = make_province(asked.places, asked.seed)
    print(f"{len(network.places)} places, {len(network.vans)} vans, {len(travel.states)} days")
    return int(plan_and_print(network, quarter, travel, asked=asked, seed=1))
