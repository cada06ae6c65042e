"""Turns texts into pieces of XML, without the characters that XML cannot hold."""

from __future__ import annotations

import re
from html import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def text(value: str) -> str:
    """Text between tags (XML 1.0, 2.2: control characters are no characters)."""
    return escape(_NOT_XML.sub("", value), quote=False)


def attribute(value: str) -> str:
    """Text as the value of an attribute, in its quotes."""
    return f'"{escape(_NOT_XML.sub("", value))}"'


def tag(name: str, value: str) -> str:
    """An element that holds text; empty without text."""
    return f"<{name}>{text(value)}</{name}>" if value else ""
