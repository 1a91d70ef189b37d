"""Make names safe for the files that they are written into or named after."""

import hashlib
import re

from vongsach.words import Language, say

_SAFE = re.compile(r"[0-9A-Z_-]{1,60}")
_UNSAFE = re.compile(r"[^0-9A-Za-z_-]+")
_LONGEST = 40


def file_stem(name: str) -> str:
    """Return a name for a file that every system takes and no other name shares.

    Codes of capitals and digits stay as they are; all others get a short mark of their own,
    because some systems do not tell small letters from capitals.
    """
    if _SAFE.fullmatch(name):
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_UNSAFE.sub('_', name)[:_LONGEST].strip('_')}-{mark}".lstrip("-")


def export_word(language: Language, key: str, **facts: object) -> str:
    """Return a word of this area."""
    return say(language, f"exports.{key}", **facts)
