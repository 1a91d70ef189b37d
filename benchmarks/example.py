"""Plan the visits of the bundled example, the quarter of Tam Đường."""

from benchmarks._quarter import head, options, plan_and_print
from routing.roads import travel_from_legs
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.workbook import read_workbook


def main(arguments: list[str]) -> int:
    """Print how planning went, seed by seed; 1 where a rule is broken."""
    parser = options("example")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    asked = parser.parse_args(arguments)
    head(asked)
    book = read_workbook(example_folder() / EXAMPLE_WORKBOOK)
    network, quarter = book.network, book.quarter
    travel = travel_from_legs(network, quarter)
    faults = [
        plan_and_print(network, quarter, travel, asked=asked, seed=seed) for seed in asked.seeds
    ]
    return int(any(faults))
