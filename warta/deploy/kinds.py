"""Turns the path of an output file into its kind, which decides when the file is uploaded."""

from __future__ import annotations

import re

ASSET, RELEASE, LISTING, HOME, FEED, SITEMAP = "asset", "release", "listing", "home", "feed", "sitemap"

# what others link to comes before them
ORDER = (ASSET, RELEASE, LISTING, HOME, FEED, SITEMAP)

# where readers and programs come in: with these the rest of a site can be reached
ENTRANCES = (HOME, FEED, SITEMAP)

# one file and several, for the summary
NAMES = {
    ASSET: ("asset", "assets"),
    RELEASE: ("release page", "release pages"),
    LISTING: ("list or page", "lists and pages"),
    HOME: ("home page", "home pages"),
    FEED: ("feed", "feeds"),
    SITEMAP: ("sitemap", "sitemaps"),
}

_PACKED = re.compile(r"\.(gz|br)$")
_FEED = re.compile(r"(.*/)?(feed\.xml|atom\.xml|feed\.json)")
_SITEMAP = re.compile(r"sitemap[^/]*\.xml|robots\.txt|llms\.txt")
_HOME = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8})*/)?index\.html")


def kind_of(path: str, permalink: str) -> str:
    """The kind of an output file, where releases have addresses like `permalink` (see `settings.Settings`)."""
    path = _PACKED.sub("", path)  # a packed twin comes when the file it stands for does
    if _SITEMAP.fullmatch(path):
        return SITEMAP
    if _FEED.fullmatch(path):
        return FEED
    if not path.endswith((".html", ".htm")):
        return ASSET
    if _is_release(path, permalink):
        return RELEASE
    return HOME if _HOME.fullmatch(path) else LISTING


def _is_release(path: str, permalink: str) -> bool:
    """Whether the page lies where a release may; a list that does too is uploaded a little earlier, no more."""
    shape = re.escape(permalink.lstrip("/"))
    for field, pattern in (("year", r"\d{4}"), ("month", r"\d\d"), ("day", r"\d\d"), ("slug", "[^/]+")):
        shape = shape.replace(rf"\{{{field}\}}", pattern)
    return re.fullmatch(rf"([a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*/)?{shape}index\.html", path) is not None
