"""Merge lists from other programs into a new copy of the workbook."""

from vongsach.importing.run import Wish, imported

__all__ = ["Wish", "imported"]
