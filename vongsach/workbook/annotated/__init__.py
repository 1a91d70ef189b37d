"""Give a workbook back with remarks at its cells and nothing else changed."""

from vongsach.workbook.annotated.annotate import annotate_workbook
from vongsach.workbook.annotated.remarks import Remark, RemarkSheet

__all__ = ["Remark", "RemarkSheet", "annotate_workbook"]
