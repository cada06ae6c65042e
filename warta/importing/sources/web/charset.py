"""Turns the bytes of a web page into its text, by the encoding it declares where that is true, else by what it is."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN = frozenset(("ascii", "iso8859-1", "iso8859-15", "cp1252"))  # browsers read all of these as Windows-1252
_BEGINNING = 4096


def text_of_page(data: bytes) -> str:
    """The text as a reader saw it. What is UTF-8 is read so, whatever it declares."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:_BEGINNING])
    name = _codec(found[1].decode("ascii")) if found else "cp1252"
    if name == "utf-8":  # most of it is, and single letters came from elsewhere
        return data.decode("utf-8", "warta.windows")
    return data.decode("cp1252" if name in _LATIN else name, "replace")


def _codec(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
        b"a".decode(name)
    except (LookupError, UnicodeError):
        return "cp1252"
    return name


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 as the letter it is in Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("warta.windows", _as_windows)
