"""Read the planner's workbook, and write one."""

from vongsach.workbook.read import Workbook, read_workbook
from vongsach.workbook.write import write_workbook

__all__ = ["Workbook", "read_workbook", "write_workbook"]
