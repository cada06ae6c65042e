"""Turns the elements of an article into the HTML of its text, and names what stood in them and is none of it."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from warta.importing.markup import Node, read_html
from warta.importing.sources.web.naming import is_meta, stands_around
from warta.importing.sources.web.seen_dates import is_only_date

_UNSEEN = "script, style, template, link, meta, title, input, select, noscript"
_MOST_AROUND = 0.4  # of the words of an article: what has more is its text, whatever it is called
_SIGNED = re.compile(r"(?:oleh|by|penulis|author|ditulis oleh|posted by|diposting oleh)\b.{1,60}", re.IGNORECASE)
_LEADING = 6  # lines in which title, date and author may stand above a text


class Body(msgspec.Struct, frozen=True):
    """The HTML of a text; `removed` are texts in the elements of an article that are none of it, `told` the lines that
    title, date and author came from, `gone` words that readers saw and that are in none of these.
    """

    html: str
    removed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def body_of(bodies: tuple[Node, ...], title: str) -> Body:
    """The text in the elements of an article. They are changed on the way."""
    removed: list[str] = []
    told: list[str] = []
    for body in bodies:
        for node in body.css(_UNSEEN):
            node.decompose()
    seen = [word for body in bodies for word in _seen(body)]
    for body in bodies:
        _take_around(body, removed)
        _take_meta(body, told, title)
    if bodies:
        _take_leading(bodies[0], told, title)
    html = "".join(_html_of(body) for body in bodies)
    after = read_html(html).body
    arrived = [
        *(_seen(after) if after is not None else ()),
        *(word for each in (*removed, *told) for word in each.split()),
    ]
    return Body(html, tuple(removed), tuple(told), tuple(_lacking(seen, arrived)))


def _seen(node: Node) -> list[str]:
    """The words in an element."""
    return node.text(separator=" ").split()


def _lacking(seen: list[str], arrived: list[str]) -> list[str]:
    """The words that were seen and did not arrive; none where the letters are the same, cut otherwise into words."""
    if Counter("".join(seen)) == Counter("".join(arrived)):
        return []
    return list((Counter(seen) - Counter(arrived)).elements())


def _html_of(body: Node) -> str:
    """What is in an element; a list or table is itself part of the text."""
    if body.tag in ("table", "ul", "ol", "p", "blockquote", "figure"):
        return body.html or ""
    return f"<div>{body.inner_html or ''}</div>"


def _words(node: Node) -> int:
    return len((node.text() or "").split())


def _line(node: Node) -> str:
    return " ".join(node.text(separator=" ").split())


def _take_around(body: Node, removed: list[str]) -> None:
    """Take out what stands around the text, unless it has so many words that it must be the text."""
    most = max(_words(body) * _MOST_AROUND, 3)
    for node in body.css("*"):
        if _is_in(node, body) and stands_around(node) and (_words(node) <= most or node.tag in ("nav", "form")):
            if text := _line(node):
                removed.append(text)
            node.decompose()


def _is_in(node: Node, body: Node) -> bool:
    """Whether a node still hangs below an element: what it stood in may have been taken out."""
    at = node.parent
    while at is not None:
        if at.mem_id == body.mem_id:
            return True
        at = at.parent
    return False


def _take_meta(body: Node, told: list[str], title: str) -> None:
    """Take out the headings and lines that tell title, date and author."""
    for node in body.css("h1, h2, h3, header, [class]"):
        if not _is_in(node, body) or node.css_first("img") is not None:
            continue
        text = _line(node)
        is_title = node.tag in ("h1", "h2", "h3") and _same(text, title)
        if is_title or (len(text) < 300 and (is_meta(node) or node.tag == "header")):
            if text:
                told.append(text)
            node.decompose()


def _take_leading(body: Node, told: list[str], title: str) -> None:
    """Take out the first lines of a text that are its title, its date or its author alone."""
    lines = [
        node for node in body.traverse(include_text=True) if node.is_text_node and (node.text_content or "").strip()
    ]
    for node in lines[:_LEADING]:
        text = " ".join((node.text_content or "").split())
        if not (_same(text, title) or is_only_date(text) or _SIGNED.fullmatch(text)):
            break
        told.append(text)
        _remove_line(node, body)


def _remove_line(node: Node, body: Node) -> None:
    """Take out a line with the elements that hold nothing else, and the break behind it."""
    while node.parent is not None and node.parent.mem_id != body.mem_id and not _line_without(node.parent, node):
        node = node.parent
    after = node.next
    if after is not None and after.tag == "br":
        after.decompose()
    node.decompose()


def _line_without(parent: Node, node: Node) -> bool:
    """Whether an element holds more than a node in it."""
    return parent.css_first("img") is not None or len((parent.text() or "").strip()) > len(_text(node).strip())


def _text(node: Node) -> str:
    return (node.text_content if node.is_text_node else node.text()) or ""


def _same(text: str, title: str) -> bool:
    return bool(text) and text.casefold() == title.casefold()
