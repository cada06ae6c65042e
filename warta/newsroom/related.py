"""Turns the terms of releases into what each is related to: older releases with the most terms in common.

Only older ones, so that publishing a release changes no other's page. Of each term the newest few are looked at; more
terms in common come first, then the newer.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property

import msgspec

from warta.digests import Group, Value, given
from warta.memo import Memo
from warta.newsroom.linked import Linked, relation_terms

RECENT = 6
"""How many of the newest releases of a term are looked at."""

Aged = tuple[float, str]
"""A release by its date and source: how releases are ordered wherever they stand."""


class Skeleton(msgspec.Struct, frozen=True, dict=True):
    """A shard as relations see it: each release's date, source and terms, and nothing that it says."""

    digest: bytes
    linked: Linked

    @cached_property
    def it(self) -> list[tuple[float, str, tuple[tuple[str, int], ...]]]:
        """Date, source and terms (each with its weight) of each release."""
        return [(row.head.at, row.head.source, relation_terms(row)) for row in self.linked.rows]


def skeleton_of(linked: Linked) -> Skeleton:
    """A shard as relations see it."""
    return Skeleton(linked.related, linked)


def relations(skeletons: Group, language: str, most: Value, memo: Memo) -> list[Value]:
    """What the releases of each shard are related to, the shards from the oldest; see `relate`."""
    recent: dict[str, tuple[Aged, ...]] = {}
    found = []
    for skeleton in skeletons.members:
        name = language, skeleton.linked.year
        tails = memo(name, newest_of_terms, skeleton).it
        found.append(memo(name, relate, skeleton, given({path: recent.get(path, ()) for path in tails}), most))
        for path, tail in tails.items():
            recent[path] = (*recent.get(path, ()), *tail)[-RECENT:]
    return found


def newest_of_terms(skeleton: Skeleton) -> Value:
    """The newest releases of each term in a shard, the newest last."""
    found: dict[str, deque[Aged]] = {}
    for at, source, terms in skeleton.it:
        for path, _ in terms:
            known = found.get(path)
            if known is None:
                known = found[path] = deque(maxlen=RECENT)
            known.append((at, source))
    return given({path: tuple(each) for path, each in found.items()})


def relate(skeleton: Skeleton, before: Value, most: Value) -> Value:
    """For each release of a shard the sources of at most `most` older ones, those with most terms in common first.

    `before` are the newest of each term in earlier shards.
    """
    if not most.it:
        return given(((),) * len(skeleton.it))
    earlier = sorted({tuple(each) for newest in before.it.values() for each in newest})
    place = {each: number for number, each in enumerate(earlier)}
    rows = skeleton.it
    sources = [source for _, source in earlier] + [source for _, source, _ in rows]
    count = len(sources)
    recent = {path: deque([place[tuple(each)] for each in newest], maxlen=RECENT) for path, newest in before.it.items()}
    found = []
    for position, (_, _, terms) in enumerate(rows, len(earlier)):
        weights: dict[int, int] = {}
        for path, weight in terms:
            seen = recent.get(path)
            if seen is None:
                seen = recent[path] = deque(maxlen=RECENT)
            for other in seen:
                weights[other] = weights.get(other, 0) + weight
            seen.append(position)
        # a number that is larger for more weight, then for the newer: thousands of pairs would take longer to sort
        best = sorted([weight * count + other for other, weight in weights.items()], reverse=True)[: most.it]
        found.append(tuple([sources[each % count] for each in best]))
    return given(tuple(found))
