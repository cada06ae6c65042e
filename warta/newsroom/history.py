"""Turns the addresses that a newsroom gave out before, and those of today, into what is known of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from warta.content.history import GivenAddress, GivenAddresses
from warta.digests import Group, Value, joined


class History(msgspec.Struct, frozen=True, dict=True):
    """The addresses of a newsroom. `moved` is the first address that a document ever had, by source, where it has
    another one today; the rest is encoded until somebody asks.
    """

    digest: bytes
    moved: dict[str, str]
    packed: bytes

    @cached_property
    def _rest(self) -> _Rest:
        found: _Rest = msgspec.msgpack.decode(self.packed, type=_Rest)
        return found

    @property
    def rows(self) -> tuple[GivenAddress, ...]:
        """All addresses that were given out, those that are public for the first time at the end."""
        return self._rest[0]

    @property
    def live(self) -> dict[str, str]:
        """The source of the document at each public address."""
        return self._rest[1]

    @property
    def sources(self) -> frozenset[str]:
        """All documents, hidden ones too."""
        return self._rest[2]


_Rest = tuple[tuple[GivenAddress, ...], dict[str, str], frozenset[str]]


def live_history(given_out: Value | GivenAddresses, sources: Value, shards: Group) -> History:
    """The history with today's addresses. `given_out` are the rows of addresses.tsv, `shards` the public addresses of
    documents by source; `sources` are all documents.
    """
    now: dict[str, str] = {}
    for each in shards.members:
        now |= each.it.get("seen", {}) if "hidden" in each.it else each.it
    live = {path: source for source, path in now.items()}
    known = sources.it
    rows = grown(given_out.it, known, live)
    firsts = first_addresses(rows)
    moved = {source: firsts[source] for source, path in now.items() if firsts.get(source, path) != path}
    digest = joined((given_out.digest, sources.digest, shards.digest))
    history = History(digest, moved, msgspec.msgpack.encode((rows, live, known)))
    vars(history)["_rest"] = rows, live, known  # what is at hand already need not be decoded
    return history


def grown(rows: Iterable[GivenAddress], sources: frozenset[str], live: Mapping[str, str]) -> tuple[GivenAddress, ...]:
    """The rows with what is public for the first time at their end.

    A document whose file was renamed keeps the addresses it had under the old name. `sources` are all documents.
    """
    before = tuple(rows)
    renamed = {row.source: live[row.address] for row in before if row.address in live and row.source not in sources}
    kept = [GivenAddress(row.address, live.get(row.address) or renamed.get(row.source, row.source)) for row in before]
    known = {row.address for row in kept}
    return (*kept, *(GivenAddress(address, live[address]) for address in sorted(live) if address not in known))


def first_addresses(rows: Iterable[GivenAddress]) -> dict[str, str]:
    """The first address that each document ever had, by source."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.source, row.address)
    return found
