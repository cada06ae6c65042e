"""Turns texts into versions: whole files by the digest of their bytes, which are never written over."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from warta.durable import write_whole


def digest_of(data: bytes) -> str:
    """The name of a version."""
    return sha256(data).hexdigest()


class Versions:
    """The versions that a desk has seen, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep a version; its digest."""
        digest = digest_of(data)
        if self.get(digest) is None:
            write_whole(self._place(digest), data)
        return digest

    def get(self, digest: str) -> bytes | None:
        """A version; None: it is not here, or not what it was."""
        try:
            data = self._place(digest).read_bytes()
        except OSError:
            return None
        return data if digest_of(data) == digest else None

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            return self._folder / "none"
        return self._folder / digest[:2] / digest[2:]
