"""Word an audit: what is wrong, what the timetable costs, and what could be saved."""

from collections.abc import Sequence
from pathlib import Path

from vongsach.audit import Audit, Figures
from vongsach.output.presentation import Presentation
from vongsach.timetable.rows import WEEKDAYS
from vongsach.wording.answers import FINDINGS, Answer
from vongsach.wording.problems import problem_document, problem_lines
from vongsach.words import Language, say

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
            {"stop": _stops(audit)[name], "row": int(name.removeprefix("row-"))}
            | {"from": WEEKDAYS[old], "to": WEEKDAYS[new]}
            for name, (old, new) in sorted(audit.moved().items())
        ],
        "violations": list(audit.violations),
        "assumed_depots": list(audit.assumed_depots),
        "problems": [problem_document(one, language) for one in audit.timetable.problems],
        "matrix": {
            "kind": audit.ground.kind,
            "detour": round(audit.ground.detour, 4),
            "kmh": round(audit.ground.kmh, 2),
            "legs": audit.ground.legs,
        },
    } | few


def _stops(audit: Audit) -> dict[str, str]:
    return {f"row-{row.line}": row.stop for row in audit.rows}


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
            f"timetable.audit.ground_{audit.ground.kind}",
            legs=audit.ground.legs,
            detour=f"{audit.ground.detour:.2f}",
            kmh=f"{audit.ground.kmh:.0f}",
        ),
        " " * width + "".join(f"{head:>22}" for head in heads),
    ]
    lines += [
        f"{name:<{width}}" + "".join(f"{side[row]:>22}" for side in sides)
        for row, name in enumerate(names)
    ]
    saving = f"{100 * audit.saving:.1f}"
    lines.append(say(language, "timetable.audit.saving", percent=saving, moved=len(audit.moved())))
    if audit.few_saving is not None:
        few = f"{100 * audit.few_saving:.1f}"
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
        f"{found.balance:.2f}",
        f"{100 * found.parked_share:.0f} %",
    )
