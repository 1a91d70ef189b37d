"""Look through the workbook of a workspace, and write what was found where it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vongsach.errors import FileError, InputError, Problem
from vongsach.network import Network
from vongsach.wording import Answer, problem_page, problems_answer, remark_sheet
from vongsach.wording.answers import FINDINGS, network_line
from vongsach.words import Language, say
from vongsach.workbook import annotate_workbook, read_workbook
from vongsach.workspace import Workspace, write_whole

PAGE: Final = "kiem-tra.html"
OVER_ITSELF: Final = "annotate_itself"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for beside the answer."""

    annotate: Path | None = None
    """Where a copy of the workbook with remarks goes; in the folder of the workspace."""
    page: bool = False
    """Write a page for the browser into the workspace."""
    strict: bool = False
    """Warnings end the command with the code of findings too."""
    dry: bool = False
    """Write nothing."""


def validated(
    workspace: Workspace,
    wanted: Wanted,
    language: Language,
    look: Callable[[Network], Sequence[Problem]],
) -> Answer:
    """Answer with everything that is wrong in the workbook of a workspace.

    Parameters
    ----------
    workspace
        Where the workbook lies.
    wanted
        What else is asked for.
    language
        Language of all that is said.
    look
        Finds further problems in a network that could be read.

    Raises
    ------
    FileError
        The workbook cannot be read at all, or a file cannot be written.
    """
    source = workspace.require_workbook()
    head = ""
    try:
        book = read_workbook(source)
        problems = (*book.problems, *look(book.network))
        head = network_line(book.network, book.quarter, language)
    except InputError as error:
        problems = error.problems
    answer = problems_answer(problems, head, language)
    files = () if wanted.dry else _annotated(workspace, wanted, problems, language)
    if wanted.page and not wanted.dry:
        files = (*files, _page(workspace, problem_page(head, problems, language)))
    said = [say(language, "cli.done.written", path=path) for path in files]
    warned = wanted.strict and any(problem.level == "warning" for problem in problems)
    return replace(
        answer,
        lines=[*answer.lines, *said],
        document={**answer.document, "files": [str(path) for path in files]},
        code=FINDINGS if warned else answer.code,
    )


def _annotated(
    workspace: Workspace, wanted: Wanted, problems: Sequence[Problem], language: Language
) -> tuple[Path, ...]:
    if wanted.annotate is None:
        return ()
    source, target = workspace.require_workbook(), workspace.folder / wanted.annotate
    if target.resolve() == source.resolve():
        raise FileError(OVER_ITSELF, path=str(target))
    annotate_workbook(source, remark_sheet(problems, language), target)
    return (target,)


def _page(workspace: Workspace, text: str) -> Path:
    path = workspace.folder / PAGE
    return write_whole(path, lambda part: part.write_text(text, encoding="utf-8", newline="\n"))
