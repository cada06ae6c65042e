"""Turns the HTML of foreign pages into a tree of elements, and removes from foreign texts what is no character.

The door to selectolax.
"""

from __future__ import annotations

import html as htmllib
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

Document = LexborHTMLParser
"""A page, whose elements can be changed."""
Node = LexborNode
"""An element or text of a page."""

_WINDOWS = {code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") for code in range(0x80, 0xA0)}
_NO_TEXT = dict.fromkeys(
    (
        *range(9),
        11,
        12,
        *range(14, 32),
        127,
        0xFFFE,
        0xFFFF,
        *range(0xD800, 0xE000),
        *range(0xFDD0, 0xFDF0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
_CLEAN = {**_WINDOWS, **_NO_TEXT, 0xA0: " "}
_TAG = re.compile(r"<[^>]*>")
_ANY_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
# they stand within words: `CO<sub>2</sub>` is one
_WITHIN = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt"
    r"|u|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def read_html(html: str) -> Document:
    """The page whose body holds any HTML, however broken."""
    return LexborHTMLParser(f"<!doctype html><body>{html}")


def read_page(html: str) -> Document:
    """The page of a whole HTML document, its head among it."""
    return LexborHTMLParser(html)


def repaired(html: str) -> str:
    """The HTML a parser makes of anything: tags closed, attributes quoted."""
    body = read_html(html).body
    return (body.inner_html or "") if body else ""


def without_tags(html: str, between: str) -> str:
    """`html` with `between` in place of each tag. Behind the last `>` there is none: there nothing is looked for."""
    end = html.rfind(">") + 1
    return _TAG.sub(between, html[:end]) + html[end:] if "<" in html else html


def is_unclean(text: str) -> bool:
    """Whether `clean_text` would change a text."""
    return _UNCLEAN.search(text) is not None


def clean_text(text: str) -> str:
    """`text` without control characters and signs that turn letters around, with plain spaces, and with
    Windows-1252's marks where its codes were left.
    """
    return text.translate(_CLEAN) if _UNCLEAN.search(text) else text


def title_text(html: str) -> str:
    """The words of a title, which may hold tags and entities (of entities, too), on one line."""
    if "<" in html:
        html = _ANY_TAG.sub(" ", _WITHIN.sub("", html))
    if "&" in html:
        html = htmllib.unescape(htmllib.unescape(html))
    return " ".join(clean_text(html).split())
