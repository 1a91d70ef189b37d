"""Watch the clock and the planner while a routing is searched."""

import time
from dataclasses import dataclass, replace
from typing import Protocol

from vongsach.solving import Progress, Watch

TOURS_SHARE = 0.9
"""Share of the wall-clock time, where it is limited, that the compiled search may take."""

LANDING, LEAST_SHARE = 0.7, 0.4
"""Seconds left to bring tours to a board that knows more rules; and what tours have in any case."""

TOURS_ALONE_SHARE = 0.96
"""The same where its tables tell the whole truth, so that no exact rules cost anything more."""


class Guard:
    """Ends the work when somebody says so or when the time is over."""

    def __init__(self, watch: Watch, until: float | None) -> None:
        self._watch = watch
        self._until = until
        self._began = time.monotonic()
        self.stopped = False

    def ended(
        self, stage: str, done: float, cost: int | None = None, bound: int | None = None
    ) -> bool:
        """Report, and say whether to end now."""
        self._watch.report(Progress(stage=stage, done=done, cost=cost, bound=bound))
        self.stopped = self.stopped or self._watch.stopped()
        return self.stopped or (self._until is not None and time.monotonic() > self._until)

    def left(self) -> float | None:
        """Return the seconds that are left; ``None`` where there is no limit."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    def spent(self) -> float:
        """Return the share of the time that is over; 0 where there is no limit."""
        left = self.left()
        if left is None or self._until is None:
            return 0.0
        return 1.0 - left / max(1e-9, self._until - self._began)

    def share_before(self, seconds: float) -> float:
        """Return the share of the time after which so many seconds are left."""
        if self._until is None:
            return 1.0
        return max(LEAST_SHARE, 1.0 - seconds / max(1e-9, self._until - self._began))

    def over(self) -> bool:
        """Say whether to end, without a report: for whoever works beside the search."""
        return self.stopped or self.left() == 0.0

    def at(self, stage: str, bound: "Proven") -> "Look":
        """Return the questions that a stage asks every few steps."""
        return Look(self, stage, bound)


class Proven(Protocol):
    """What is proven meanwhile."""

    @property
    def so_far(self) -> int | None:
        """Return the bound in đồng, once there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What one stage asks of the guard."""

    guard: Guard
    stage: str
    bound: Proven

    def of(self, stage: str) -> "Look":
        """Return the questions of another stage."""
        return replace(self, stage=stage)

    def ended(self, done: float, cost: int) -> bool:
        """Report, and say whether to end now."""
        return self.guard.ended(self.stage, done, cost, self.bound.so_far)

    @property
    def stopped(self) -> bool:
        """Say whether somebody asked to stop, or the time is over."""
        return self.guard.over()

    def share(self, done: float, cost: float) -> float:
        """Report, and say how much of the steps or of the time is spent; 1 to end now."""
        return self._share(done, cost, min(TOURS_SHARE, self.guard.share_before(LANDING)))

    def share_alone(self, done: float, cost: float) -> float:
        """Return the same where hardly anything is left to do after the tours."""
        return self._share(done, cost, TOURS_ALONE_SHARE)

    def _share(self, done: float, cost: float, most: float) -> float:
        share = max(done, self.guard.spent() / most)
        return 1.0 if self.ended(min(1.0, share), int(cost)) else share
