"""Tidy what people type, and compare it without regard to accents, case and punctuation."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def tidy(text: str) -> str:
    """Return a text composed (NFC), without stray blanks, invisible and control characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return _BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Return a text in small letters without accents; all else becomes single blanks."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()


def fold_header(text: str) -> str:
    """Return a header folded, without its unit in brackets and its star."""
    return fold(_BRACKETS.sub(" ", text)) or fold(text)
