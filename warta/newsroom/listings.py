"""Turns entries into listings: one engine for categories, regions, tags, organizations, authors, months and years."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from warta.newsroom.model import Entry, Listing, Term
from warta.newsroom.terms import REGION, Vocabulary

HOME, YEAR, MONTH = "home", "year", "month"

Classify = Callable[[Entry, str], Iterable[Term]]
"""Entry and the edition's prefix to the terms the entry is listed under."""


@functools.lru_cache(maxsize=2000)
def _dates(year: int, month: int, prefix: str) -> tuple[Term, Term]:
    """The terms of a year and of a month in it."""
    outer, inner = f"{year:04d}", f"{year:04d}-{month:02d}"
    return (
        Term(YEAR, outer, outer, f"{prefix}/{outer}/"),
        Term(MONTH, inner, inner, f"{prefix}/{outer}/{month:02d}/", parent=outer),
    )


CLASSIFIERS: tuple[Classify, ...] = (
    lambda entry, _: entry.categories,
    lambda entry, _: entry.region_tree,
    lambda entry, _: entry.tags,
    lambda entry, _: (entry.office,) if entry.office else (),
    lambda entry, _: entry.authors,
    lambda entry, prefix: _dates(entry.release.date.at.year, entry.release.date.at.month, prefix),
)


def build_listings(entries: Sequence[Entry], vocabulary: Vocabulary, prefix: str) -> tuple[Listing, ...]:
    """The listings of an edition's entries (newest first), by kind and key; a configured category may be empty."""
    found = {(term.kind, term.key): (term, members) for term, members in _members(entries, vocabulary, prefix)}
    below: dict[tuple[str, str], list[Term]] = {}
    for term, _ in found.values():
        if term.parent is not None:
            below.setdefault((REGION if term.kind == REGION else YEAR, term.parent), []).append(term)
    return tuple(
        Listing(
            term,
            tuple(members),
            children=tuple(sorted(below.get(identity, ()), key=lambda child: child.key)),
            ancestors=vocabulary.ancestors(term),
        )
        for identity, (term, members) in sorted(found.items())
    )


def _members(entries: Sequence[Entry], vocabulary: Vocabulary, prefix: str) -> Iterator[tuple[Term, list[Entry]]]:
    """Each term with its entries. No classifier gives two terms of one key: its own key is name enough here."""
    for place, classify in enumerate(CLASSIFIERS):
        found: dict[str, tuple[Term, list[Entry]]] = {}
        if not place:
            found = {term.key: (term, []) for term in vocabulary.categories}
        for entry in entries:
            for term in classify(entry, prefix):
                listed = found.get(term.key)
                if listed is None:
                    listed = found[term.key] = (term, [])
                listed[1].append(entry)
        yield from found.values()


class Slice(msgspec.Struct, frozen=True):
    """One page of a listing. `number` is None for the front page, else counted from the oldest entries, from 1."""

    number: int | None
    entries: tuple[Entry, ...]


def paginate(entries: Sequence[Entry], size: int) -> list[Slice]:
    """Cut entries (newest first) into pages whose numbers and contents never change once full.

    Older page k holds the entries size*(k-1)+1 to size*k counted from the oldest; the front page comes first and
    holds what is left: size to 2*size-1 entries, or all when there are fewer.
    """
    older = max(len(entries) // size - 1, 0)
    front = len(entries) - older * size
    pages = [Slice(None, tuple(entries[:front]))]
    for number in range(older, 0, -1):
        start = len(entries) - number * size
        pages.append(Slice(number, tuple(entries[start : start + size])))
    return pages


def page_path(path: str, word: str, number: int | None) -> str:
    """The address of a page of the listing at `path`."""
    return path if number is None else f"{path}{word}/{number}/"
