"""Recognise a road by its name or reference, however it was typed."""

import re
import unicodedata

from vongsach.places import Place

_REFERENCE = re.compile(
    r"^(ct|ql|dt|tl|dh|hl|dx|caotoc|quoclo|tinhlo|duongtinh|huyenlo|duonghuyen)([a-z]?\d+[a-z]?\d*)$"
)
_SHORT = {
    "caotoc": "CT",
    "quoclo": "QL",
    "tinhlo": "ĐT",
    "tl": "ĐT",
    "dt": "ĐT",
    "duongtinh": "ĐT",
    "huyenlo": "ĐH",
    "hl": "ĐH",
    "dh": "ĐH",
    "duonghuyen": "ĐH",
    "dx": "ĐX",
}
_SEPARATOR = re.compile(r"[;,+]")
_DASH = re.compile(r"\s*(?:–|—|→|->)\s*|\s+-\s+")


def road_keys(text: str) -> frozenset[str]:
    """Return the keys of the roads that a text names; equal roads have equal keys.

    A text may name several roads, parted by ``;``, ``,`` or ``+``, as OpenStreetMap writes them.
    References lose spaces and points: ``QL4D``, ``QL.4D``, ``ql 4d`` and ``Quốc lộ 4D`` are all
    ``QL4D``; ``TL`` is ``ĐT``. Other names keep their diacritics, which tell words apart.
    """
    return frozenset(key for part in _SEPARATOR.split(text) if (key := _key(part)))


def ends_of_stretch(text: str) -> tuple[str, str] | None:
    """Return the two ends of a stretch written ``A – B``, folded; ``None`` for anything else."""
    parts = [folded(part) for part in _DASH.split(text.strip())]
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004 -- a stretch has two ends
        return None
    return parts[0], parts[1]


def folded(text: str) -> str:
    """Return a text in one case, composed form and with single spaces for all punctuation."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in composed).split())


def names_of(place: Place) -> frozenset[str]:
    """Return what the end of a stretch may call a place: its code and its name, folded."""
    return frozenset({folded(place.id), folded(place.name)})


def communes_of(place: Place) -> frozenset[str]:
    """Return what a closure may call the commune of a place: its code and its name, folded."""
    return frozenset({folded(place.commune_code), folded(place.commune)}) - {""}


def _key(part: str) -> str:
    words = folded(part)
    plain = unicodedata.normalize("NFD", words.replace(" ", "").replace("đ", "d"))
    match = _REFERENCE.match("".join(char for char in plain if not unicodedata.combining(char)))
    if match is None:
        return words
    kind, number = match.groups()
    return _SHORT.get(kind, kind.upper()) + number.upper()
