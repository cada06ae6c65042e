"""Turns views that are not pages into feeds, sitemaps and robots.txt."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import format_datetime
from html import escape

from warta.plan.views import FeedItem, FeedView, RobotsView, SitemapView
from warta.render.body import place_links
from warta.render.i18n import iso

_RSS = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def rss(view: FeedView, bodies: Callable[[str], str]) -> str:
    """An RSS 2.0 feed (rssboard.org/rss-specification); dates in English as RFC 822 asks, whatever the language."""
    newest = max((item.date.at for item in view.items), default=None)
    lines = [
        _DECLARATION + _RSS,
        "<channel>",
        _tag("title", view.title),
        _tag("link", view.page),
        f'<atom:link rel="self" type="application/rss+xml" href={_attribute(view.url)}/>',
        *([f'<atom:link rel="hub" href={_attribute(view.hub)}/>'] if view.hub else []),
        _tag("description", view.description),
        _tag("language", view.language),
        *([_tag("pubDate", format_datetime(newest))] if newest else []),
        *(_item(item, bodies) for item in view.items),
        "</channel>",
        "</rss>\n",
    ]
    return "\n".join(lines)


def _item(item: FeedItem, bodies: Callable[[str], str]) -> str:
    html = place_links(bodies(item.body.digest), item.body.targets)
    lines = [
        "<item>",
        _tag("title", item.title),
        _tag("link", item.url),
        f'<guid isPermaLink="true">{_text(item.url)}</guid>',
        _tag("pubDate", format_datetime(item.date.at)),
        *(_tag("dc:creator", author) for author in item.authors),
        *(_tag("category", category) for category in item.categories),
        _tag("description", item.summary),
        _tag("content:encoded", html),
        *([_media(item)] if item.image else []),
        "</item>",
    ]
    return "\n".join(lines)


def _media(item: FeedItem) -> str:
    image = item.image
    if image is None:
        return ""
    credit = f"<media:credit>{_text(image.credit)}</media:credit>" if image.credit else ""
    description = f"<media:description>{_text(image.alt)}</media:description>" if image.alt else ""
    return f'<media:content medium="image" url={_attribute(image.url)}>{description}{credit}</media:content>'


def sitemap(view: SitemapView) -> str:
    """A sitemap or an index of sitemaps (sitemaps.org/protocol.html)."""
    outer, inner = ("sitemapindex", "sitemap") if view.index else ("urlset", "url")
    rows = []
    for each in view.locations:
        changed = f"<lastmod>{iso(each.changed)}</lastmod>" if each.changed else ""
        rows.append(f"<{inner}><loc>{_text(each.url)}</loc>{changed}</{inner}>")
    opening = f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([_DECLARATION + opening, *rows, f"</{outer}>\n"])


def robots(view: RobotsView) -> str:
    """robots.txt (RFC 9309): all may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {view.sitemap}\n"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    """Text as XML, without the characters XML 1.0 cannot hold."""
    return escape(_NOT_XML.sub("", text), quote=False)


def _attribute(text: str) -> str:
    """Text as an XML attribute's value, in its quotes."""
    return f'"{escape(_NOT_XML.sub("", text))}"'
