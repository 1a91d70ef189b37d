"""Write the paper that a crew takes along: one route sheet for each trip, and all in one file."""

import json
import re
import unicodedata
from importlib import resources
from pathlib import Path

import typst

from vongsach.network import Network
from vongsach.output.joining import join
from vongsach.output.presentation import Presentation
from vongsach.output.sheet_data import SheetData, Text
from vongsach.output.view import TripView
from vongsach.output.writing import write_whole
from vongsach.plan import Plan
from vongsach.travel import Travel
from vongsach.words import Language

_ALL = "tat-ca.pdf"
_LONGEST_NAME = 40
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def write_sheets(  # noqa: PLR0917 -- what is shown, where, and in which language
    plan: Plan,
    network: Network,
    travel: Travel,
    folder: Path,
    language: Language = "vi",
) -> tuple[Path, ...]:
    """Write one PDF per trip and one with all of them; return the paths, that one last.

    Raises
    ------
    FileError
        The plan was made for another network, or a file cannot be written.
    """
    view = join(plan, network, travel)
    data = SheetData(view, Presentation(language))
    written = [
        write_whole(folder / sheet_name(trip), set_pages(data.document((trip,), data.title(trip))))
        for trip in view.trips
    ]
    every = data.document(view.trips, data.presentation.say("sheet.all_title"))
    return (*written, write_whole(folder / _ALL, set_pages(every, tagged=False)))


def sheet_name(trip: TripView) -> str:
    """Return a file name that no name of a van can turn into a path.

    The number makes it unique in the plan.
    """
    van = unicodedata.normalize("NFKD", trip.van.id.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in van if not unicodedata.combining(sign))
    safe = _UNSAFE.sub("-", bare).strip("-")[:_LONGEST_NAME].strip("-")
    return f"chuyen-{trip.number:03}_{trip.days[0].day.isoformat()}_{safe or 'xe'}.pdf"


def set_pages(document: Text, *, tagged: bool = True) -> bytes:
    """Return a document as PDF, the same bytes for the same document.

    Only the fonts inside typst are used, so that every machine sets the same pages. Tags help
    those who read with a screen reader; in a file of many trips they are most of its size.
    """
    template = resources.files("vongsach.output") / "templates" / "sheet.typ"
    pages: bytes = typst.compile(
        template.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
        timestamp=0,
        pdf_tags=tagged,
    )
    return pages
