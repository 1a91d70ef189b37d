"""Put together what a command answers when it cannot do what was asked."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vongsach.errors import InputError, OutOfTime, PlannerError
from vongsach.output.presentation import plain
from vongsach.wording.answers import Answer, problems_answer
from vongsach.wording.codes import error_sentence
from vongsach.wording.manual import usage_sentence
from vongsach.words import Language, say
from vongsach.workspace import is_workbook

USAGE, FAULT, INTERRUPTED = 2, 70, "interrupted"


def error_answer(error: PlannerError | KeyboardInterrupt, language: Language) -> Answer:
    """Answer with the sentence of an error, and for the input with every problem."""
    if isinstance(error, KeyboardInterrupt):
        error = OutOfTime(INTERRUPTED)
    sentence = error_sentence(error, language)
    entry = {"code": error.code, "message": sentence, "facts": error.facts}
    if not isinstance(error, InputError):
        return Answer(document={"error": entry}, code=error.exit_code, alarm=sentence)
    answer = problems_answer(error.problems, "", language)
    others = [one.file for one in error.problems if one.file and not is_workbook(one.file)]
    again = answer.next_step
    if others:  # the workbook is validated as a whole; any other file is read by the same command
        again = say(language, "cli.verb.validate.next_file", path=plain(others[0]))
    return replace(
        answer,
        document={**answer.document, "error": entry},
        code=error.exit_code,
        alarm=sentence,
        next_step=again,
    )


def usage_answer(
    error: Exception, typed: Sequence[str], verbs: Sequence[str], language: Language
) -> Answer:
    """Answer what was typed wrong; ``typed`` begins with the verb."""
    option = getattr(error, "param", None)
    value = getattr(error, "option_name", "") or getattr(error, "param_hint", None) or ""
    kind = type(error).__name__
    if kind == "UsageError":
        kind = "extra" if typed and typed[0] in verbs else "NoSuchCommand"
        value = " ".join(typed[1:]) if kind == "extra" else " ".join(typed[:1])
    if option is not None:
        value = option.opts[0]
    name = getattr(option, "name", "") or ("language" if value == "--lang" else "")
    sentence = usage_sentence(kind, str(value), name, verbs=verbs, language=language)
    known = [verb for verb in typed[:1] if verb in verbs]
    hint = say(language, "cli.usage.hint", verb=known[0]) if known else ""
    return Answer(
        document={"error": {"code": "usage", "message": sentence, "facts": {}}},
        code=USAGE,
        alarm=f"{sentence}\n{hint}".strip(),
    )


def fault_answer(cause: str, path: Path | None, language: Language) -> Answer:
    """Answer that the program has a fault of its own."""
    sentence = say(language, "errors.fault", cause=plain(cause), path=path or "–")
    entry = {"code": "fault", "message": sentence, "facts": {"log": str(path or "")}}
    return Answer(document={"error": entry}, code=FAULT, alarm=sentence)
