"""Turns the HTML of a body into plain text as a reporter pastes it: paragraphs, lists, rows of tables."""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr"
    " ol p pre section summary table tbody tfoot thead tr ul".split()
)
_SILENT = frozenset(("script", "style", "template"))
# serialised HTML, in which `<` can only begin a tag or a comment
_TAG = re.compile(r"<(?:!--.*?--|(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*))>", re.DOTALL)
_START = re.compile(r"\bstart=[\"']?(\d{1,6})")
# stands between the cells of a row while white space is put in order
_CELL = "\ue000"


def plain(html: str) -> str:
    """The text of serialised `html`: an empty line between blocks, list items with a dash or their number."""
    writer = _Writer()
    at = 0
    for tag in _TAG.finditer(html, 0, html.rfind(">") + 1):
        if tag.start() > at:
            writer.data(html[at : tag.start()])
        at = tag.end()
        if tag[2]:
            name = tag[2].lower()
            if tag[1]:
                writer.end(name)
            else:
                writer.start(name, tag[3])
    if at < len(html):
        writer.data(html[at:])
    return writer.text()


class _Writer:
    """Collects paragraphs from the tags and texts of one body."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._line: list[str] = []
        self._lists: list[int | None] = []
        self._mark = ""
        self._after_item = False
        self._cells = 0
        self._preformatted = 0
        self._silent = 0

    def text(self) -> str:
        """The paragraphs so far, with empty lines between them."""
        self._finish()
        return "\n\n".join(self._paragraphs)

    def start(self, name: str, attributes: str) -> None:
        """Take the beginning of an element: a block ends the paragraph before it."""
        if name in _SILENT:
            self._silent += 1
        elif name == "br":
            self._line.append("\n")
        elif name == "li":
            self._finish()
            self._mark = self._next_mark()
        elif name in ("td", "th"):
            if self._cells:
                self._line.append(_CELL)
            self._cells += 1
        elif name in _BLOCKS:
            self._open(name, attributes)

    def _open(self, name: str, attributes: str) -> None:
        # the first paragraph of a list item stands on the line of its dash or number
        if not (name == "p" and self._mark):
            self._finish()
        if name in ("ul", "ol"):
            start = _START.search(attributes)
            self._lists.append((int(start[1]) if start else 1) if name == "ol" else None)
        self._cells = 0
        self._preformatted += name == "pre"

    def end(self, name: str) -> None:
        """Take the end of an element: the end of a block is the end of its paragraph."""
        if name in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif name == "li" or name in _BLOCKS:
            self._finish()
            if name in ("ul", "ol") and self._lists:
                self._lists.pop()
            if name == "pre":
                self._preformatted = max(0, self._preformatted - 1)

    def data(self, html: str) -> None:
        """Take a text: a run of white space is one space, except in preformatted text."""
        if not self._silent:
            text = unescape(html) if "&" in html else html
            self._line.append(text if self._preformatted else text.replace("\n", " "))

    def _next_mark(self) -> str:
        depth = "  " * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{depth}- "
        self._lists[-1] = number + 1
        return f"{depth}{number}. "

    def _finish(self) -> None:
        if not self._line:
            return
        text = "".join(self._line)
        self._line = []
        if self._preformatted:
            text = text.strip("\n")
        else:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
            if _CELL in text:
                text = "\t".join(cell.strip() for cell in text.split(_CELL))
        if not text:
            return
        joined = self._mark + text.replace("\n", "\n" + " " * len(self._mark))
        # items of one list stand on lines of their own, without a gap
        if self._paragraphs and self._mark and self._after_item:
            self._paragraphs[-1] += "\n" + joined
        else:
            self._paragraphs.append(joined)
        self._after_item = bool(self._mark)
        self._mark = ""
