"""List every code of a finding about a timetable; a code is never used for anything else.

L1xx is about the file and its header, L2xx about one cell: both break the schema. L3xx is about
rows that are well written and yet cannot be right. The words stand in
``words/<language>/timetable.toml``.
"""

from enum import StrEnum


class Code(StrEnum):
    """What is wrong or doubtful."""

    NOT_READABLE = "L101"
    NO_COLUMN = "L102"
    OTHER_COLUMN = "L103"
    COLUMN_TWICE = "L104"
    NO_ROWS = "L105"
    NOT_UTF8 = "L106"
    ROW_LENGTH = "L107"
    OTHER_ORDER = "L108"
    TOO_LARGE = "L109"

    BLANK = "L201"
    NOT_A_CLOCK = "L202"
    NOT_A_DAY = "L203"
    NOT_A_WEEKDAY = "L204"
    NOT_A_RULE = "L205"
    NOT_A_POINT = "L206"
    NOT_A_TYPE = "L207"
    SHORT_CLOCK = "L208"

    ENDS_BEFORE = "L301"
    OTHER_WEEKDAY = "L302"
    NO_COMMUNITY = "L303"
    STOP_TWICE = "L304"
    OVERLAP = "L305"
    TOO_FAST = "L306"
    TWO_TRIPS = "L307"
    ODD_HOUR = "L308"
    NO_DATES = "L309"
    OTHER_START = "L310"
