"""Show how far the solvers are while a planner waits."""

import sys
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from vongsach import solving
from vongsach.interrupts import Interruptible
from vongsach.job import Job
from vongsach.wording import stage_line
from vongsach.words import say


class Onlooker(Interruptible):
    """Show how far the solvers are, and tell them when Ctrl-C was pressed."""

    def __init__(self, job: Job, talk: Callable[[str], None]) -> None:
        """Take the options of the verb, and how to say a line to the planner."""
        super().__init__(lambda: talk(say(job.language, "cli.stage.stopping")))
        self._job, self._talk = job, talk
        self._tasks: dict[str, TaskID] = {}
        columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
        silent = job.quiet or not sys.stderr.isatty()
        self.bars = Progress(*columns, console=Console(stderr=True), disable=silent)

    def report(self, progress: solving.Progress) -> None:
        """Move the bar of a stage."""
        text = stage_line(progress, self._job.language)
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self.bars.add_task(text, total=1.0)
            if self._job.verbose:
                self._talk(text)
        self.bars.update(self._tasks[progress.stage], description=text, completed=progress.done)
