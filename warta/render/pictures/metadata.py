"""Turns picture files into the same pictures without position and camera data, pixel for pixel.

JPEG (ITU T.81 annex B), PNG (W3C PNG 3, 5.3) and WebP (RFC 9649) are rows of labelled parts: those that hold such
data are left out or cut down, all others stay as they are. No pixel is decoded, so the picture loses nothing.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from warta.render.pictures.images import exif_without_traces

_EXIF, _XMP, _MULTI = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"MPF\0"
_MARKER = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")
_PNG_TEXTS = (b"Copyright", b"Author", b"Description", b"Title")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# kinds of XMP properties that stay: author, rights, description; neither camera nor position
_KEPT_SPACES = (
    "http://purl.org/dc/elements/1.1/",
    "http://ns.adobe.com/xap/1.0/rights/",
    "http://ns.adobe.com/photoshop/1.0/",
    "http://ns.useplus.org/ldf/xmp/1.0/",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "http://creativecommons.org/ns#",
)


def without_traces(data: bytes) -> bytes:
    """The file without position, camera and editing data; a file of another format, or a broken one, as it is."""
    if data.startswith(b"\xff\xd8"):
        return _rebuilt(data, _jpeg)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _rebuilt(data, _png)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return data


def _rebuilt(data: bytes, parts: Callable[[bytes], Iterator[bytes]]) -> bytes:
    try:
        return b"".join(parts(data))
    except (IndexError, struct.error):
        return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segments up to the end of the first picture: what cameras hang behind it has Exif data of its own."""
    yield data[:2]
    at = 2
    while at < len(data):
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield data[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:  # a scan: its data goes on to the next marker
            found = _MARKER.search(data, end)
            end = found.start() if found else len(data)
            yield data[at:end]
        else:
            yield _segment(marker, data[at:end])
        at = end


def _segment(marker: int, segment: bytes) -> bytes:
    body = segment[4:]
    if marker == 0xE1 and body.startswith(_EXIF):
        return _app1(exif_without_traces(body))
    if marker == 0xE1 and body.startswith(_XMP):
        kept = _xmp(body[len(_XMP) :])
        return _app1(_XMP + kept) if kept else b""
    if marker == 0xE1 or (marker == 0xE2 and body.startswith(_MULTI)):
        return b""
    # 0xEC to 0xEF but Adobe's colour mark, and what makers invent in 0xE3 to 0xEB, hold what only their tools read
    return b"" if marker in range(0xE3, 0xED) or marker == 0xEF else segment


def _app1(body: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body if body else b""


def _xmp(packet: bytes) -> bytes:
    """An XMP packet with the properties of rights and description alone; empty when none is left."""
    try:
        root = ElementTree.fromstring(packet.strip(b"\0 \n"))
    except ElementTree.ParseError:
        return b""
    kept = 0
    for description in root.iter(f"{_RDF}Description"):
        for name in [name for name in description.attrib if name != f"{_RDF}about"]:
            if not _is_kept(name):
                del description.attrib[name]
            else:
                kept += 1
        for child in list(description):
            if not _is_kept(child.tag):
                description.remove(child)
            else:
                kept += 1
    return ElementTree.tostring(root, "utf-8") if kept else b""


def _is_kept(name: str) -> bool:
    return name.startswith(tuple(f"{{{space}}}" for space in _KEPT_SPACES))


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    at = 8
    while at + 8 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"eXIf":
            kept = exif_without_traces(_EXIF + body)
            if kept:
                chunk = kind + kept.removeprefix(_EXIF)
                yield struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        elif kind not in (b"tEXt", b"iTXt", b"zTXt", b"tIME") or body.split(b"\0", 1)[0] in _PNG_TEXTS:
            yield data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            return


def _webp(data: bytes) -> bytes:
    try:
        chunks = list(_webp_chunks(data))
    except struct.error:
        return data
    flags = 0x08 * any(kind == b"EXIF" for kind, _ in chunks)
    body = b""
    for kind, payload in chunks:
        if kind == b"VP8X":
            payload = bytes([payload[0] & ~0x0C | flags]) + payload[1:]  # bits of Exif and XMP, RFC 9649 2.7.1
        body += kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        payload = data[at + 8 : at + 8 + length]
        if kind == b"EXIF":
            payload = exif_without_traces(_EXIF + payload.removeprefix(_EXIF)).removeprefix(_EXIF)
        if kind != b"XMP " and (kind != b"EXIF" or payload):
            yield kind, payload
        at += 8 + length + length % 2
