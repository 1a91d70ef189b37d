"""Read the planner's workbook, and write one."""

from vongsach.workbook.annotated import annotate_workbook
from vongsach.workbook.read import Workbook, read_workbook
from vongsach.workbook.write import write_workbook

__all__ = ["Workbook", "annotate_workbook", "read_workbook", "write_workbook"]
