"""Turns the rows of a shard into the pages of its releases."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.digests import NOTHING, Digested, Group, Value, given, group, joined
from warta.memo import Memo
from warta.newsroom.facets import CARD, LINK, PAGE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import Ref
from warta.newsroom.related import Skeleton, skeleton_of
from warta.newsroom.site import Edition, Site
from warta.plan.families import Families
from warta.plan.targets import Target, page


class Named(msgspec.Struct, frozen=True, gc=False):
    """Digested values as one input, with a name for each."""

    digest: bytes
    names: tuple[str, ...]
    members: tuple[Digested, ...]

    def by_name(self) -> dict[str, Digested]:
        """The values by their names."""
        return dict(zip(self.names, self.members, strict=True))


def named(values: dict[str, Digested]) -> Named:
    """Digested values as one input, with a name for each."""
    names = tuple(values)
    return Named(
        joined([given(names).digest, *[each.digest for each in values.values()]]), names, tuple(values.values())
    )


def plan_releases(linked: Linked, edges: Group, related: Value, cards: Named, offices: Named) -> Iterator[Target]:
    """The pages of a shard's releases, the oldest first.

    `edges` are the releases before the first and after the last, `related` the sources that each is related to,
    `cards` those of related releases in other shards, by source.
    """
    known = cards.by_name() | {source: Ref(CARD, linked, at) for source, at in linked.positions.items()}
    office = offices.by_name()
    older, newer = edges.members
    links: list[Digested] = [older, *[Ref(LINK, linked, at) for at in range(linked.count)], newer]
    for at, (row, others) in enumerate(zip(linked.rows, related.it, strict=True)):
        beside = group([known[source] for source in others])
        of = office[row.more.office.key] if row.more.office else NOTHING
        inputs = (Ref(PAGE, linked, at), links[at + 2], links[at], beside, of)
        yield page(row.where.path, "release", row.where.language, *inputs, about=f"content/{row.head.source}")


def plan_unlisted(linked: Linked, offices: Named) -> Iterator[Target]:
    """The pages of releases that no list shows: they have no neighbours."""
    office = offices.by_name()
    for at, row in enumerate(linked.rows):
        of = office[row.more.office.key] if row.more.office else NOTHING
        inputs = (Ref(PAGE, linked, at), NOTHING, NOTHING, group([]), of)
        yield page(row.where.path, "release", row.where.language, *inputs, about=f"content/{row.head.source}")


def add_releases(families: Families, site: Site, edition: Edition, memo: Memo) -> None:
    """The families of an edition's releases: one for each year."""
    shards, language = edition.shards, edition.language
    offices = named(dict(site.offices))
    where: dict[str, Linked] = {}
    for number, (linked, related) in enumerate(zip(shards, edition.related, strict=True)):
        older = Ref(LINK, shards[number - 1], shards[number - 1].count - 1) if number else NOTHING
        newer = Ref(LINK, shards[number + 1], 0) if number + 1 < len(shards) else NOTHING
        foreign = memo((language, linked.year), related_elsewhere, skeleton_of(linked), related)
        if foreign.it and not where:
            where = {source: each for each in shards for source in each.positions}
        cards: dict[str, Digested] = {
            source: Ref(CARD, where[source], where[source].positions[source]) for source in foreign.it
        }
        inputs = (linked, group((older, newer)), related, named(cards), offices)
        families.add(
            f"releases {language} {linked.year}", plan_releases, *inputs, kinds=("release",), language=language
        )
    for linked in edition.unlisted:
        name = f"unlisted {language} {linked.year}"
        families.add(name, plan_unlisted, linked, offices, kinds=("release",), language=language)


def related_elsewhere(skeleton: Skeleton, related: Value) -> Value:
    """The sources of related releases that stand in other shards."""
    own = skeleton.linked.positions
    return given(tuple(dict.fromkeys(source for each in related.it for source in each if source not in own)))
