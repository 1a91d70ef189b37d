"""Let Ctrl-C ask for the best so far, and only when pressed again give up."""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from types import FrameType
from typing import TypeVar

T = TypeVar("T")
LOOK_EVERY = 0.2


class Interruptible:
    """Work that can be asked to come to an end."""

    def __init__(self, tell: Callable[[], None]) -> None:
        """Keep what is called, once, when the first Ctrl-C comes."""
        self._tell = tell
        self._stop = threading.Event()

    def stopped(self) -> bool:
        """Say whether Ctrl-C was pressed."""
        return self._stop.is_set()

    def follow(self, work: Callable[[], T]) -> T:
        """Return what the work returns.

        It runs in a thread of its own: Python hears signals in the main thread only, and not
        while that computes in a solver.

        Raises
        ------
        KeyboardInterrupt
            Ctrl-C was pressed twice; the work is left behind.
        """
        before = signal.signal(signal.SIGINT, self._interrupted)
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            outcome = pool.submit(work)
            while not outcome.done():
                wait([outcome], timeout=LOOK_EVERY)
            return outcome.result()
        finally:
            pool.shutdown(wait=False)
            signal.signal(signal.SIGINT, before)

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._stop.set()
        self._tell()
