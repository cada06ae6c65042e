"""Turns the HTML of a body into plain text as a reporter pastes it: paragraphs, lists, tables and notes on their own lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr"
    " ol p pre section summary table tbody tfoot thead tr ul".split()
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def plain(html: str) -> str:
    """The text of `html`: blocks are parted by an empty line, list items begin with a dash or their number."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Collects paragraphs. The standard library's parser reads any HTML, unpaired tags too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[str] = []
        self._line: list[str] = []
        self._lists: list[int | None] = []
        self._mark = ""
        self._cells = 0
        self._preformatted = 0
        self._silent = 0

    def text(self) -> str:
        """What was collected."""
        self._end()
        return "\n\n".join(self._paragraphs)

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block ends the paragraph before it."""
        if name in ("script", "style", "template"):
            self._silent += 1
        elif name == "br":
            self._line.append("\n")
        elif name == "li":
            self._end()
            self._mark = self._next_mark()
        elif name in ("td", "th"):
            if self._cells:
                self._line.append("\t")
            self._cells += 1
        elif name in _BLOCKS:
            self._open(name, dict(attrs))

    def _open(self, name: str, attrs: dict[str, str | None]) -> None:
        # the first paragraph in an item stands behind its mark
        if not (name == "p" and self._mark):
            self._end()
        if name in ("ul", "ol"):
            start = attrs.get("start") or "1"
            self._lists.append((int(start) if start.isdecimal() else 1) if name == "ol" else None)
        self._cells = 0
        self._preformatted += name == "pre"

    def handle_endtag(self, name: str) -> None:
        """The end of a block is the end of its paragraph."""
        if name in ("script", "style", "template"):
            self._silent = max(0, self._silent - 1)
        elif name == "li" or name in _BLOCKS:
            self._end()
            if name in ("ul", "ol") and self._lists:
                self._lists.pop()
            if name == "pre":
                self._preformatted = max(0, self._preformatted - 1)

    def handle_data(self, data: str) -> None:
        """Runs of white space are one space, but in preformatted text."""
        if not self._silent:
            self._line.append(data if self._preformatted else _SPACE.sub(" ", data))

    def _next_mark(self) -> str:
        depth = "  " * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"{depth}- "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{depth}{number}. "

    def _end(self) -> None:
        text = "".join(self._line)
        if not self._preformatted:
            text = "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n"))
        text = text.strip("\n") if self._preformatted else text.strip()
        self._line = []
        if not text:
            return
        joined = self._mark + text.replace("\n", "\n" + " " * len(self._mark))
        # items of one list stand on lines of their own, without a gap
        if self._paragraphs and self._mark and self._in_list:
            self._paragraphs[-1] += "\n" + joined
        else:
            self._paragraphs.append(joined)
        self._in_list = bool(self._mark)
        self._mark = ""

    _in_list = False
