"""Turns the addresses that a newsroom gave out before, and those of today, into what is known of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from warta.content.ledger import Row
from warta.digests import Group, Value, joined


class History(msgspec.Struct, frozen=True):
    """The addresses of a newsroom, those that are public for the first time at the end.

    `live` is the source of the document at each public address, `moved` the first address that a document ever had,
    by source, where it has another one today. `sources` are all documents, hidden ones too.
    """

    digest: bytes
    rows: tuple[Row, ...]
    live: dict[str, str]
    moved: dict[str, str]
    sources: frozenset[str]


def live_history(given_out: Value, sources: Value, shards: Group) -> History:
    """The history with today's addresses. `given_out` are the rows of addresses.tsv, `shards` the public addresses of
    documents by source; `sources` (all documents) may be None where nothing was given out before.
    """
    now: dict[str, str] = {}
    for each in shards.members:
        now |= each.it.get("seen", {}) if "hidden" in each.it else each.it
    live = {path: source for source, path in now.items()}
    known = sources.it or frozenset()
    rows = grown(given_out.it, known, live)
    firsts = first_addresses(rows)
    moved = {source: firsts[source] for source, path in now.items() if firsts.get(source, path) != path}
    return History(joined((given_out.digest, sources.digest, shards.digest)), rows, live, moved, known)


def grown(rows: Iterable[Row], sources: frozenset[str], live: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows with what is public for the first time at their end.

    A document whose file was renamed keeps the addresses it had under the old name. `sources` are all documents.
    """
    before = tuple(rows)
    renamed = {row.source: live[row.address] for row in before if row.address in live and row.source not in sources}
    kept = [Row(row.address, live.get(row.address) or renamed.get(row.source, row.source)) for row in before]
    known = {row.address for row in kept}
    return (*kept, *(Row(address, live[address]) for address in sorted(live) if address not in known))


def first_addresses(rows: Iterable[Row]) -> dict[str, str]:
    """The first address that each document ever had, by source."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.source, row.address)
    return found
