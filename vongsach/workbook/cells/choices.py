"""Read and write cells that hold one or several words of a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from typing_extensions import override

from vongsach.words import LANGUAGES, Language, say
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import fold

_SEPARATORS = re.compile(r"[;,\n/+&]")


@dataclass(frozen=True)
class Words:
    """A list of words, each with what it stands for."""

    name: str
    """Key of the list; its words stand under ``workbook.choice.<name>``."""

    members: tuple[tuple[str, object], ...]
    """Key of each word and its meaning."""

    synonyms: tuple[tuple[str, str], ...] = ()
    """Further words that are understood, each with the key that it means."""

    def word(self, value: object, language: Language) -> str:
        """Return the word for a meaning."""
        key = next(key for key, meaning in self.members if meaning == value)
        return say(language, f"workbook.choice.{self.name}.{key}")

    def all_words(self, language: Language) -> tuple[str, ...]:
        """Return every word of the list, in its order."""
        return tuple(say(language, f"workbook.choice.{self.name}.{key}") for key, _ in self.members)

    def knows(self, text: str) -> bool:
        """Say whether a text is one of the words or of their synonyms."""
        return fold(text) in _accepted(self)

    def meaning(self, text: str) -> object:
        """Return what a word stands for, in any language and with or without accents.

        Raises
        ------
        Unreadable
            The word is not of the list.
        """
        accepted, word = _accepted(self), fold(text)
        if word not in accepted:
            raise Unreadable(Code.NOT_IN_LIST, choices=self.name, item=text)
        return accepted[word]


@cache
def _accepted(words: Words) -> Mapping[str, object]:
    meanings = dict(words.members)
    found = {fold(key): meaning for key, meaning in words.members}
    for language in LANGUAGES:
        for key, meaning in words.members:
            found[fold(say(language, f"workbook.choice.{words.name}.{key}"))] = meaning
    found |= {fold(synonym): meanings[key] for synonym, key in words.synonyms}
    return MappingProxyType(found)


def word_of(raw: Raw) -> str:
    """Return the text of a cell that should hold a word."""
    match raw:
        case bool():
            return "yes" if raw else "no"
        case int() | float():
            return f"{raw:g}"
        case str():
            return raw
        case _:
            raise Unreadable(Code.NOT_TEXT)


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """One word of a list."""

    words: Words

    @override
    def read(self, raw: Raw, doubt: Doubt) -> object:
        return self.words.meaning(word_of(raw))

    @override
    def write(self, value: object, language: Language) -> str:
        return self.words.word(value, language)


NONE = Words(
    "none",
    (("none", ()),),
    (("không có", "none"), ("no", "none"), ("0", "none"), ("trống", "none")),
)
"""The word for a list that is empty on purpose, where a blank cell means a default."""


def says_none(text: str) -> bool:
    """Say whether a cell says that its list is empty."""
    return fold(text) in _accepted(NONE)


@dataclass(frozen=True, kw_only=True)
class Choices(Kind):
    """Several words of a list, in the order typed."""

    words: Words

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[object, ...]:
        text = word_of(raw)
        if says_none(text):
            return ()
        items = [item for item in _SEPARATORS.split(text) if fold(item)]
        return tuple(self.words.meaning(item.strip()) for item in items)

    @override
    def write(self, value: object, language: Language) -> str:
        members = value if isinstance(value, tuple) else (value,)
        if not members:
            return NONE.word((), language)
        return "; ".join(self.words.word(member, language) for member in members)
