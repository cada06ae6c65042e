"""Turns the text of WordPress's classic editor, where an empty line ends a paragraph, into HTML with its paragraphs.

It does what WordPress's wpautop does when a page is shown. Unclosed tags stay: the parser of the result closes them.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area blockquote address "
    "style p h1 h2 h3 h4 h5 h6 hr fieldset legend section article aside hgroup header footer nav figure figcaption "
    "details menu summary video audio script center"
).replace(" ", "|")
_PRESERVED = re.compile(r"<(pre|script|style|textarea|table|ul|ol|dl)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(rf"(<(?:{_BLOCKS})\b[^>]*>)", re.IGNORECASE)
_CLOSING = re.compile(rf"(</(?:{_BLOCKS})\s*>|<hr\b[^>]*>)", re.IGNORECASE)
_BLOCK_START = re.compile(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t\xa0]*(?:\n\s*)+")
_BREAK = re.compile(r"(<br\s*/?>)?[ \t]*\n", re.IGNORECASE)
_IN_TAG = re.compile(r"<[^>]*\n[^>]*>")
_STASH = re.compile("\x00(\\d+)\x00")


def paragraphs(text: str) -> str:
    """`text` with `<p>` around paragraphs set off by empty lines, and `<br>` at the ends of lines within them."""
    stash: list[str] = []

    def keep(match: re.Match[str]) -> str:
        stash.append(match[0])
        return f"\n\n\x00{len(stash) - 1}\x00\n\n"

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = _IN_TAG.sub(lambda match: match[0].replace("\n", " "), text)
    text = _PRESERVED.sub(keep, text)
    text = _CLOSING.sub(r"\1\n\n", _OPENING.sub(r"\n\n\1", text))
    parts = (part.strip("\n") for part in _EMPTY_LINE.split(text))
    html = "\n".join(_paragraph(part) for part in parts if part.strip())
    return _STASH.sub(lambda match: stash[int(match[1])], html)


def _paragraph(part: str) -> str:
    if _STASH.fullmatch(part.strip()):
        return part.strip()
    opened = _BLOCK_START.match(part.lstrip())
    if not opened:
        return f"<p>{_broken(part.strip())}</p>"
    start = part.index(">") + 1 if ">" in part else len(part)
    return part[:start] + _broken(part[start:].strip())


def _broken(text: str) -> str:
    return _BREAK.sub("<br>", text) if "\n" in text else text
