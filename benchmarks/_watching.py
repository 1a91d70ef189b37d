"""Note how a solver gets on, and how much memory it takes."""

import resource
import sys
import time

from typing_extensions import override

from vongsach.solving import Progress, Unwatched


class Phases(Unwatched):
    """Notes when each stage began, and the best cost over time."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.stages: dict[str, float] = {}
        self.costs: list[tuple[float, int]] = []

    @override
    def report(self, progress: Progress) -> None:
        now = time.monotonic() - self.began
        self.stages.setdefault(progress.stage.rsplit(".", maxsplit=1)[-1], now)
        if progress.cost is not None and (not self.costs or progress.cost < self.costs[-1][1]):
            self.costs.append((now, progress.cost))


def peak_megabytes() -> float:
    """Return the most memory that this process had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2
