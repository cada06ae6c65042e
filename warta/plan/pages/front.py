"""Turns the newest releases and those of each category into the front page, which tells each release once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import msgspec

from warta.newsroom.views import Card

NEXT = 4
"""How many releases stand in the row below the lead."""
BLOCKS = 6
"""How many categories have a block of their own."""
_BLOCK = 3  # releases in a block, and blocks in a row
_ENOUGH = 7  # releases after the lead, from which on categories are worth blocks


class Section(msgspec.Struct, frozen=True, gc=False):
    """A category with its newest releases."""

    title: str
    url: str
    cards: tuple[Card, ...]


class Row(msgspec.Struct, frozen=True, gc=False):
    """Blocks that stand side by side. `pictured`: the first release of each has a picture, so pictures may be large."""

    blocks: tuple[Section, ...]
    pictured: bool


class Front(msgspec.Struct, frozen=True, gc=False):
    """What stands where on the front page; no release is in two places.

    `lead` comes first, `next` are the releases of the row below it, `rows` the blocks of categories. `topics` are the
    other categories, each with its newest release that stands nowhere above, or with none; `more` are the releases that
    are left.
    """

    lead: Card | None = None
    next: tuple[Card, ...] = ()
    rows: tuple[Row, ...] = ()
    topics: tuple[Section, ...] = ()
    more: tuple[Card, ...] = ()


def arrange(cards: Sequence[Card], sections: Sequence[Section], pinned: Sequence[Card], shown: Container[str]) -> Front:
    """The front page of the newest releases and of the categories in their order. A pinned release takes the lead.

    What stands in a part that is not `shown` is told further down.
    """
    ordered = list(_unseen((*pinned, *cards), ()))
    if not ordered:
        return Front()
    following = tuple(ordered[1 : 1 + NEXT]) if "latest" in shown else ()
    told = {card.url for card in (ordered[0], *following)}
    blocks: list[Section] = []
    topics: list[Section] = []
    for section in sections if len(ordered) > _ENOUGH else ():
        full = len(blocks) == BLOCKS or "sections" not in shown
        if full and "topics" not in shown:
            continue
        fresh = _unseen(section.cards, told)[: 1 if full else _BLOCK]
        told.update(card.url for card in fresh)
        into = blocks if fresh and not full else topics
        into.append(msgspec.structs.replace(section, cards=fresh))
    rows = tuple(_row(blocks[at : at + _BLOCK]) for at in range(0, len(blocks), _BLOCK))
    return Front(ordered[0], following, rows, tuple(topics), _unseen(ordered, told))


def _row(blocks: Sequence[Section]) -> Row:
    return Row(tuple(blocks), all(each.cards[0].image for each in blocks))


def _unseen(cards: Iterable[Card], told: Container[str]) -> tuple[Card, ...]:
    """Those of `cards` that were not told before, each once."""
    found: dict[str, Card] = {}
    for card in cards:
        if card.url not in told:
            found.setdefault(card.url, card)
    return tuple(found.values())
