"""Turns a release and its place in the newsroom into what others show of it.

A row is a release in its place. A facet is what somebody shows of a release: a list shows its card, a feed its item.
One declaration for each facet names the ingredients it is made of; its value and its digest are both made from that
declaration, so neither can know of anything that the other does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from warta.content.documents import PARTS, Parts
from warta.content.heads import Head
from warta.digests import SIZE, joined
from warta.newsroom import release_views
from warta.newsroom.placed import PLACES, Row


class Facet(msgspec.Struct, frozen=True):
    """What somebody shows of a release: the names of its ingredients, in the order in which `make` takes them."""

    made_of: tuple[str, ...]
    make: Callable[..., Any]

    @property
    def needs_parts(self) -> bool:
        """Whether the release itself must be looked up: what its head has too needs no looking up."""
        return not _LOOKED_UP.isdisjoint(self.made_of)


_LOOKED_UP = frozenset(PARTS) - {"title", "heading", "image"}


LINK, CARD, ITEM, PAGE, WIRE, NOTE, PLACE, SEARCH, POSTER = range(9)
FACETS = (
    Facet(("title", "where"), release_views.link),
    Facet(("heading", "image", "where", "lead", "cover"), release_views.card),
    Facet(
        ("heading", "image", "text", "where", "lead", "more", "cover", "targets", "twins", "identity", "enclosures"),
        release_views.item,
    ),
    Facet(
        ("heading", "image", "text", "rest", "where", "lead", "more", "cover", "files", "targets", "twins"),
        release_views.page,
    ),
    Facet(
        ("heading", "image", "text", "rest", "where", "lead", "more", "cover", "files", "targets", "twins", "identity"),
        release_views.wire,
    ),
    Facet(("title", "text", "where", "lead", "more", "identity"), release_views.note),
    Facet(("where", "twins", "images", "changed"), release_views.location),
    Facet(("heading", "text", "where", "lead", "more"), release_views.searched),
    Facet(("heading", "image", "rest", "where", "cover"), release_views.poster),
)
_INGREDIENTS = (*PARTS, *PLACES)


def _stretches(facet: Facet) -> tuple[slice, ...]:
    """Where in the joined digests of parts and places a facet finds those of its ingredients; neighbours at once."""
    found: list[slice] = []
    for at in map(_INGREDIENTS.index, facet.made_of):
        start = found.pop().start if found and found[-1].stop == SIZE * at else SIZE * at
        found.append(slice(start, SIZE * at + SIZE))
    return tuple(found)


_STRETCHES = tuple([_stretches(facet) for facet in FACETS])
_NEEDS_PARTS = tuple(facet.needs_parts for facet in FACETS)


def digests_of_facets(parts: bytes, places: bytes) -> bytes:
    """The digests of all facets, from those of a release's parts and of its `PLACES`."""
    known = parts + places
    return b"".join([joined([known[each] for each in stretches]) for stretches in _STRETCHES])


def facet_of(facet: int, row: Row, parts: Callable[[Head], Parts]) -> Any:
    """The value of a facet; `parts` gives those of a release by its head."""
    declared = FACETS[facet]
    release = parts(row.head) if _NEEDS_PARTS[facet] else None
    return declared.make(*[getattr(release if name in _LOOKED_UP else row, name) for name in declared.made_of])
