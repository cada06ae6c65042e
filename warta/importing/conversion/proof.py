"""Turns Markdown into the words that readers will see of it, and picks the form of each block that shows them all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warta.content.documents import Link
from warta.importing.conversion.settings import ConversionSettings
from warta.importing.conversion.visible_words import words_of
from warta.render.html.body import Converter

_BACK = re.compile(r'&nbsp;<a class="footnote-backref"[^>]*>[^<]*</a>|<a class="footnote-backref"[^>]*>[^<]*</a>')


class Proof:
    """Warta's own renderer under the settings of this newsroom."""

    def __init__(self, settings: ConversionSettings) -> None:
        markdown = settings.markdown
        # an embed names its service besides; what is proven are the words that the writer gave it
        self._converter = Converter(
            markdown.extensions,
            markdown.configs,
            origin=settings.origin,
            trust_html=settings.trust_html,
            embeds=False,
        )

    def html(self, markdown: str) -> str:
        """What the renderer makes of a body."""
        return self._converter.convert(markdown, 1).html

    def shown(self, markdown: str) -> tuple[str, tuple[Link, ...]]:
        """What the renderer makes of a body, with `warta:N` for the address of the Nth of its links on this site, and
        these links."""
        made = self._converter.convert(markdown, 1)
        return made.html, made.body.links

    def words(self, markdown: str) -> list[str]:
        """The words readers see of a body."""
        html = self.html(markdown)
        return words_of(_BACK.sub("", html) if "footnote-backref" in html else html)

    def best(self, blocks: Sequence[tuple[str, str, list[str]]]) -> tuple[str, list[str], int]:
        """The body made of blocks, each given as Markdown (may be empty), as HTML and as the words it must show.

        Gives the body, the words it shows, and how many blocks are HTML. A block whose Markdown does not show its
        words stands as HTML; when blocks are right alone and wrong together, all do.
        """
        expected = [word for _, _, words in blocks for word in words]
        chosen = [markdown or raw for markdown, raw, _ in blocks]
        body = join(chosen)
        shown = self.words(body)
        if shown == expected:
            return body, shown, sum(not markdown for markdown, _, _ in blocks)
        chosen = [markdown if markdown and self.words(markdown) == words else raw for markdown, raw, words in blocks]
        for attempt in (chosen, [raw for _, raw, _ in blocks]):
            body = join(attempt)
            shown = self.words(body)
            if shown == expected:
                break
        return body, shown, sum(text == raw for text, (_, raw, _) in zip(attempt, blocks, strict=True))


def join(blocks: Sequence[str]) -> str:
    """Blocks as one body, with a comment between two lists or two quotes, which Markdown would join."""
    parts: list[str] = []
    for block in blocks:
        if parts and _kind(parts[-1]) and _kind(parts[-1]) == _kind(block):
            parts.append("<!-- -->")
        parts.append(block)
    return "\n\n".join(parts)


def _kind(block: str) -> str:
    if block.startswith(("- ", "> ")):
        return block[0]
    number = block.partition(". ")[0]
    return "1" if number.isdecimal() and number.isascii() else ""
