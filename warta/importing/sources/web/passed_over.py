"""Turns a page of a mirror into the reason why it is no article of its own, and reasons with counts into messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from warta.importing.markup import Document
from warta.importing.sources.web.naming import lists_by_class
from warta.messages import Message, msg

FRONT, LISTS, ATTACHMENTS, FEEDS, COPIES, BROKEN, OTHERS = (
    "front", "lists", "attachments", "feeds", "copies", "broken", "others",
)  # fmt: skip

_LISTING = re.compile(
    r"/(?:category|categories|kategori|rubrik|tags?|label|topik|author|penulis|search|cari)/|/(?:page|halaman)/\d+/?$"
    r"|/(?:archives?|arsip|indeks|index-berita|search|cari)/?$|^/\d{4}/?$|^(?:/[a-z-]+)?/\d{4}/\d{1,2}(?:/\d{1,2})?/?$"
    r"|_archive\.html$",
    re.IGNORECASE,
)
_ASKING = frozenset("s q cat tag paged author m max-results updated-max search keyword cari page_num halaman".split())
_COPYING = re.compile(
    r"/(?:amp|print|cetak|embed|trackback)/?$|/comment-page-\d+/?$|/feed/?$|\.amp(?:\.html)?$", re.IGNORECASE
)
_COPYING_KEYS = frozenset(
    "replytocom print amp share tmpl format showcomment m embed output like unapproved moderation-hash cetak".split()
)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|table|div|p)[\s>]", re.IGNORECASE)
_BEGINNING = 3000


def is_copy(address: str) -> bool:
    """Whether an address is that of another view of a page: for print, for phones, with the form for an answer."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    keys = {key.casefold() for key in asked}
    if "m" in keys and asked.get("m") not in ("0", "1"):
        keys.discard("m")
    return _COPYING.search(parts.path) is not None or not _COPYING_KEYS.isdisjoint(keys)


def by_text(text: str) -> str:
    """Why a file is no page; empty for one that is."""
    start = text.lstrip()[:_BEGINNING]
    if not start:
        return BROKEN
    if start[0] in "{[" or _FEED.search(start):
        return FEEDS
    return "" if _PAGE.search(start) else BROKEN


def by_address(address: str, root: str) -> str:
    """Why a page with this address is no article; empty for one that may be."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    keys = {key.casefold(): value for key, value in parse_qsl(parts.query, keep_blank_values=True)}
    if path in ("", "/") and not parts.query or address.rstrip("/") == root:
        return FRONT
    if keys.get("m", "0") not in ("0", "1") or not (_ASKING - {"m"}).isdisjoint(keys):
        return LISTS
    if "attachment_id" in keys:
        return ATTACHMENTS
    return LISTS if _LISTING.search(path) else ""


def by_markup(document: Document) -> str:
    """Why a page is no article by what WordPress, Joomla and others say on it; empty for one that may be."""
    several = len(document.css("[itemprop~=blogPost]")) > 1
    if several or document.css_first("[itemtype$='/SearchResultsPage'], [itemtype$='/CollectionPage']") is not None:
        return LISTS
    return lists_by_class(document.body)


def told(counts: Mapping[str, int], examples: Mapping[str, str]) -> tuple[Message, ...]:
    """How many pages were passed over for each reason, the most frequent first, with one of those nothing marks."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(_told(reason, count, examples.get(reason, "")) for reason, count in ranked if count)


def _told(reason: str, count: int, example: str) -> Message:
    match reason:
        case "front":
            return msg("web-front", "%(count)s front page", many="%(count)s front pages", count=count)
        case "lists":
            return msg(
                "web-lists",
                "%(count)s page that lists others (category, tag, search, archive)",
                many="%(count)s pages that list others (categories, tags, search, archives)",
                count=count,
            )
        case "attachments":
            return msg(
                "web-attachments",
                "%(count)s page around a single picture or file",
                many="%(count)s pages around single pictures or files",
                count=count,
            )
        case "feeds":
            return msg(
                "web-feeds",
                "%(count)s feed or file of data",
                many="%(count)s feeds and files of data",
                count=count,
            )
        case "copies":
            return msg(
                "web-copies",
                "%(count)s other view of a text that came (print, AMP, comments)",
                many="%(count)s other views of texts that came (print, AMP, comments)",
                count=count,
            )
        case "broken":
            return msg(
                "web-broken",
                "%(count)s empty file or file that is no page",
                many="%(count)s empty files or files that are no pages",
                count=count,
            )
        case _:
            return msg(
                "web-others",
                "%(count)s page on which nothing marks an article (such as %(example)s)",
                many="%(count)s pages on which nothing marks an article (such as %(example)s)",
                count=count,
                example=example,
            )
