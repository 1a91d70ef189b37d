"""Find the sentence of a code, whichever area it belongs to."""

import contextlib
import datetime as dt
import errno
import re
import string
from collections.abc import Mapping
from functools import lru_cache

from vongsach.errors import PlannerError
from vongsach.output.presentation import Presentation, plain
from vongsach.words import Language, say, sentences

SYSTEM_ERROR = re.compile(r"\[Errno ([0-9]+)\]")
UNKNOWN = "–"
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def error_sentence(error: PlannerError, language: Language) -> str:
    """Return what an error says to the planner: what is wrong, and what helps."""
    found = code_sentence(error.code, error.facts, language)
    if found is not None:
        fix = code_sentence(error.code, error.facts, language, "fix")
        return found if fix is None else f"{found} {fix}"
    facts = ", ".join(f"{name}: {plain(value)}" for name, value in sorted(error.facts.items()))
    return say(language, "errors.other", code=error.code, facts=facts or "–")


def code_sentence(
    code: str, facts: Mapping[str, str], language: Language, kind: str = "sentence"
) -> str | None:
    """Return the sentence of a code with its facts; ``None`` where no area words it.

    A code's sentence stands as ``area.table.CODE`` or, beside its repair (``kind`` is ``fix``),
    as ``area.table.CODE.sentence``; ``area.table.CODE.no_FACT`` is said where that
    fact is not known. Facts are shown as one line of visible text.
    """
    key = _key(code, language, kind)
    if key is None:
        return None
    names = _names(key, language)
    unknown = (name for name in sorted(names) if facts.get(name, UNKNOWN) == UNKNOWN)
    without = (f"{key.removesuffix('.sentence')}.no_{name}" for name in unknown)
    key = next((found for found in without if found in sentences(language)), key)
    return say(
        language, key, **{name: _shown(name, facts, language) for name in _names(key, language)}
    )


def _names(key: str, language: Language) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentences(language)[key]) if name}


def _shown(name: str, facts: Mapping[str, str], language: Language) -> str:
    """Return a fact as one line of visible text, and a day the way people write it."""
    text = plain(facts.get(name, UNKNOWN))
    if number := SYSTEM_ERROR.search(text):
        cause = f"errors.cause.{errno.errorcode.get(int(number[1]), '')}"
        return say(language, cause) if cause in sentences(language) else text
    if ISO_DAY.fullmatch(text) and name.endswith("day"):
        with contextlib.suppress(ValueError):
            return Presentation(language).date(dt.date.fromisoformat(text))
    return text


@lru_cache(maxsize=1_000)
def _key(code: str, language: Language, kind: str) -> str | None:
    endings = (f".{code}.{kind}", f".{code}") if kind == "sentence" else (f".{code}.{kind}",)
    keys = sentences(language)
    for ending in endings:
        if f"errors{ending}" in keys:
            return f"errors{ending}"
        found = sorted(key for key in keys if key.endswith(ending))
        if found:
            return found[0]
    return None
