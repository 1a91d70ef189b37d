"""Write what moves where as a table for Koha: barcode, new holding library, day.

Koha knows items by barcode (MARC 952 $p) and where they are by the code of the holding library
(952 $b). A box is given as one item; the titles that are listed in it follow, a row each.
"""

import csv
import io
from pathlib import Path

from vongsach.exports.source import Source
from vongsach.output.formulas import cell_text
from vongsach.output.writing import write_whole

COLUMNS = ("barcode", "holdingbranch", "date", "box", "frombranch")


def write_koha(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``ils/koha-chuyen-vi-tri.csv``, in order of days."""
    rows = []
    for journey in source.view.journeys:
        box = journey.box
        for before, after in zip(journey.standings, journey.standings[1:], strict=False):
            for item in (box.id, *box.titles):
                move = (after.place.id, after.first_day.isoformat(), box.id, before.place.id)
                rows.append((item, *move))
    rows.sort(key=lambda row: (row[2], row[3]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell_text(value) for value in row] for row in rows)
    content = text.getvalue().encode("utf-8")
    return (write_whole(folder / "ils" / "koha-chuyen-vi-tri.csv", content),)
