"""Turns the digest of a text into the place where it lies, from two sorted columns and what came since they were made.

The columns are bytes and stay so: they are searched as they were kept, and an entry costs 32 bytes. A digest is as good
as a random number, so the first bytes of one tell nearly where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from warta.digests import SIZE
from warta.engine.segments import PLACE

_FEW = 256  # texts that came since; more are merged into the columns


class Places:
    """Where texts lie."""

    def __init__(self, columns: tuple[bytes, bytes] = (b"", b""), recent: bytes = b"") -> None:
        self.columns = columns
        self._recent = dict(_entries(recent[: len(recent) // 2], recent[len(recent) // 2 :]))

    @property
    def recent(self) -> bytes:
        """What came since the columns were made, encoded."""
        return b"".join(self._recent) + b"".join(self._recent.values())

    def __len__(self) -> int:
        """How many texts are known."""
        anew = sum(1 for digest in self._recent if self._column(digest) is None)
        return len(self.columns[0]) // SIZE + anew

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        """Each digest with its place, in no order."""
        old = ((digest, place) for digest, place in _entries(*self.columns) if digest not in self._recent)
        return chain(old, self._recent.items())

    def get(self, digest: bytes) -> bytes | None:
        """The place of a text; None where none is known."""
        return self._recent.get(digest) or self._column(digest)

    def _column(self, digest: bytes) -> bytes | None:
        digests, places = self.columns
        if not digests:
            return None
        count = len(digests) // SIZE
        guess = int.from_bytes(digest[:8], "big") * count >> 64
        spread = int(count**0.5) // 2 + 1  # the most that the standard deviation of its place comes to
        for reach in (2 * spread, 8 * spread, count):  # one in twenty lies beyond the first, one in 10**14 beyond both
            at = _found(digests, digest, max(guess - reach, 0) * SIZE, (guess + reach) * SIZE)
            if at >= 0:
                return places[at : at + PLACE.size]
        return None

    def put(self, digest: bytes, place: bytes) -> None:
        """Say where a text lies."""
        self._recent[digest] = place

    def settle(self, *, whole: bool = False) -> bool:
        """Merge into the columns what came since, if that is much, or the `whole` of it; whether that was done."""
        if not whole and len(self._recent) <= _FEW:
            return False
        self._set(self)
        return True

    def only(self, digests: frozenset[bytes]) -> None:
        """Forget all texts but these."""
        self._set((digest, place) for digest, place in self if digest in digests)

    def _set(self, entries: Iterable[tuple[bytes, bytes]]) -> None:
        ordered = sorted(entries)
        self.columns = b"".join([digest for digest, _ in ordered]), b"".join([place for _, place in ordered])
        self._recent = {}


def _found(digests: bytes, digest: bytes, begin: int, end: int) -> int:
    """Where a digest stands between two offsets; -1: nowhere."""
    at = digests.find(digest, begin, end)
    while at >= 0 and at % SIZE:  # across the border of two
        at = digests.find(digest, at + 1, end)
    return at


def _entries(digests: bytes, places: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert PLACE.size == SIZE
    return ((digests[at : at + SIZE], places[at : at + SIZE]) for at in range(0, len(digests), SIZE))
