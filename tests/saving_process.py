"""Save plans one after another, telling each on standard output when it is saved; run to be killed.

Arguments: the workspace, and the seed of the first plan.
"""

import sys
from pathlib import Path

from tests.stand_ins import a_run
from tests.test_store import NETWORK, TRAVEL, a_made_plan
from vongsach.store import PlanStore


def main(folder: Path, seed: int) -> None:
    """Save until somebody puts an end to it."""
    while True:
        path = PlanStore(folder).save(a_made_plan(runs=(a_run(seed=seed),)), NETWORK, TRAVEL)
        sys.stdout.write(f"{seed} {path.name}\n")
        sys.stdout.flush()
        seed += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
