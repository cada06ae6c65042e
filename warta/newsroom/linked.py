"""Turns the rows of a shard into one value: what may be asked of all of them at hand, the rows as bytes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec

from warta.content.heads import date_of
from warta.digests import SIZE, digest_of, joined
from warta.errors import Problem
from warta.newsroom.facets import FACETS
from warta.newsroom.placed import Lead, More, Row
from warta.newsroom.terms import Term

_Brief = tuple[list[tuple[float, str]], list[tuple[float, str]], list[str]]


class Linked(msgspec.Struct, frozen=True, dict=True):
    """The rows of a shard, the oldest first. What may be asked of all of them is at hand, the rows stay encoded.

    `digest` covers all rows. `columns` holds for each facet the digests of all rows, one after the other. `related`
    is the digest of what relations are made of; `newest` is the date of the newest row in seconds of the epoch.
    `corrected` are the places of rows that were corrected or withdrawn. `files` is the digest of media and shown
    pictures.
    """

    digest: bytes
    language: str
    year: int
    count: int
    columns: tuple[bytes, ...]
    related: bytes
    newest: float
    corrected: tuple[int, ...]
    files: bytes
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    brief: bytes = b""
    packed: bytes = b""

    @cached_property
    def _brief(self) -> _Brief:
        found: _Brief = msgspec.msgpack.decode(self.brief, type=_Brief)
        return found

    @property
    def dates(self) -> list[tuple[float, str]]:
        """The date of each row: in seconds of the epoch, and as ISO 8601 writes it."""
        return self._brief[0]

    @property
    def changed(self) -> list[tuple[float, str]]:
        """When what each row says last changed, written likewise."""
        return self._brief[1]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each source stands."""
        return {source: at for at, source in enumerate(self._brief[2])}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows."""
        return unpack(self.packed)

    def shown(self, facet: int, at: int) -> bytes:
        """The digest of a facet of a row."""
        return self.columns[facet][SIZE * at : SIZE * at + SIZE]

    def encoded(self) -> Linked:
        """The shard as it is kept: its rows as bytes."""
        return self if self.packed else msgspec.structs.replace(self, packed=pack(self.rows))

    def __reduce__(self) -> tuple[type[Linked], tuple[Any, ...]]:
        return Linked, msgspec.structs.astuple(self.encoded())


def linked_of(rows: list[Row], name: tuple[str, int]) -> Linked:
    """The rows of a shard with what may be asked of all of them."""
    width = SIZE * len(FACETS)
    all_digests = b"".join([row.digests for row in rows])
    columns = tuple(
        [
            b"".join([all_digests[at : at + SIZE] for at in range(SIZE * facet, len(all_digests), width)])
            for facet in range(len(FACETS))
        ]
    )
    files = digest_of([(row.media, row.shown) for row in rows if row.media or row.shown])
    problems = tuple([each for row in rows for each in row.problems])
    warnings = tuple([each for row in rows for each in row.warnings])
    brief: _Brief = (
        [(row.head.at, date_of(row.head)) for row in rows],
        [(row.head.changed_at, row.head.changed) for row in rows],
        [row.head.source for row in rows],
    )
    linked = Linked(
        digest=joined([*[row.head.digest + row.digests for row in rows], files, digest_of((name, problems, warnings))]),
        language=name[0],
        year=name[1],
        count=len(rows),
        columns=columns,
        related=digest_of([(row.head.at, row.head.source, relation_terms(row)) for row in rows]),
        newest=rows[-1].head.at if rows else 0.0,
        corrected=tuple([at for at, row in enumerate(rows) if row.head.corrected or row.head.withdrawn]),
        files=files,
        problems=problems,
        warnings=warnings,
        brief=msgspec.msgpack.encode(brief),
    )
    vars(linked).update(rows=tuple(rows), _brief=brief)  # what is at hand already need not be decoded
    return linked


def relation_terms(row: Row) -> tuple[tuple[str, int], ...]:
    """The terms by which a release is related to others, with their weights: a tag counts double, being the closest."""
    found = [(term.path, 2) for term in row.more.tags]
    found += [(term.path, 1) for term in (*row.lead.categories, *row.lead.regions)]
    return tuple(found)


_NO_LEAD, _NO_MORE = Lead(), More()


def pack(rows: tuple[Row, ...]) -> bytes:
    """Rows as bytes, each term once."""
    terms: dict[Term, int] = {}

    def numbers(found: tuple[Term, ...]) -> tuple[int, ...]:
        return tuple([terms.setdefault(term, len(terms)) for term in found])

    packed = []
    for row in rows:
        more = row.more
        office = numbers((more.office,)) if more.office else ()
        stands = [numbers(each) for each in (row.lead.categories, row.lead.regions, more.tags, more.authors, more.tree)]
        packed.append(((*stands, office, more.past), msgspec.structs.replace(row, lead=_NO_LEAD, more=_NO_MORE)))
    return msgspec.msgpack.encode((list(terms), packed))


_Stands = tuple[
    tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], str
]


def unpack(data: bytes) -> tuple[Row, ...]:
    """Rows from the bytes that `pack` made."""
    terms, packed = msgspec.msgpack.decode(data, type=tuple[list[Term], list[tuple[_Stands, Row]]])
    rows = []
    for stands, row in packed:
        *every, past = stands
        categories, regions, tags, authors, tree, office = [tuple([terms[at] for at in each]) for each in every]
        more = More(tags, authors, tree, office[0] if office else None, past)
        rows.append(msgspec.structs.replace(row, lead=Lead(categories, regions), more=more))
    return tuple(rows)
