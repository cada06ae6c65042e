"""What the files for machines are called: beside a list, beside a release, and at the root of the site."""

from __future__ import annotations

FEED_FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
"""The file of each format of feeds, beside home and each list."""
WIRE_FILES = {"ninjs": "ninjs.json", "text": "rilis.txt"}
"""The file of each format of the wire, beside each release; lists have the first alone."""
API_FILE = "api/index.json"
SITEMAP_FILE, NEWS_FILE, PAGES_FILE = "sitemap.xml", "sitemap-news.xml", "sitemap-pages.xml"
SECURITY_FILE = ".well-known/security.txt"
MANIFEST_FILE = "site.webmanifest"
