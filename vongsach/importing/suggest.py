"""Suggest a mapping from the headers of a list, by the names that the workbook understands."""

from vongsach.importing.mapping import TARGETS, Map, Source, key_of
from vongsach.importing.tables import Table
from vongsach.workbook.match import known_headers
from vongsach.workbook.texts import fold_header


def suggested(table: Table) -> Map | None:
    """Return a mapping onto the sheet that knows the most headers; ``None`` where none will do.

    A sheet will do where the list has every column that names its rows.
    """
    best: dict[str, dict[str, Source]] = {}
    for key, sheet in TARGETS.items():
        known = known_headers(sheet)
        sources: dict[str, Source] = {}
        for header in table.places:
            column = known.get(fold_header(header))
            if column is not None:
                sources.setdefault(column, Source.model_validate({"from": header}))
        if all(name in sources for name in key_of(sheet)):
            most = max((len(one) for one in best.values()), default=0)
            best = {key: sources} if len(sources) > most else best
    return Map(sheets=best) if best else None
