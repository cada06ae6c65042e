"""Turns whole documents of paragraphs, headings, flat lists and quotes into HTML, without the library's tree.

A document is converted here only when every one of its blocks is of a form read below; else
`NotSimple` is raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from warta.render.markdown.paragraphs import is_paragraph
from warta.render.markdown.spans import NotSimple, Spans, refuse_never_simple

_BLANK_LINE = re.compile(r"(?<=\n) +\n")
_HEADING = re.compile(r"(#{1,6})([^#]*)")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_BULLET = re.compile(r"[-*+] +(.*)")
_NUMBER = re.compile(r"[0-9]+\. +(.*)")


@dataclass(slots=True)
class _List:
    """A list being read. An item before or after a blank line is loose: it holds a paragraph."""

    tag: str
    attributes: str
    start: int
    items: list[str] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        items = (
            f"<li>\n<p>{item}</p>\n</li>" if at in self.loose else f"<li>{item}</li>"
            for at, item in enumerate(self.items)
        )
        return "\n".join((f"<{self.tag}{self.attributes}>", *items, f"</{self.tag}>"))


@dataclass(slots=True)
class _Quote:
    """A block quote being read."""

    paragraphs: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(("<blockquote>", *self.paragraphs, "</blockquote>"))


_Made = list[str | _List | _Quote]


class SimpleDocuments:
    """Documents to HTML, where `heading_id(html, ids)` gives the id of a heading and adds it to `ids`."""

    def __init__(self, spans: Spans, heading_id: Callable[[str, set[str]], str]) -> None:
        self._spans = spans
        self._heading_id = heading_id

    def html(self, text: str) -> str:
        """The HTML of a document; raises `NotSimple` when any part of it is not surely simple."""
        refuse_never_simple(text)
        made: _Made = []
        ids: set[str] = set()
        for block in _blocks(_normal(text)):
            if is_paragraph(block):
                made.append(self._paragraph(block))
            elif block.startswith("#"):
                made.append(self._heading(block, ids))
            elif _RULE.fullmatch(block):
                made.append("<hr />")
            elif block.startswith(">"):
                self._quote(block, made)
            else:
                self._list(block, made)
        return "\n".join(map(str, made))

    def _paragraph(self, block: str) -> str:
        return f"<p>{self._spans.html(block)}</p>"

    def _heading(self, line: str, ids: set[str]) -> str:
        match = _HEADING.fullmatch(line)
        if match is None or (match[1] == "#" and match[2][:1].strip()):  # a hashtag
            raise NotSimple
        html = self._spans.html(match[2].strip())
        tag = f"h{len(match[1])}"
        return f'<{tag} id="{self._heading_id(html, ids)}">{html}</{tag}>'

    def _quote(self, block: str, made: _Made) -> None:
        """Read a quote that holds only paragraphs. A quote right after a quote goes on with it."""
        lines = block.split("\n")
        if not all(line.startswith(">") for line in lines):
            raise NotSimple
        inner = list(_blocks("\n".join(line[1:].removeprefix(" ") for line in lines)))
        if not inner or not all(map(is_paragraph, inner)):
            raise NotSimple
        quote = made[-1] if made else None
        if not isinstance(quote, _Quote):
            quote = _Quote()
            made.append(quote)
        quote.paragraphs += map(self._paragraph, inner)

    def _list(self, block: str, made: _Made) -> None:
        """Read a flat list. A list right after one of its kind goes on with it, loosely."""
        items = _items(block)
        tag = "ol" if block[0].isdigit() else "ul"
        last = made[-1] if made else None
        if isinstance(last, _List) and last.tag == tag:
            if tag == "ol" and _number(block) != last.start + len(last.items):
                raise NotSimple
            last.loose |= {len(last.items) - 1, len(last.items)}
        else:
            start = block.partition(".")[0] if tag == "ol" else "1"
            if start != "1" and len(items) == 1:  # perhaps the number of a day, or of a year
                raise NotSimple
            last = _List(tag, "" if start == "1" else f' start="{start}"', _number(block) if tag == "ol" else 1)
            made.append(last)
        last.items += map(self._spans.html, items)


def _items(block: str) -> list[str]:
    """The texts of a list's items. A line that begins no item goes on with the item before, as it is."""
    rule = _NUMBER if block[0].isdigit() else _BULLET
    items: list[str] = []
    for line in block.split("\n"):
        if match := rule.fullmatch(line):
            if items and rule is _NUMBER and _number(line) != _number(block) + len(items):
                raise NotSimple
            items.append(match[1])
        elif items:
            items[-1] += f"\n{line}"
        else:
            raise NotSimple
    if not all(map(is_paragraph, items)):  # such as an item of another kind, or a list in a list
        raise NotSimple
    return items


def _number(line: str) -> int:
    """The number of an item; far too large a one is none that lists have."""
    return int(line.partition(".")[0][:9])


def _normal(text: str) -> str:
    """The text with white space as the library evens it out before it looks for blocks."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text += "\n\n"
    if "\t" in text:
        text = text.expandtabs(4)
    return _BLANK_LINE.sub("\n", text) if "\n " in text else text


def _blocks(text: str) -> Iterator[str]:
    """The parts between blank lines; a heading is a block by itself even when lines follow it."""
    for part in text.split("\n\n"):
        if part[:1] not in "\n#":  # as most
            yield part
            continue
        block = part.lstrip("\n")
        while block.startswith("#"):
            heading, _, block = block.partition("\n")
            yield heading
        if block:
            yield block
