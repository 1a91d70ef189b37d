"""Tell how far the solvers are, in words and bars."""

from collections.abc import Callable

from rich.progress import Progress as Bars
from rich.progress import TaskID

from vongsach.interrupts import Interruptible
from vongsach.solving import Progress
from vongsach.wording.answers import stage_line
from vongsach.words import Language, say


class Onlooker(Interruptible):
    """Show how far the solvers are, and tell them when Ctrl-C was pressed."""

    def __init__(
        self, bars: Bars, talk: Callable[[str], None], language: Language, *, verbose: bool
    ) -> None:
        """Take the bars to move, and whom to tell what cannot be shown by them."""
        super().__init__(lambda: talk(say(language, "cli.stage.stopping")))
        self.bars = bars
        self._talk = talk
        self._language: Language = language
        self._verbose = verbose
        self._tasks: dict[str, TaskID] = {}

    def report(self, progress: Progress) -> None:
        """Move the bar of a stage."""
        text = stage_line(progress, self._language)
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self.bars.add_task(text, total=1.0)
            if self._verbose:
                self._talk(text)
        self.bars.update(self._tasks[progress.stage], description=text, completed=progress.done)
