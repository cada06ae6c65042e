"""Turns a paragraph of one titled picture into a figure with caption and credit, that of a CSV file into a chart."""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

from warta.newsroom.views import Chart, Target

Show = Callable[[Chart, str, str], str]
"""Gives the HTML of a chart, its title (a text) and its caption (HTML)."""

_CREDIT = re.compile(
    r"(?P<caption>.*?)[\s.]*\b(?P<credit>(?:Foto|Photo|Poto|Gambar|Ilustrasi|Illustration|Sumber|Source|Dok\.|Kredit|Credit)\s*:\s*.+)",
    re.DOTALL,
)

_ATTRIBUTES = r'(?: [^\s=<>]+(?:="[^"]*")?)*?'
_PICTURE = rf'<img(?P<before>{_ATTRIBUTES}) src="warta:(?P<number>\d+)"(?P<after>{_ATTRIBUTES}) ?/?>'
_IMAGE = re.compile(_PICTURE)
_ALONE = re.compile(
    rf"<(?P<in>p|figure)>\s*{_PICTURE}\s*(?:<figcaption>(?P<caption>(?:(?!</figcaption>).)*)</figcaption>)?\s*</(?P=in)>",
    re.DOTALL,
)
_ALT = re.compile(r'(?:^| )alt="([^"]*)"')


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


def with_charts(html: str, target: Callable[[str], Target], show: Show | None) -> str:
    """`html` with charts as `show` has them where their files stand alone; elsewhere a file is a link. `target` is what
    a placeholder of this number leads to.
    """

    def chart(match: re.Match[str]) -> str:
        found = target(match["number"])
        return show(found, _alt_of(match), match["caption"] or "") if show and isinstance(found, Chart) else match[0]

    def link(match: re.Match[str]) -> str:
        found = target(match["number"])
        if not isinstance(found, Chart):
            return match[0]
        return f'<a href="{htmllib.escape(found.url)}">{htmllib.escape(_alt_of(match) or "CSV")}</a>'

    return _IMAGE.sub(link, _ALONE.sub(chart, html))


def _alt_of(picture: re.Match[str]) -> str:
    """The words for those who cannot see a picture, as text."""
    found = _ALT.search(picture["before"] + picture["after"])
    return htmllib.unescape(found[1]) if found else ""
