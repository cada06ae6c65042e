"""Turns what a source gives for the identity of its texts into keys, of which no two different texts share one."""

from __future__ import annotations

from warta.importing.digests import digest_of_bytes


class Identities:
    """The keys given in one reading of a source, which come out the same in each."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._others: set[tuple[str, str]] = set()

    def key(self, given: str, *parts: str) -> tuple[str, bool]:
        """The key of the text with these parts, and whether it shares what was `given` (may be empty) with another.

        The first text keeps what was given, later ones have a digest of their parts behind it. The key is empty for a
        text that was there before, part for part.
        """
        digest = digest_of_bytes("\0".join(parts))
        if given:
            first = self._first.setdefault(given, "")
            if not first:
                self._first[given] = digest
                return given, False
            if first == digest:
                return "", True
        if (given, digest) in self._others:
            return "", True
        self._others.add((given, digest))
        return f"{given} {digest}".strip(), bool(given)
