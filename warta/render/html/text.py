"""Turns the HTML of a body into its text, and into the lead that stands for a summary."""

from __future__ import annotations

import html as htmllib
import re

LEAD_LENGTH = 280
"""The most characters of a lead, without the ellipsis."""

_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_FOOTNOTE_MARK = re.compile(r'<sup\b[^>]*\bid="fnref[^>]*>.*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of serialised HTML, in which `<` can only begin a tag."""
    text = _TAG.sub("", html) if "<" in html else html
    return htmllib.unescape(text) if "&" in text else text


def lead(html: str) -> str:
    """The text of the first paragraph that has any, cut at a word when it is long."""
    text = next(filter(None, map(_paragraph_text, _PARAGRAPH.finditer(html))), "")
    if len(text) <= LEAD_LENGTH:
        return text
    return text[:LEAD_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def _paragraph_text(match: re.Match[str]) -> str:
    """The text of a paragraph in one line, without the numbers of footnotes."""
    html = match[1]
    if "<sup" in html:
        html = _FOOTNOTE_MARK.sub("", html)
    return " ".join(plain_text(html).split())
