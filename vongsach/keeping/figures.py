"""Lay the statistics out in tables, for a page of Excel and for the terminal."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from vongsach.exports.sheets import fill_page
from vongsach.exports.tables import Cell
from vongsach.keeping.statistics import (
    Kept,
    Period,
    Tally,
    periods_of,
    places_of,
    rounds_of,
    tally_of,
)
from vongsach.output.captions import place_name, van_name
from vongsach.output.presentation import plain
from vongsach.words import Language, say
from vongsach.workspace import write_whole

TALLY = (
    "planned", "recorded", "held", "readers", "loans", "titles", "copies",
    "kilometres_planned", "kilometres", "fuel",
)  # fmt: skip
VISITS = TALLY[:7]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of some published plans."""

    plans: tuple[Kept, ...]

    @property
    def periods(self) -> tuple[tuple[Period, Tally], ...]:
        """Return every period with its figures, the short ones first."""
        return tuple((one, tally_of(self.plans, one)) for one in periods_of(self.plans))


def write_statistics(statistics: Statistics, path: Path, language: Language) -> Path:
    """Write the statistics as an Excel workbook: periods, mobile rounds, places.

    Raises
    ------
    FileError
        It cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns, rows in _tables(statistics, language):
        page = book.create_sheet(say(language, f"keeping.statistics.title_{name}"))
        fill_page(page, [say(language, f"keeping.statistics.{key}") for key in columns], rows)
    note = book.worksheets[1]
    note.cell(note.max_row + 2, 1, say(language, "keeping.statistics.note"))
    content = io.BytesIO()
    book.save(content)
    return write_whole(path, lambda part: part.write_bytes(content.getvalue()))


def period_name(period: Period, language: Language) -> str:
    """Return the name of a period."""
    return say(language, f"keeping.statistics.period_{period.kind}", name=plain(period.name))


def _tables(
    statistics: Statistics, language: Language
) -> tuple[tuple[str, tuple[str, ...], Sequence[tuple[Cell, ...]]], ...]:
    periods = [
        (period_name(one, language), one.first_day, one.last_day, *_cells(tally))
        for one, tally in statistics.periods
    ]
    rounds = [
        (trip.number, trip.days[0].day, van_name(trip.van), *_cells(tally))
        for kept in statistics.plans
        for trip, tally in rounds_of(kept)
    ]
    places: list[tuple[Cell, ...]] = []
    for kept in statistics.plans:
        known = {found.place.id: found.place for found in kept.view.places}
        for code, tally in places_of(kept):
            place = known[code]
            named = plain(code), place_name(place), plain(place.commune)
            places.append((plain(kept.view.quarter.name), *named, *_cells(tally)[: len(VISITS)]))
    return (
        ("periods", ("period", "first_day", "last_day", *TALLY), periods),
        ("rounds", ("trip", "day", "van", *TALLY), rounds),
        ("places", ("period", "place", "name", "commune", *VISITS), places),
    )


def _cells(tally: Tally) -> tuple[Cell, ...]:
    return (
        tally.planned,
        tally.recorded,
        tally.held,
        tally.readers,
        tally.loans,
        tally.titles,
        tally.copies,
        round(tally.metres_planned / 1000, 1),
        round(tally.metres / 1000, 1),
        round(tally.fuel / 1000, 1),
    )
