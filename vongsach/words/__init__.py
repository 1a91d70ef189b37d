"""Make sentences of codes and facts, in the language asked for."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def sentences(language: Language) -> dict[str, str]:
    """Return every sentence of one language, by its key ``file.table.key``."""
    folder = resources.files("vongsach.words") / language
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            _flatten(path.name.removesuffix(".toml"), table, found)
    return found


def say(language: Language, key: str, **facts: object) -> str:
    """Return the sentence under a key with its facts filled in.

    Facts are data: braces inside them are never read as fields.

    Raises
    ------
    KeyError
        The key or one of its facts is missing: our fault, never the planner's.
    """
    return sentences(language)[key].format(**facts)


def _flatten(prefix: str, table: dict[str, object], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = str(value)
