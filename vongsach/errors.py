"""Draw the one tree of errors, each with the exit code that it ends a command with.

::

    PlannerError
    ├── InputError      exit 1   the workbook or another file says something wrong: every problem
    ├── RefusedError    exit 1   what is asked for is not done, for a reason that can be mended
    ├── FileError       exit 2   a file or a stored plan cannot be read or written
    ├── NoPlanError     exit 4   no plan exists under the hard rules
    └── OutOfTime       exit 5   stopped before a first plan was found

Only ``cli`` catches them. A plan that breaks a rule raises nothing: it yields a report.
"""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from vongsach.units import Given


class Level(StrEnum):
    """How bad a problem of the input is."""

    ERROR = "error"
    """The value cannot be used: nothing is planned until it is repaired."""

    WARNING = "warning"
    """The value is used, but it is probably not what was meant."""

    ASSUMPTION = "assumption"
    """Nothing was given: the stated default is used."""


class Problem(Given):
    """One finding about an input file: a code and facts; the words are made at the rim."""

    code: str
    """Stable code, for example ``E203``; also the key of its sentence."""

    level: Level = Level.ERROR
    """How bad it is."""

    file: str = ""
    """Name of the file, as the planner knows it."""

    sheet: str = ""
    """Name of the sheet, as Excel shows it."""

    cell: str = ""
    """Address of the cell, as Excel shows it: blank and hidden rows are counted."""

    column: str = ""
    """Header of the column, in the planner's words."""

    row_key: str = ""
    """What the row is about: usually the code in its first column."""

    value: str = ""
    """The value as typed."""

    facts: dict[str, str] = Field(default_factory=dict)
    """Further facts for the sentence."""


class PlannerError(Exception):
    """Base of every error that a command ends with in an orderly way."""

    exit_code: ClassVar[int]

    def __init__(self, code: str, **facts: str) -> None:
        """Keep the key of the sentence and its facts."""
        super().__init__(code)
        self.code = code
        self.facts = facts


class InputError(PlannerError):
    """The input says something that cannot be used; carries every problem, not only the first."""

    exit_code = 1

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep all problems, in the order of sheets and rows."""
        files = ", ".join(dict.fromkeys(one.file for one in problems if one.file))
        super().__init__("input", count=str(len(problems)), file=files or "–")
        self.problems = problems


class RefusedError(PlannerError):
    """What is asked for is not done, for a reason that the planner can mend."""

    exit_code = 1


class FileError(PlannerError):
    """A file or a stored plan cannot be read or written."""

    exit_code = 2


class NoPlanError(PlannerError):
    """No plan exists under the hard rules."""

    exit_code = 4


class OutOfTime(PlannerError):  # noqa: N818 -- a name that reads well where it is caught
    """Stopped, by limit or by hand, before a first plan was found."""

    exit_code = 5
