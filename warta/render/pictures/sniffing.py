"""Turns the first bytes of a file into the format of the picture it is: its name may say anything."""

from __future__ import annotations

import re
import struct

HEAD = 4096
"""How many bytes of a file are enough to know it by."""

MOVIE = "recording"
"""The format of videos and sound in boxes (MP4, MOV), which say where they were taken as photos do."""

RAW = "raw"
"""The format of what cameras keep before they make a picture of it."""

BROKEN = "broken"
"""The format of what is named as a picture and cannot be read."""

_SIGNATURES = (
    (b"\xff\xd8", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"8BPS", "PSD"),
    (b"gimp xcf", "XCF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"\x8aMNG", "MNG"),
    (b"\x8bJNG", "JNG"),
    (b"IIU\0", RAW),  # Panasonic
    (b"IIRO", RAW),  # Olympus, as the next two
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"FOVb", RAW),  # Sigma
    (b"\0MRM", RAW),  # Minolta
    (b"II\x1a\0\0\0HEAPCCDR", RAW),  # Canon
)
_TIFF = {b"II*\0": "<", b"MM\0*": ">", b"II+\0": "", b"MM\0+": ""}
_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)  # lengths of the second header, which came with versions of Windows
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"))
_SUB_PICTURES, _REDUCED, _DNG = 0x014A, 0x00FE, 0xC612
_BEFORE_SVG = {b"<?": b"?>", b"<!--": b"-->"}
_SVG = re.compile(rb"<(?:!DOCTYPE\s+|\w{1,20}:)?svg\b", re.IGNORECASE)


def format_of(head: bytes) -> str:
    """The format of a picture, from its first HEAD bytes; empty for what is no picture made of pixels."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in _TIFF:
        return RAW if head[8:10] == b"CR" or _is_raw(head, _TIFF[head[:4]]) else "TIFF"
    if head[:2] == b"BM" and len(head) > 18 and struct.unpack_from("<I", head, 14)[0] in _BMP_HEADERS:
        return "BMP"
    return "ICO" if _is_icon(head) else _in_boxes(head)


def _is_icon(head: bytes) -> bool:
    """Whether a file begins with a list of small pictures, the first of which lies behind the list."""
    if head[:4] not in (b"\0\0\1\0", b"\0\0\2\0") or len(head) < 22:
        return False
    count, start = struct.unpack_from("<H", head, 4)[0], struct.unpack_from("<I", head, 18)[0]
    return 0 < count < 256 and head[9] == 0 and start >= 6 + 16 * count


def is_drawing(head: bytes) -> bool:
    """Whether a file is a drawing in SVG: its first tag is that of one."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while closing := next((end for begin, end in _BEFORE_SVG.items() if rest.startswith(begin)), b""):
        rest = rest.partition(closing)[2].lstrip()
    return _SVG.match(rest) is not None


def _in_boxes(head: bytes) -> str:
    """The format of a file in boxes, by the brands in the first of them (ISO/IEC 14496-12, 4.3)."""
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return MOVIE
    if head[4:8] != b"ftyp":
        return ""
    end = min(len(head), max(12, struct.unpack_from(">I", head)[0]))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if b"crx " in brands:
        return RAW
    return "HEIC" if brands & _HEIC else MOVIE


def _is_raw(head: bytes, order: str) -> bool:
    """Whether a TIFF is a camera's raw file: its first picture is a small one beside others, or it says DNG."""
    if not order:
        return False
    tags = {}
    at = struct.unpack_from(order + "I", head, 4)[0] if len(head) >= 8 else 0
    if 8 <= at <= len(head) - 2:
        count = struct.unpack_from(order + "H", head, at)[0]
        for place in range(at + 2, min(at + 2 + 12 * count, len(head) - 11), 12):
            tag, _, _, value = struct.unpack_from(order + "HHII", head, place)
            tags[tag] = value
    return _DNG in tags or (_SUB_PICTURES in tags and tags.get(_REDUCED, 0) & 1 == 1)
