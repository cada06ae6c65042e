"""Turns Markdown text into HTML, byte for byte that of Python-Markdown, by the shortest way proven equal.

The invariant: a shortcut is taken only when no rule of the library or of its known extensions can make
anything else of the text than the shortcut does. There are three ways:

1. A document of simple blocks alone never meets the library (`simple`).
2. In other documents, paragraphs and text without marks take detours around the library's rules (`library`).
3. Documents with text that acts on all of them, and all documents when an extension or a setting is
   configured that the proofs do not know (`known`), are left to the library as it is.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from warta.render.markdown.known import knows_documents, knows_rules
from warta.render.markdown.library import add_detours, heading_ids, make_markdown
from warta.render.markdown.simple import SimpleDocuments
from warta.render.markdown.spans import NotSimple, Spans
from warta.render.markdown.typography import Typography

DEFAULT_EXTENSIONS: tuple[str, ...] = ("extra", "sane_lists", "smarty", "toc")

# The parts of `extra` are set under its name. Columns get `align`, since sanitisers and mail drop `style`.
DEFAULT_CONFIGS: Mapping[str, Mapping[str, Any]] = {"extra": {"tables": {"use_align_attribute": True}}}

# Parts of the library's placeholders. Some tangles of marks make it leave such parts in the HTML, with a
# number that depends on what else was stashed: a document of that kind must take no detour.
_LEFT_OVER = ("\x02", "\x03", "klzzwxh", "wzxhzdk")

# What makes abbreviations anywhere in a document, and the two characters that the library cleans its input
# of, by which marks may come together.
_ACTS_ON_ALL = ("*[", "\x02", "\x03")

_LEVELS = 950


class Engine:
    """A converter with the results of the library when that is reset before each document.

    Extensions are names as the library takes them, or its extension objects. An engine serves one thread.
    """

    def __init__(self, extensions: Sequence[str | Extension], configs: Mapping[str, Mapping[str, Any]]) -> None:
        self._extensions, self._configs = tuple(extensions), configs
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
        """The HTML of a document. What the library raises is raised here too, and harms no later text."""
        if self._simple is not None:
            try:
                return self._simple.html(text)
            except NotSimple:
                pass
        with _equal_depth():
            return self._by_library(text)

    def _by_library(self, text: str) -> str:
        if self._quick is not None and not any(mark in text for mark in _ACTS_ON_ALL):
            html = self._run(self._quick, text)
            if not any(part in html for part in _LEFT_OVER):
                return html
        return self._run(self._plain, text)

    def _run(self, markdown: Markdown, text: str) -> str:
        try:
            return markdown.reset().convert(text)
        except Exception:
            self._start()  # a failure leaves the parser half-way, which no reset mends
            raise


@contextlib.contextmanager
def _equal_depth() -> Iterator[None]:
    """Give a call as many levels of the stack as any other, wherever it is made: Markdown calls itself for what stands
    within one another, and makes something else of it when it comes near the last.
    """
    frame: types.FrameType | None = sys._getframe()
    depth = 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + _LEVELS)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
