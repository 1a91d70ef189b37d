"""Write a plan in the forms that other programs read."""

from vongsach.exports.formats import FORMATS, asked_formats, write_exports
from vongsach.exports.source import Source, source_of

__all__ = ["FORMATS", "Source", "asked_formats", "source_of", "write_exports"]
