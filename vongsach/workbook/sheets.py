"""Join all sheets of the workbook, in the order of work."""

from vongsach.workbook.columns import Sheet
from vongsach.workbook.sheets_boxes import BOXES, HISTORY, PACKED, TITLES
from vongsach.workbook.sheets_calendar import CLOSURES, PINS
from vongsach.workbook.sheets_fleet import ROADS, SPEEDS, VANS, WORKERS
from vongsach.workbook.sheets_places import MARKETS, PLACES, SERVICES
from vongsach.workbook.sheets_settings import CONFIGURATION, RULES

SHEETS: tuple[Sheet, ...] = (
    CONFIGURATION,
    PLACES,
    SERVICES,
    BOXES,
    TITLES,
    HISTORY,
    VANS,
    WORKERS,
    CLOSURES,
    ROADS,
    PINS,
    RULES,
    MARKETS,
    PACKED,
    SPEEDS,
)
"""Every sheet that is read, from left to right."""

IGNORED_SHEETS = ("lists", "results", "errors")
"""Sheets that a workbook may hold beside them; they say nothing about the network."""
