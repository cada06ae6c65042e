"""Turns heads into shards: the releases of one language and year, the oldest first, with the moments at which one of
them changes by itself.

Shards are canonical: equal files make equal shards, in whatever order the files were read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

import msgspec

from warta.content.heads import Head
from warta.digests import Value, digest_of, joined
from warta.errors import Problem
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC, changes_of, state_at

Name = tuple[str, int]
"""The name of a shard: its language, and the year in the site's time zone."""


class Shard(msgspec.Struct, frozen=True, dict=True):
    """The heads of a language and a year, encoded until somebody looks at one.

    `moments` are when something in it changes by itself (seconds of the epoch, ascending): `now` matters only through
    how many of them have passed. `plain`: no release in it is a draft, was withdrawn or expires. `problems` and
    `warnings` are those of the files alone.
    """

    name: Name
    digest: bytes
    count: int
    moments: tuple[float, ...]
    plain: bool
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    packed: bytes = b""

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """The heads."""
        return msgspec.msgpack.decode(self.packed, type=tuple[Head, ...])

    @cached_property
    def by_source(self) -> dict[str, Head]:
        """The heads by source."""
        return {head.source: head for head in self.heads}

    def encoded(self) -> Shard:
        """The shard as it is kept: its heads as bytes."""
        return self if self.packed else msgspec.structs.replace(self, packed=msgspec.msgpack.encode(self.heads))


def shard_of(name: Name, heads: Iterable[Head]) -> Shard:
    """The shard of these heads, which are given from the oldest to the newest."""
    every = tuple(heads)
    moments = {at for head in every for at, _ in changes_of(head)}
    digest = joined([digest_of(name), *[head.digest for head in every]])
    plain = not any(head.draft or head.withdrawn or head.expires is not None for head in every)
    problems = tuple([each for head in every for each in head.problems])
    warnings = tuple([each for head in every for each in head.warnings])
    shard = Shard(name, digest, len(every), tuple(sorted(moments)), plain, problems, warnings)
    vars(shard)["heads"] = every
    return shard


def _age(head: Head) -> tuple[float, str]:
    return head.at, head.source


class Library:
    """All shards, and the shard that each source is in. The one value that is changed in place: by `put` and `drop`."""

    def __init__(self, language: str, languages: tuple[str, ...], shards: Iterable[Shard], where: dict[str, Name]):
        self.language, self.languages = language, languages
        self.shards = {shard.name: shard for shard in sorted(shards, key=lambda each: each.name)}
        self.where = where

    @classmethod
    def of(cls, language: str, languages: tuple[str, ...], heads: Iterable[Head]) -> Library:
        """The library of these heads in a newsroom of these languages, the first of which is its own."""
        library = cls(language, languages, (), {})
        found: dict[Name, list[Head]] = {}
        for head in heads:
            found.setdefault(library.name_of(head), []).append(head)
        library.shards = {name: shard_of(name, sorted(each, key=_age)) for name, each in sorted(found.items())}
        library.where = {head.source: name for name, shard in library.shards.items() for head in shard.heads}
        return library

    @property
    def digests(self) -> dict[Name, bytes]:
        """The digest of each shard, in the order of their names."""
        return {name: shard.digest for name, shard in self.shards.items()}

    def name_of(self, head: Head) -> Name:
        """The shard of a head. A language that the newsroom does not have is a problem; until then it is its own."""
        written = head.language.text if head.language else self.language
        return written if written in self.languages else self.language, int(head.date[:4])

    def head(self, source: str) -> Head | None:
        """The head of a source."""
        name = self.where.get(source)
        return None if name is None else self.shards[name].by_source[source]

    def put(self, head: Head) -> None:
        """Add a release, or take it anew."""
        self.put_all((head,))

    def put_all(self, heads: Iterable[Head]) -> None:
        """Add releases, or take them anew."""
        changed: dict[Name, list[Head]] = {}
        for head in heads:
            self._take_out(head.source, changed)
            name = self.name_of(head)
            if name not in changed:
                known = self.shards.get(name)
                changed[name] = list(known.heads) if known else []
            changed[name].append(head)
            self.where[head.source] = name
        self._replace(changed)

    def drop_all(self, sources: Iterable[str]) -> None:
        """Forget releases whose files are gone."""
        changed: dict[Name, list[Head]] = {}
        for source in sources:
            self._take_out(source, changed)
        self._replace(changed)

    def _take_out(self, source: str, changed: dict[Name, list[Head]]) -> None:
        name = self.where.pop(source, None)
        if name is not None:
            before = changed[name] if name in changed else self.shards[name].heads
            changed[name] = [each for each in before if each.source != source]

    def _replace(self, changed: dict[Name, list[Head]]) -> None:
        if not changed:
            return
        before = self.shards.keys()
        new = any(name not in before for name in changed)
        for name, heads in changed.items():
            if heads:
                self.shards[name] = shard_of(name, sorted(heads, key=_age))
            else:
                self.shards.pop(name, None)
        if new:
            self.shards = dict(sorted(self.shards.items()))


class Divided(msgspec.Struct, frozen=True):
    """A shard by what may be seen of it: what lists show, what only has a page (withdrawn), what is hidden.

    `states` are those of the releases that are seen, by source, where they are not `public`: a preview shows more than
    the public sees. The counts are of all that is not public.
    """

    listed: Shard
    unlisted: Shard
    hidden: Shard
    states: dict[str, str]
    digest: bytes
    drafts: int = 0
    embargoed: int = 0
    expired: int = 0


def passed(shard: Shard, moment: float) -> int:
    """How many of a shard's moments have passed at `moment` (seconds of the epoch)."""
    moments = shard.moments
    return len(moments) if not moments or moments[-1] <= moment else bisect_right(moments, moment)


def undivided(shard: Shard) -> Divided:
    """A plain shard whose moments have all passed: lists show all of it."""
    none = shard_of(shard.name, ())
    return Divided(shard, none, none, {}, joined([shard.digest, _NOBODY]))


_NOBODY = digest_of("all of it is listed")


def divide(shard: Shard, count: Value, shown: Value) -> Divided:
    """A shard once `count` of its moments have passed. `shown` are the states, and the sources, that are seen.

    A public release has the corrections and the withdrawal that are public by then; one that is not is as it is
    written, for who previews it.
    """
    last = shard.moments[count.it - 1] if count.it else float("-inf")
    kinds: dict[str, list[Head]] = {"listed": [], "unlisted": [], "hidden": []}
    states: dict[str, str] = {}
    numbers = dict.fromkeys((DRAFT, EMBARGOED, EXPIRED, PUBLIC), 0)
    as_written = True
    for head in shard.heads:
        state = state_at(head.draft, head.opens, head.expires, last)
        numbers[state] += 1
        if state not in shown.it and head.source not in shown.it:
            kinds["hidden"].append(head)
            continue
        if state != PUBLIC:
            states[head.source] = state
        now = head.as_of(last) if state == PUBLIC else head
        as_written = as_written and now is head
        kinds["unlisted" if now.withdrawn else "listed"].append(now)
    whole = as_written and len(kinds["listed"]) == len(shard.heads)
    listed, unlisted, hidden = (shard_of(shard.name, kinds[kind]) for kind in ("listed", "unlisted", "hidden"))
    listed = shard if whole else listed
    counts = numbers[DRAFT], numbers[EMBARGOED], numbers[EXPIRED]
    digest = joined([listed.digest, unlisted.digest, hidden.digest, digest_of((states, counts))])
    return Divided(listed, unlisted, hidden, states, digest, *counts)
