"""Turns a picture into the same picture, pixel for pixel, in which its caption, credit and licence are written.

They stand in XMP (ISO 16684-1, as IPTC's photo metadata standard asks for) in JPEG, PNG and WebP, and in IPTC-IIM in
JPEG besides, for older picture desks. What the picture said of its creator stays. Other formats stay as they are.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable

import msgspec

from warta.render.pictures.chunks import with_xmp_in_png, with_xmp_in_webp
from warta.render.pictures.credits import Label, photoshop_label, xmp_label
from warta.render.pictures.segments import with_label
from warta.render.pictures.sniffing import HEAD, format_of


def labelled(data: bytes, label: Label) -> bytes:
    """The bytes of a picture with its label; of one that is broken, or of another format, as they are."""
    write = _WRITERS.get(format_of(data[:HEAD]))
    if write is None or not any(msgspec.structs.astuple(label)):
        return data
    with contextlib.suppress(IndexError, struct.error):
        return write(data, label)
    return data


def _jpeg(data: bytes, label: Label) -> bytes:
    return b"".join(with_label(data, lambda old: xmp_label(old, label), lambda old: photoshop_label(old, label)))


_WRITERS: dict[str, Callable[[bytes, Label], bytes]] = {
    "JPEG": _jpeg,
    "PNG": lambda data, label: b"".join(with_xmp_in_png(data, lambda old: xmp_label(old, label))),
    "WEBP": lambda data, label: with_xmp_in_webp(data, lambda old: xmp_label(old, label)),
}
