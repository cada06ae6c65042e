"""Turns values into the desk's pages, by templates whose every value is escaped."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from warta.catalogue import say, spoken
from warta.messages import Message
from warta.office.words import WORDS

_HERE = Path(__file__).parent
STATIC = {
    "meja.css": "text/css; charset=utf-8",
    "meja.js": "text/javascript; charset=utf-8",
    "meja.svg": "image/svg+xml",
}
"""The files of the desk's own pages, with their types."""


class _Words:
    """The words of the pages in the language that is spoken."""

    def __getattr__(self, name: str) -> str:
        return say(WORDS[name])

    def __getitem__(self, name: str) -> str:
        return say(WORDS[name])


@functools.cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["w"] = _Words()
    made.globals["pieces"] = _pieces
    made.filters["say"] = _said
    return made


def _pieces(pieces: Iterable[tuple[str, str]]) -> Markup:
    """What changed in words, as the pieces of a text."""
    marks = {"out": Markup("<del>{}</del>"), "in": Markup("<ins>{}</ins>"), "same": Markup("{}")}
    return Markup("").join(marks[kind].format(text) for kind, text in pieces)


def _said(value: Message | str | None) -> str:
    return "" if value is None else say(value)


def render(name: str, **values: Any) -> str:
    """A page by the name of its template."""
    return _environment().get_template(f"{name}.html").render(language=spoken(), **values)


@functools.cache
def static(name: str) -> bytes:
    """A file of the desk's own pages."""
    return (_HERE / "static" / name).read_bytes()
