"""Say in what state the machine and the folder are."""

from collections.abc import Sequence

from vongsach.doctor import Finding
from vongsach.output.presentation import plain
from vongsach.wording.answers import FINDINGS, Answer
from vongsach.words import Language, say


def doctor_answer(findings: Sequence[Finding], language: Language) -> Answer:
    """Answer with the state of the machine and the folder."""
    good = all(finding.good for finding in findings)
    after = "workbook" if any(finding.code == "workbook" for finding in findings) else ""
    found = [
        say(language, "cli.doctor.ok" if finding.good else "cli.doctor.bad")
        + " "
        + say(language, f"cli.doctor.{finding.code}", fact=plain(finding.fact))
        for finding in findings
    ]
    document = [
        {"code": finding.code, "good": finding.good, "fact": finding.fact} for finding in findings
    ]
    step = after if good else "bad"
    key = f"cli.verb.doctor.next_{step}" if step else "cli.verb.doctor.next"
    return Answer(
        lines=found,
        document={"findings": document},
        code=0 if good else FINDINGS,
        next_step=say(language, key),
    )
