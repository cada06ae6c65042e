"""Turns two records of one past, ours and a host's, into the one to go on from, or into why nobody may go on."""

from __future__ import annotations

import enum

import msgspec

from warta.trust.notes import Head
from warta.trust.record import Record, head_of


class Quarrel(enum.Enum):
    """Why two records do not go together."""

    GONE = "gone"
    OLD = "old"
    SPLIT = "split"
    REWRITTEN = "rewritten"


class Disagreement(Exception):
    """Two records that do not go together; `number` is the first entry (from 1) that differs, or how many there are."""

    def __init__(self, quarrel: Quarrel, number: int) -> None:
        super().__init__(quarrel, number)
        self.quarrel = quarrel
        self.number = number


class Remembered(msgspec.Struct, frozen=True):
    """The head of the longest record that was put or seen on a host."""

    size: int = 0
    root: str = ""

    @property
    def head(self) -> tuple[int, bytes]:
        """Size and root."""
        return self.size, bytes.fromhex(self.root)

    @classmethod
    def of(cls, head: Head) -> Remembered:
        """What is to be remembered of a head."""
        return cls(head.size, head.root.hex())


def agreed(here: Record, there: Record | None, remembered: Remembered, *, at_home: bool, origin: str) -> Record:
    """The record to go on from. `here` is the copy in the newsroom, `there` that of the host (None: it has no log);
    `at_home` says that the host is where readers find the site, so that all of `here` was there. Raises Disagreement.
    """
    least = max(remembered.size, len(here) if at_home else 0)
    if there is None:
        if least:
            raise Disagreement(Quarrel.GONE, least)
        return here
    shared = min(len(here), len(there))
    first = next((at for at in range(shared) if here[at].entry != there[at].entry), shared)
    if first < shared:
        raise Disagreement(Quarrel.SPLIT, first + 1)
    if len(there) < least:
        raise Disagreement(Quarrel.OLD, least)
    if remembered.size and head_of(there[: remembered.size], origin).root.hex() != remembered.root:
        raise Disagreement(Quarrel.REWRITTEN, remembered.size)
    return there if len(there) >= len(here) else here
