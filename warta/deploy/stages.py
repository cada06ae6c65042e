"""Turns the kind of an output file into the stage of a deploy in which it is uploaded."""

from __future__ import annotations

import re

from warta.media_types import type_by_name
from warta.newsroom.addresses import PACKED
from warta.plan.kinds import ASSETS, FEEDS, HOME, KINDS, LISTS, PAST, RELEASES, SITEMAPS

# what others link to comes before them
ORDER = (ASSETS, RELEASES, LISTS, HOME, FEEDS, SITEMAPS, PAST)

# says that all that it tells of is there: it comes after everything else, even where it is new
CHECKPOINT = "log/checkpoint"

# where readers and programs come in: with these the rest of a site can be reached
ENTRANCES = (HOME, FEEDS, SITEMAPS)

_FEED = re.compile(r"(.*/)?(feed\.xml|atom\.xml|feed\.json)")
_SITEMAP = re.compile(r"sitemap[^/]*\.xml|robots\.txt|llms\.txt")
_HOME = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8})*/)?index\.html")


def stage_of(kind: str, path: str) -> str:
    """The stage of a file; where its kind does not say, since others made it or it is not known, its name does."""
    if path == CHECKPOINT:
        return PAST
    row = KINDS.get(kind)
    return row.stage if row and row.stage else _stage_by_name(path)


def _stage_by_name(path: str) -> str:
    for ending in PACKED.values():
        path = path.removesuffix(ending)  # a packed twin comes when the file it stands for does
    if _SITEMAP.fullmatch(path):
        return SITEMAPS
    if _FEED.fullmatch(path):
        return FEEDS
    if not type_by_name(path).startswith("text/html"):
        return ASSETS
    return HOME if _HOME.fullmatch(path) else LISTS
