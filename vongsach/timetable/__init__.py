"""Read and write mobile-library timetables in the open schema."""

from vongsach.timetable.read import read_timetable
from vongsach.timetable.rows import Row, Timetable
from vongsach.timetable.write import timetable_rows, write_timetable

__all__ = ["Row", "Timetable", "read_timetable", "timetable_rows", "write_timetable"]
