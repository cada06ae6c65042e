"""Turns the names that themes give to elements into the answer what an element is: the text of an article, or what
stands around it.

Themes have no common names, but common words: names are compared word by word.
"""

from __future__ import annotations

import re

from warta.importing.markup import Document, Node

BODIES = (
    "[itemprop~=articleBody]",
    ".e-content",
    ".entry-content",
    ".post-body",
    ".td-post-content",
    ".post-content",
    ".article-content",
    ".article-body",
    ".article__content",
    ".article-text",
    ".single-content",
    ".story-body",
    ".news-content",
    ".news-detail",
    ".content-detail",
    ".detail-content",
    ".detail-berita",
    ".isi-berita",
    ".isi_berita",
    ".isiberita",
    ".isi-artikel",
    ".isi",
    ".field-name-body",
    ".field--name-body",
)
"""Selectors of elements that hold the text of an article, the surest first."""

_AROUND = frozenset(
    """share sharing shares sharedaddy sharer sharethis addtoany addthis socials bagikan sebarkan related
    relatedposts jp-relatedposts yarpp terkait rekomendasi recommended comments comment komentar disqus respond
    breadcrumb breadcrumbs pagination pager pagenav navigation nav-links ads adsbygoogle advert advertisement
    iklan banner newsletter subscribe sidebar widget widgets menu navbar toolbar printfriendly taglist tags-
    links cat-links post-tags entry-tags tagcloud post-labels author-box authorbox about-author post-views hits
    rating ratings screen-reader-text sr-only skip-link popular populer trending btn-group a2a_kit essb_links
    heateor_sss_sharing_container post-share-buttons addtoany_share item-control quickedit blog-pager post-
    footer edit-link""".split()
)
_OTHERS = frozenset(
    "related relatedposts jp-relatedposts yarpp terkait rekomendasi recommended comments comment komentar".split()
)
_META = frozenset(
    """entry-meta post-meta meta byline posted-on post-info article-info post-header entry-header article-header
    dateline date-header post-timestamp entry-date post-date published tanggal createdate create waktu""".split()
)
_TAGS_AROUND = frozenset("nav form button footer".split())
_OUTSIDE = frozenset("header nav footer aside".split())
_OUTER = frozenset("sidebar menu navbar nav header footer topbar masthead clock jam ticker runningtext".split())
_SINGLE = frozenset("single single-post singular page single-format-standard".split())
_MARK = "data-outside"
_MOST_OUTSIDE = 0.4  # of the words of a page
_WORDS = re.compile(r"[a-z0-9]+")
_LIST = re.compile(
    r"^(?:archive|category|tag|search|search-results|search-no-results|author|date|blog|tax-[\w-]+|"
    r"post-type-archive|paged|home|error404|(?:category|tag|author)-[\w-]+)$"
)


def names_of(node: Node) -> set[str]:
    """The classes of an element and its id, in small letters."""
    held = node.attributes
    return {*(held.get("class") or "").casefold().split(), (held.get("id") or "").casefold()} - {""}


def stands_around(node: Node) -> bool:
    """Whether an element in an article is none of its text: buttons to share, what is related, comments, menus, ads."""
    if node.tag in _TAGS_AROUND:
        return True
    names = names_of(node)
    return not _AROUND.isdisjoint(names) or any(_is_around(name) for name in names)


def _is_around(name: str) -> bool:
    """Whether the first or the last word of a name is one for what stands around an article."""
    words = _WORDS.findall(name)
    return len(words) in (2, 3) and not _AROUND.isdisjoint((words[0], words[-1]))


def is_of_others(node: Node) -> bool:
    """Whether an element stands among comments or among other articles."""
    at = node.parent
    while at is not None and at.tag != "body":
        if any(not _OTHERS.isdisjoint((name, *_WORDS.findall(name)[:1])) for name in names_of(at)):
            return True
        at = at.parent
    return False


def is_meta(node: Node) -> bool:
    """Whether an element tells title, date or author of an article."""
    return not _META.isdisjoint(names_of(node))


def mark_outside(document: Document) -> None:
    """Mark the elements that belong to the frame of the whole site, for `is_outside`: header, menus, sidebars, footer.

    A box that holds much of the page's text is none of these, whatever its name says.
    """
    most = _MOST_OUTSIDE * len((document.body.text() or "").split()) if document.body is not None else 0
    for node in document.css("body *"):
        named = any(not _OUTER.isdisjoint(_WORDS.findall(name)) for name in names_of(node))
        if node.tag in _OUTSIDE or (named and len((node.text() or "").split()) <= most):
            node.attrs[_MARK] = ""


def is_outside(node: Node) -> bool:
    """Whether an element or one around it was marked as belonging to the frame of the whole site."""
    at: Node | None = node
    while at is not None and at.tag not in ("body", "article", "main"):
        if _MARK in at.attributes:
            return True
        at = at.parent
    return False


def lists_by_class(body: Node | None) -> str:
    """What kind of list the classes that WordPress gives to `<body>` name; empty for a text of its own."""
    names = names_of(body) if body is not None else set()
    if names & {"attachment", "single-attachment"}:
        return "attachments"
    if says_single(body):
        return ""
    return "lists" if any(_LIST.match(name) for name in names) else ""


def says_single(body: Node | None) -> bool:
    """Whether the classes that WordPress gives to `<body>` say that the page shows one post or standing page."""
    names = names_of(body) if body is not None else set()
    return not names.isdisjoint(_SINGLE) and names.isdisjoint(("error404", "search", "paged", "blog"))
