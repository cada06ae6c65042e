"""What a site is made from, and everything there is to publish as of one `now`, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

import msgspec

from warta.content.documents import Organization, Page
from warta.content.history import GivenAddress
from warta.digests import Value
from warta.errors import Problem
from warta.fields import Ref
from warta.newsroom.addresses import Addresses
from warta.newsroom.history import History
from warta.newsroom.linked import Linked
from warta.newsroom.links import Answer
from warta.newsroom.lists import Listed, lists_of
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.pictures import FileFacts
from warta.newsroom.places import Belongings
from warta.newsroom.shards import Library
from warta.newsroom.terms import Lexicon, Term
from warta.newsroom.twins import Twin
from warta.newsroom.visibility import Hidden
from warta.settings import Settings


class Standing(msgspec.Struct, frozen=True):
    """What stands outside the flow of news: pages and organizations by source, each with the digest of its file."""

    digest: bytes
    pages: tuple[Page, ...] = ()
    organizations: tuple[Organization, ...] = ()

    @property
    def documents(self) -> tuple[Page | Organization, ...]:
        """All of them."""
        return self.pages + self.organizations


class Content(msgspec.Struct, frozen=True):
    """All that a site is made from besides `now`.

    `unreadable` are documents with problems of their own: links to them are no further problem. `files` are the facts
    of all files that are no documents, by source; `files_digest` is their digest. `history` has the addresses that were
    given out before.
    """

    settings: Settings
    library: Library
    standing: Standing
    unreadable: frozenset[str]
    files: Mapping[str, FileFacts]
    files_digest: bytes
    history: tuple[GivenAddress, ...]
    history_digest: bytes

    @property
    def sources(self) -> frozenset[str]:
        """Every document there is, hidden or not."""
        standing = [each.source for each in self.standing.documents]
        return frozenset((*self.library.where, *standing, *self.unreadable))


class Sources(msgspec.Struct, frozen=True):
    """The sources of all documents as an input."""

    digest: bytes
    content: Content

    @property
    def it(self) -> frozenset[str]:
        """Every document there is, hidden or not."""
        return self.content.sources


class PageEntry(msgspec.Struct, frozen=True, gc=False):
    """A standing page in its place."""

    page: Page
    language: str
    path: str
    url: str
    answer: Answer
    twins: tuple[Twin, ...] = ()


class Edition(msgspec.Struct, frozen=True, dict=True):
    """The newsroom in one language.

    `shards` are the releases that lists show, `unlisted` those that were withdrawn, both the oldest first. `stream` is
    what lists and feeds show, each shard with its index: the `shards`, and releases of the main language that nobody
    translated where the settings ask for those. `related` goes with `shards`.
    """

    language: str
    lexicon: Lexicon
    shards: tuple[Linked, ...]
    unlisted: tuple[Linked, ...]
    stream: tuple[tuple[Linked, Value], ...]
    related: tuple[Value, ...]
    pages: tuple[PageEntry, ...]

    @cached_property
    def lists(self) -> dict[str, Listed]:
        """The lists by the addresses of their terms; categories of the settings may be empty."""
        found = lists_of([(linked, parts.it) for linked, parts in self.stream])
        for term in self.categories:
            found.setdefault(term.path, Listed(term))
        return found

    @property
    def categories(self) -> tuple[Term, ...]:
        """The categories of the settings, in their order; none where the settings hold no list."""
        return self.lexicon.known.categories

    @property
    def every(self) -> tuple[Linked, ...]:
        """All shards of releases that have a page."""
        return (*self.shards, *self.unlisted)


class Concealed(msgspec.Struct, frozen=True, gc=False):
    """A document that is not public: where it will stand, and the files that belong to it, by source.

    Of one that was withdrawn (`whole` is False) the files alone are not public.
    """

    source: str
    path: str
    digest: bytes
    files: tuple[str, ...] = ()
    whole: bool = True


class Site(msgspec.Struct, frozen=True):
    """Everything there is to publish. `where` finds the shard and the place of a public release by its source.

    `former_lists` are the addresses that lists had before, each with the one of today. `until` is the first moment at
    which the same content makes another site. `belongings` are the files of what is hidden or was withdrawn.
    """

    settings: Settings
    addresses: Addresses
    editions: tuple[Edition, ...]
    offices: dict[str, OfficeEntry]
    main_office: str | None
    history: History
    hidden: Hidden
    concealed: tuple[Concealed, ...]
    aliases: tuple[tuple[Ref, str, str], ...]
    former_lists: tuple[tuple[str, str], ...]
    until: dt.datetime | None
    belongings: Belongings
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def releases(self) -> int:
        """How many releases lists show, in all languages."""
        return sum(linked.count for edition in self.editions for linked in edition.shards)
