"""Turns the bytes of one Markdown file into a document and the text of its body."""

from __future__ import annotations

import msgspec

from warta.content.documents import Document
from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.errors import Problem, ProblemsFound, few


class Reading(msgspec.Struct, frozen=True):
    """A document, the Markdown of its body, the line it begins on in the file, and the problems of the file.

    Without a document the problems say why; a document with problems is incomplete.
    """

    document: Document | None
    text: str = ""
    first_line: int = 1
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_document(source: str, data: bytes, schema: Schema) -> Reading:
    """The document in `data`, the bytes of the file at `source` below content/. No problem raises: each is returned."""
    try:
        parts = split(data, f"content/{source}")
        fields = parts.fields
    except ProblemsFound as found:
        return Reading(None, problems=few(found.problems))
    document, problems, warnings = schema.read(source, fields)
    return Reading(document, parts.body, parts.body_line, few(problems), few(warnings))
