"""Put together what the verbs about kept plans answer."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from vongsach.actuals import Fate
from vongsach.keeping.figures import Statistics, period_name
from vongsach.keeping.publishing import Published
from vongsach.keeping.recording import Recorded
from vongsach.keeping.survey import Entry, State
from vongsach.output.presentation import Presentation, plain
from vongsach.store import Movement, Version
from vongsach.wording.answers import FINDINGS, Answer
from vongsach.wording.codes import error_sentence
from vongsach.wording.problems import problem_document, problem_lines
from vongsach.words import Language, say


def would_publish_answer(version: Version, language: Language) -> Answer:
    """Answer that a plan could be published."""
    line = say(language, "keeping.publish.would", version=version.name)
    return Answer(lines=[line], document={"version": version.name, "written": False})


def decided_answer(done: Published, person: str, day: str, language: Language) -> Answer:
    """Answer that somebody approved or published a plan."""
    short = _short(done.version)
    facts = {"version": done.version.name, "person": plain(person), "day": day}
    document: dict[str, object] = {
        "version": done.version.name,
        "status": done.version.status,
        "approver": plain(person),
        "notices": str(done.notices or ""),
        "communes": done.communes,
        "written": True,
    }
    if done.notices is None:
        next_step = say(language, "cli.verb.publish.next_approved", version=short)
        line = say(language, "keeping.publish.approved", **facts)
        return Answer(lines=[line], document=document, next_step=next_step)
    lines = [
        say(language, "keeping.publish.published", **facts),
        say(language, "keeping.publish.notices", count=done.communes, path=done.notices),
    ]
    next_step = say(language, "cli.verb.publish.next", version=short, path=done.notices.name)
    return Answer(lines=lines, document=document, next_step=next_step)


def history_answer(entries: Sequence[Entry], language: Language) -> Answer:
    """Answer with every stored plan, oldest first."""
    lines = [_entry_line(entry, language) for entry in entries]
    damaged = any(entry.fault for entry in entries)
    return Answer(
        lines=lines or [say(language, "keeping.history.none")],
        document={"plans": [_entry_document(entry, language) for entry in entries]},
        next_step=say(language, f"cli.verb.history.next{'_damaged' if damaged else ''}")
        if entries
        else "",
        code=FINDINGS if damaged else 0,
    )


def ledger_answer(movements: Sequence[Movement], language: Language) -> Answer:
    """Answer with every movement of a box that was recorded."""
    lines = [
        say(
            language,
            "keeping.history.movement",
            **{key: plain(getattr(line, key)) for key in ("day", "box", "place", "version")},
            **{key: plain(getattr(line, key)) for key in ("trip", "source")},
            kind=_fate(line.kind, language),
        )
        + ("" if line.holds else say(language, "keeping.history.superseded"))
        for line in movements
    ]
    return Answer(
        lines=lines or [say(language, "keeping.history.no_movements")],
        document={"movements": [line._asdict() for line in movements]},
    )


def _fate(kind: str, language: Language) -> str:
    """Return the word for what became of a box; a damaged line shows what stands there."""
    return say(language, f"workbook.choice.fate.{kind}") if kind in {*Fate} else f"?{plain(kind)}?"


def status_answer(state: State, language: Language) -> Answer:
    """Answer where the workspace stands."""
    key = f"cli.verb.status.next_{state.next_step}"
    of = state.published if state.next_step == "quarter" else state.newest
    return Answer(
        lines=[*_workbook_lines(state, language), *_plan_lines(state, language)],
        document={
            "workbook": state.workbook is not None or state.faults > 0,
            "faults": state.faults,
            "newest": _entry_document(state.newest, language) if state.newest else None,
            "published": _entry_document(state.published, language) if state.published else None,
            "damaged": [_entry_document(one, language) for one in state.damaged],
            "changed": list(state.changed),
            "next": state.next_step,
        },
        code=FINDINGS if state.next_step == "damaged" else 0,
        next_step=say(language, key, version=_short(of.version) if of else ""),
    )


def recorded_answer(done: Recorded, language: Language, *, dry: bool) -> Answer:
    """Answer what was recorded, and which boxes are missing or damaged."""
    case = "would" if dry else "taken" if done.taken else "same"
    facts = {"count": done.taken, "held": done.held, "missed": done.missed}
    lines = [say(language, f"keeping.record.{case}", version=done.version.name, **facts)]
    for key, boxes in (("lost", done.lost), ("damaged", done.damaged)):
        if boxes:
            named = ", ".join(plain(box) for box in boxes)
            lines.append(say(language, f"keeping.record.{key}", boxes=named))
    return Answer(
        lines=[*problem_lines(done.problems, language), *lines] if done.problems else lines,
        document={
            "version": done.version.name,
            "trips": done.taken,
            "held": done.held,
            "missed": done.missed,
            "lost": list(done.lost),
            "damaged": list(done.damaged),
            "problems": [problem_document(problem, language) for problem in done.problems],
            "written": not dry,
        },
        next_step=say(language, "cli.verb.record.next", version=_short(done.version)),
        code=FINDINGS if done.problems else 0,
    )


def statistics_answer(statistics: Statistics, path: Path | None, language: Language) -> Answer:
    """Answer with the figures of every period, planned beside held."""
    show = Presentation(language)
    lines, rows = [], []
    for period, tally in statistics.periods:
        name = period_name(period, language)
        days = {"first": show.date(period.first_day), "last": show.date(period.last_day)}
        figures = asdict(tally)
        lines.append(say(language, "keeping.statistics.head", period=name, **days, **figures))
        first, last = period.first_day.isoformat(), period.last_day.isoformat()
        rows.append({"period": name, "first_day": first, "last_day": last, **figures})
    written = [say(language, "cli.done.written", path=path)] if path else []
    return Answer(
        lines=[*lines, *written],
        document={"periods": rows, "path": str(path or "")},
        next_step=say(language, "cli.verb.statistics.next"),
    )


def _workbook_lines(state: State, language: Language) -> list[str]:
    if state.faults:
        return [say(language, "keeping.status_page.workbook_bad", count=state.faults)]
    if state.workbook is None:
        return [say(language, "keeping.status_page.no_workbook")]
    network = state.workbook.network
    facts = {"places": len(network.places), "boxes": len(network.boxes)}
    quarter = plain(state.workbook.quarter.name)
    return [say(language, "keeping.status_page.workbook", quarter=quarter, **facts)]


def _plan_lines(state: State, language: Language) -> list[str]:
    if state.newest is None:
        return [say(language, "keeping.status_page.no_plan")]
    status = say(language, f"keeping.status.{state.newest.version.status}")
    name = state.newest.version.name
    lines = [say(language, "keeping.status_page.newest", version=name, status=status)]
    lines += _fault_lines(state.newest, language)
    if state.workbook is not None and not state.newest.fault:
        titles = ", ".join(say(language, f"workbook.sheet.{key}") for key in state.changed)
        key = "changed" if state.changed else "same"
        lines.append(say(language, f"keeping.status_page.{key}", sheets=titles))
    lines += [line for one in state.damaged for line in _fault_lines(one, language)]
    if state.published is None:
        if state.damaged or state.newest.version.fault:
            return lines  # nobody can say whether one is published
        return [*lines, say(language, "keeping.status_page.nothing_published")]
    entry = state.published
    facts = {"recorded": entry.recorded, "trips": entry.trips, **_approval(entry, language)}
    version = entry.version.name
    lines.append(say(language, "keeping.status_page.published", version=version, **facts))
    other = entry.version != state.newest.version
    return [*lines, *(_fault_lines(entry, language) if other else ())]


def _entry_line(entry: Entry, language: Language) -> str:
    decided = entry.standing.approved_on is not None
    approver = (
        say(language, "keeping.history.approver", **_approval(entry, language)) if decided else ""
    )
    line = say(
        language,
        "keeping.history.line",
        version=entry.version.name,
        created=entry.version.created[:10],
        status=say(language, f"keeping.status.{entry.version.status}"),
        approver=approver,
        recorded=entry.recorded,
        trips=entry.trips,
    )
    return "\n".join((line, *_fault_lines(entry, language)))


def _approval(entry: Entry, language: Language) -> dict[str, str]:
    day = entry.standing.approved_on
    shown = Presentation(language).date(day) if day else ""
    return {"person": plain(entry.standing.approver), "day": shown}


def _entry_document(entry: Entry, language: Language) -> dict[str, object]:
    approved, published = entry.standing.approved_on, entry.standing.published_on
    return {
        "version": entry.version.name,
        "number": entry.version.number,
        "created": entry.version.created,
        "status": entry.version.status,
        "approver": entry.standing.approver,
        "approved_on": approved.isoformat() if approved else None,
        "published_on": published.isoformat() if published else None,
        "trips": entry.trips,
        "recorded": entry.recorded,
        "fault": error_sentence(entry.fault, language) if entry.fault else "",
        "doubt": error_sentence(entry.doubt, language) if entry.doubt else "",
    }


def _fault_lines(entry: Entry, language: Language) -> list[str]:
    told = (("fault", entry.fault), ("doubt", entry.doubt))
    return [
        say(language, f"keeping.history.{key}", fault=error_sentence(error, language))
        for key, error in told
        if error is not None
    ]


def _short(version: Version) -> str:
    return f"{version.folder.parent.name}/v{version.number}"
