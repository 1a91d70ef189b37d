"""Make the codes that machines read off the paper."""

import re
import unicodedata
from functools import lru_cache

import segno
from barcode import Code128
from barcode.writer import SVGWriter

from vongsach.places import Location

_LONGEST_BARCODE = 24
_MASK = 2
"""One of the eight patterns: every reader takes any, and trying all takes ten times as long."""
_BARS = re.compile(r"<svg.*</svg>", re.DOTALL)


def geo_address(location: Location) -> str:
    """Return the address of a point that maps on phones open with no network (RFC 5870)."""
    return f"geo:{location.lat:.5f},{location.lon:.5f}"


@lru_cache(maxsize=4096)
def qr_code(text: str) -> str:
    """Return a text as a QR picture in SVG; a place is visited many times."""
    code = segno.make(text, micro=False, error="m", mask=_MASK)
    picture: str = code.svg_inline(border=2)
    return picture


def bar_code(text: str) -> str | None:
    """Return a text as Code 128 in SVG; ``None`` where its letters or its length do not allow it.

    Code 128 holds ASCII only; longer than 24 signs no hand scanner reads it off a label.
    """
    if not text.isascii() or not text.isprintable() or not 0 < len(text) <= _LONGEST_BARCODE:
        return None
    options = {"module_width": 0.3, "module_height": 12, "quiet_zone": 3, "write_text": False}
    rendered: bytes = Code128(text, writer=SVGWriter()).render(options)
    found = _BARS.search(rendered.decode())
    return found[0] if found else None


def file_name(text: str, longest: int, default: str) -> str:
    """Return a name that no file system refuses and that leads nowhere else."""
    spread = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    safe = re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")[:longest].strip("-")
    return safe or default
