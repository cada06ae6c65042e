"""Turns the block comments in a WordPress text into plain HTML.

The grammar is that of WordPress's block parser: comments `<!-- wp:name {json} -->` around HTML, and
`<!-- wp:name /-->` where WordPress makes the HTML itself.
"""

from __future__ import annotations

import json
import re

import msgspec

from warta.importing.sources.attributes import Attributes, gather, pairs_of
from warta.importing.sources.holdings import Holdings
from warta.importing.sources.restrictions import hides, is_switched_off

_BLOCK = re.compile(r"<!--\s*(/?)wp:([a-z][\w/-]*)(.*?)(/?)-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAMED_COMMENT = re.compile(r"<!--\s*([A-Za-z][\w-]*)\s*-->")
_REFERENCE = re.compile(r'"ref"\s*:\s*(\d+)')
_SILENT = frozenset(("more", "nextpage", "separator", "spacer", "block", "table-of-contents"))


def has_blocks(text: str) -> bool:
    """Whether a text was written with the block editor, which writes its paragraphs out."""
    return "<!-- wp:" in text


def without_blocks(text: str, held: Holdings, dropped: list[str], hiding: list[str]) -> str:
    """`text` without comments. `dropped` gets the blocks that only WordPress could show, `hiding` those that showed
    what stands in them to some readers only.
    """
    return _Blocks(held, dropped, hiding).read(text)


class _Blocks(msgspec.Struct, frozen=True):
    """The blocks of one text."""

    held: Holdings
    dropped: list[str]
    hiding: list[str]

    def read(self, text: str) -> str:
        return _COMMENT.sub(self._comment, _BLOCK.sub(self._block, text))

    def _comment(self, match: re.Match[str]) -> str:
        if (name := _NAMED_COMMENT.match(match[0])) and hides(name[1]):
            self.hiding.append(name[0].strip())
        return ""

    def _block(self, match: re.Match[str]) -> str:
        name, alone = match[2].removeprefix("core/"), match[4]
        if not match[1] and (hides(name) or is_switched_off(match[3])):
            self.hiding.append(f"wp:{name}")
        if name == "block" and (ref := _REFERENCE.search(match[3])):
            return self._reused(ref[1])
        return self._made(name, match[3]) if alone and name not in _SILENT else ""

    def _reused(self, number: str) -> str:
        if number in self.held.reusable:
            within = msgspec.structs.replace(self.held, reusable={})  # a block shows no other, so none shows itself
            return without_blocks(self.held.reusable[number], within, self.dropped, self.hiding)
        self.dropped.append(f"reusable block {number}")
        return ""

    def _made(self, name: str, written: str) -> str:
        """The HTML of a block that WordPress makes."""
        shown = notes_html(self.held) if name == "footnotes" else _attributes(written).html(self.held)
        if not shown:
            self.dropped.append(f"block {name}")
        return shown


def notes_html(held: Holdings) -> str:
    """The footnotes of a post, each with the id by which its mark in the text leads to it."""
    rows = "".join(f'<li id="{number}">{content}</li>' for number, content in held.notes.items())
    return f"\n\n<ol data-notes>{rows}</ol>\n\n" if rows else ""


def _attributes(written: str) -> Attributes:
    """What the attributes of a block that has no HTML lead to; its words are settings more often than text."""
    try:
        found = json.loads(written) if written.strip() else {}
    except ValueError:
        found = {}
    return gather([(name, value) for name, value in pairs_of(found) if name not in ("title", "text", "label")])
