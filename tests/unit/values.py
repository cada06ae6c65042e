"""Values of the newsroom in a line each, for tests that look at one function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from warta.content.documents import Release
from warta.content.heads import Head, head_of
from warta.dates import Moment, parse_moment
from warta.digests import digest_of, given
from warta.fields import Ref
from warta.memo import Memo
from warta.newsroom.linked import Linked
from warta.newsroom.links import Answer
from warta.newsroom.rows import LISTED, context_of, link_shard
from warta.newsroom.shards import Library, Name, Shard, shard_of
from warta.newsroom.terms import Lexicon, lexicon_of, spellings
from warta.settings import Settings, parse_settings
from warta.slugs import slug

JAKARTA = ZoneInfo("Asia/Jakarta")
CONFIG = "title: A\nurl: https://b.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"


def moment(text: str) -> Moment:
    """A moment as a newsroom in Jakarta writes it."""
    return parse_moment(text, JAKARTA)


def at(text: str) -> dt.datetime:
    """A time in Jakarta."""
    return moment(text).at


def refs(*names: str) -> tuple[Ref, ...]:
    """Names as they stand in front matter, on line 1."""
    return tuple(Ref(name, 1) for name in names)


def release(name: str = "banjir", **more: Any) -> Release:
    """A release whose source, title and slug are made from its name; `more` are further fields."""
    made = Release(
        source=f"releases/{name}.md", title=name.capitalize(), date=moment("2026-11-20"), slug=Ref(slug(name), 1)
    )
    return msgspec.structs.replace(made, **more)


def head(made: Release) -> Head:
    """The head of a release."""
    return head_of(made, digest_of(made))


def shards(heads: Iterable[Head], languages: tuple[str, ...] = ("id",)) -> dict[Name, Shard]:
    """Heads in their shards, the oldest first; the first of the languages is the main one."""
    return Library.of(languages[0], languages, heads).shards


def settings(more: str = "") -> Settings:
    """The settings of a newsroom with four settings and `more`."""
    return parse_settings(CONFIG + more)


def lexicon(more: str = "", language: str = "id", **organizations: str) -> Lexicon:
    """The lexicon of an edition; `more` are further settings, `organizations` names by key."""
    return lexicon_of(settings(more), language, organizations)


def linked(
    shard: Shard, known: Lexicon, spelled: dict[str, str] | None = None, answers: dict[str, Answer] | None = None
) -> Linked:
    """The rows of a shard that has no translations and no past, with the answers to what its releases ask."""
    nothing = given({})
    context = context_of(
        LISTED, shard.name[0], {}, given(spelled or {}), given(answers or {}), nothing, nothing, nothing, nothing
    )
    return link_shard(shard, context, known, Memo())


def linked_years(releases: Iterable[Release], known: Lexicon) -> list[Linked]:
    """Releases in the rows of their years, the oldest first, free names written as they were first written."""
    every = shards([head(each) for each in releases], (known.language,)).values()
    spelled = spellings([each for shard in every for each in shard.heads])
    return [linked(shard, known, spelled) for shard in every]


def linked_at_once(releases: Iterable[Release], known: Lexicon) -> Linked:
    """Releases of any years as the rows of one shard."""
    heads = sorted([head(each) for each in releases], key=lambda each: (each.at, each.source))
    return linked(shard_of((known.language, 0), heads), known, spellings(heads))
