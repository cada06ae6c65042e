"""Turns a video or sound file in boxes (ISO/IEC 14496-12) into whether it says where it was made."""

from __future__ import annotations

import struct
from typing import BinaryIO

# 3GPP TS 26.244, QuickTime's own name and Apple's key, and the tracks of GoPro, of Google's cameras and of others
_MARKS = (b"loci", b"\xa9xyz", b"com.apple.quicktime.location", b"gpmd", b"camm", b"gps0", b"gps ", b"GPSLatitude")
_LARGEST = 64_000_000


def says_where(file: BinaryIO) -> bool:
    """Whether the boxes that describe a recording name a position; those that hold its pictures are passed over."""
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        read = 8
        if size == 1:
            size, read = int.from_bytes(file.read(8), "big"), 16
        rest = size - read
        if size and rest < 0:
            return False
        if kind != b"mdat":
            content = file.read(min(rest, _LARGEST) if size else _LARGEST)
            if any(mark in content for mark in _MARKS):
                return True
            rest -= len(content)
        if not size:
            return False
        file.seek(rest, 1)
    return False
