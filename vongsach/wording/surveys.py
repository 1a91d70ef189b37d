"""Word what is known of the roads: what was imported, and how the places lie to it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from vongsach.output.presentation import Presentation, plain
from vongsach.survey import RoadSurvey
from vongsach.wording.problems import problem_document, problem_lines
from vongsach.words import Language, say, sentences


def survey_lines(
    survey: RoadSurvey, folder: Path, language: Language, *, dry: bool = False
) -> list[str]:
    """Return all that was found, and whether it is kept."""
    show = Presentation(language)
    return [
        *_legs(survey, show),
        *_roads(survey, show),
        *_counts("dropped", survey.dropped, show),
        *_counts("noticed", survey.noticed, show),
        *_places(survey, show),
        *_problems(survey, language),
        *_kept(survey, folder, language, dry=dry),
    ]


def used_roads_lines(survey: RoadSurvey, language: Language) -> list[str]:
    """Return what the roads of a plan are made of, and what was found in them."""
    show = Presentation(language)
    legs = show.number(survey.legs)
    key = "roads.used.imported" if survey.km else "roads.used.legs"
    line = say(language, key, km=_km(sum(survey.km.values()), show), legs=legs)
    return [line, *_problems(survey, language)]


def survey_document(survey: RoadSurvey, language: Language) -> dict[str, object]:
    """Return the same as data, with the sentences of its problems."""
    problems = [problem_document(problem, language) for problem in survey.problems]
    return survey.model_dump(mode="json") | {"problems": problems}


def _km(km: float, show: Presentation) -> str:
    return show.kilometres(round(km * 1000))


def _legs(survey: RoadSurvey, show: Presentation) -> Iterator[str]:
    facts = {"legs": show.number(survey.legs), "km": _km(survey.leg_km, show)}
    yield say(show.language, "roads.survey.legs", **facts)


def _roads(survey: RoadSurvey, show: Presentation) -> Iterator[str]:
    if not survey.km:
        yield say(show.language, "roads.survey.nothing")
        return
    whole = sum(survey.km.values())
    connected = f"{100 * survey.connected_km / whole:.0f}" if whole else "–"
    files = ", ".join(plain(name) for name in survey.files)
    key = "imported" if files else "kept"
    facts = {"files": files, "km": _km(whole, show), "connected": connected}
    yield say(show.language, f"roads.survey.{key}", **facts)
    for road, km in survey.km.items():
        name = say(show.language, f"workbook.choice.road_kind.{road}")
        yield f"  {_km(km, show):>12}  {name}"
    yield say(show.language, "roads.survey.connected", km=_km(survey.connected_km, show))


def _counts(table: str, counts: Mapping[str, int], show: Presentation) -> Iterator[str]:
    known = sentences(show.language)
    for name, count in sorted(counts.items()):
        key = f"roads.{table}.{name}"
        if count and key in known:
            yield say(show.language, key, count=show.number(count))


def _places(survey: RoadSurvey, show: Presentation) -> Iterator[str]:
    if not survey.places:
        return
    near = sum(place.on_road for place in survey.places)
    facts = {"near": show.number(near), "all": show.number(len(survey.places))}
    yield say(show.language, "roads.survey.places", **facts)
    for place in survey.places:
        metres = "∞" if place.metres is None else show.number(place.metres)
        far = "" if place.on_road else say(show.language, "roads.survey.far")
        yield f"  {metres:>8} m  {plain(place.place)}  {plain(place.name)}  {far}".rstrip()


def _problems(survey: RoadSurvey, language: Language) -> list[str]:
    return problem_lines(survey.problems, language) if survey.problems else []


def _kept(survey: RoadSurvey, folder: Path, language: Language, *, dry: bool) -> Iterator[str]:
    if survey.files:
        yield say(language, "cli.done.would_write" if dry else "cli.done.written", path=folder)
