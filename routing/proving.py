"""Prove the lower bound while the plan is searched, where there is more than one worker."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

from routing.bound import Bound, lower_bound
from routing.case import Case
from routing.guard import Guard
from routing.proof.relaxation import Pace
from vongsach.solving import Effort

BOUND_WORK = {1: (1e8, 10), 2: (1e10, 50), 3: (4e10, 100), 4: (1e11, 200), 5: (4e11, 400)}
"""Steps of the pricing and rounds, at most, for the bound by level of effort."""

BOUND_SHARE = 0.15
"""Share of the wall-clock time, where it is limited, after which the bound is left as it is."""

BESIDE_SHARE = 0.4
"""The same beside a search that takes its part of the cores."""

LOOK_AFTER = 0.1
"""Seconds between two looks at whether somebody asked to stop, where nothing else looks."""


class Proving:
    """A bound that is proven already, or on the way: with one worker first, else beside."""

    def __init__(self, case: Case, effort: Effort, guard: Guard) -> None:
        self._case, self._effort, self._guard = case, effort, guard
        self._left = False
        self._threads = ThreadPoolExecutor(max_workers=1)
        self._bound: Future[Bound] | None = None

    def __enter__(self) -> Self:
        """Begin; with one worker end, too. Beside kept trips nothing is proven."""
        if not self._case.kept.trips:
            beside = self._effort.workers > 1
            self._bound = self._threads.submit(self._prove, BESIDE_SHARE if beside else BOUND_SHARE)
            if not beside:
                self.bound()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, without the bound where the search came to nothing."""
        self._left = True
        self._threads.shutdown()

    @property
    def so_far(self) -> int | None:
        """Return what is proven, in đồng, once it is; ``None`` before."""
        if self._bound is None or not self._bound.done():
            return None
        return self._bound.result().dong

    def bound(self) -> Bound | None:
        """Wait for the bound and return it; ``None`` where none is proven."""
        if self._bound is None:
            return None
        while not self._bound.done():
            self._guard.ended("routing.stage.bound", 0.0)
            wait([self._bound], timeout=LOOK_AFTER)
        return self._bound.result()

    def _prove(self, share: float) -> Bound:
        def spent() -> float:
            return 1.0 if self._left or self._guard.over() else self._guard.spent() / share

        return lower_bound(self._case, Pace(*BOUND_WORK[self._effort.level], spent))
