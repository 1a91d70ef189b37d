"""Write trips as KML 2.2: one folder per trip, its stops and its line."""

from pathlib import Path
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    tostring,
)

from vongsach.exports.source import Source, local_time
from vongsach.exports.texts import export_word
from vongsach.output.captions import SEPARATOR, place_name, trip_days, trip_name, van_name
from vongsach.output.presentation import Presentation, plain
from vongsach.output.view import DayView, StopView, TripView
from vongsach.output.writing import write_whole
from vongsach.places import Place

NAMESPACE = "http://www.opengis.net/kml/2.2"


def write_kml(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``dan-duong/chuyen.kml``."""
    presentation = Presentation(source.language)
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    _text(document, "name", source.view.network_name)
    _text(document, "description", export_word(source.language, "straight_lines"))
    for trip in source.view.trips:
        _trip(document, presentation, trip)
    indent(root)
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return (write_whole(folder / "dan-duong" / "chuyen.kml", content),)


def _trip(document: Element, presentation: Presentation, trip: TripView) -> None:
    folder = SubElement(document, "Folder")
    title = (trip_name(presentation, trip), trip_days(presentation, trip), van_name(trip.van))
    _text(folder, "name", SEPARATOR.join(title))
    for day in trip.days:
        for stop in day.stops:
            _stop(folder, presentation, day, stop)
        line = SubElement(folder, "Placemark")
        _text(line, "name", presentation.day(day.day))
        string = SubElement(line, "LineString")
        _text(string, "tessellate", "1")
        halts = (day.leaves_from, *(stop.place for stop in day.stops), day.ends_at)
        _text(string, "coordinates", " ".join(map(_point, halts)))


def _stop(folder: Element, presentation: Presentation, day: DayView, stop: StopView) -> None:
    mark = SubElement(folder, "Placemark")
    _text(mark, "name", f"{stop.number}. {place_name(stop.place)}")
    clock = presentation.clock_span(stop.arrival, stop.departure)
    _text(mark, "description", f"{presentation.day(day.day)} {clock}")
    span = SubElement(mark, "TimeSpan")
    _text(span, "begin", local_time(day.day, stop.arrival).isoformat())
    _text(span, "end", local_time(day.day, stop.departure).isoformat())
    _text(SubElement(mark, "Point"), "coordinates", _point(stop.place))


def _point(place: Place) -> str:
    return f"{place.location.lon:.7f},{place.location.lat:.7f}"


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = plain(text)
