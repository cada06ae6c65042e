"""Turns the bytes of a document into what an editor reads: its paragraphs as plain text, each row with its line."""

from __future__ import annotations

import re

import msgspec

from warta.content.documents import Document
from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.datatree import Node

TEXT, HEADING, ITEM, QUOTE, OTHER = "text", "heading", "item", "quote", "other"

_FENCE = re.compile(r" {0,3}(```|~~~)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\[[^\]]*\]")
_MARKS = re.compile(r"`[^`]*`|<[^>]+>|\{[:.#][^}]*\}|\[\^[^\]]*\]:?|(?:https?://|www\.)[^\s)>]+|\*+|(?<!\w)_+|_+(?!\w)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_KINDS = ((HEADING, re.compile(r"#")), (QUOTE, re.compile(r" {0,3}>")), (ITEM, _ITEM), (OTHER, re.compile(r"\s*[|:]| {4}")))


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """Rows of plain text that stand together; the first stands on `line`. Marks and addresses are taken out."""

    line: int
    kind: str
    rows: tuple[str, ...]

    @property
    def text(self) -> str:
        """The rows, a line end between them."""
        return "\n".join(self.rows)

    def line_at(self, offset: int) -> int:
        """The line of the file on which a place of `text` stands."""
        return self.line + self.text.count("\n", 0, offset)


class Manuscript(msgspec.Struct, frozen=True):
    """A document (its body not rendered), its front matter, its rows as written, its paragraphs.

    `rows` are those of the body, which begins on `first_line`; `fence` is the line of the front matter's end.
    """

    document: Document
    front: dict[str, Node]
    rows: tuple[str, ...]
    first_line: int
    fence: int
    paragraphs: tuple[Paragraph, ...]

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter; that of its beginning when it is not there."""
        node = self.front.get(key)
        return node.line if node else 1


def read_manuscript(source: str, data: bytes, schema: Schema) -> Manuscript:
    """The manuscript in the bytes of a file that is known to hold a document. Raises ProblemsFound."""
    parts = split(data, f"content/{source}")
    document, _, _ = schema.read(source, parts.fields)
    front = parts.fields.value if isinstance(parts.fields.value, dict) else {}
    rows = tuple(parts.body.split("\n"))
    # the line of the fence is that above the body, but for the empty lines between, which the reader counted
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence = next((at for at, row in enumerate(lines[1:], 2) if row.strip() == lines[0].strip()), 1)
    return Manuscript(document, front, rows, parts.body_line, fence, tuple(_paragraphs(rows, parts.body_line)))


def _paragraphs(rows: tuple[str, ...], first_line: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    block: list[str] = []
    fenced = False
    for line, row in enumerate((*rows, ""), first_line):
        if _FENCE.match(row):
            fenced = not fenced
            row = ""
        elif fenced:
            row = ""
        if row.strip() and not (block and _ITEM.match(row)):
            block.append(row)
            continue
        if block:
            found.append(_paragraph(block, line - len(block)))
        block = [row] if row.strip() else []
    return found


def _paragraph(block: list[str], line: int) -> Paragraph:
    kind = next((name for name, mark in _KINDS if mark.match(block[0])), TEXT)
    return Paragraph(line, kind, tuple(plain(row) for row in block))


def plain(row: str) -> str:
    """A row of Markdown as text: without images, marks and addresses, links by their words."""
    row = _IMAGE.sub(" ", row)
    row = _LINK.sub(lambda found: found[1] or found[2] or "", row)
    return _MARKS.sub(" ", row).lstrip("#> ").rstrip()
