"""Read and write cells that say how much is for whom: ``Thiếu nhi tiếng Mông 40%``."""

import re
from dataclasses import dataclass

from typing_extensions import override

from vongsach.boxes import Copies
from vongsach.places import AudienceGroup, AudienceShare
from vongsach.words import Language
from vongsach.workbook.cells.choices import NONE, Words, says_none
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import tidy

GROUPS = Words(
    "audience_group",
    tuple((group.value, group) for group in AudienceGroup),
    (
        ("trẻ em", "children"),
        ("nhi đồng", "children"),
        ("tuổi teen", "teenagers"),
        ("teens", "teenagers"),
        ("adult", "adults"),
    ),
)

LANGUAGE_NAMES = Words(
    "language",
    tuple(
        (code, code)
        for code in ("vi", "hmn", "tai", "ium", "khb", "pcc", "kjg", "hni", "lhu", "en")
    ),
    (
        ("việt", "vi"),
        ("kinh", "vi"),
        ("tiếng kinh", "vi"),
        ("mông", "hmn"),
        ("h'mông", "hmn"),
        ("hmông", "hmn"),
        ("tiếng h'mông", "hmn"),
        ("tiếng hmông", "hmn"),
        ("thái", "tai"),
        ("dao", "ium"),
        ("lự", "khb"),
        ("giáy", "pcc"),
        ("khơ mú", "kjg"),
        ("hà nhì", "hni"),
        ("la hủ", "lhu"),
        ("anh", "en"),
    ),
)

DEFAULT_LANGUAGE = "vi"
MOST_COPIES = 1_000_000
"""More in one box is a slip of the finger."""

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ITEM = re.compile(r'(?:"(?:[^"]|"")*"|[^;\n"])+')
_PART = re.compile(r"(.*?)[\s:=]*(\d{1,9})\s*(%|bản|copies|cuốn|quyển)?", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'(.*?)\s*"((?:[^"]|"")*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """An amount for a group of readers in a language."""

    group: AudienceGroup
    language: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Shares(Kind):
    """Shares of the readers of a place, in percent; they sum to 100."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[AudienceShare, ...]:
        parts = _parts(raw, doubt, least=0, most=100)
        total = sum(part.amount for part in parts)
        if parts and total != 100:  # noqa: PLR2004 -- percent
            raise Unreadable(Code.SHARES_NOT_ALL, total=str(total))
        return tuple(
            AudienceShare(group=part.group, language=part.language, percent=part.amount)
            for part in parts
        )

    @override
    def write(self, value: object, language: Language) -> str:
        shares = value if isinstance(value, tuple) else ()
        return "; ".join(
            f"{_whom(share.group, share.language, language)} {share.percent}%" for share in shares
        ) or NONE.word((), language)


@dataclass(frozen=True, kw_only=True)
class Contents(Kind):
    """Copies in a box."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> tuple[Copies, ...]:
        return tuple(
            Copies(group=part.group, language=part.language, count=part.amount)
            for part in _parts(raw, doubt, least=1, most=MOST_COPIES)
        )

    @override
    def write(self, value: object, language: Language) -> str:
        copies = value if isinstance(value, tuple) else ()
        return "; ".join(
            f"{_whom(part.group, part.language, language)} {part.count}" for part in copies
        ) or NONE.word((), language)


def _whom(group: AudienceGroup, spoken: str, language: Language) -> str:
    return f"{GROUPS.word(group, language)} {_language_word(spoken, language)}"


def _language_word(spoken: str, language: Language) -> str:
    if any(code == spoken for code, _ in LANGUAGE_NAMES.members):
        return LANGUAGE_NAMES.word(spoken, language)
    if _CODE.fullmatch(spoken) and _known(spoken) in {None, spoken}:
        return spoken
    return '"' + spoken.replace('"', '""') + '"'


def _parts(raw: Raw, doubt: Doubt, *, least: int, most: int) -> tuple[Part, ...]:
    if not isinstance(raw, str):
        raise Unreadable(Code.NOT_UNDERSTOOD, item=str(raw))
    if says_none(raw):
        return ()
    parts = tuple(_part(item, doubt) for item in map(tidy, _ITEM.findall(raw)) if item)
    if any(not least <= part.amount <= most for part in parts):
        raise Unreadable(Code.OUTSIDE, least=str(least), most=str(most))
    return parts


def _part(item: str, doubt: Doubt) -> Part:
    found = _PART.fullmatch(item)
    if found is None:
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
    quoted = _QUOTED.fullmatch(found[1])
    if quoted is not None:
        group, spoken = quoted[1], quoted[2].replace('""', '"')
    else:
        group, spoken = _split(found[1], doubt)
    meaning = GROUPS.meaning(group)
    if not isinstance(meaning, AudienceGroup) or not spoken:
        raise Unreadable(Code.NOT_UNDERSTOOD, item=item)
    return Part(meaning, spoken, int(found[2]))


def _split(text: str, doubt: Doubt) -> tuple[str, str]:
    """Return the group and the language code of ``Thiếu nhi tiếng Mông``."""
    tokens = re.sub(r"[(),:/]", " ", text).split()
    for end in range(len(tokens), 0, -1):
        group, spoken = " ".join(tokens[:end]), " ".join(tokens[end:])
        if not GROUPS.knows(group):
            continue
        if spoken:
            return group, _language_code(spoken, text)
        doubt(Code.LANGUAGE_ASSUMED, group=group)
        return group, DEFAULT_LANGUAGE
    raise Unreadable(Code.NOT_IN_LIST, choices=GROUPS.name, item=text)


def _language_code(spoken: str, item: str) -> str:
    known = _known(spoken)
    if known is not None:
        return known
    if _CODE.fullmatch(spoken):
        return spoken
    raise Unreadable(Code.NOT_UNDERSTOOD, item=item)


def _known(spoken: str) -> str | None:
    return str(LANGUAGE_NAMES.meaning(spoken)) if LANGUAGE_NAMES.knows(spoken) else None
