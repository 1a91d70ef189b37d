"""Let nothing but visible text reach a terminal."""

import json
import unicodedata

from vongsach.wording.answers import Answer

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(text: str) -> str:
    """Return a text without control characters and marks of direction; line ends stay."""
    return "".join(sign for sign in text if sign == "\n" or _shows(sign))


def visible_json(document: object) -> str:
    """Return a document as JSON in which every invisible character is written as its number."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return "".join(
        sign if sign == "\n" or _shows(sign) else json.dumps(sign)[1:-1] for sign in text
    )


def _shows(sign: str) -> bool:
    return unicodedata.category(sign) not in INVISIBLE


def standard_output(answer: Answer, *, as_json: bool) -> str:
    """Return all that an answer puts on standard output, the last line end included."""
    if as_json:
        return visible_json({"exit_code": answer.code, **answer.document}) + "\n"
    return "".join(visible(line) + "\n" for line in answer.lines)
