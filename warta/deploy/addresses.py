"""Turns a site's address and the paths of its files into the addresses that readers use, and tells two sites apart."""

from __future__ import annotations

from urllib.parse import quote


def address_of(base: str, path: str) -> str:
    """The address at which readers find an output file: a folder's for its index.html."""
    shown = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
    return f"{base.rstrip('/')}/{quote(shown)}"


def site_of(url: str) -> str:
    """An address without scheme and last slash: by these two a site stays the same."""
    return url.partition("://")[2].rstrip("/").casefold()
