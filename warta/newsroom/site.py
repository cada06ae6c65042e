"""Everything there is to publish as of one `now`, as frozen values."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import msgspec

from warta.content.documents import Page
from warta.digests import Value
from warta.errors import Problem
from warta.fields import Ref
from warta.newsroom.addresses import Addresses
from warta.newsroom.history import History
from warta.newsroom.linked import Linked
from warta.newsroom.links import Answer
from warta.newsroom.lists import Listed, lists_of
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.places import Belongings
from warta.newsroom.terms import Lexicon, Term
from warta.newsroom.twins import Twin
from warta.newsroom.visibility import Hidden
from warta.settings import Settings


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
    def first(self) -> str:
        """The date of the oldest release (ISO 8601), one that was withdrawn included; empty while there is none."""
        every = (*[linked for linked, _ in self.stream], *self.unlisted)
        return min([linked.dates[0][1] for linked in every if linked.count], default="")

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
