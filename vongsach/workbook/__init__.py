"""Read the planner's workbook, and write one."""

from vongsach.workbook.write import write_workbook

__all__ = ["write_workbook"]
