"""Turns the bytes of a Word file into its parts, or into the reason why it is not read.

A .docx is a zip of XML. What is unpacked is bounded while it is unpacked: what an entry says of its size may be untrue.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, tostring

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from warta.messages import Message, msg

LARGEST_FILE = 100 * 1024 * 1024
"""The most bytes of a Word file."""
_MOST_PARTS = 5000
_LARGEST_XML = 16 * 1024 * 1024
_ALL_XML = 32 * 1024 * 1024
_LARGEST_PICTURE = 50 * 1024 * 1024
_ALL_PICTURES = 400 * 1024 * 1024
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's own elements."""


class Refused(Exception):
    """A file that is not read; `why` goes on after its name."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class Package(msgspec.Struct):
    """The parts of a Word file by name: trees of those that are XML, bytes of the others."""

    trees: dict[str, Element]
    others: dict[str, bytes]

    def tree(self, name: str) -> Element | None:
        """The part `word/NAME.xml`, or one with a number behind its name, as some programs write it."""
        named = re.compile(rf"word/{name}\d*\.xml")
        return next((tree for each, tree in sorted(self.trees.items()) if named.fullmatch(each)), None)

    def packed(self) -> io.BytesIO:
        """A Word file of these parts."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, tree in self.trees.items():
                archive.writestr(name, tostring(tree, encoding="utf-8", xml_declaration=True))
            for name, data in self.others.items():
                archive.writestr(name, data)
        packed.seek(0)
        return packed


def open_package(data: bytes) -> Package:
    """The parts of a file that is a Word document. Raises Refused."""
    if (why := _other_form(data)) is not None:
        raise Refused(why)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Refused(_BROKEN) from None


_BROKEN = msg("word-broken", "is damaged: open it in Word, which mends what it can, and save it again")


def _other_form(data: bytes) -> Message | None:
    """What a file is that is no .docx, and what to do with it."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return msg("word-locked", "is locked with a password: open it in Word, save it without one")
        return msg("word-old", "is of an old Word (.doc): open it in Word or LibreOffice, and save it as .docx")
    if data.startswith(b"%PDF"):
        return msg("word-pdf", "is a PDF, from which text comes garbled: save the file it was made of as .docx")
    if data.startswith(b"{\\rtf"):
        return msg("word-rtf", "is an RTF file: open it in Word or LibreOffice, and save it as .docx")
    if not data.startswith(b"PK\x03\x04"):
        return msg("word-none", "is no Word file: save it as .docx")
    return None


def _parts(archive: zipfile.ZipFile) -> Package:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "mimetype" in names and any(name.endswith("content.xml") for name in names):
        raise Refused(msg("word-odt", "is of LibreOffice (.odt): open it there, and save it as .docx"))
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        raise Refused(msg("word-no-document", "holds no document of Word's: save it as .docx"))
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Refused(msg("word-macros", "holds macros, and is not read: save it in Word as .docx without them"))
    if len(entries) > _MOST_PARTS:
        raise Refused(_TOO_LARGE)
    package, xml, others = Package({}, {}), _ALL_XML, _ALL_PICTURES
    for entry in entries:
        name = posixpath.normpath(entry.filename)
        if name.endswith((".xml", ".rels")):
            data = _unpacked(archive, entry, min(xml, _LARGEST_XML))
            xml -= len(data)
            package.trees[name] = _tree(data)
        elif name.startswith("word/media/"):
            data = _unpacked(archive, entry, min(others, _LARGEST_PICTURE))
            others -= len(data)
            package.others[name] = data
    return package


_TOO_LARGE = msg("word-too-large", "unpacks into more than a document may hold, and was not read")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of an entry. Raises Refused for one that has more than `most`."""
    data = bytearray()
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            data += chunk
            if len(data) > most:
                raise Refused(_TOO_LARGE)
    return bytes(data)


def _tree(data: bytes) -> Element:
    """The tree of a part, in the namespaces that Word itself writes. Raises Refused for what declares entities."""
    if _STRICT.encode() in data:
        data = data.replace(b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
        data = data.replace(b"/wordprocessingml/main", b"/wordprocessingml/2006/main")
    try:
        tree: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refused(_BROKEN) from None
    return tree
