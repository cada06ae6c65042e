"""Turns entries into the hash tree above them (RFC 6962, 2.1): its root, its tiles, and proofs of one entry."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import msgspec

WIDTH = 256
"""How many hashes a full tile holds (C2SP tlog-tiles)."""
MOST = 65535
"""How many bytes an entry may have."""


def leaf(entry: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash above two hashes."""
    return sha256(b"\1" + left + right).digest()


class Peaks(msgspec.Struct, frozen=True):
    """The roots of the full subtrees of a tree, the largest first, each with its size: all that growing needs."""

    all: tuple[tuple[int, bytes], ...] = ()

    @property
    def size(self) -> int:
        """How many entries the tree has."""
        return sum([size for size, _ in self.all])

    @property
    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.all:
            return sha256(b"").digest()
        root = self.all[-1][1]
        for _, peak in reversed(self.all[:-1]):
            root = node(peak, root)
        return root

    def and_then(self, hash_: bytes) -> tuple[Peaks, list[bytes]]:
        """The tree with one more entry, and the proof of that entry in it: the peaks before it, the nearest first."""
        rest, size = list(self.all), 1
        while rest and rest[-1][0] == size:
            hash_, size = node(rest.pop()[1], hash_), size * 2
        grown = Peaks((*rest, (size, hash_)))
        return grown, [peak for _, peak in reversed(self.all)]


def peaks_of(hashes: Iterable[bytes]) -> Peaks:
    """The tree above these hashes."""
    stack: list[tuple[int, bytes]] = []
    for each in hashes:
        size = 1
        while stack and stack[-1][0] == size:
            each, size = node(stack.pop()[1], each), size * 2
        stack.append((size, each))
    return Peaks(tuple(stack))


def root_by_proof(entry: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 9162, 2.1.3.2); None for a proof of the wrong length."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf(entry)
    for each in proof:
        if not last:
            return None
        if at % 2 or at == last:
            found = node(each, found)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            found = node(found, each)
        at, last = at // 2, last // 2
    return None if last else found


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length."""
    return b"".join([struct.pack(">H", len(each)) + each for each in entries])


def entries_in(data: bytes) -> list[bytes]:
    """The entries of a bundle; what is cut off at its end is none."""
    found, at = [], 0
    while at + 2 <= len(data):
        (size,) = struct.unpack_from(">H", data, at)
        found.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return found


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where a tile lies below the folder of the log."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(parts)}" + (f".p/{width}" if width < WIDTH else "")


def tiles(entries: Sequence[bytes], sizes: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """The tiles and bundles of a log by their paths, partial ones of the `sizes` it had among them, which stay until
    the full one is there.
    """
    levels: list[list[bytes]] = [[leaf(each) for each in entries]]
    while len(levels[-1]) >= WIDTH:
        below = levels[-1]
        full = range(0, len(below) - WIDTH + 1, WIDTH)
        levels.append([peaks_of(below[at : at + WIDTH]).root for at in full])
    for level, hashes in enumerate(levels):
        full_tiles = len(hashes) // WIDTH
        for index in range(full_tiles):
            yield from _tile(level, index, WIDTH, hashes, entries)
        partial = {divmod(size // WIDTH**level, WIDTH) for size in (*sizes, len(entries))}
        for index, width in sorted(partial):
            if width and index == full_tiles:
                yield from _tile(level, index, width, hashes, entries)


def _tile(
    level: int, index: int, width: int, hashes: Sequence[bytes], entries: Sequence[bytes]
) -> Iterator[tuple[str, bytes]]:
    start = index * WIDTH
    yield tile_path(level, index, width), b"".join(hashes[start : start + width])
    if level == 0:
        yield tile_path("entries", index, width), bundle(entries[start : start + width])
