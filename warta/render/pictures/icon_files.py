"""Turns an icon file (ICO, CUR: several pictures in one) into the same without what its pictures say of themselves."""

from __future__ import annotations

import struct

from warta.render.pictures.chunks import clean_png

_HEAD, _ENTRY = 6, 16
_BITMAP_HEAD = 40
_PNG = b"\x89PNG\r\n\x1a\n"


def clean_icon(data: bytes) -> bytes:
    """The icon with its pictures, one after the other; those that lie outside of the file are left out."""
    kind, count = struct.unpack_from("<HH", data, 2)
    found = []
    for number in range(count):
        entry = data[_HEAD + number * _ENTRY : _HEAD + (number + 1) * _ENTRY]
        if len(entry) < _ENTRY:
            break
        length, start = struct.unpack_from("<II", entry, 8)
        picture = data[start : start + length]
        picture = b"".join(clean_png(picture)) if picture.startswith(_PNG) else _bitmap(picture)
        if picture:
            found.append((entry[:8], picture))
    start = _HEAD + _ENTRY * len(found)
    head = struct.pack("<HHH", 0, kind, len(found))
    for entry, picture in found:
        head += entry + struct.pack("<II", len(picture), start)
        start += len(picture)
    return head + b"".join(picture for _, picture in found)


def _bitmap(picture: bytes) -> bytes:
    """A picture without a head of its own file: its colours, its pixels, and a bit for each that can be seen."""
    if len(picture) < _BITMAP_HEAD:
        return b""
    size, width, height, _, bits = struct.unpack_from("<IiiHH", picture)
    used = struct.unpack_from("<I", picture, 32)[0]
    colours = (used or 1 << bits) * 4 if bits <= 8 else 0
    pixels = sum((width * each + 31) // 32 * 4 * (height // 2) for each in (bits, 1))
    whole = _BITMAP_HEAD + colours + pixels
    return picture[:whole] if size == _BITMAP_HEAD and 0 < whole <= len(picture) else b""
