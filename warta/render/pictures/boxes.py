"""Turns AVIF and HEIC files (HEIF, ISO/IEC 23008-12) into the same pictures, pixel for pixel, without what they say of
themselves.

Such a file is a tree of boxes and names what it holds as items. A new file is written of the picture that is shown, the
pictures it is put together of, what one can see through, and the properties that shape pixels; no other item, box or
name is taken over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from warta.render.pictures.profiles import plain_profile

_PICTURES = frozenset((b"av01", b"hvc1", b"grid", b"iovl", b"iden"))
_SHAPING = frozenset(
    (
        b"ispe", b"pixi", b"av1C", b"hvcC", b"colr", b"auxC", b"irot", b"imir", b"clap", b"pasp", b"clli", b"mdcv",
        b"cclv", b"a1op", b"a1lx", b"lsel",
    )
)  # fmt: skip
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0", b"urn:mpeg:hevc:2015:auxid:1\0")
_PARTS, _AUXILIARY, _PREMULTIPLIED = b"dimg", b"auxl", b"prem"
_MOST_ITEMS = 10_000


class NotUnderstood(Exception):
    """The file holds what is not known here, so that nothing can be said of what it would give away."""


class _Item(msgspec.Struct):
    """An item: its type, its bytes, and its properties by their place, each with whether it must be understood."""

    kind: bytes
    data: bytes = b""
    properties: tuple[tuple[int, bool], ...] = ()


class _Picture(msgspec.Struct):
    """What a file holds: its items, which one is shown, who refers to whom, and the properties."""

    brands: bytes
    primary: int
    items: dict[int, _Item]
    references: list[tuple[bytes, int, tuple[int, ...]]]
    properties: list[tuple[bytes, bytes]]


def clean_boxes(data: bytes) -> bytes:
    """The new file. Raises NotUnderstood."""
    try:
        picture = _read(data)
        kept = _kept(picture)
        return _written(picture, kept)
    except (struct.error, IndexError, KeyError, ValueError, RecursionError):
        raise NotUnderstood from None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each box (ISO/IEC 14496-12, 4.2)."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = len(data) - at
        if size < head:
            raise NotUnderstood
        yield kind, data[at + head : at + size]
        at += size


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _read(data: bytes) -> _Picture:
    top = dict(_boxes(data))
    if b"moov" in top:
        raise NotUnderstood
    meta = dict(_boxes(top[b"meta"][4:]))
    shaping = list(_boxes(meta[b"iprp"]))
    items = {number: _Item(kind) for number, kind in _kinds(meta[b"iinf"])}
    for number, where in _places(meta[b"iloc"], data, meta.get(b"idat", b"")):
        if number in items:
            items[number].data = where
    for number, found in (each for kind, box in shaping if kind == b"ipma" for each in _associations(box)):
        if number in items:
            items[number].properties += found
    primary = struct.unpack(">H" if meta[b"pitm"][0] == 0 else ">I", meta[b"pitm"][4:])[0]
    references = list(_references(meta.get(b"iref", b"")))
    return _Picture(top[b"ftyp"], primary, items, references, list(_boxes(dict(shaping)[b"ipco"])))


def _kinds(box: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and type of each item."""
    for kind, entry in _boxes(box[6 if box[0] == 0 else 8 :]):
        if kind == b"infe" and entry[0] >= 2:
            number, _, item = struct.unpack_from(">HH4s" if entry[0] == 2 else ">IH4s", entry, 4)
            yield number, item


def _places(box: bytes, data: bytes, inside: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each item, which lie in the file or in the box `idat`."""
    version, sizes, more = box[0], box[4], box[5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version else 0
    count, at = (struct.unpack_from(">I", box, 6)[0], 10) if version == 2 else (struct.unpack_from(">H", box, 6)[0], 8)

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > len(box):
            raise NotUnderstood
        return int.from_bytes(box[at - size : at], "big")

    for _ in range(min(count, _MOST_ITEMS)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        elsewhere, base = number(2), number(base_size)
        if method > 1 or elsewhere:
            raise NotUnderstood
        held, parts = (inside if method else data), []
        for _ in range(number(2)):
            number(index_size)
            start, length = base + number(offset_size), number(length_size)
            parts.append(held[start : start + length] if length else held[start:])
        yield item, b"".join(parts)


def _associations(box: bytes) -> Iterator[tuple[int, tuple[tuple[int, bool], ...]]]:
    """The properties of each item, by their place among all."""
    wide, large = box[0] >= 1, box[3] & 1
    count, at = struct.unpack_from(">I", box, 4)[0], 8
    for _ in range(min(count, _MOST_ITEMS)):
        item, many = struct.unpack_from(">IB" if wide else ">HB", box, at)
        at += 5 if wide else 3
        found = struct.unpack_from(f">{many}{'H' if large else 'B'}", box, at)
        at += many * (2 if large else 1)
        top = 0x8000 if large else 0x80
        yield item, tuple((each & (top - 1), bool(each & top)) for each in found)


def _references(box: bytes) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    letter, size = ("I", 4) if box[:1] == b"\1" else ("H", 2)
    for kind, content in _boxes(box[4:]):
        first, count = struct.unpack_from(f">{letter}H", content)
        yield kind, first, struct.unpack_from(f">{count}{letter}", content, size + 2)


def _kept(picture: _Picture) -> list[int]:
    """The items that the shown picture is made of."""
    kept: dict[int, None] = {}
    todo = [picture.primary]
    while todo:
        item = todo.pop(0)
        if item in kept:
            continue
        if picture.items[item].kind not in _PICTURES:
            raise NotUnderstood
        kept[item] = None
        for kind, first, others in picture.references:
            if kind == _PARTS and first == item:
                todo += others
            elif kind == _AUXILIARY and item in others and _is_alpha(picture, first):
                todo.append(first)
    return sorted(kept)


def _is_alpha(picture: _Picture, item: int) -> bool:
    own = [picture.properties[place - 1] for place, _ in picture.items[item].properties if place]
    return any(kind == b"auxC" and content[4:].startswith(_ALPHA) for kind, content in own)


def _written(picture: _Picture, kept: list[int]) -> bytes:
    used = {place: must for item in kept for place, must in picture.items[item].properties if place}
    shaping = [place for place in sorted(used) if picture.properties[place - 1][0] in _SHAPING]
    if any(must for place, must in used.items() if place not in shaping):
        raise NotUnderstood  # the pixels cannot be shown rightly without it
    places = {old: new for new, old in enumerate(shaping, 1)}
    properties = b"".join(_property(*picture.properties[place - 1]) for place in shaping)
    iprp = _box(b"iprp", _box(b"ipco", properties) + _owners(picture, kept, places))
    infos = b"".join(
        _box(b"infe", struct.pack(">IIH4sB", 3 << 24, item, 0, picture.items[item].kind, 0)) for item in kept
    )
    before = (
        _box(b"hdlr", bytes(8) + b"pict" + bytes(13))
        + _box(b"pitm", struct.pack(">II", 1 << 24, picture.primary))
        + _box(b"iinf", struct.pack(">II", 1 << 24, len(kept)) + infos)
        + _referred(picture, frozenset(kept))
        + iprp
    )
    head = _box(b"ftyp", picture.brands)
    length = len(_located(picture, kept, 0))
    start = len(head) + 12 + len(before) + length + 8
    meta = _box(b"meta", bytes(4) + before + _located(picture, kept, start))
    return head + meta + _box(b"mdat", b"".join(picture.items[item].data for item in kept))


def _property(kind: bytes, content: bytes) -> bytes:
    if kind == b"colr" and content[:4] in (b"prof", b"rICC"):
        content = content[:4] + plain_profile(content[4:])
    return _box(kind, content)


def _owners(picture: _Picture, kept: list[int], places: dict[int, int]) -> bytes:
    rows = b""
    for item in kept:
        found = [(places[place], must) for place, must in picture.items[item].properties if place in places]
        rows += struct.pack(">IB", item, len(found))
        rows += b"".join(struct.pack(">H", place | (0x8000 if must else 0)) for place, must in found)
    return _box(b"ipma", struct.pack(">II", 1 << 24 | 1, len(kept)) + rows)


def _referred(picture: _Picture, kept: frozenset[int]) -> bytes:
    rows = b""
    for kind, first, others in picture.references:
        if kind in (_PARTS, _AUXILIARY, _PREMULTIPLIED) and first in kept and kept.issuperset(others):
            rows += _box(kind, struct.pack(f">IH{len(others)}I", first, len(others), *others))
    return _box(b"iref", struct.pack(">I", 1 << 24) + rows) if rows else b""


def _located(picture: _Picture, kept: list[int], start: int) -> bytes:
    """Where each item lies, when the first begins at `start`."""
    rows = b""
    for item in kept:
        length = len(picture.items[item].data)
        rows += struct.pack(">IHHHII", item, 0, 0, 1, start, length)
        start += length
    return _box(b"iloc", struct.pack(">IBBI", 2 << 24, 0x44, 0, len(kept)) + rows)
