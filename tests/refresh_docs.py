"""Write the pages of ``docs/`` that are made from the code: ``python -m tests.refresh_docs``.

To add a page, write a function that returns its text and give it a line in ``PAGES``; a test
demands that every page is fresh.
"""

import inspect
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from tests.cli_page import cli_page
from vongsach.check import PROMISES, RULES, PromiseRule, Quantity, Rule
from vongsach.words import say, sentences
from vongsach.workbook.page import workbook_page

DOCS = Path(__file__).resolve().parent.parent / "docs"
FAMILIES = {
    "S": "Boxes and stays",
    "V": "Visits",
    "T": "Trips and crews",
    "P": "The plan itself",
    "K": "Promises of a replanned plan",
}
RULES_HEAD = """\
# The rule book

Made from the code by `python -m tests.refresh_docs`; do not edit. What the rules mean together
stands in `models.md`; how to add one in `adding-a-rule.md`.

**Error**: the plan cannot be carried out as printed. **Warning**: it can, but somebody will
complain. Codes are never reused.

A violation becomes a sentence with `say(language, f"check.{code}.{wording}", **facts)`. The facts
are all fields of `Violation` by name, each an already formatted string (empty where not given):
`trip`, `place`, `service`, `box`, `van`, `worker`, `about`, `day`, `measured`, `limit`. Every code
also has `sentence`, which fits all its violations, and `title`. What `measured` and `limit` are,
and so how to format them, is said by the `quantity` of the violation:

"""


def rules_page() -> str:
    """Return the rule book: every rule with its severity, its text and its sentences."""
    quantities = inspect.getsource(Quantity).split('"""')[3:-1:2]
    lines = [f"- `{one.value}`: {text}" for one, text in zip(Quantity, quantities, strict=True)]
    every: list[Rule | PromiseRule] = [*RULES, *PROMISES]
    ordered = sorted(every, key=lambda rule: (list(FAMILIES).index(rule.code[0]), rule.code))
    for family, rules in groupby(ordered, key=lambda rule: rule.code[0]):
        lines.append(f"\n## {family} – {FAMILIES[family]}")
        lines.extend(_rule(rule) for rule in rules)
    return RULES_HEAD + "\n".join(lines) + "\n"


def _rule(rule: Rule | PromiseRule) -> str:
    text = inspect.getdoc(rule.check) or ""
    severity = say("en", f"check.severity.{rule.severity}")
    title = say("en", f"check.{rule.code}.title")
    vietnamese = say("vi", f"check.{rule.code}.title")
    prefix = f"check.{rule.code}."
    rows = [
        f"| `{key.removeprefix(prefix)}` | {english} | {sentences('vi')[key]} |"
        for key, english in sentences("en").items()
        if key.startswith(prefix) and not key.endswith(".title")
    ]
    return "\n".join(
        (
            f"\n### {rule.code} {title} – {vietnamese}\n",
            f"**{severity}.** {text.removeprefix(f'{rule.code}: ')}\n",
            "| Wording | English | Tiếng Việt |",
            "|---|---|---|",
            *rows,
        )
    )


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "rules.md": rules_page,
    DOCS / "cli.md": cli_page,
    DOCS / "workbook.md": workbook_page,
}


def stale_pages() -> tuple[Path, ...]:
    """Return the pages that are not what the code says."""
    return tuple(
        path
        for path, page in PAGES.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != page()
    )


def refresh() -> None:
    """Write every page that is stale."""
    for path in stale_pages():
        path.write_text(PAGES[path](), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    refresh()
