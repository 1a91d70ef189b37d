"""Bring the communes of places up to date: old names and codes become those of now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vongsach.workbook.codes import Code
from vongsach.workbook.communes import Commune, Communes, Merged, same_name
from vongsach.workbook.records import Findings, Record


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of its commune; empty where it says nothing."""

    code: str
    name: str
    old_name: str
    district: str


def settled(places: Sequence[Record], communes: Communes, findings: Findings) -> tuple[Record, ...]:
    """Return the rows of places with the commune of now; note what was read as something else.

    A name that means several communes is an error with the candidates; a code and a name that
    do not go together are a warning, and both stay as typed.
    """
    return tuple(_settled(record, communes, findings) for record in places)


def _settled(record: Record, communes: Communes, findings: Findings) -> Record:
    said = _Said(
        code=record.text("commune_code"),
        name=record.text("commune"),
        old_name=record.text("old_commune"),
        district=record.text("old_district"),
    )
    if said.code:
        values = _by_code(said, record, communes, findings)
    elif said.name:
        values = _by_name(said, record, communes, findings)
    elif said.old_name:
        values = _by_old_name(said, record, communes, findings)
    else:
        values = {}
    return replace(record, values={**record.values, **values}) if values else record


def _by_code(
    said: _Said, record: Record, communes: Communes, findings: Findings
) -> dict[str, object]:
    now, old = communes.now(said.code), communes.before(said.code)
    if now is not None and (not said.name or same_name(said.name, now.name)):
        return {}
    if old is not None and (not said.name or same_name(said.name, old.name)):
        code = Code.OLD_CODE if now is None else Code.OLD_PAIR
        findings.in_cell(
            code, record, "commune_code", old=old.name, read=f"{old.now.code} {old.now.name}"
        )
        return _turned(old.now, said.old_name or old.name)
    if now is not None and (merged := _into(communes.called(said.name, said.district), now)):
        findings.in_cell(Code.OLD_NAME, record, "commune", read=f"{now.code} {now.name}")
        return _turned(now, said.old_name or merged.name)
    named = _candidates(said, communes)
    if named and (now is not None or old is not None):
        holder = now.name if now is not None else old.name if old is not None else ""
        findings.in_cell(
            Code.CODE_AND_NAME, record, "commune_code", holder=holder, candidates=_listed(named)
        )
    return {}


def _by_name(
    said: _Said, record: Record, communes: Communes, findings: Findings
) -> dict[str, object]:
    named = _candidates(said, communes)
    if len(named) > 1:
        findings.in_cell(Code.AMBIGUOUS_COMMUNE, record, "commune", candidates=_listed(named))
        return {}
    if not named:
        return {}
    (now,) = named
    if same_name(said.name, now.name) and not said.district:
        return {"commune_code": now.code}
    findings.in_cell(Code.OLD_NAME, record, "commune", read=f"{now.code} {now.name}")
    return _turned(now, said.old_name or said.name)


def _by_old_name(
    said: _Said, record: Record, communes: Communes, findings: Findings
) -> dict[str, object]:
    named = sorted({one.now for one in communes.called(said.old_name, said.district)})
    if len(named) > 1:
        findings.in_cell(Code.AMBIGUOUS_COMMUNE, record, "old_commune", candidates=_listed(named))
        return {}
    return {"commune_code": named[0].code, "commune": named[0].name} if named else {}


def _candidates(said: _Said, communes: Communes) -> list[Commune]:
    """Return the communes of now that a name can mean; an old district tells that it is old."""
    merged = communes.called(said.name, said.district)
    named = {one.now for one in merged}
    if not said.district or not named:
        named |= set(communes.called_now(said.name))
    if said.old_name:
        kept = named & {one.now for one in communes.called(said.old_name)}
        named = kept or named
    return sorted(named)


def _into(merged: Iterable[Merged], now: Commune) -> Merged | None:
    return next((one for one in merged if one.now == now), None)


def _turned(now: Commune, old_name: str) -> dict[str, object]:
    return {"commune_code": now.code, "commune": now.name, "old_commune": old_name}


def _listed(named: Iterable[Commune]) -> str:
    return "; ".join(f"{one.code} {one.name}" for one in named)
