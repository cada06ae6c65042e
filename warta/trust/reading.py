"""Turns the files of a log that somebody shows into the record of a newsroom's past, or into why there is none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from warta.trust.notes import Broken, read_checkpoint
from warta.trust.record import Record, Wrong, head_of, record_of
from warta.trust.tree import WIDTH, entries_in, tile_path

Read = Callable[[str], bytes | None]
"""A path below the folder of the log to the bytes of its file; None where there is none."""


class Damaged(Exception):
    """The files do not hold together: the entries are not those that the head was signed for."""


class Foreign(Exception):
    """The log is another newsroom's."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


def read_log(read: Read, checkpoint: bytes, known: Record, origin: str) -> Record:
    """The record of a log by its `checkpoint`. What is `known` already is not read again where it fits. Who signed the
    lines is not asked here. Raises Damaged and Foreign.
    """
    try:
        found = read_checkpoint(checkpoint.decode())
    except (Broken, UnicodeDecodeError):
        raise Damaged from None
    if found.head.origin != origin:
        raise Foreign(found.head.origin)
    if not found.signatures:
        raise Damaged
    size, signature = found.head.size, found.signatures[0][1]
    for start in dict.fromkeys((min(len(known), size) // WIDTH * WIDTH, 0)):
        entries = [each.entry for each in known[:start]]
        with contextlib.suppress(Wrong):
            for index in range(start // WIDTH, -(-size // WIDTH)):
                entries += _bundle(read, index, min(WIDTH, size - index * WIDTH))
            record = record_of(entries, signature)
            if head_of(record, origin) == found.head:
                return record
    raise Damaged


def _bundle(read: Read, index: int, width: int) -> list[bytes]:
    """The entries of a bundle, of the partial one or the full one that took its place. Raises Wrong."""
    for path in dict.fromkeys((tile_path("entries", index, width), tile_path("entries", index))):
        data = read(path)
        entries = entries_in(data)[:width] if data is not None else []
        if len(entries) == width:
            return entries
    raise Wrong(index * WIDTH + 1)
