"""What a newsroom is once everything is linked: entries, terms, listings, editions, as frozen values."""

from __future__ import annotations

import datetime as dt

import msgspec

from warta.content.documents import Organization, Page, Release
from warta.errors import Problem
from warta.settings import Settings


class Term(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something releases are listed by. `path` is its address below the site's root, with slashes at both ends."""

    kind: str
    key: str
    name: str
    path: str
    description: str = ""
    parent: str | None = None
    code: str = ""


class Media(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of the content that is published unchanged at `path` (which begins with a slash)."""

    source: str
    path: str


class Linked(msgspec.Struct, frozen=True, gc=False):
    """What became of one document's targets.

    `targets` are the addresses of the body's links in their order (None: leave the link out), `files` maps the name
    of a file as written to the file, `media` is what must be published at the document's address.
    """

    targets: tuple[str | None, ...] = ()
    files: dict[str, Media] = {}
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Twin(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """The same release or page in another language."""

    language: str
    title: str
    path: str


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A release in its place. `targets` are the addresses of its body's links, in their order; None: leave it out.

    `state` is what the visibility rule says (see `visibility`), `files` maps a written file name to its address,
    `published_under` names the past period of office it is of.
    """

    release: Release
    state: str
    language: str
    path: str
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()
    region_tree: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    organization: Organization | None = None
    office: Term | None = None
    targets: tuple[str | None, ...] = ()
    files: dict[str, Media] = {}
    twins: tuple[Twin, ...] = ()
    published_under: str = ""

    def is_linked(self, linked: Linked) -> bool:
        """Whether its links and files lead where these do."""
        return self.targets == linked.targets and self.files == linked.files

    @property
    def listed(self) -> bool:
        """Whether lists, feeds and sitemaps carry it: a withdrawn release keeps its page alone."""
        return self.release.withdrawn is None


class PageEntry(msgspec.Struct, frozen=True, gc=False):
    """A standing page in its place."""

    page: Page
    language: str
    path: str
    targets: tuple[str | None, ...] = ()
    twins: tuple[Twin, ...] = ()


class Listing(msgspec.Struct, frozen=True, gc=False):
    """A term and its entries, newest first; `children` are terms one level below it."""

    term: Term
    entries: tuple[Entry, ...]
    children: tuple[Term, ...] = ()
    ancestors: tuple[Term, ...] = ()


class Edition(msgspec.Struct, frozen=True, gc=False):
    """The newsroom in one language: what is listed (newest first), what only has a page, and the standing pages.

    `stream` is what lists and feeds show: the `entries`, and releases of the main language that nobody translated,
    where the settings ask for those.
    """

    language: str
    prefix: str
    entries: tuple[Entry, ...]
    stream: tuple[Entry, ...]
    unlisted: tuple[Entry, ...]
    pages: tuple[PageEntry, ...]
    listings: tuple[Listing, ...]
    categories: tuple[Term, ...]


class Concealed(msgspec.Struct, frozen=True, gc=False):
    """A document that is not public: where it will stand, and the files that will be published with it, by source."""

    source: str
    path: str
    files: tuple[str, ...] = ()


class Due(msgspec.Struct, frozen=True, gc=False):
    """What happens by itself at `at`: a release appears, or disappears (`ends`)."""

    at: dt.datetime
    source: str
    title: str
    ends: bool = False


class Hidden(msgspec.Struct, frozen=True, gc=False):
    """How many releases are not public, and what changes next by itself: all that is due at one moment."""

    drafts: int = 0
    embargoed: int = 0
    expired: int = 0
    due: tuple[Due, ...] = ()

    @property
    def next_change(self) -> dt.datetime | None:
        """When the next one changes; None: never by itself."""
        return self.due[0].at if self.due else None


class Site(msgspec.Struct, frozen=True, gc=False):
    """Everything there is to publish, in every language, as of one `now`.

    `media` maps an address to its source; sites of equal `grounds` have the same entry for the same release and links.
    """

    config: Settings
    editions: tuple[Edition, ...]
    organizations: dict[str, Organization]
    organization_links: dict[str, Linked]
    media: dict[str, str]
    hidden: Hidden
    concealed: tuple[Concealed, ...] = ()
    grounds: tuple[object, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def main_office(self) -> str | None:
        """The key of the organization whose newsroom this is: that of the settings, else the only one."""
        return self.config.organization or (next(iter(self.organizations)) if len(self.organizations) == 1 else None)

    def by_source(self) -> dict[str, Entry]:
        """Every entry by the source of its release."""
        return {entry.release.source: entry for each in self.editions for entry in (*each.entries, *each.unlisted)}
