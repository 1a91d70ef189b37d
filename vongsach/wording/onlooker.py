"""Tell how far the solvers are, in words and bars."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from vongsach.interrupts import Interruptible
from vongsach.solving import Progress
from vongsach.wording.answers import stage_line
from vongsach.words import Language, say


@dataclass(frozen=True, slots=True)
class Seen:
    """How much an onlooker shows, and in which language."""

    language: Language
    quiet: bool
    verbose: bool


class Onlooker(Interruptible):
    """Show how far the solvers are, and tell them when Ctrl-C was pressed."""

    def __init__(self, console: Console, talk: Callable[[str], None], seen: Seen) -> None:
        """Take where bars are drawn, and whom to tell what they cannot show."""
        super().__init__(lambda: talk(say(seen.language, "cli.stage.stopping")))
        columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
        silent = seen.quiet or not console.is_terminal
        self.bars = Bars(*columns, console=console, disable=silent)
        self._talk = talk
        self._seen = seen
        self._tasks: dict[str, TaskID] = {}

    def report(self, progress: Progress) -> None:
        """Move the bar of a stage."""
        text = stage_line(progress, self._seen.language)
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self.bars.add_task(text, total=1.0)
            if self._seen.verbose:
                self._talk(text)
        self.bars.update(self._tasks[progress.stage], description=text, completed=progress.done)
