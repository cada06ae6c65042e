"""Turns the HTML of a body into HTML that can stand on any page: addresses in it are absolute, and nothing loads."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from warta.render.html.embeds import without_frames

# anything that could hold a relative address: most bodies have none, and need no parser
_RELATIVE = re.compile(
    r"""(?:href|src|poster|cite|action)\s*=\s*(?:"(?!https?:|mailto:|tel:)|[^"])|srcset\s*=""", re.IGNORECASE
)
_TAGS = re.compile(r"<[a-zA-Z][a-zA-Z0-9]*\s[^>]*>")
_ATTRIBUTES = ("href", "src", "poster", "cite", "action")


def make_absolute(html: str, page: str) -> str:
    """`html` without frames to load, with each href, src, srcset, poster and cite as an absolute address, on the page
    at the address `page`.
    """
    html = without_frames(html)
    if not any(map(_RELATIVE.search, _TAGS.findall(html, 0, html.rfind(">") + 1))):
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, is_fragment=True)
    for node in tree.css("[href], [src], [srcset], [poster], [cite], [action]"):
        for name in _ATTRIBUTES:
            written = node.attributes.get(name)
            if written is not None:
                node.attrs[name] = _joined(page, written)
        candidates = node.attributes.get("srcset")
        if candidates is not None:
            node.attrs["srcset"] = _srcset(page, candidates)
    return tree.html or ""


def _srcset(page: str, written: str) -> str:
    """A `srcset` with absolute addresses. Commas that part its candidates have white space at one side: addresses may
    hold commas, too (HTML, srcset).
    """
    parts = re.split(r",\s+|\s+,", written.strip().rstrip(","))
    pairs = (part.split(None, 1) for part in parts if part.strip())
    return ", ".join(" ".join([_joined(page, address), *rest]) for address, *rest in pairs)


def _joined(page: str, written: str) -> str:
    try:
        return urljoin(page, written.strip())
    except ValueError:
        return written
