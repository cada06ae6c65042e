"""Turns the rows of shards into lists by term, and cuts lists into pages without looking at rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from warta.content.documents import Parts
from warta.content.heads import Head
from warta.digests import SIZE, Value, joined
from warta.newsroom.facets import CARD, facet_of
from warta.newsroom.linked import Linked
from warta.newsroom.terms import HOME, Lexicon, Term

_ITEM_SIZE = array("I").itemsize
EVERYTHING = ""
"""The key of the list of all releases, in place of the address of a term."""


class Ref(msgspec.Struct, frozen=True, gc=False):
    """A facet of a release as an input: whoever renders it is handed that facet and nothing else of the release."""

    facet: int
    linked: Linked
    at: int

    @property
    def digest(self) -> bytes:
        """The digest of what the facet shows."""
        return self.linked.shown(self.facet, self.at)

    @property
    def place(self) -> tuple[int, int]:
        """Where the release stands: its year, and its place in the shard."""
        return self.linked.year, self.at

    def value(self, parts: Callable[[Head], Parts]) -> Any:
        """The facet; `parts` gives those of a release by its head."""
        return facet_of(self.facet, self.linked.rows[self.at], parts)


class Part(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a term lists of one shard: the positions of rows, and the digest of their cards."""

    term: Term
    packed: bytes
    cards: bytes

    @property
    def count(self) -> int:
        """How many rows it lists."""
        return len(self.packed) // _ITEM_SIZE

    @property
    def positions(self) -> Sequence[int]:
        """The places of its rows in the shard; a stretch without gaps as a range."""
        places = memoryview(self.packed).cast("I")
        first, last = places[0], places[-1] + 1
        return range(first, last) if last - first == len(places) else places


Index = dict[str, Part]
"""What a shard lists, by the addresses of terms; `EVERYTHING` lists all of it."""


def index(linked: Linked, lexicon: Lexicon) -> Value:
    """The terms of a shard's rows, each with what it lists (an Index)."""
    found: dict[str, tuple[Term, list[int]]] = {}
    unshown = lexicon.known.unshown
    for position, row in enumerate(linked.rows):
        for term in (*row.terms, *unshown(row.head)):
            known = found.get(term.path)
            if known is None:
                known = found[term.path] = term, []
            known[1].append(position)
    found[EVERYTHING] = Term(HOME, "", "", "", ""), list(range(linked.count))
    parts = {}
    for path, (term, positions) in found.items():
        if positions:
            cards = joined(digests_of(linked, positions, CARD))
            parts[path] = Part(term, array("I", positions).tobytes(), cards)
    return Value(joined([linked.digest, lexicon.digest]), parts)


def digests_of(linked: Linked, positions: Sequence[int], facet: int) -> list[bytes]:
    """The digests of a facet of some rows; of neighbours as one piece."""
    column = linked.columns[facet]
    if isinstance(positions, range):
        return [column[SIZE * positions.start : SIZE * positions.stop]]
    return [column[SIZE * each : SIZE * each + SIZE] for each in positions]


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A list of a term: what it lists of each shard, the oldest shard first."""

    term: Term
    pairs: tuple[tuple[Linked, Part], ...] = ()

    @property
    def count(self) -> int:
        """How many releases it lists."""
        return sum([part.count for _, part in self.pairs])


def lists_of(shards: Iterable[tuple[Linked, Index]]) -> dict[str, Listed]:
    """The lists of an edition by the addresses of their terms, from its shards with what each lists, oldest first."""
    found: dict[str, list[tuple[Linked, Part]]] = {}
    for linked, parts in shards:
        for path, part in parts.items():
            known = found.get(path)
            if known is None:
                found[path] = [(linked, part)]
            else:
                known.append((linked, part))
    return {path: Listed(pairs[0][1].term, tuple(pairs)) for path, pairs in found.items()}


class Slice(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a list as one input: its digest is known at once, its references are made when it is rendered."""

    digest: bytes
    facet: int
    parts: tuple[tuple[Linked, Sequence[int]], ...]

    @property
    def place(self) -> tuple[int, int]:
        """Where the newest of them stands: its year, and its place in the shard."""
        linked, positions = self.parts[-1]
        return linked.year, positions[-1]

    @property
    def members(self) -> list[Ref]:
        """The references, the newest first."""
        return [
            Ref(self.facet, linked, each) for linked, positions in reversed(self.parts) for each in reversed(positions)
        ]

    def __reduce__(self) -> Any:
        parts = tuple((linked, list(positions)) for linked, positions in self.parts)  # a view of memory does not travel
        return Slice, (self.digest, self.facet, parts)


Stretch = tuple[Linked, Sequence[int]]
"""Some rows of a shard."""


class Cards(msgspec.Struct, frozen=True):
    """A list of releases by what one facet shows of them, the oldest first."""

    digest: bytes
    facet: int
    count: int
    pairs: tuple[tuple[Linked, Part | Sequence[int]], ...]

    def cut(self, start: int, stop: int) -> Slice:
        """Those from `start` up to `stop`, counted from the oldest."""
        digests: list[bytes] = []
        parts = []
        first = 0
        for linked, part in self.pairs:
            last = first + (part.count if isinstance(part, Part) else len(part))
            if start < last and stop > first:
                positions = part.positions if isinstance(part, Part) else part
                taken = positions[max(start - first, 0) : stop - first]
                parts.append((linked, taken))
                digests += digests_of(linked, taken, self.facet)
            first = last
            if first >= stop:
                break
        return Slice(joined(digests), self.facet, tuple(parts))

    def all(self) -> Slice:
        """All of them as one input."""
        return self.cut(0, self.count)


class Block(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a list that begins at `start`, as one input."""

    digest: bytes
    cards: Cards
    start: int

    def cut(self, start: int, stop: int) -> Slice:
        """Those from `start` up to `stop`, counted from the oldest of the stretch."""
        return self.cards.cut(self.start + start, self.start + stop)


def cards_of(listed: Listed) -> Cards:
    """All of a list as cards."""
    return Cards(joined([part.cards for _, part in listed.pairs]), CARD, listed.count, listed.pairs)


def newest(listed: Listed, most: int, facet: int) -> Cards:
    """The newest of a list, by what a facet shows of them."""
    found = list(_newest(listed, most))[::-1]
    digests = [each for linked, positions in found for each in digests_of(linked, positions, facet)]
    return Cards(joined(digests), facet, sum([len(positions) for _, positions in found]), tuple(found))


def _newest(listed: Listed, most: int) -> Iterator[Stretch]:
    """The rows of the newest of a list, the newest shard first."""
    for linked, part in reversed(listed.pairs):
        if most <= 0:
            return
        positions = part.positions[-most:]
        most -= len(positions)
        yield linked, positions


def changed(listed: Listed, most: int) -> str:
    """When the newest of what a list shows came, or was corrected (ISO 8601): of its newest `most` releases."""
    moments = [linked.changed[at] for linked, positions in _newest(listed, most) for at in positions]
    if not moments:
        return ""
    linked, part = listed.pairs[-1]
    moments.append(linked.dates[part.positions[-1]])
    return max(moments, key=lambda each: each[0])[1]


def older_pages(count: int, size: int) -> tuple[int, int]:
    """How many older pages a list of so many releases has, and how many its front page shows.

    Older page k holds the releases size*(k-1)+1 to size*k counted from the oldest, and never changes once it is full;
    the front page holds what is left: size to 2*size-1 releases, or all when there are fewer.
    """
    older = max(count // size - 1, 0)
    return older, count - older * size
