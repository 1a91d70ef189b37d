"""Keep names from being taken for formulas by spreadsheets."""

from vongsach.output.presentation import plain

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 -- wide signs are read as formulas too


def cell_text(text: str) -> str:
    """Return one line of text that no spreadsheet takes for a formula (CWE-1236)."""
    line = plain(text)
    return f"'{line}" if line.startswith(_STARTS_FORMULA) else line
