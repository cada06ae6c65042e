"""Turns the bytes of a WordPress export into its head and its items, each as text, and mends a piece that is no XML.

A piece ends where its tag does, and words in CDATA are no tags. Each is read by itself, so that damage costs one item.
Mended is what WordPress itself reads over: control characters, bytes that are no UTF-8, words before the first tag,
entities of HTML, bare ampersands, prefixes that nobody declared.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import IO

import msgspec

_CHUNK = 1 << 16
_LARGEST_HEAD = 1 << 26
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_OPENING = "<item"
_MARK = re.compile(r"<!\[CDATA\[|<item(?=[\s>])|</item\s*>")
_LONGEST_MARK = len(_CDATA)
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_DECLARED = re.compile(rb"<\?xml[^>]*\bencoding=[\"']([\w-]+)")
_BY_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_ALPHABETS = ("utf_7", "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));|([A-Za-z][A-Za-z0-9]{0,31});)?")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARATION = re.compile(r"\bxmlns:([A-Za-z_][\w.-]*)\s*=")


class Piece(msgspec.Struct, frozen=True):
    """A part of an export: its text, and the line on which it begins."""

    text: str
    line: int

    @property
    def is_item(self) -> bool:
        """Whether it is one post."""
        return self.text.startswith("<item")


def pieces(file: IO[bytes]) -> Iterator[Piece]:
    """The head of an export, its items, and what stands behind the last of them.

    Raises LookupError and ValueError where its encoding is none that can be read.
    """
    scanner, line, is_begun = _Scanner(), 1, False
    for chunk in _decoded(file):
        scanner.text += chunk
        while (cut := scanner.next_cut()) is not None:
            text = scanner.take(cut)
            if not is_begun or text.strip():
                yield Piece(text, line)
            is_begun = True
            line += text.count("\n")
        if not is_begun and len(scanner.text) > _LARGEST_HEAD:
            break  # whatever it is, it is no export
    if not is_begun or scanner.text.strip():
        yield Piece(scanner.text, line)


class _Scanner:
    """A text that grows at its end, and in which the places where items begin and end are looked for once."""

    def __init__(self) -> None:
        self.text = ""
        self._at = 0
        self._in_cdata = False

    def next_cut(self) -> int | None:
        """Where the next piece ends; None when that is not known yet."""
        while True:
            if self._in_cdata:
                end = self.text.find(_CDATA_END, self._at)
                if end < 0:
                    self._at = max(self._at, len(self.text) - len(_CDATA_END) + 1)
                    return None
                self._at, self._in_cdata = end + len(_CDATA_END), False
            match = _MARK.search(self.text, self._at)
            if match is None:
                self._at = max(self._at, len(self.text) - _LONGEST_MARK)
                return None
            self._at = match.end()
            if match[0] != _CDATA:
                return match.start() if match[0] == _OPENING else match.end()
            self._in_cdata = True

    def take(self, cut: int) -> str:
        """The text before `cut`, which is no more looked at."""
        taken, self.text = self.text[:cut], self.text[cut:]
        self._at = max(0, self._at - cut)
        return taken


def _decoded(file: IO[bytes]) -> Iterator[str]:
    """The text of an export, piece by piece."""
    chunk = file.read(_CHUNK)
    name = next((name for mark, name in _BY_MARKS.items() if chunk.startswith(mark)), "")
    if not name:
        chunk = chunk.removeprefix(codecs.BOM_UTF8)
        declared = _DECLARED.search(chunk)
        name = declared[1].decode() if declared else "utf-8"
    found = codecs.lookup(name)
    if not found._is_text_encoding or found.name in _NO_ALPHABETS:
        raise LookupError(name)
    is_utf8 = found.name == "utf-8"
    decoder = codecs.getincrementaldecoder(name)("warta-windows" if is_utf8 else "replace")
    while chunk:
        yield decoder.decode(chunk.translate(None, _CONTROL) if is_utf8 else chunk)
        chunk = file.read(_CHUNK)
    yield decoder.decode(b"", final=True)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 read as Windows-1252, which is what they are in exports of old sites."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("warta-windows", _as_windows)


def mended(text: str) -> str:
    """A piece without what no XML is, and with what HTML has and XML lacks in numbers. What is in CDATA stays."""
    parts = _IN_CDATA.split(_ILLEGAL.sub("", text))
    return "".join(part if at % 2 else _AMPERSAND.sub(_reference, part) for at, part in enumerate(parts))


def _reference(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name in _OF_XML:
        return match[0]
    if name is not None:
        signs = html5.get(f"{name};")
        return "".join(f"&#{ord(sign)};" for sign in signs) if signs else f"&amp;{name};"
    if hexadecimal is None and decimal is None:
        return "&amp;"
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return "" if code > 0x10FFFF or _ILLEGAL.match(chr(code)) else match[0]


def undeclared(text: str, declared: Iterable[str]) -> list[str]:
    """The prefixes of elements and attributes in a piece that were declared neither in it nor before it."""
    outside = "".join(_IN_CDATA.split(text)[::2])
    known = {"xml", "xmlns", *declared, *_DECLARATION.findall(outside)}
    return sorted(set(_PREFIX.findall(outside)) - known)


def declared(root: str) -> list[str]:
    """The prefixes that the first tag of an export declares."""
    return _DECLARATION.findall(root)
