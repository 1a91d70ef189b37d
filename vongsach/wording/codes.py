"""Find the sentence of a code, whichever area it belongs to."""

import string
from collections.abc import Mapping
from functools import lru_cache

from vongsach.errors import PlannerError
from vongsach.output.presentation import plain
from vongsach.words import Language, say, sentences


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
    as ``area.table.CODE.sentence``. Facts are shown as one line of visible text.
    """
    key = _key(code, language, kind)
    if key is None:
        return None
    names = {name for _, name, _, _ in string.Formatter().parse(sentences(language)[key]) if name}
    return say(language, key, **{name: plain(facts.get(name, "–")) for name in names})


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
