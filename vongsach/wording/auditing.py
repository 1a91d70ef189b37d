"""Word an audit: what is wrong, what the timetable costs, and what could be saved."""

from collections.abc import Sequence
from pathlib import Path

from vongsach.audit import Audit, Figures
from vongsach.audit.cases import service_id
from vongsach.output.presentation import Presentation, plain
from vongsach.timetable.rows import WEEKDAYS, Row
from vongsach.units import Weekday
from vongsach.wording.answers import FINDINGS, Answer
from vongsach.wording.problems import problem_document, problem_lines
from vongsach.words import Language, say

MOST_MOVES = 12
"""Stops that are listed to people; all of them stand in the document and in the files."""
ROWS = ("driving", "kilometres", "van_days", "longest_day", "balance", "parked")


def audit_answer(audit: Audit, files: Sequence[Path], language: Language) -> Answer:
    """Answer with the defects, and both sides with the saving."""
    bad = any(problem.level == "error" for problem in audit.timetable.problems)
    return Answer(
        lines=[
            *problem_lines(audit.timetable.problems, language),
            "",
            *_lines(audit, language),
            *(str(path) for path in files),
        ],
        document=audit_document(audit, language),
        code=FINDINGS if bad or audit.violations else 0,
        next_step=say(language, "cli.verb.audit.next"),
    )


def audit_document(audit: Audit, language: Language) -> dict[str, object]:
    """Return an audit as data."""
    few: dict[str, object] = {}
    if audit.few is not None:
        few = {
            "few_changes": audit.few.model_dump(mode="json")
            | {"saving": audit.few_saving, "changed": audit.changed(few=True)}
        }
    return {
        "service": audit.timetable.name,
        "incumbent": audit.incumbent.model_dump(mode="json"),
        "plan": audit.plan.model_dump(mode="json"),
        "saving": audit.saving,
        "stops": len(audit.rows),
        "served": audit.served,
        "cycle_weeks": audit.weeks,
        "vans": len(audit.sides),
        "changed": audit.changed(),
        "weekday_changes": [
            {"stop": row.stop, "row": row.line} | {"from": WEEKDAYS[old], "to": WEEKDAYS[new]}
            for row, old, new in _moved(audit)
        ],
        "violations": list(audit.violations),
        "assumed_depots": list(audit.assumed_depots),
        "problems": [problem_document(one, language) for one in audit.timetable.problems],
        "matrix": {
            "kind": audit.matrix_kind,
            "detour": round(audit.ground.detour, 4),
            "kmh": round(audit.ground.kmh, 2),
            "legs": audit.ground.legs,
            "road_share": audit.road_share,
        },
    } | few


def _moved(audit: Audit) -> list[tuple[Row, Weekday, Weekday]]:
    """Return the rows whose weekday changes, with both weekdays, in order of the file."""
    moved = audit.moved()
    return [(row, *moved[service_id(row)]) for row in audit.rows if service_id(row) in moved]


def _move_lines(audit: Audit, presentation: Presentation, language: Language) -> list[str]:
    """Return a line for each of the first stops whose weekday changes, and one for the others."""
    found = _moved(audit)
    lines = [
        say(
            language,
            "timetable.audit.move",
            row=row.line,
            stop=plain(row.stop),
            before=presentation.say(f"weekday.{old}"),
            after=presentation.say(f"weekday.{new}"),
        )
        for row, old, new in found[:MOST_MOVES]
    ]
    if len(found) > MOST_MOVES:
        lines.append(say(language, "timetable.audit.more_moves", count=len(found) - MOST_MOVES))
    return lines


def _lines(audit: Audit, language: Language) -> list[str]:
    presentation = Presentation(language)
    sides = [_column(audit.incumbent, presentation), _column(audit.plan, presentation)]
    heads = [say(language, "timetable.audit.published"), say(language, "timetable.audit.planned")]
    if audit.few is not None:
        sides.append(_column(audit.few, presentation))
        heads.append(say(language, "timetable.audit.few", count=audit.changed(few=True)))
    names = [say(language, f"timetable.audit.{name}") for name in ROWS]
    width = max(map(len, names)) + 2
    lines = [
        say(
            language,
            "timetable.audit.head",
            stops=len(audit.rows),
            vans=len(audit.sides),
            weeks=audit.weeks,
        ),
        say(
            language,
            f"timetable.audit.ground_{audit.matrix_kind}",
            legs=audit.ground.legs,
            detour=presentation.decimal(audit.ground.detour, 2),
            kmh=f"{audit.ground.kmh:.0f}",
            share=presentation.decimal(100 * audit.road_share),
        ),
        " " * width + "".join(f"{head:>22}" for head in heads),
    ]
    lines += [
        f"{name:<{width}}" + "".join(f"{side[row]:>22}" for side in sides)
        for row, name in enumerate(names)
    ]
    saving = presentation.decimal(100 * audit.saving)
    lines.append(say(language, "timetable.audit.saving", percent=saving, moved=len(audit.moved())))
    lines += _move_lines(audit, presentation, language)
    if audit.few_saving is not None:
        few = presentation.decimal(100 * audit.few_saving)
        lines.append(say(language, "timetable.audit.few_saving", percent=few))
    if audit.assumed_depots:
        count = len(audit.assumed_depots)
        lines.append(say(language, "timetable.audit.assumed_depots", count=count))
    return lines


def _column(found: Figures, presentation: Presentation) -> tuple[str, ...]:
    return (
        presentation.duration(found.driving_s),
        presentation.kilometres(found.metres),
        presentation.number(found.van_days),
        presentation.duration(found.longest_day_s),
        presentation.decimal(found.balance, 2),
        f"{100 * found.parked_share:.0f} %",
    )
