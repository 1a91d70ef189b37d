"""Turn codes and facts into the lines that a planner reads."""

from vongsach.wording.answers import (
    Answer,
    Judged,
    check_answer,
    demo_answer,
    exported_answer,
    judge,
    plan_answer,
    problems_answer,
    sheets_answer,
    show_answer,
    stage_line,
    version_answer,
    written_answer,
)
from vongsach.wording.auditing import (
    audit_answer,
    audit_document,
)
from vongsach.wording.changes import replan_answer
from vongsach.wording.examined import doctor_answer
from vongsach.wording.failures import (
    error_answer,
    fault_answer,
    usage_answer,
)
from vongsach.wording.keeping import (
    decided_answer,
    history_answer,
    ledger_answer,
    recorded_answer,
    statistics_answer,
    status_answer,
    would_publish_answer,
)
from vongsach.wording.manual import (
    help_page,
)
from vongsach.wording.problem_page import problem_page
from vongsach.wording.records import (
    chosen_records,
)
from vongsach.wording.remarks import remark_sheet
from vongsach.wording.road_answers import (
    roads_answer,
)
from vongsach.wording.schedule import (
    chosen_lines,
)
from vongsach.wording.stock import (
    stock_answer,
)
from vongsach.wording.visible import (
    standard_output,
    visible,
    visible_json,
)

__all__ = [
    "Answer",
    "Judged",
    "audit_answer",
    "audit_document",
    "check_answer",
    "chosen_lines",
    "chosen_records",
    "decided_answer",
    "demo_answer",
    "doctor_answer",
    "error_answer",
    "exported_answer",
    "fault_answer",
    "help_page",
    "history_answer",
    "judge",
    "ledger_answer",
    "plan_answer",
    "problem_page",
    "problems_answer",
    "recorded_answer",
    "remark_sheet",
    "replan_answer",
    "roads_answer",
    "sheets_answer",
    "show_answer",
    "stage_line",
    "standard_output",
    "statistics_answer",
    "status_answer",
    "stock_answer",
    "usage_answer",
    "version_answer",
    "visible",
    "visible_json",
    "would_publish_answer",
    "written_answer",
]
