"""Turns words into prints, by which a fragment of a text is found again, and prints into small files to find them in.

One word in `RATE` is an anchor, by its own checksum alone; from each anchor on, some words together are a print. So a
fragment has the prints of its part of the whole, wherever it was cut. A title is one more print, since title and lead
alone may have no anchor.

The releases, by when they became public, are divided in stretches at round numbers, so that a new release rewrites
those of the few newest alone: the files of `RECENT` when a few have gathered, those of `OLD` at each thousandth.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import chain, compress
from zlib import crc32

import msgspec

RATE, SPAN = 10, 5
LONG_SPAN = 12
"""How many words a print of a withdrawn release has: nobody who lacks the text can guess so many in a row."""
NEW, RECENT, OLD, WITHDRAWN = "baru", "kini", "lama", "dicabut"
"""The stretches, as their folders are called: an address that bears no other word may not be English."""
_FEW, _MANY = 32, 1024
_ROWS = 512
_CARDS = 24
_SHARED_BY = 16
_LIMIT = 0x100000000 // RATE
_MOST_KNOWN = 200_000


class _Anchors(dict[str, bool]):
    def __missing__(self, word: str) -> bool:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[word] = crc32(word.encode()) < _LIMIT
        return found


_ANCHORS = _Anchors()


def prints(found: Sequence[str], span: int = SPAN) -> set[int]:
    """The prints of these words: where a word is an anchor, the checksum of it and the next ones."""
    starts = compress(range(len(found) - span + 1), map(_ANCHORS.__getitem__, found))
    return {print_of(found[at : at + span]) for at in starts}


def print_of(found: Sequence[str]) -> int:
    """The print of just these words, such as those of a title."""
    return crc32(" ".join(found).encode())


class Traces(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The prints of one release, four bytes each; `id` is its lasting identifier."""

    id: str
    packed: bytes

    @property
    def prints(self) -> array[int]:
        """The prints."""
        return array("I", self.packed)

    @property
    def number(self) -> int:
        """The number by which files call the release: the first 24 bits of the SHA-256 of its identifier."""
        return number_of(self.id)


def packed(found: Iterable[int]) -> bytes:
    """Prints as `Traces` hold them."""
    return array("I", sorted(found)).tobytes()


def number_of(identifier: str) -> int:
    """The first 24 bits of the SHA-256 of an identifier. Two may have the same number: a card tells them apart."""
    return int.from_bytes(sha256(identifier.encode()).digest()[:3], "big")


def stretches(count: int) -> dict[str, slice]:
    """Which of so many releases, the oldest first, lie in which stretch; those that are empty are left out."""
    old, recent = count - count % _MANY, count - count % _FEW
    every = {OLD: slice(0, old), RECENT: slice(old, recent), NEW: slice(recent, count)}
    return {name: each for name, each in every.items() if each.stop > each.start}


def card_bits(count: int) -> int:
    """How many first bits of its number name the file of a release's card; they change at round numbers only."""
    return _bits(count - count % _FEW, _CARDS)


def print_bits(releases: Iterable[Traces]) -> int:
    """How many first bits of a print name the files of a stretch of these releases."""
    return _bits(sum([len(each.packed) // 4 for each in releases]), _ROWS)


def shards(releases: Sequence[Traces]) -> dict[str, bytes]:
    """The files of a stretch by their names.

    A row has 6 bytes: 24 bits of the print behind those of the name, and the number of the release. Rows are in order.
    Prints that many releases of the stretch share tell none of them, and are left out.
    """
    every = [(each.number, each.prints) for each in releases]
    counted = Counter(chain.from_iterable(found for _, found in every))
    shared = {value for value, count in counted.items() if count > _SHARED_BY}
    rows = sorted([value << 24 | number for number, found in every for value in found if value not in shared])
    bits = print_bits(releases)
    files: dict[str, bytes] = {}
    start = 0
    for shard in range(1 << bits):
        end = bisect_left(rows, (shard + 1) << (56 - bits), start)
        if end > start:
            files[name_of(shard, bits)] = b"".join([_row(each, bits) for each in rows[start:end]])
        start = end
    return files


def _row(row: int, bits: int) -> bytes:
    behind = (row >> 24 << bits & 0xFFFFFFFF) >> 8
    return (behind << 24 | row & 0xFFFFFF).to_bytes(6, "big")


def _bits(count: int, each: int) -> int:
    """How many bits tell so many things apart that no more than `each` are together, on the average."""
    bits = 0
    while count >> bits > each:
        bits += 1
    return bits


def name_of(first: int, bits: int) -> str:
    """The name of the file for these first bits, in hexadecimal."""
    return f"{first:0{max(1, -(-bits // 4))}x}"
