"""What a build may write: targets, each one file of the output with its kind and its view."""

from __future__ import annotations

import msgspec

from warta.plan.views import Chrome, View

RELEASE, PAGE, HOME, LISTING = "release", "page", "home", "listing"
ARCHIVE, YEAR, INDEX, NOT_FOUND = "archive", "year", "index", "not-found"
FEED, SITEMAP, ROBOTS, MEDIA, ASSET = "feed", "sitemap", "robots", "media", "asset"
PICTURE, VARIANT, SEARCH = "picture", "variant", "search"

# files are put in place in this order, so that what others link to is there before them
ORDER = (
    ASSET,
    MEDIA,
    PICTURE,
    VARIANT,
    RELEASE,
    PAGE,
    LISTING,
    INDEX,
    YEAR,
    ARCHIVE,
    NOT_FOUND,
    SEARCH,
    HOME,
    FEED,
    SITEMAP,
    ROBOTS,
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
    """Everything one build publishes: targets in the order in which they are put in place, chromes by language."""

    targets: tuple[Target, ...]
    chromes: dict[str, Chrome]
