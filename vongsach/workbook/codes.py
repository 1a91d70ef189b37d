"""List every code of a finding about a workbook; a code is never used for anything else.

E1xx ends the command before a cell was read; E2xx is about sheets and columns, E3xx about one
cell, E4xx about rows that do not fit together; W5xx is a warning, from W515 on about what no
plan can mend; A6xx an assumption; 8xx is about lists that are imported. The words of a
code stand in ``words/<language>/workbook.toml``, table of the code.
"""

from enum import StrEnum


class Code(StrEnum):
    """What is wrong, doubtful or assumed."""

    NO_FILE = "E101"
    IS_FOLDER = "E102"
    NOT_A_WORKBOOK = "E103"
    OLD_FORMAT = "E104"
    LOCKED = "E105"
    DAMAGED = "E106"
    TOO_BIG = "E107"
    CANNOT_OPEN = "E108"
    CANNOT_WRITE = "E109"
    UNWRITABLE = "E110"
    FORBIDDEN_XML = "E111"
    NOT_UNICODE = "E112"

    NO_SHEET = "E201"
    NO_COLUMN = "E202"
    NO_ROWS = "E203"
    SHEET_TWICE = "E204"
    COLUMN_TWICE = "E205"
    TOO_MANY_ROWS = "E206"
    MERGED = "E207"

    BLANK = "E301"
    NOT_A_NUMBER = "E302"
    NOT_WHOLE = "E303"
    TWO_READINGS = "E304"
    OUTSIDE = "E305"
    NOT_A_DAY = "E306"
    NOT_A_CLOCK = "E307"
    NOT_IN_LIST = "E308"
    NOT_UNDERSTOOD = "E309"
    ENDS_BEFORE_IT_BEGINS = "E310"
    EXCEL_ERROR = "E311"
    NOT_TEXT = "E312"
    TOO_LONG = "E313"
    NOT_CALCULATED = "E314"
    CLOCK_TWO_READINGS = "E315"
    SPAN_BACKWARDS = "E316"
    DAY_WITH_CLOCK = "E317"
    NOT_VALID = "E318"

    CODE_TWICE = "E401"
    UNKNOWN_PLACE = "E402"
    UNKNOWN_BOX = "E403"
    UNKNOWN_VAN = "E404"
    UNKNOWN_TITLE = "E405"
    BOX_IN_TWO_PLACES = "E406"
    SHARES_NOT_ALL = "E407"
    VISITS_OR_RHYTHM = "E408"
    GAPS_CROSSED = "E409"
    LAST_BEFORE_FIRST = "E410"
    TARGET_MISSING = "E411"
    UNKNOWN_TARGET = "E412"
    PIN_HOLDS_NOTHING = "E413"
    MEAL_INCOMPLETE = "E414"
    KEY_MISSING = "E416"
    FIXED_BY_PROGRAM = "E417"
    CONTRADICTORY = "E418"
    TARGET_FOR_ALL = "E419"
    AMBIGUOUS_COMMUNE = "E423"
    MEAL_DOES_NOT_FIT = "E421"
    SHIFT_BACKWARDS = "E422"

    CLOCK_OF_NUMBER = "W501"
    LOST_ZERO = "W502"
    UNIT_IN_CELL = "W503"
    SHORT_YEAR = "W504"
    DAY_OF_NUMBER = "W505"
    COLUMN_IGNORED = "W506"
    SHEET_IGNORED = "W507"
    SHELF_TOO_SMALL = "W508"
    OUTSIDE_VIET_NAM = "W509"
    SAME_SPOT = "W510"
    UNKNOWN_COMMUNE = "W511"
    SWAPPED = "W512"
    INSIDE_PERIOD = "W513"
    NOTHING_LISTED = "W514"

    TOO_FEW_OPEN_DAYS = "W515"
    GAPS_DO_NOT_FIT = "W516"
    OPENING_TOO_SHORT = "W517"
    NO_VAN_REACHES = "W518"
    VAN_DAYS_DO_NOT_FIT = "W519"
    CREW_DAYS_DO_NOT_FIT = "W520"
    DAY_SETS_SHUT = "W521"
    OVERDUE = "W522"
    STAYS_OVERLAP = "W523"
    STOOD_ELSEWHERE = "W524"
    BACK_TOO_SOON = "W525"
    OVER_THE_LIMIT = "W526"
    NOBODY_FETCHES = "W527"
    VAN_TOO_SMALL = "W528"
    BOX_TOO_HEAVY = "W529"
    SHELF_HOLDS_LESS = "W530"
    HOURS_DO_NOT_FIT = "W531"
    NO_MOBILE_CREW = "W532"
    NO_ROTATION_CREW = "W533"
    TOO_FEW_SEATS = "W534"

    OLD_NAME = "W535"
    OLD_CODE = "W536"
    OLD_PAIR = "W537"
    CODE_AND_NAME = "W538"
    PHONE_WITHOUT_ZERO = "W539"

    DEFAULT_USED = "A601"
    SHEET_MISSING = "A602"
    LANGUAGE_ASSUMED = "A603"
    RULE_DEFAULT = "A604"
    SINCE_ASSUMED = "A605"

    NOT_IN_SOURCE = "E801"
    BAD_RECORD = "E802"
    ALREADY_THERE = "W803"
    COUNTED_ONCE = "W804"
    NOT_AMONG = "W805"
    DIFFERS = "W806"
    LEFT_TO_FILL = "W807"

    @property
    def is_warning(self) -> bool:
        """Say whether the value is used all the same."""
        return self.startswith("W")

    @property
    def is_assumption(self) -> bool:
        """Say whether the code tells of a default."""
        return self.startswith("A")
