"""Write the manager's page: one file that opens with no network and prints on A4."""

from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from vongsach.output.inlining import refuse_external
from vongsach.output.report_data import ReportData
from vongsach.output.typesetting import Text
from vongsach.output.writing import write_whole


def write_report(data: ReportData, path: Path) -> Path:
    """Write the page and return its path.

    Raises
    ------
    FileError
        The file cannot be written.
    ExternalAddressError
        The page would need the network: our fault.
    """
    return write_whole(path, draw_report(data.document()).encode())


def draw_report(document: Text) -> str:
    """Return the page of a document; whatever is in it is shown as text."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_template("report.html"))
    page = template.render(document, style=_template("report.css"))
    refuse_external(page)
    return page


def _template(name: str) -> str:
    folder = resources.files("vongsach.output") / "templates"
    return (folder / name).read_text(encoding="utf-8")
