"""Run work that nothing can interrupt, with somebody looking on who may ask to stop."""

import threading
from collections.abc import Callable
from queue import Empty, Queue
from typing import TypeVar

from rotation.search import LOOK_EVERY
from vongsach.solving import Progress, Watch

Answer = TypeVar("Answer")


def watched(work: Callable[[], Answer], watch: Watch) -> Answer | None:
    """Return what work comes to; ``None``: it is left behind, as somebody asked to stop."""
    answers: Queue[Answer | BaseException] = Queue()

    def answer() -> None:
        try:
            answers.put(work())
        except BaseException as error:  # noqa: BLE001 -- raised again where it is waited for
            answers.put(error)

    threading.Thread(target=answer, daemon=True).start()
    while not watch.stopped():
        try:
            found = answers.get(timeout=LOOK_EVERY)
        except Empty:
            watch.report(Progress(stage="rotation.stage.search", done=0.5))
            continue
        if isinstance(found, BaseException):
            raise found
        return found
    return None
