"""Turns a file into its compressed form. The only module that imports Brotli."""

from __future__ import annotations

import gzip


def pack(encoding: str, data: bytes) -> bytes:
    """`data` as gzip (RFC 1952) or br (RFC 7932): the same bytes at any time."""
    if encoding == "gzip":
        return gzip.compress(data, 9, mtime=0)
    import brotli

    return bytes(brotli.compress(data, quality=11))
