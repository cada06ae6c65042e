"""Holds a foreign page as a flat row of clean blocks, and cuts text off their ends."""

from __future__ import annotations

import html as htmllib
import re

import msgspec

from warta.importing.markup import Document, Node


class Tree(msgspec.Struct, frozen=True):
    """A page whose `<body>` holds blocks alone, with an account of what was removed and added.

    `removed` are the texts taken out, `embeds` the addresses of frames and players, which became links whose
    words are `added`; `hidden` says whether something among the removed could not be seen by readers.
    """

    document: Document
    removed: tuple[str, ...]
    embeds: tuple[str, ...]
    added: tuple[str, ...]
    hidden: bool

    @property
    def body(self) -> Node:
        """The parent of all blocks."""
        body = self.document.body
        assert body is not None  # the parser makes one for any text
        return body

    def blocks(self) -> list[Node]:
        """The blocks in their order."""
        return list(self.body.iter())

    @property
    def html(self) -> str:
        """The page as it is now."""
        return self.body.inner_html or ""


def text_of(node: Node) -> str:
    """The text of a block, its lines where it breaks them."""
    html = re.sub(r"<br[^>]*>", "\n", node.inner_html or "")
    return htmllib.unescape(re.sub(r"<[^>]*>", "", html))


def cut_start(block: Node, count: int) -> None:
    """Take the first `count` characters of a block's text away, and what is then empty."""
    for node in [each for each in block.traverse(include_text=True) if each.is_text_node]:
        text = node.text_content or ""
        if count <= 0:
            break
        rest = text[count:]
        count -= len(text)
        node.replace_with(rest.lstrip() if count <= 0 else "")
    _drop_empty(block)


def cut_end(block: Node, count: int) -> None:
    """Take the last `count` characters of a block's text away, and what is then empty."""
    for node in reversed([each for each in block.traverse(include_text=True) if each.is_text_node]):
        text = node.text_content or ""
        if count <= 0:
            break
        rest = text[: max(0, len(text) - count)]
        count -= len(text)
        node.replace_with(rest.rstrip() if count <= 0 else "")
    _drop_empty(block)


def _drop_empty(block: Node) -> None:
    for node in block.css("strong, b, em, i, u, span, a"):
        if node.parent is not None and not (node.text() or "").strip() and node.css_first("img") is None:
            node.decompose()
    if not (block.text() or "").strip() and block.css_first("img") is None:
        block.decompose()
