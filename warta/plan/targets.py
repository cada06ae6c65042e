"""What a build may write: targets, each one file of the output with its kind and its view."""

from __future__ import annotations

import datetime as dt

import msgspec

from warta.errors import Problem
from warta.plan.views import Chrome, View

RELEASE, PAGE, HOME, LISTING = "release", "page", "home", "listing"
ARCHIVE, YEAR, INDEX, NOT_FOUND = "archive", "year", "index", "not-found"
MEDIA, ASSET, CORRECTIONS = "media", "asset", "corrections"
PICTURE, VARIANT, SEARCH = "picture", "variant", "search"
FEED, ATOM, JSON_FEED = "feed", "atom", "json-feed"
SITEMAP, NEWS, ROBOTS, DATA = "sitemap", "news", "robots", "data"
NINJS, WIRE_TEXT, WIRE_LIST, API = "ninjs", "wire-text", "wire-list", "api"
ICON, MANIFEST, REDIRECT, HOST, TEXT, PACKED = "icon", "manifest", "redirect", "host", "text", "packed"

# files are put in place in this order, so that what others link to is there before them
ORDER = (
    *(ASSET, MEDIA, PICTURE, VARIANT, ICON, MANIFEST, RELEASE, NINJS, WIRE_TEXT),
    *(PAGE, LISTING, INDEX, YEAR, ARCHIVE, NOT_FOUND, SEARCH, HOME, CORRECTIONS, DATA),
    *(FEED, ATOM, JSON_FEED, WIRE_LIST, API, SITEMAP, NEWS, ROBOTS, PACKED, TEXT, REDIRECT, HOST),
)


class Target(msgspec.Struct, frozen=True, gc=False):
    """One output file: its path below the output folder, its kind (see ORDER), language and view.

    `about` is what it is made from, as a user knows it, for messages.
    """

    path: str
    kind: str
    language: str
    view: View
    about: str


class ThemeFacts(msgspec.Struct, frozen=True, gc=False):
    """What the plan must know of a theme: addresses and digests of its static files, and the values of its options.

    `assets` maps a file's name in the theme to its path below the output folder, `asset_files` that path to the
    digest of its bytes.
    """

    assets: dict[str, str]
    asset_digests: dict[str, str]
    options: dict[str, str | bool | int]


class Plan(msgspec.Struct, frozen=True, gc=False):
    """Everything one build publishes: targets in the order in which they are put in place, chromes by language.

    `until` is the first moment at which the same site would have another plan, visibility apart.
    """

    targets: tuple[Target, ...]
    chromes: dict[str, Chrome]
    until: dt.datetime | None = None
    warnings: tuple[Problem, ...] = ()
