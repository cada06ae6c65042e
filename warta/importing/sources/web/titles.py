"""Finds the title of an article as readers of its page saw it: markup often cuts it, or has the site's name in it."""

from __future__ import annotations

import re

from warta.importing.markup import Document
from warta.importing.sources.web.article import Found
from warta.importing.sources.web.facts import Facts, first, tidy
from warta.importing.sources.web.naming import is_of_others, is_outside
from warta.importing.sources.web.seen_dates import is_only_date

_LONGEST = 200
_LEAST = 12  # letters; fewer in common are no sign of one title


def title_of(document: Document, found: Found, facts: tuple[Facts, Facts, Facts, Facts], selector: str) -> str:
    """The title that a person's selector finds, else the one that readers saw, else that of markup or of the page.

    `facts` are those of JSON-LD, microdata, microformats and Open Graph.
    """
    chosen = [tidy(node.text() or "") for node in document.css(selector)[:1]] if selector else []
    return (
        next((each for each in chosen if each), "")
        or _seen(document, found, facts)
        or first(facts, "title")
        or _above(found)
        or _of_head(document)
    )


def _seen(document: Document, found: Found, facts: tuple[Facts, ...]) -> str:
    """The title as readers saw it: markup often cuts it, or has the site's name in it."""
    linked, micro, formats, graph = facts
    if seen := formats.title or micro.title:
        return seen
    said = linked.title or graph.title
    headings = [
        tidy(node.text() or "")
        for scope in (found.scope, document.body)
        if scope is not None
        for node in scope.css("h1, h2, h3, .title, .judul")
        if not is_of_others(node)
    ]
    folded = said.casefold().rstrip(". …")
    for heading in headings:
        if _is_cut(heading.casefold(), folded):
            return heading
    if said:
        return ""
    ones = [tidy(node.text() or "") for node in document.css("h1") if not is_outside(node)]
    return next((each for each in ones if each), "")


def _above(found: Found) -> str:
    """The first line of the text where it stands out, as the title does on pages without headings."""
    for node in found.bodies[0].traverse(include_text=True) if found.bodies else ():
        text = tidy(node.text_content or "") if node.is_text_node else ""
        if text and not is_only_date(text):
            bold = node.parent is not None and node.parent.tag in ("b", "strong", "font", "big")
            return text if bold and len(text) < _LONGEST else ""
    return ""


def _is_cut(one: str, two: str) -> bool:
    """Whether one of two titles is the beginning of the other."""
    short, long = sorted((one, two), key=len)
    return len(short) >= min(len(two), _LEAST) > 0 and long.startswith(short)


def _of_head(document: Document) -> str:
    node = document.css_first("title")
    title = tidy(node.text() or "") if node is not None else ""
    return re.split(r"\s+[|\u00bb\u2013\u2014\u00b7-]\s+(?=[^|\u00bb\u2013\u2014\u00b7]*$)", title)[0]
