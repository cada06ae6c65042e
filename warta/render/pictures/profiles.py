"""Turns a colour profile (ICC.1:2022) into one that gives the same colours and says nothing of the machine it is of.

The profile of a screen names its maker and its serial number; screenshots carry it.
"""

from __future__ import annotations

import struct

_KEPT = frozenset(
    b"wtpt bkpt chad chrm cicp lumi rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC gamt "
    b"A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)
_NAMES = (
    "sRGB IEC61966-2.1", "sRGB", "Display P3", "Adobe RGB (1998)", "ProPhoto RGB", "ROMM RGB", "Dot Gain 20%",
    "Dot Gain 15%", "Gray Gamma 2.2", "Coated FOGRA39", "Coated FOGRA27", "U.S. Web Coated (SWOP) v2", "Rec. 2020",
)  # fmt: skip
_MOST_TAGS = 200
_HEADER, _ENTRY = 128, 12


def plain_profile(profile: bytes) -> bytes:
    """The profile with what colours are made from alone, under a name that many have; nothing for what is none."""
    try:
        tags = _tags(profile)
    except struct.error:
        return b""
    header = bytearray(profile[:_HEADER])
    if not tags or header[36:40] != b"acsp":
        return b""
    for start, end in ((4, 8), (48, 56), (80, _HEADER)):  # who made profile, machine and program, and the digest
        header[start:end] = bytes(end - start)
    tags = {name: data for name, data in tags.items() if name in _KEPT} | {b"desc": _described(profile, header)}
    body, places = b"", {}
    at = _HEADER + 4 + _ENTRY * len(tags)
    for data in tags.values():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
    rows = b"".join(name + struct.pack(">II", places[data], len(data)) for name, data in tags.items())
    made = bytes(header) + struct.pack(">I", len(tags)) + rows + body
    return struct.pack(">I", len(made)) + made[4:]


def _tags(profile: bytes) -> dict[bytes, bytes]:
    found = {}
    for number in range(min(struct.unpack_from(">I", profile, _HEADER)[0], _MOST_TAGS)):
        name, start, length = struct.unpack_from(">4sII", profile, _HEADER + 4 + _ENTRY * number)
        found[name] = profile[start : start + length]
    return found


def _described(profile: bytes, header: bytearray) -> bytes:
    """The tag with the profile's name, as its version writes it."""
    usual = header[16:20].decode("ascii", "replace").strip()
    known = (each for each in _NAMES if each.encode() in profile or each.encode("utf-16-be") in profile)
    name = next(known, usual)
    if header[8] >= 4:
        text = name.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(text), 28) + text
    text = name.encode("ascii", "replace") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
