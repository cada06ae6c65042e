"""Finds the lead picture of an article."""

from __future__ import annotations

import re

from warta.importing.item import OldPicture
from warta.importing.markup import Document
from warta.importing.sources.web.article import Found, stands_in
from warta.importing.sources.web.facts import tidy
from warta.importing.sources.web.naming import is_of_others, is_outside


def lead_picture(document: Document, found: Found, told: str) -> OldPicture | None:
    """The lead picture, with its address as the page writes it: the one that the page itself shows above the text.

    `told` is the one that markup tells, often a sign of the whole site.
    """
    scope = found.scope
    for selector in (
        ".post-thumbnail img",
        "img.wp-post-image",
        ".entry-thumb img",
        "[itemprop~=image] img",
        ".item-image img",
    ):
        for node in scope.css(selector) if scope is not None else ():
            if is_of_others(node) or any(stands_in(node, {body.mem_id}) for body in found.bodies):
                continue
            figure = node.parent.parent if node.parent is not None and node.parent.tag == "a" else node.parent
            words = figure.css_first("figcaption, .wp-caption-text, .caption") if figure is not None else None
            source = node.attributes.get("data-src") or node.attributes.get("src") or ""
            return OldPicture(
                source,
                alt=tidy(node.attributes.get("alt") or ""),
                caption=tidy(words.text() or "") if words is not None else "",
            )
    if not told:
        return None
    name = _plain_name(told)
    shown = [node for node in document.css("img[src]") if _plain_name(node.attributes.get("src") or "") == name]
    inside = any(stands_in(node, {body.mem_id for body in found.bodies}) for node in shown)
    if not shown or inside or all(is_outside(node) or is_of_others(node) for node in shown):
        return None
    return OldPicture(told, alt=tidy(shown[0].attributes.get("alt") or ""))


def _plain_name(url: str) -> str:
    """The name of a picture's file without the size in it."""
    name = url.partition("?")[0].rpartition("/")[2]
    return re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w+$)", "", name).casefold()
