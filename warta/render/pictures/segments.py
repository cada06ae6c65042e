"""Turns a JPEG (ITU-T T.81, annex B) into the same picture, pixel for pixel, without what it says of itself.

The segments that a picture is made of stay; those that describe it are written anew (`credits.py`). All others, and
what hangs behind the end of the picture, are left out.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

from warta.render.pictures.credits import EXIF, PHOTOSHOP, XMP, exif_credits, photoshop_credits, xmp_credits
from warta.render.pictures.profiles import plain_profile

_MARKER = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")
_END, _SCAN = 0xD9, 0xDA
_JFIF, _ADOBE, _PROFILE = b"JFIF\0", b"Adobe", b"ICC_PROFILE\0"
_APP0, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
# frames, tables and intervals
_DRAWN = frozenset(range(0xC0, 0xD0)) | frozenset(range(0xDB, 0xE0))
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD9)) | {0x01}
_MOST = 65_519  # bytes of a profile in one segment


def clean_jpeg(data: bytes) -> Iterator[bytes]:
    """The segments of the first picture; a broken one comes as far as it can be read."""
    yield data[:2]
    segments = list(_segments(data))
    profile = _profile(segments)
    for marker, segment in segments:
        if marker == _APP2 and segment[4:].startswith(_PROFILE):
            yield from _in_segments(profile)
            profile = b""
        else:
            yield _cleaned(marker, segment)


def with_label(data: bytes, xmp: Callable[[bytes], bytes], photoshop: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The segments of a cleaned picture, with what is made of its XMP and its resources of Photoshop (or of none)."""
    segments = list(_segments(data))
    heads = [segment for marker, segment in segments if marker == _APP0]
    found = {_APP1: b"", _APP13: b""}
    rest = []
    for marker, segment in segments:
        if marker == _APP1 and segment[4:].startswith(XMP):
            found[_APP1] = segment[4 + len(XMP) :]
        elif marker == _APP13 and segment[4:].startswith(PHOTOSHOP):
            found[_APP13] = segment[4:]
        elif marker != _APP0:
            rest.append(segment)
    # JFIF first, as it asks for; then Exif, where there is one
    exif = [segment for segment in rest if segment[1] == _APP1]
    yield data[:2]
    yield from (*heads, *exif)
    yield _segment(_APP1, XMP + xmp(found[_APP1]))
    yield _segment(_APP13, photoshop(found[_APP13]))
    yield from (segment for segment in rest if segment[1] != _APP1)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker of each segment, and the segment; a scan with all data that belongs to it."""
    at = 2
    while (found := _MARKER.search(data, at)) and found.end() < len(data):
        at, marker = found.start(), data[found.start() + 1]
        if marker == _END:
            yield marker, data[at : at + 2]
            return
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        if at + 4 > len(data):
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[at:end]
        at = max(end, at + 2)
    if data[-2:] == b"\xff\xd9" and at <= len(data) - 2:
        yield _END, data[-2:]


def _cleaned(marker: int, segment: bytes) -> bytes:
    body = segment[4:]
    if marker in _DRAWN or marker in (_SCAN, _END):
        return segment
    if marker == _APP0 and body.startswith(_JFIF) and len(body) >= 12:
        return _segment(marker, body[:12] + b"\0\0")  # a small picture may follow: this says that none does
    if marker == _APP14 and body.startswith(_ADOBE):
        return _segment(marker, body[:12])
    if marker == _APP1 and body.startswith(EXIF):
        return _segment(marker, exif_credits(body))
    if marker == _APP1 and body.startswith(XMP):
        kept = xmp_credits(body[len(XMP) :])
        return _segment(marker, XMP + kept) if kept else b""
    if marker == _APP13 and body.startswith(PHOTOSHOP):
        return _segment(marker, photoshop_credits(body))
    return b""


def _segment(marker: int, body: bytes) -> bytes:
    if not body or len(body) > 65_533:
        return b""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _profile(segments: list[tuple[int, bytes]]) -> bytes:
    """The colour profile, put together of its segments (ICC.1:2022, B.4)."""
    start = 4 + len(_PROFILE)
    parts = {
        segment[start]: segment[start + 2 :]
        for marker, segment in segments
        if marker == _APP2 and segment[4:].startswith(_PROFILE) and len(segment) > start + 2
    }
    return plain_profile(b"".join(parts[number] for number in sorted(parts)))


def _in_segments(profile: bytes) -> Iterator[bytes]:
    parts = [profile[at : at + _MOST] for at in range(0, len(profile), _MOST)]
    for number, part in enumerate(parts, 1):
        yield _segment(_APP2, _PROFILE + bytes((number, len(parts))) + part)
