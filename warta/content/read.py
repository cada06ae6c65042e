"""Turns one file of the content into a document and the text of its body."""

from __future__ import annotations

import msgspec

from warta.content.documents import Document
from warta.content.frontmatter import split
from warta.content.schema import FOLDERS, Schema
from warta.errors import Problem, ProblemsFound, did_you_mean, listed


class Reading(msgspec.Struct, frozen=True):
    """What was read of one file. Without a document the problems say why; with both, it is incomplete."""

    document: Document | None
    text: str = ""
    first_line: int = 1
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_document(source: str, data: bytes, schema: Schema) -> Reading:
    """The document in the bytes of the file `source` (below content/), with every problem of it."""
    try:
        parts = split(data, f"content/{source}")
    except ProblemsFound as found:
        return Reading(None, problems=found.problems)
    document, problems, warnings = schema.read(source, parts.fields)
    return Reading(document, parts.body, parts.body_line, tuple(problems), tuple(warnings))


def is_document(source: str) -> bool:
    """Whether a file below content/ is one that is read, not copied: Markdown outside static/."""
    return source.endswith((".md", ".markdown")) and not source.startswith("static/")


def misplaced(source: str) -> Problem | None:
    """The problem with a Markdown file that lies in no folder Warta reads."""
    folder, slash, _ = source.partition("/")
    if slash and folder in FOLDERS:
        return None
    place = f"the folder '{folder}'" if slash else "no folder"
    hint = (did_you_mean(folder, FOLDERS) if slash else "") or f" Put it in one of: {listed(FOLDERS)}."
    return Problem(f"content/{source}", 0, f"lies in {place}, where Warta does not look.{hint}")
