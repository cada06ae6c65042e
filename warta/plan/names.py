"""What the files for machines are called: beside a list, beside a release, and at the root of the site."""

from __future__ import annotations

from warta.settings import Settings

FEED_FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
"""The file of each format of feeds, beside home and each list."""
WIRE_FILES = {"ninjs": "ninjs.json", "text": "rilis.txt"}
"""The file of each format of the wire, beside each release; lists have the first alone."""
API_FILE = "api/index.json"
SITEMAP_FILE, NEWS_FILE, PAGES_FILE = "sitemap.xml", "sitemap-news.xml", "sitemap-pages.xml"
SECURITY_FILE = ".well-known/security.txt"
MANIFEST_FILE = "site.webmanifest"


def feed_file(config: Settings, kind: str) -> str:
    """The feed that pages link to where listings of this kind have one: the first of the formats; else empty."""
    return FEED_FILES[config.feed_formats[0]] if kind in config.feeds and config.feed_formats else ""
