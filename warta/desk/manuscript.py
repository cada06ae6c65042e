"""Turns the bytes of a document into its manuscript: paragraphs of plain text that know their lines in the file."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from warta.content.documents import Document
from warta.content.frontmatter import Parts, split
from warta.content.keys import wording_of
from warta.datatree import Node

TEXT, HEADING, ITEM, QUOTE, OTHER = "text", "heading", "item", "quote", "other"

_FENCE = re.compile(r" {0,3}(```|~~~)")
_MAY_FENCE = frozenset((" ", "`", "~"))
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\[[^\]]*\]")
_MARKS = re.compile(r"`[^`]*`|<[^>]+>|\{[:.#][^}]*\}|\[\^[^\]]*\]:?|(?:https?://|www\.)[^\s)>]+|\*+|(?<!\w)_+|_+(?!\w)")
_MARKED = re.compile(r"[\[<`*_{]")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_KINDS = (
    (HEADING, re.compile(r"#")),
    (QUOTE, re.compile(r" {0,3}>")),
    (ITEM, _ITEM),
    (OTHER, re.compile(r"\s*[|:]| {4}")),
)


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """Neighbouring rows as plain text, with line ends between them and without marks and addresses.

    `line` is the line of the file on which the first row stands; `kind` is TEXT, HEADING, ITEM, QUOTE or OTHER.
    """

    line: int
    kind: str
    text: str

    def line_at(self, offset: int) -> int:
        """The line of the file on which a place of `text` stands."""
        return self.line + self.text.count("\n", 0, offset)


class Manuscript(msgspec.Struct, frozen=True, dict=True):
    """A document with its text as written.

    `parts` are front matter and body, `rows` the lines of the body, `paragraphs` the same as plain text. The body
    begins on `first_line` of the file; `fence` is the line that ends the front matter.
    """

    document: Document
    parts: Parts
    rows: tuple[str, ...]
    fence: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def first_line(self) -> int:
        """The line of the file on which the body begins."""
        return self.parts.body_line

    @property
    def body(self) -> str:
        """The body as written."""
        return self.parts.body

    @cached_property
    def body_folded(self) -> str:
        """The body as written, in lower case."""
        return self.parts.body.lower()

    @cached_property
    def front(self) -> dict[str, Node]:
        """The front matter by the keys that are meant, parsed when a rule first asks: most need the document alone."""
        fields, wording = self.parts.fields.value, wording_of(self.document.source)
        return {wording.key(name): node for name, node in fields.items()} if isinstance(fields, dict) else {}

    @cached_property
    def text(self) -> str:
        """All paragraphs, an empty line between them."""
        return "\n\n".join([each.text for each in self.paragraphs])

    @cached_property
    def folded(self) -> str:
        """All paragraphs in lower case, for a cheap search before an expensive one."""
        return self.text.lower()

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter; the first line when the key is missing."""
        node = self.front.get(key)
        return node.line if node else 1


def read_manuscript(document: Document, data: bytes) -> Manuscript:
    """The manuscript of a document, from the bytes of its file. Raises ProblemsFound."""
    parts = split(data, f"content/{document.source}")
    rows = tuple(parts.body.split("\n"))
    fence = parts.front_line + parts.front.count("\n")
    return Manuscript(document, parts, rows, fence, tuple(_paragraphs(rows, parts.body_line)))


def _paragraphs(rows: tuple[str, ...], first_line: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    block: list[str] = []
    fenced = False
    for line, row in enumerate((*rows, ""), first_line):
        if fenced or row[:1] in _MAY_FENCE:
            if _FENCE.match(row):
                fenced = not fenced
                row = ""
            elif fenced:
                row = ""
        filled = row and not row.isspace()
        if filled and not (block and not row[0].isalpha() and _ITEM.match(row)):
            block.append(row)
            continue
        if block:
            found.append(_paragraph(block, line - len(block)))
        block = [row] if filled else []
    return found


def _paragraph(block: list[str], line: int) -> Paragraph:
    kind = TEXT if block[0][0].isalpha() else next((name for name, mark in _KINDS if mark.match(block[0])), TEXT)
    return Paragraph(line, kind, "\n".join([plain(row) for row in block]))


def plain(row: str) -> str:
    """A row of Markdown as text: without images, marks and addresses, links by their words."""
    if not _MARKED.search(row) and "http" not in row and "www." not in row:
        return row.lstrip("#> ").rstrip()
    row = _IMAGE.sub(" ", row)
    row = _LINK.sub(lambda found: found[1] or found[2] or "", row)
    return _MARKS.sub(" ", row).lstrip("#> ").rstrip()
