"""Write the map: one file that opens from a memory stick, with no network at all."""

import html
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

from branca.element import Figure, MacroElement
from jinja2 import Template

from vongsach.network import Network
from vongsach.output.boundaries import read_boundaries
from vongsach.output.inlining import leaflet_script, leaflet_style, refuse_external
from vongsach.output.joining import join
from vongsach.output.map_data import Drawing, MapData
from vongsach.output.presentation import Presentation
from vongsach.output.view import Approval
from vongsach.output.ways import WayFinder
from vongsach.output.writing import write_whole
from vongsach.plan import Plan
from vongsach.travel import Travel
from vongsach.words import Language

_PROGRAM = ("map_elements.js", "map_layers.js", "map_panel.js", "map.js")
_ID = "vongsach"
_SLOT = re.compile(r"\(vongsach-slot:(?P<name>[a-z]+)\)")
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_map(  # noqa: PLR0913 -- one argument for each thing that a map can show
    plan: Plan,
    network: Network,
    path: Path,
    language: Language = "vi",
    *,
    travel: Travel | None = None,
    ways: WayFinder | None = None,
    public: bool = False,
    boundaries: Path | None = None,
    approval: Approval | None = None,
) -> Path:
    """Write the map of a plan and return its path.

    Parameters
    ----------
    travel
        Gives trips their length; without it none is shown.
    ways
        Who knows the roads; a leg without a course is drawn as a bent line.
    public
        Leave out border posts and prisons.
    boundaries
        GeoJSON file with the areas of the communes; drawn where it exists.
    approval
        Who published the plan; without it the map is marked as a draft.

    Raises
    ------
    FileError
        The plan was made for another network, or a file cannot be read or written.
    ExternalAddressError
        The page would need the network: our fault.
    """
    data = MapData(
        replace(join(plan, network, travel, ways), approval=approval),
        Presentation(language),
        public=public,
        boundaries=read_boundaries(boundaries) if boundaries else (),
    )
    page = draw_page(data.document(), language)
    return write_whole(path, page.encode())


def draw_page(document: Drawing, language: Language) -> str:
    """Return the page that draws a document.

    Names come in last, in one pass: branca reads what it renders as a template once more, and a
    name may look like one.
    """
    import folium  # noqa: PLC0415 -- loading it takes seconds

    drawn = folium.Map(tiles=None, zoom_control=False, zoom_snap=0.25)
    drawn.default_js = [("leaflet", "leaflet.js")]
    drawn.default_css = [("leaflet_css", "leaflet.css")]
    drawn.add_child(_PlanElement())
    figure = Figure(title=_slot("title"))
    figure.add_child(drawn)
    page: str = figure.render()
    page = page.replace(drawn.get_name(), _ID)
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    page = page.replace(
        '<script src="leaflet.js"></script>', f"<script>{leaflet_script()}</script>", 1
    )
    page = page.replace(
        '<link rel="stylesheet" href="leaflet.css"/>', f"<style>{leaflet_style()}</style>", 1
    )
    filling = {
        "title": html.escape(f"{document['title']} · {document['subtitle']}"),
        "style": _template("map.css"),
        "program": "\n".join(_template(name) for name in _PROGRAM),
        "data": _as_script_data(document),
    }
    page = _SLOT.sub(lambda slot: filling[slot["name"]], page)
    refuse_external(page)
    return page


class _PlanElement(MacroElement):
    """Where data, style and program of the plan go in the page of the map."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._template = Template(_template("map.html"))
        self.slots = {name: _slot(name) for name in ("style", "data", "program")}


def _slot(name: str) -> str:
    return f"(vongsach-slot:{name})"


def _as_script_data(document: Drawing) -> str:
    """Return JSON in which no sign can end the script element that holds it."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _template(name: str) -> str:
    folder = resources.files("vongsach.output") / "templates"
    return (folder / name).read_text(encoding="utf-8")
