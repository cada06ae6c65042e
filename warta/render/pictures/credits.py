"""Turns the blocks in which pictures describe themselves into new ones that hold what may be published: description,
creator, credit, copyright and licence.

A new block is written of the values that are known here, so that nothing else can be in it: Exif (CIPA DC-008), XMP
(ISO 16684-1), IPTC-IIM 4.2 in the resources of Photoshop.
Three standards say the same in three ways; they stand together, which makes this module long.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import msgspec

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

EXIF, XMP, PHOTOSHOP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
"""What each kind of block begins with in a JPEG."""
ORIENTATION = 0x0112
_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
STAYING = (_DESCRIPTION, _ARTIST, _COPYRIGHT)
"""The tags of Exif that stay."""

_DC, _RIGHTS = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/rights/"
_PHOTOSHOP, _PLUS = "http://ns.adobe.com/photoshop/1.0/", "http://ns.useplus.org/ldf/xmp/1.0/"
_CC = "http://creativecommons.org/ns#"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_PREFIXES = {_DC: "dc", _RIGHTS: "xmpRights", _PHOTOSHOP: "photoshop", _PLUS: "plus", _CC: "cc"}
_LABELLED = _PREFIXES | {_CORE: "Iptc4xmpCore"}
# each with how its value is written: alternatives by language, a list in order, or one text
_ALT, _SEQ, _TEXT = "Alt", "Seq", ""
_XMP_KEPT = {
    (_DC, "description"): _ALT,
    (_DC, "creator"): _SEQ,
    (_DC, "rights"): _ALT,
    (_PHOTOSHOP, "Credit"): _TEXT,
    (_RIGHTS, "Marked"): _TEXT,
    (_RIGHTS, "UsageTerms"): _ALT,
    (_RIGHTS, "WebStatement"): _TEXT,
    (_CC, "license"): _TEXT,
}
_LICENSOR = ("LicensorName", "LicensorURL")
_RDF, _XML = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/XML/1998/namespace"
_OPENING = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,3}")

# by-line, credit, copyright notice, caption (IPTC-IIM 4.2, chapter 6)
_BY_LINE, _CREDIT, _NOTICE, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
_HEADLINE, _SOURCE, _CITY, _DAY = (2, 105), (2, 115), (2, 90), (2, 55)
_MOST = {_BY_LINE: 32, _CREDIT: 32, _NOTICE: 128, _HEADLINE: 256, _SOURCE: 32, _CITY: 32}
"""The bytes that IPTC-IIM has for each; what is longer stands whole in XMP."""
_IPTC_KEPT = (_BY_LINE, _CREDIT, _NOTICE, _CAPTION)
_CHARACTERS = (1, 90)
_IPTC_RESOURCE = 0x0404


def exif_credits(block: bytes) -> bytes:
    """An Exif block (from `Exif\\0\\0` on) with orientation, description, author and copyright alone, or nothing."""
    import PIL.Image

    before = PIL.Image.Exif()
    try:
        before.load(block)
        turned = before.get(ORIENTATION)
        kept: dict[int, object] = {ORIENTATION: turned} if isinstance(turned, int) and 2 <= turned <= 8 else {}
        return _exif(kept | texts_of(before))
    except Exception:  # noqa: BLE001 - a block that nobody can read is left out
        return b""


def exif_of(image: Image) -> bytes:
    """Description, author and copyright of an opened picture as Exif, also where only IPTC has them; or nothing."""
    kept: dict[int, object] = dict(texts_of(image.getexif()))
    resources = image.info.get("photoshop")
    if isinstance(resources, dict) and isinstance(written := resources.get(_IPTC_RESOURCE), bytes):
        found = _iptc_texts(written)
        for tag, names in ((_DESCRIPTION, (_CAPTION,)), (_ARTIST, (_BY_LINE, _CREDIT)), (_COPYRIGHT, (_NOTICE,))):
            texts = [text for name in names for text in found.get(name, ())]
            if texts and tag not in kept:
                kept[tag] = ", ".join(texts).encode()
    return _exif(kept)


def texts_of(exif: Exif) -> dict[int, bytes]:
    """Description, author and copyright, by their tags; Pillow reads every byte of them as a character of Latin-1."""
    found = {tag: exif.get(tag) for tag in STAYING}
    texts = {tag: text.strip("\0 ") for tag, text in found.items() if isinstance(text, str)}
    return {tag: text.encode("latin-1", "replace") for tag, text in texts.items() if text}


def _exif(tags: dict[int, object]) -> bytes:
    import PIL.Image

    if not tags:
        return b""
    made: Exif = PIL.Image.Exif()
    for tag, value in tags.items():
        made[tag] = value
    return made.tobytes()


def xmp_credits(packet: bytes) -> bytes:
    """An XMP packet with the properties of rights and description alone; empty when it has none."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return b""
    try:
        root = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"))
    except (ElementTree.ParseError, ValueError, LookupError):
        return b""
    found = "".join(_properties(root))
    if not found:
        return b""
    return _packet(found)


class Label(msgspec.Struct, frozen=True):
    """What is said of a picture: its caption, its credit, under which licence it may be used (and where that stands),
    what is seen on it, and the release's headline, place, day (ISO 8601) and office.
    """

    caption: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""
    alt: str = ""
    headline: str = ""
    place: str = ""
    day: str = ""
    office: str = ""


def xmp_label(packet: bytes, label: Label) -> bytes:
    """An XMP packet with a label; what an older packet says besides of its creator and rights stays."""
    said = {
        (_DC, "description"): label.caption,
        (_PHOTOSHOP, "Credit"): label.credit,
        (_RIGHTS, "UsageTerms"): label.licence,
        (_RIGHTS, "WebStatement"): label.licence_url,
        (_CORE, "AltTextAccessibility"): label.alt,
        (_PHOTOSHOP, "Headline"): label.headline,
        (_PHOTOSHOP, "City"): label.place,
        (_PHOTOSHOP, "DateCreated"): label.day,
        (_PHOTOSHOP, "Source"): label.office,
    }
    forms = _XMP_KEPT | {(_CORE, "AltTextAccessibility"): _ALT}
    ours = "".join(
        _written(f"{_LABELLED[space]}:{name}", forms.get((space, name), _TEXT), [("", text)])
        for (space, name), text in said.items()
        if text
    )
    kept = xmp_credits(packet).decode() if packet else ""
    inner = kept.partition(_opened(_PREFIXES))[2].partition("</rdf:Description></rdf:RDF>")[0]
    for (space, name), text in said.items():
        if text:
            tag = f"{_LABELLED[space]}:{name}"
            inner = re.sub(f"<{tag}>.*?</{tag}>", "", inner, flags=re.DOTALL)
    return _packet(inner + ours, _LABELLED)


def _opened(prefixes: Mapping[str, str]) -> str:
    spaces = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in prefixes.items())
    return f'<rdf:Description rdf:about=""{spaces}>'


def _packet(properties: str, prefixes: Mapping[str, str] = _PREFIXES) -> bytes:
    return f"{_OPENING}{_opened(prefixes)}{properties}</rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def photoshop_label(block: bytes, label: Label) -> bytes:
    """The resources of Photoshop with a label in IPTC-IIM; an older by-line and notice of rights stay."""
    found = _texts_of_resources(block) if block else {}
    rows = {name: found[name] for name in (_BY_LINE, _NOTICE) if name in found}
    said = {
        _HEADLINE: label.headline, _CAPTION: label.caption, _CREDIT: label.credit, _SOURCE: label.office,
        _CITY: label.place, _DAY: label.day.replace("-", "")[:8],
    }  # fmt: skip
    rows |= {name: [text] for name, text in said.items() if text}
    if label.licence and _NOTICE not in rows:
        rows[_NOTICE] = [label.licence]
    return _resource_of([(name, text) for name, texts in sorted(rows.items()) for text in texts])


def _properties(root: ElementTree.Element) -> Iterator[str]:
    descriptions = [each for rdf in root.iter(f"{{{_RDF}}}RDF") for each in rdf.findall(f"{{{_RDF}}}Description")]
    for (space, name), form in _XMP_KEPT.items():
        values = [value for each in descriptions for value in _values(each, f"{{{space}}}{name}")]
        if values:
            yield _written(f"{_PREFIXES[space]}:{name}", form, values)
    for each in descriptions:
        licensors = [
            "".join(f"<plus:{name}>{value}</plus:{name}>" for name, value in found)
            for item in each.findall(f"{{{_PLUS}}}Licensor/*/{{{_RDF}}}li")
            if (found := list(_licensor(item)))
        ]
        if licensors:
            items = "".join(f'<rdf:li rdf:parseType="Resource">{each}</rdf:li>' for each in licensors)
            yield f"<plus:Licensor><rdf:Seq>{items}</rdf:Seq></plus:Licensor>"


def _licensor(item: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Name and address of who gives a licence; its street and telephone stay behind."""
    for name in _LICENSOR:
        for holder in (item, *item.findall(f"{{{_RDF}}}Description")):
            values = _values(holder, f"{{{_PLUS}}}{name}")
            if values:
                yield name, _plain(values[0][1])


def _values(description: ElementTree.Element, name: str) -> list[tuple[str, str]]:
    """The texts of a property with their languages, as an attribute or an element, alone or in a list."""
    found = [("", description.attrib[name])] if name in description.attrib else []
    for element in description.findall(name):
        items = element.findall(f"*/{{{_RDF}}}li") or [element]
        for item in items:
            if not len(item):
                language = item.get(f"{{{_XML}}}lang", "")
                found.append((language, item.text or item.get(f"{{{_RDF}}}resource") or ""))
    return [(language, text.strip()) for language, text in found if text.strip()]


def _written(name: str, form: str, values: list[tuple[str, str]]) -> str:
    if form == _TEXT:
        return f"<{name}>{_plain(values[0][1])}</{name}>"
    items = []
    for language, text in values:
        known = language if _LANGUAGE.fullmatch(language) else "x-default"
        mark = f' xml:lang="{escape(known)}"' if form == _ALT else ""
        items.append(f"<rdf:li{mark}>{_plain(text)}</rdf:li>")
    return f"<{name}><rdf:{form}>{''.join(items)}</rdf:{form}></{name}>"


def _plain(text: str) -> str:
    return escape(_unwritable().sub("", text), quote=False)


def photoshop_credits(block: bytes) -> bytes:
    """The resources of Photoshop (from `Photoshop 3.0\\0` on) with by-line, credit, notice and caption, or nothing."""
    found = _texts_of_resources(block)
    return _resource_of([(name, text) for name in _IPTC_KEPT for text in found.get(name, ())])


def _texts_of_resources(block: bytes) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for number, data in _resources(block[len(PHOTOSHOP) :]):
        if number == _IPTC_RESOURCE:
            found |= _iptc_texts(data)
    return found


def _resource_of(texts: list[tuple[tuple[int, int], str]]) -> bytes:
    """The resource that holds these texts; none for none."""
    if not texts:
        return b""
    # UTF-8; a text is cut between letters
    rows = [(_CHARACTERS, b"\x1b%G")]
    rows += [(name, text.encode()[: _MOST.get(name, 2000)].decode("utf-8", "ignore").encode()) for name, text in texts]
    data = b"".join(b"\x1c" + bytes(name) + struct.pack(">H", len(text)) + text for name, text in rows)
    resource = b"8BIM" + struct.pack(">H", _IPTC_RESOURCE) + b"\0\0" + struct.pack(">I", len(data)) + data
    return PHOTOSHOP + resource + b"\0" * (len(data) % 2)


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each resource of Photoshop."""
    at = 0
    while at + 12 <= len(data) and data[at : at + 4] == b"8BIM":
        number, name = struct.unpack_from(">H", data, at + 4)[0], data[at + 6]
        start = at + 6 + name + 1 + (name + 1) % 2
        if start + 4 > len(data):
            return
        length = struct.unpack_from(">I", data, start)[0]
        yield number, data[start + 4 : start + 4 + length]
        at = start + 4 + length + length % 2


def _iptc_texts(data: bytes) -> dict[tuple[int, int], list[str]]:
    """The texts that stay of a row of IPTC data sets, by record and number."""
    found: dict[tuple[int, int], list[bytes]] = {}
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        name, length = (data[at + 1], data[at + 2]), struct.unpack_from(">H", data, at + 3)[0]
        if length & 0x8000:  # no text that is kept is so long
            break
        found.setdefault(name, []).append(data[at + 5 : at + 5 + length])
        at += 5 + length
    utf8 = found.get(_CHARACTERS) == [b"\x1b%G"]
    return {name: [_decoded(text, utf8=utf8) for text in found[name] if text] for name in _IPTC_KEPT if name in found}


def _decoded(text: bytes, *, utf8: bool) -> str:
    """Most programs write UTF-8, whether they say so or not."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("utf-8", "replace") if utf8 else text.decode("cp1252", "replace")


@cache
def _unwritable() -> re.Pattern[str]:
    """What no XML may hold (XML 1.0, 2.2), compiled when it is first asked for: it takes longer than all the others."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
