"""What a build may write: targets, each one file of the output with its kind and its view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

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


class Target:
    """One output file: its path below the output folder, its kind (see ORDER), language and view.

    `about` is what it is made from, as a user knows it, for messages. A view may be given as what makes it, and is then
    made when it is first asked for, by whoever renders it. `mark` is a digest of all that view is made of: targets of
    one path and mark have equal views, so that a file can be told to be as before without making any; empty, it says
    nothing. `page` is the kind of page that the file holds, where it holds one in another form.
    """

    __slots__ = ("_view", "about", "kind", "language", "mark", "page", "path")

    def __init__(  # noqa: PLR0913 - all that a file is
        self,
        path: str,
        kind: str,
        language: str,
        view: View | Callable[[], View],
        about: str,
        mark: bytes = b"",
        page: str = "",
    ) -> None:
        self.path = path
        self.kind = kind
        self.language = language
        self._view = view
        self.about = about
        self.mark = mark
        self.page = page or kind

    @property
    def view(self) -> View:
        """What the file shows."""
        view = self._view
        if callable(view):
            view = self._view = view()
        return view

    def __reduce__(self) -> tuple[type[Target], tuple[object, ...]]:
        return Target, (self.path, self.kind, self.language, self.view, self.about, self.mark, self.page)


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
