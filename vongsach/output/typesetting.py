"""Set a document as PDF, the same pages on every machine; a workspace may bring its own forms."""

import json
import tomllib
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from vongsach.errors import FileError

Text = dict[str, Any]
"""A document, or a part of one, that a template sets: texts and lists of texts."""

BAD_FORM = "bad_form"


class Form(StrEnum):
    """A kind of paper; its value is the name of the files that replace it in a workspace."""

    SHEET = "phieu-hanh-trinh"
    HANDOVER = "bien-ban"
    STATISTICS = "thong-ke"
    ORDER = "lenh-dieu-xe"
    POSTER = "lich-diem"
    LABELS = "nhan-thung"
    MAP = "ban-do-A3"


def set_pages(
    form: Form, document: Text, *, tagged: bool = True, forms: Path | None = None
) -> bytes:
    """Return a document as PDF, the same bytes for the same document.

    Only the fonts inside typst are used, so that every machine sets the same pages. Tags help
    those who read with a screen reader; in a file of many trips they are most of its size.

    Parameters
    ----------
    forms
        Folder of a workspace: ``NAME.typ`` there replaces a template, ``NAME.toml`` single words.

    Raises
    ------
    FileError
        A form of the workspace cannot be read or set.
    """
    import typst  # noqa: PLC0415 -- loading it takes a while

    words = document["words"] | _own_words(form, forms)
    own = _own(form, forms, ".typ")
    given = {"data": json.dumps(document | {"words": words}, ensure_ascii=False)}
    try:
        template = _bundled(form) if own is None else own.read_text(encoding="utf-8")
        pages: bytes = typst.compile(
            f"{_template('prelude')}\n{template}".encode(),
            ignore_system_fonts=True,
            sys_inputs=given,
            timestamp=0,
            pdf_tags=tagged,
        )
    except (typst.TypstError, OSError, UnicodeError) as error:
        if own is None:
            raise
        raise FileError(BAD_FORM, path=str(own), cause=str(error)) from error
    return pages


def _own(form: Form, forms: Path | None, ending: str) -> Path | None:
    path = forms / f"{form}{ending}" if forms else None
    return path if path and path.is_file() else None


def _own_words(form: Form, forms: Path | None) -> dict[str, str]:
    path = _own(form, forms, ".toml")
    if path is None:
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(BAD_FORM, path=str(path), cause=str(error)) from error
    return {name: str(text) for name, text in found.items()}


def _bundled(form: Form) -> str:
    return _template(form.name.lower())


def _template(name: str) -> str:
    folder = resources.files("vongsach.output") / "templates"
    return (folder / f"{name}.typ").read_text(encoding="utf-8")
