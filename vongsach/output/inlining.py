"""Make a page that needs nothing from outside, and refuse one that does."""

import base64
import mimetypes
import re
from html.parser import HTMLParser
from importlib import resources
from importlib.resources.abc import Traversable

from typing_extensions import override

_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?(?P<address>[^'\")]+)['\"]?\s*\)")
_CSS_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_OUTSIDE = {
    "src",
    "href",
    "srcset",
    "xlink:href",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "manifest",
    "ping",
}
_INSIDE = ("data:", "#")


class ExternalAddressError(ValueError):
    """A page that must stand alone still points outside."""


def leaflet_script() -> str:
    """Return Leaflet, as its package ships it."""
    return (_leaflet() / "leaflet.js").read_text(encoding="utf-8")


def leaflet_style() -> str:
    """Return the style of Leaflet with its pictures inside."""
    folder = _leaflet()
    text = (folder / "leaflet.css").read_text(encoding="utf-8")
    return _CSS_ADDRESS.sub(lambda match: _inlined(folder, match["address"]), text)


def refuse_external(page: str) -> None:
    """Raise an error if a page loads or links anything that is not in it.

    Raises
    ------
    ExternalAddressError
        An attribute or a style holds an address.
    """
    finder = _AddressFinder()
    finder.feed(page)
    finder.close()
    if finder.found:
        raise ExternalAddressError("; ".join(finder.found))


def _leaflet() -> Traversable:
    return resources.files("xstatic.pkg.leaflet") / "data"


def _inlined(folder: Traversable, address: str) -> str:
    if address.startswith(_INSIDE):
        return f"url({address})"
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    content = base64.b64encode(folder.joinpath(*address.split("/")).read_bytes()).decode()
    return f"url(data:{kind};base64,{content})"


class _AddressFinder(HTMLParser):
    """Collect the addresses that a browser would follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if name in _OUTSIDE and value and not value.strip().startswith(_INSIDE):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name == "style" and value:
                self._look_at_style(value)

    @override
    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    @override
    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._look_at_style(data)

    def _look_at_style(self, text: str) -> None:
        self.found.extend(
            f"url({match['address']})"
            for match in _CSS_ADDRESS.finditer(text)
            if not match["address"].startswith(_INSIDE)
        )
        if _CSS_IMPORT.search(text):
            self.found.append("@import")
