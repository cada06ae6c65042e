"""Turns lists of addresses into sitemaps, and the address of the sitemap into robots.txt."""

from __future__ import annotations

from collections.abc import Iterable

from warta.newsroom.views import Location
from warta.plan.machines.sitemaps import NewsView
from warta.render.formats.xml import DECLARATION, attribute, tag, text

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_IMAGE = ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
_NEWS = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def sitemap(locations: tuple[Location, ...]) -> str:
    """A sitemap (sitemaps.org/protocol.html), with pictures and translations."""
    opening = "urlset " + _SITEMAP
    opening += _XHTML if any(each.twins for each in locations) else ""
    opening += _IMAGE if any(each.images for each in locations) else ""
    return _document(opening, "urlset", (_url(each) for each in locations))


def sitemap_index(locations: tuple[Location, ...]) -> str:
    """An index of sitemaps."""
    rows = (f"<sitemap>{_location(each)}</sitemap>" for each in locations)
    return _document(f"sitemapindex {_SITEMAP}", "sitemapindex", rows)


def _url(each: Location) -> str:
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang={attribute(language)} href={attribute(url)}/>'
        for language, url in each.twins
    )
    images = "".join(f"<image:image>{tag('image:loc', url)}</image:image>" for url in each.images)
    return f"<url>{_location(each)}{twins}{images}</url>"


def _location(each: Location) -> str:
    return f"<loc>{text(each.url)}</loc>" + (f"<lastmod>{each.changed}</lastmod>" if each.changed else "")


def news(view: NewsView) -> str:
    """The news sitemap (Google's sitemap-news 0.9)."""
    rows = (
        f"<url>{tag('loc', each.url)}<news:news><news:publication>{tag('news:name', view.name)}"
        f"{tag('news:language', each.language.partition('-')[0])}</news:publication>"
        f"{tag('news:publication_date', each.date)}{tag('news:title', each.title)}</news:news></url>"
        for each in view.items
    )
    return _document(f"urlset {_SITEMAP}{_NEWS}", "urlset", rows)


def _document(opening: str, name: str, rows: Iterable[str]) -> str:
    return "\n".join([f"{DECLARATION}<{opening}>", *rows, f"</{name}>\n"])


def robots(sitemap: str) -> str:
    """robots.txt (RFC 9309): all may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
