"""What a site is made from besides the time, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from warta.content.documents import Organization, Page
from warta.content.history import GivenAddresses
from warta.newsroom.pictures import FileFacts
from warta.newsroom.shards import Library
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
    history: GivenAddresses

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
