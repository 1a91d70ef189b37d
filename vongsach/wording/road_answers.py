"""Put together what the command about roads answers."""

from pathlib import Path

from vongsach.survey import RoadSurvey
from vongsach.wording.answers import Answer
from vongsach.wording.surveys import survey_document, survey_lines
from vongsach.words import Language, say


def roads_answer(
    survey: RoadSurvey, folder: Path, language: Language, *, dry: bool = False
) -> Answer:
    """Answer with what is known of the roads."""
    document = {"path": str(folder), "written": bool(survey.files) and not dry}
    return Answer(
        lines=survey_lines(survey, folder, language, dry=dry),
        document=document | survey_document(survey, language),
        next_step=say(language, f"cli.verb.roads.{'next' if survey.km else 'next_none'}"),
    )
