"""Keeps the places in a page to which its own links lead."""

from __future__ import annotations

import re

from warta.importing.markup import Document, Node

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
_FIRST = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote"
_OTHERS = ("li", "td", "th", "tr", "table", "ul", "ol", "blockquote")
_PLAIN = re.compile(r"[A-Za-z][\w-]*")
_OF_PAGES = re.compile(r"main|note-\d+", re.IGNORECASE)
_INLINE = ("a", "span", "b", "strong", "em", "i", "sup", "u", "font")
PLACE = "data-place"


def find_places(document: Document, html: str) -> None:
    """Mark each element of a page, which was read from `html`, to which a link of the same page leads."""
    if "#" not in html or (" id=" not in html and " name=" not in html):
        return
    asked = {(node.attributes.get("href") or "").partition("#")[2] for node in document.css("a[href*='#']")}
    for node in document.css("[id], a[name]"):
        name = node.attributes.get("id") or node.attributes.get("name") or ""
        if name not in asked or not _PLAIN.fullmatch(name) or _OF_PAGES.fullmatch(name):
            continue
        place = _place(node)
        if PLACE not in place.attributes:
            place.attrs[PLACE] = name


def _place(node: Node) -> Node:
    """The paragraph or heading that a name stands in or before, or the first of a box."""
    if node.tag in _INLINE:
        parent = node.parent
        while parent is not None and parent.tag in _INLINE:
            parent = parent.parent
        if parent is not None and parent.tag in (*_BLOCKS, "li", "td", "th"):
            return parent
        if not node.text().strip() and (behind := _behind(node)) is not None:
            return behind
        return node
    if node.tag in _BLOCKS or node.tag in _OTHERS:
        return node
    return node.css_first(_FIRST) or _behind(node) or node


def _behind(node: Node) -> Node | None:
    """The block that follows an empty element."""
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following if following is not None and following.tag in (*_BLOCKS, *_OTHERS) else None


def written_place(block: Node, markdown: str) -> str:
    """The Markdown of a block with the name by which links lead to it."""
    name = block.attributes.get("id")
    if not name or not markdown:
        return markdown
    return f"{markdown} {{#{name}}}" if block.tag != "p" else f"{markdown}\n{{: #{name} }}"
