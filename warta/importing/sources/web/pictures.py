"""Turns the pictures in an article as themes and plugins show them into plain pictures and figures with captions."""

from __future__ import annotations

import re
from collections.abc import Callable

from warta.importing.markup import Document, Node

_LAZY = (
    "data-orig-file", "data-large-file", "data-full-url", "data-large_image", "data-src", "data-lazy-src",
    "data-original", "data-lazy", "data-echo", "data-srcset", "data-lazy-srcset",
)  # fmt: skip
_CANDIDATE = re.compile(r"(\S[^\s,]*(?:,[^\s,]+)*)(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_CAPTIONED = (
    (".wp-caption", ".wp-caption-text"),
    ("table.tr-caption-container", ".tr-caption"),
    (".img-caption, .image-caption-wrap, .caption-img", ".caption, .img_caption, .wf_caption, figcaption"),
)
_GALLERY = ".gallery .gallery-item, .blocks-gallery-item, .tiled-gallery-item, .ngg-gallery-thumbnail"


def plain_pictures(document: Document, root: Node, is_there: Callable[[str], bool]) -> None:
    """Give each picture below `root` the address of the largest file that `is_there`, and each caption its figure."""
    for node in root.css("amp-img"):
        _rename(document, node)
    for node in root.css("noscript"):  # shown without scripts in place of the picture before it
        inside = node.inner_html or ""
        if "<img" in inside and root.css_first("img") is None:
            node.insert_after(inside)  # pragma: no cover - kept as text by the parser where scripting is off
    for image in root.css("img"):
        _choose(image, is_there)
    _galleries(document, root)
    for selector, words in _CAPTIONED:
        for frame in root.css(selector):
            _caption(document, frame, frame.css_first(words))


def _rename(document: Document, node: Node) -> None:
    image = document.create_node("img")
    for name, value in node.attributes.items():
        if value is not None and name in ("src", "srcset", "alt"):
            image.attrs[name] = value
    node.replace_with(image)


def _choose(image: Node, is_there: Callable[[str], bool]) -> None:
    """The largest file that is there; else the first address that is one."""
    held = image.attributes
    found: list[tuple[float, str]] = []
    for name in (*_LAZY, "srcset", "src"):
        value = (held.get(name) or "").strip()
        if not value or value.startswith("data:"):
            continue
        if name.endswith("srcset"):
            found += [(float(match[2] or 1), match[1]) for match in _CANDIDATE.finditer(value)]
        else:
            found.append((1e6 if name in _LAZY[:4] else 0.5, value))
    there = [each for each in found if is_there(each[1])]
    if there:
        image.attrs["src"] = max(there, key=lambda each: each[0])[1]
    elif found and ((held.get("src") or "data:").startswith("data:") or any(held.get(name) for name in _LAZY)):
        image.attrs["src"] = found[0][1]


def _galleries(document: Document, root: Node) -> None:
    """Pictures of a gallery as figures in the block that WordPress itself makes of one today."""
    parents: dict[int, list[Node]] = {}
    for item in root.css(_GALLERY):
        if item.parent is not None and item.css_first("img") is not None:
            parents.setdefault(item.parent.mem_id, []).append(item)
    for items in parents.values():
        frame = document.create_node("figure")  # whole before it is put in its place, where a copy of it goes
        frame.attrs["class"] = "wp-block-gallery"
        for item in items:
            image = item.css_first("img")
            words = item.css_first("figcaption, .gallery-caption, .wp-caption-text")
            if image is not None:
                frame.insert_child(_figure(document, image, words))
        for item in items[1:]:
            item.decompose()
        items[0].replace_with(frame)


def _caption(document: Document, frame: Node, words: Node | None) -> None:
    image = frame.css_first("img")
    if image is None or frame.tag == "figure" or len(frame.css("img")) > 1:
        return
    frame.replace_with(_figure(document, image, words))


def _figure(document: Document, image: Node, words: Node | None) -> Node:
    figure = document.create_node("figure")
    outer = image.parent
    figure.insert_child(outer if outer is not None and outer.tag == "a" else image)
    if words is not None and (text := (words.text() or "").strip()):
        caption = document.create_node("figcaption")
        caption.insert_child(text)
        figure.insert_child(caption)
    return figure
