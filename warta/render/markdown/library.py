"""Turns extensions and settings into the library's converter, and adds detours around idle rules.

The detours are registered next to the library's own rules, by its public interface.
"""

from __future__ import annotations

import html as entities
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocTreeprocessor, strip_tags, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from warta.render.markdown.addresses import MARKS as ADDRESS_MARKS
from warta.render.markdown.known import EXTENSIONS, Configs
from warta.render.markdown.paragraphs import is_paragraph
from warta.render.markdown.spans import NotSimple, Spans, refuse_never_simple
from warta.render.markdown.typed import AsTyped
from warta.render.markdown.typography import Typography

# Each inline pattern, smarty's too, matches one of these. (The `!` of an image is followed by `[`.)
_INLINE_MARKS = ("'", '"', "*", "[", "_", "&", "<", "`", "\\", "--", "...", ">>", "  \n", "‘", *ADDRESS_MARKS)

# Where footnotes go is looked for in paragraphs: they must not be hidden in the stash.
_PLACE_OF_FOOTNOTES = "///"


def make_markdown(extensions: Sequence[str | Extension], configs: Configs) -> Markdown:
    """The library's converter, with Warta's own extension."""
    settings = {name: dict(config) for name, config in configs.items()}
    return _Markdown(extensions=[*extensions, AsTyped()], extension_configs=settings)


class _Markdown(Markdown):
    """The library's converter, which does not read what every installed package offers to find what is its own."""

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """The extension of this name."""
        if ext_name in EXTENSIONS:
            extension: Extension = import_module(f"markdown.extensions.{ext_name}").makeExtension(**configs)
            return extension
        return super().build_extension(ext_name, configs)


def add_detours(markdown: Markdown) -> None:
    """Make `markdown`, all of whose rules are known, faster for documents without abbreviations."""
    markdown.parser.blockprocessors.register(_Paragraphs(markdown), "warta-paragraphs", 200)
    markdown.treeprocessors.register(_Unmarked(markdown), "warta-before-inline", 21)
    markdown.treeprocessors.register(_Unmarked(markdown), "warta-before-smarty", 6.5)


def heading_ids(markdown: Markdown) -> Callable[[str, set[str]], str]:
    """The function that makes `toc`'s id for a heading out of its HTML, and adds it to the ids there are."""
    toc = markdown.treeprocessors["toc"]
    assert isinstance(toc, TocTreeprocessor)

    def heading_id(html: str, ids: set[str]) -> str:
        return unique(toc.slugify(entities.unescape(strip_tags(html)), toc.sep), ids)

    return heading_id


class _Paragraphs(BlockProcessor):
    """Takes blocks that can only be paragraphs before other rules are asked, with their simple inline marks.

    A run of them becomes one piece of HTML in the stash, which the library takes for HTML of the author's.
    But the last becomes an element of its own, and keeps its lines: a definition list that follows takes them
    as terms.
    """

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown.parser)
        self._stash = markdown.htmlStash
        self._spans = Spans(Typography(markdown))

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether `block` can only be a paragraph."""
        return is_paragraph(block) and not self.parser.state.isstate("list")

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Move a run of paragraphs from `blocks` to `parent`."""
        made: list[str] = []
        text = blocks.pop(0)
        html = self._html(text)
        while html is not None and blocks and is_paragraph(blocks[0]):
            made.append(f"<p>{html}</p>")
            text = blocks.pop(0)
            html = self._html(text)
        if made:
            self._add(parent, self._stashed("\n".join(made)))
        if html == text:
            self._add(parent, AtomicString(text))
        else:
            self._add(parent, text if html is None or "\n" in text else self._stashed(html))

    def _html(self, text: str) -> str | None:
        try:
            refuse_never_simple(text)
            return None if _PLACE_OF_FOOTNOTES in text else self._spans.html(text)
        except NotSimple:
            return None

    def _stashed(self, html: str) -> AtomicString:
        return AtomicString(self._stash.store(html))

    def _add(self, parent: etree.Element, text: str) -> None:
        etree.SubElement(parent, "p").text = text


class _Unmarked(Treeprocessor):
    """Calls text without inline marks atomic, which keeps the inline patterns from being tried on it."""

    def run(self, root: etree.Element) -> None:
        """Look at all texts of the tree once."""
        for element in root.iter():
            if element.text and not _has_marks(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not _has_marks(element.tail):
                element.tail = AtomicString(element.tail)


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in _INLINE_MARKS)
