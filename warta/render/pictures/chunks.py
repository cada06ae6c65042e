"""Turns PNG (W3C PNG 3), WebP (RFC 9649) and GIF (89a) files into the same pictures, pixel for pixel, without what they
say of themselves.

They are rows of labelled parts: those that a picture is made of stay, those that describe it are written anew
(`credits.py`), all others and what hangs behind the end are left out. A broken file comes as far as it can be read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from warta.render.pictures.credits import EXIF, exif_credits, xmp_credits
from warta.render.pictures.profiles import plain_profile

_PNG_DRAWN = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT".split())
_PNG_TEXTS = (b"Copyright", b"Author", b"Description")
_PNG_XMP = b"XML:com.adobe.xmp"
_LARGEST_TEXT = 1_000_000  # bytes; what is packed could be any size

_WEBP_DRAWN = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM"))
_FRAME, _FRAME_HEAD = b"ANMF", 16

_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF


def clean_png(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG."""
    yield data[:8]
    at = 8
    while at + 8 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind in _PNG_DRAWN:
            yield data[at : at + 12 + length]
        elif kind == b"eXIf":
            yield _png_chunk(kind, exif_credits(EXIF + body).removeprefix(EXIF))
        elif kind == b"iCCP":
            profile = plain_profile(_unpacked(body.partition(b"\0")[2][1:]))
            yield _png_chunk(kind, b"icc\0\0" + zlib.compress(profile) if profile else b"")
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield _png_chunk(kind, _png_text(kind, body))
        at += 12 + length
        if kind == b"IEND":
            return


def with_xmp_in_png(data: bytes, make: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The chunks of a cleaned PNG, with what is made of its XMP (or of none) behind its head."""
    old, rest = b"", []
    at = 8
    while at + 8 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(_PNG_XMP + b"\0"):
            old = _split(body[len(_PNG_XMP) + 3 :], 2)[1]
        else:
            rest.append(data[at : at + 12 + length])
        at += 12 + length
    yield data[:8]
    yield rest[0]
    yield _png_chunk(b"iTXt", _PNG_XMP + b"\0\0\0\0\0" + make(old))
    yield from rest[1:]


def with_xmp_in_webp(data: bytes, make: Callable[[bytes], bytes]) -> bytes:
    """The chunks of a cleaned WebP file, with what is made of its XMP (or of none) at their end."""
    chunks = list(_riff_chunks(data[12:]))
    old = next((payload for kind, payload in chunks if kind == b"XMP "), b"")
    chunks = [chunk for chunk in chunks if chunk[0] != b"XMP "]
    if chunks[0][0] != b"VP8X":
        chunks.insert(0, (b"VP8X", _webp_head(*chunks[0])))
    head: bytes = chunks[0][1]
    chunks[0] = b"VP8X", bytes([head[0] | 0x04]) + head[1:]
    body = b"".join(_riff_chunk(*each) for each in (*chunks, (b"XMP ", make(old))))
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _webp_head(kind: bytes, frame: bytes) -> bytes:
    """The head of an extended file (RFC 9649, 2.7.1) for a simple one: its pixels, whether it can be transparent."""
    if kind == b"VP8L":
        bits = int.from_bytes(frame[1:5], "little")
        width, height, flags = bits & 0x3FFF, bits >> 14 & 0x3FFF, 0x10 if bits >> 28 & 1 else 0
    else:
        wide, high = int.from_bytes(frame[6:8], "little"), int.from_bytes(frame[8:10], "little")
        width, height, flags = (wide & 0x3FFF) - 1, (high & 0x3FFF) - 1, 0
    return bytes([flags, 0, 0, 0]) + width.to_bytes(3, "little") + height.to_bytes(3, "little")


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    if not body:
        return b""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_text(kind: bytes, body: bytes) -> bytes:
    """The body of a chunk of text that may stay, or nothing."""
    keyword, _, rest = body.partition(b"\0")
    if kind == b"iTXt" and keyword == _PNG_XMP:
        packed, _, text = rest[:1], *_split(rest[2:], 2)
        packet = xmp_credits(_unpacked(text) if packed == b"\1" else text)
        return keyword + b"\0\0\0\0\0" + packet if packet else b""
    return body if keyword in _PNG_TEXTS else b""


def _split(data: bytes, count: int) -> tuple[bytes, bytes]:
    """What stands before and after the `count`-th zero."""
    parts = data.split(b"\0", count)
    return b"\0".join(parts[:-1]), parts[-1]


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_TEXT * 8)
    except zlib.error:
        return b""


def clean_webp(data: bytes) -> bytes:
    """The chunks of a WebP file, and its head, which counts them."""
    chunks = list(_webp_chunks(data[12 : 8 + struct.unpack_from("<I", data, 4)[0]]))
    names = {kind for kind, _ in chunks}
    # RFC 9649, 2.7.1: which chunks there are, in the bits of the first one
    bits = (0x20 if b"ICCP" in names else 0) | (0x08 if b"EXIF" in names else 0) | (0x04 if b"XMP " in names else 0)
    body = b""
    for kind, payload in chunks:
        if kind == b"VP8X":
            payload = bytes([payload[0] & ~0x2C | bits]) + bytes(3) + payload[4:10]
        body += _riff_chunk(kind, payload)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for kind, payload in _riff_chunks(data):
        if kind in _WEBP_DRAWN:
            yield kind, payload
        elif kind == _FRAME:
            inner = (each for each in _riff_chunks(payload[_FRAME_HEAD:]) if each[0] in _WEBP_DRAWN)
            yield kind, payload[:_FRAME_HEAD] + b"".join(_riff_chunk(*each) for each in inner)
        elif kind == b"EXIF":
            kept = exif_credits(EXIF + payload.removeprefix(EXIF)).removeprefix(EXIF)
            if kept:
                yield kind, kept
        elif kind == b"ICCP" and (profile := plain_profile(payload)):
            yield kind, profile
        elif kind == b"XMP " and (packet := xmp_credits(payload)):
            yield kind, packet


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length = struct.unpack_from("<I", data, at + 4)[0]
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _riff_chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def clean_gif(data: bytes) -> Iterator[bytes]:
    """The blocks of a GIF: its frames, how long each stays, and how often they come again."""
    at = 13 + _gif_colours(data[10])
    yield data[:at]
    while at < len(data):
        start, kind = at, data[at]
        if kind == 0x2C:
            at = _gif_blocks_end(data, at + 11 + _gif_colours(data[at + 9]))
            yield data[start:at]
        elif kind == 0x21:
            at = _gif_blocks_end(data, at + 2)
            if data[start + 1] == _GIF_CONTROL:
                yield data[start : start + 7] + b"\0"
            elif data[start + 1] == _GIF_APPLICATION and data[start + 3 : start + 14] in _GIF_LOOPS:
                yield data[start : start + 18] + b"\0"
        else:
            yield b"\x3b"
            return


def _gif_colours(flags: int) -> int:
    """How many bytes the table of colours has that these flags tell of."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
