"""Turns the path of an output file into the headers to serve it with: its type, and how long it may be cached."""

from __future__ import annotations

import mimetypes
import re

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".wasm": "application/wasm",
}
_NAMES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
_HASHED = re.compile(r"\.[0-9a-f]{8,}(\.[A-Za-z0-9]+)?$")


def content_type(path: str) -> str:
    """The media type of a file, by its name."""
    name = path.rpartition("/")[2]
    ending = "." + name.rpartition(".")[2].lower()
    return _NAMES.get(name) or _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def cache_control(path: str) -> str:
    """How long a file may be kept (RFC 9111): for ever when its name changes with its bytes, pages for a minute."""
    name = path.rpartition("/")[2]
    if _HASHED.search(name):
        return "public, max-age=31536000, immutable"
    if content_type(path).startswith(("image/", "font/", "video/", "audio/", "application/pdf")):
        return "public, max-age=86400"
    return "public, max-age=60"
