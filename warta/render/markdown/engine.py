"""Turns Markdown text into HTML, byte for byte that of Python-Markdown, by the shortest way proven to be equal.

The invariant: a shortcut is taken only when no rule of the library or of its known extensions can make anything else
of the text than the shortcut does. There are three ways:

1. A document of simple blocks alone never meets the library (`simple`).
2. In other documents, paragraphs and text without marks take detours around the library's rules (`library`).
3. Text that acts on all of a document, and any text when an extension or a setting is configured that the proofs do
   not know (`known`), is left to the library as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from warta.render.markdown.known import knows_documents, knows_rules
from warta.render.markdown.library import add_detours, heading_ids, make_markdown
from warta.render.markdown.simple import SimpleDocuments
from warta.render.markdown.spans import NotSimple, Spans
from warta.render.markdown.typography import Typography

DEFAULT_EXTENSIONS: tuple[str, ...] = ("extra", "sane_lists", "smarty", "toc")

# The parts of `extra` are set under its name. Sanitisers, feed readers and email programs drop `style`, not `align`.
DEFAULT_CONFIGS: Mapping[str, Mapping[str, Any]] = {"extra": {"tables": {"use_align_attribute": True}}}

# Some tangles of `*` and `_` make the library forget a placeholder in its HTML. It is numbered by all that is stashed.
_PLACEHOLDER_ENDS = ("\x02", "\x03")

# What makes abbreviations anywhere in a document, and what the library takes out of the text before it reads it
# (so that parts of a mark may come together).
_ACTS_ON_ALL = ("*[", *_PLACEHOLDER_ENDS)


class Engine:
    """A converter whose results are those of the library, reset before each document. Not to be shared by threads.

    Extensions are named as the library knows them, or are the library's extension objects.
    """

    def __init__(self, extensions: Sequence[str | Extension], configs: Mapping[str, Mapping[str, Any]]) -> None:
        self._extensions, self._configs = extensions, configs
        self._start()

    def _start(self) -> None:
        extensions, configs = self._extensions, self._configs
        self._plain = make_markdown(extensions, configs)
        self._quick: Markdown | None = None
        self._simple: SimpleDocuments | None = None
        if knows_rules(extensions, configs, self._plain):
            self._quick = make_markdown(extensions, configs)
            add_detours(self._quick)
            if knows_documents(extensions, configs):
                self._simple = SimpleDocuments(Spans(Typography(self._plain)), heading_ids(self._plain))

    def convert(self, text: str) -> str:
        """The HTML of a document. The same text gives the same HTML whatever was converted before."""
        if self._simple is not None:
            try:
                return self._simple.html(text)
            except NotSimple:
                pass
        return self._by_library(text)

    def _by_library(self, text: str) -> str:
        if self._quick is not None and not any(mark in text for mark in _ACTS_ON_ALL):
            html = self._run(self._quick, text)
            if not any(mark in html for mark in _PLACEHOLDER_ENDS):
                return html
        return self._run(self._plain, text)

    def _run(self, markdown: Markdown, text: str) -> str:
        try:
            return markdown.reset().convert(text)
        except Exception:
            self._start()  # a failure leaves the parser half-way, which no reset mends
            raise
