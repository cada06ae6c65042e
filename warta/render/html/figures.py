"""Turns a paragraph of one titled picture into a figure with caption and credit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CREDIT = re.compile(
    r"(?P<caption>.*?)[\s.]*\b(?P<credit>(?:Foto|Photo|Poto|Gambar|Ilustrasi|Illustration|Sumber|Source|Dok\.|Kredit|Credit)\s*:\s*.+)",
    re.DOTALL,
)


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit at its end (`Foto: ...`), each empty when there is none."""
    match = _CREDIT.fullmatch(text)
    return (match["caption"].strip(), match["credit"].strip()) if match else (text, "")


def make_figure(tree: LexborHTMLParser, image: LexborNode) -> None:
    """Make a figure of the paragraph that holds a titled picture and nothing else; other pictures stay as they are."""
    paragraph, title = image.parent, (image.attributes.get("title") or "").strip()
    if not title or paragraph is None or paragraph.tag != "p":
        return
    if paragraph.text(strip=True) or len(paragraph.css("img")) > 1 or paragraph.css_first("a"):
        return
    del image.attrs["title"]
    figure = tree.create_node("figure")
    figure.insert_child(image)
    figure.insert_child(_caption(tree, title))
    paragraph.replace_with(figure)


def _caption(tree: LexborHTMLParser, title: str) -> LexborNode:
    caption, credit = split_credit(title)
    node = tree.create_node("figcaption")
    if caption and credit:
        caption += " " if caption.endswith((".", "!", "?", "…")) else ". "
    if caption:
        node.insert_child(caption)
    if credit:
        small = tree.create_node("small")
        small.attrs["class"] = "credit"
        small.insert_child(credit)
        node.insert_child(small)
    return node
