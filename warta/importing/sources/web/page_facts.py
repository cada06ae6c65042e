"""Turns microdata, microformats, Open Graph and other elements of a page's head into facts about its article."""

from __future__ import annotations

import re

from warta.importing.markup import Document, Node
from warta.importing.sources.web.facts import Facts, names_in, tidy
from warta.importing.sources.web.naming import is_of_others

_DATES = (
    "article:published_time og:article:published_time datePublished publishdate publish-date pubdate publication_date "
    "date dc.date dc.date.issued dcterms.created dcterms.date article.published cXenseParse:recs:publishtime"
).split()
_LABELS = re.compile(r"^\s*(?:oleh|by|penulis|author|ditulis oleh|posted by|written by)\s*:?\s*", re.IGNORECASE)
_MARK = "[-|:\u2013\u2014\u00bb\u00b7\u2022]"
_NO_TERMS = frozenset(("uncategorized", "tak berkategori", "tanpa kategori", "uncategorised"))


def microdata(scope: Node | None) -> Facts:
    """What the properties in the element of an article say."""
    if scope is None or scope.css_first("[itemprop]") is None:
        return Facts()
    return Facts(
        says_article=True,
        title=tidy(_value(scope, "[itemprop~=headline], [itemprop~=name]:is(h1, h2, h3)", seen=True)),
        date=_value(scope, "[itemprop~=datePublished], [itemprop~=dateCreated]"),
        authors=names_in([_name_of(node) for node in scope.css("[itemprop~=author]") if not is_of_others(node)]),
        categories=terms(scope.css("[itemprop~=articleSection], [itemprop~=genre]")),
        tags=terms(scope.css("[itemprop~=keywords]")),
        image=_value(scope, "[itemprop~=image], [itemprop~=image] [itemprop~=url]"),
    )


def microformats(scope: Node | None) -> Facts:
    """What the classes in the element of an article say."""
    if scope is None:
        return Facts()
    links = [node for node in scope.css("a[rel]") if not is_of_others(node)]
    rels = [((node.attributes.get("rel") or "").casefold().split(), node) for node in links]
    authors = scope.css(".p-author, .author .fn, .author a, a[rel~=author]") or scope.css(".vcard .fn, .author")
    return Facts(
        title=tidy(_value(scope, ".p-name, .entry-title", seen=True)),
        date=_value(
            scope,
            ".dt-published, time.published, time.entry-date, abbr.published, .published[datetime], time[pubdate], "
            "time[datetime]:not(.updated):not(.modified):not(.dt-updated), .published",
        ),
        authors=names_in([_LABELS.sub("", node.text() or "") for node in authors[:4] if not is_of_others(node)]),
        categories=terms([node for rel, node in rels if "category" in rel]),
        tags=terms([node for rel, node in rels if "tag" in rel and "category" not in rel] or scope.css(".p-category")),
    )


def open_graph(document: Document) -> Facts:
    """What the meta elements in the head of a page say."""
    found: dict[str, list[str]] = {}
    for node in document.css("meta[content]"):
        held = node.attributes
        name = (held.get("property") or held.get("name") or held.get("itemprop") or "").casefold()
        if text := tidy(held.get("content") or ""):
            found.setdefault(name, []).append(text)
    date = next((found[name.casefold()][0] for name in _DATES if name.casefold() in found), "")

    def get(*names: str) -> str:
        return next((found[name][0] for name in names if name in found), "")

    kind = get("og:type").casefold()
    return Facts(
        says_article=kind in ("article", "news", "blog", "newsarticle") or "article:published_time" in found,
        title=without_site(get("og:title", "twitter:title", "dc.title"), get("og:site_name", "application-name")),
        date=date,
        authors=names_in(found.get("author", []) or found.get("article:author", [])),
        categories=tuple(each for each in names_in(found.get("article:section", [])) if not _is_no_term(each)),
        tags=names_in([part for each in found.get("article:tag", []) for part in each.split(",")]),
        image=get("og:image", "og:image:url", "twitter:image"),
        address=get("og:url"),
        summary=get("og:description", "description", "twitter:description"),
    )


def terms(nodes: list[Node]) -> tuple[str, ...]:
    """The names of categories or tags in elements, without WordPress's own name for none."""
    written = [node.attributes.get("content") or node.text() or "" for node in nodes]
    parts = [part.strip(" #") for text in written for part in text.split(",")]
    return tuple(each for each in names_in(parts) if not _is_no_term(each))


def without_site(title: str, site: str) -> str:
    """The title of an article in that of its page, which has the name of the site behind it, or before it."""
    if not site:
        return title
    name = re.escape(site)
    return re.sub(rf"\s*{_MARK}\s*{name}\s*$|^\s*{name}\s*{_MARK}\s*", "", title, flags=re.IGNORECASE)


def _is_no_term(name: str) -> bool:
    return name.casefold() in _NO_TERMS


def _value(scope: Node, selector: str, *, seen: bool = False) -> str:
    """The value of the first element, that of its attribute where it has one and not only what is seen is asked for."""
    for node in scope.css(selector):
        if is_of_others(node):
            continue
        held = node.attributes
        value = next((held[name] for name in ("content", "datetime", "title", "src", "href") if held.get(name)), "")
        if text := (tidy(node.text() or "") if seen else "") or value or tidy(node.text() or ""):
            return text
    return ""


def _name_of(node: Node) -> str:
    name = node.css_first("[itemprop~=name]")
    held = (name or node).attributes
    return _LABELS.sub("", held.get("content") or (name or node).text() or "")
