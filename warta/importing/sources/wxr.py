"""Turns a WordPress export (WXR 1.0 to 1.2) into a stream of flat posts, in memory that does not grow with the file.

An export is RSS with elements of WordPress's own (export.php of WordPress writes it). Entities and document types are
refused: an export has none, and both can be used to attack a parser.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from warta.errors import Problem, ProblemsFound

VERSIONS = ("1.0", "1.1", "1.2")
_EXPORT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}")
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}")
_OTHERS = {"{http://purl.org/rss/1.0/modules/content/}": "content:", "{http://purl.org/dc/elements/1.1/}": "dc:"}
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"


class Term(msgspec.Struct, frozen=True, gc=False):
    """A category or tag of a post: `domain` is WordPress's taxonomy, `nicename` its slug."""

    domain: str
    nicename: str
    name: str


class Post(msgspec.Struct, frozen=True):
    """One `item` of an export: its elements by prefixed name (`wp:post_id`), its terms, its meta values, comments."""

    fields: dict[str, str]
    terms: tuple[Term, ...]
    meta: dict[str, str]
    comments: int

    def get(self, name: str) -> str:
        """The text of an element, without blanks around it; empty when it is not there."""
        return self.fields.get(name, "").strip()


class Head(msgspec.Struct):
    """The head of an export, before its first post; filled while it is read."""

    version: str = ""
    base: str = ""
    title: str = ""
    date: str = ""
    authors: dict[str, str] = {}
    parents: dict[str, str] = {}
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}


class Damaged(Exception):
    """The export breaks off or is no XML from some line on; what came before was read."""


def read_posts(path: Path, head: Head) -> Iterator[Post]:
    """The posts in the export at `path`, in its order; `head` is filled on the way.

    Raises ProblemsFound for a file that is no WordPress export, and Damaged where a file that is one breaks off.
    """
    try:
        with path.open("rb") as file:
            yield from _posts(Mended(file), path.name, head)
    except (FileNotFoundError, IsADirectoryError):
        raise ProblemsFound([Problem(str(path), 0, "is no file. Name the .xml that WordPress exported.")]) from None


def _posts(file: Mended, name: str, head: Head) -> Iterator[Post]:
    try:
        for element in _children(file, name):
            if element.tag != "item":
                _learn(head, element)
            elif not head.version:
                raise _another(name, "rss")
            else:
                yield _post(element)
    except DefusedXmlException:
        message = "declares a document type or entities, which no WordPress export does. It was not read."
        raise ProblemsFound([Problem(name, 1, message)]) from None
    except (ParseError, ValueError, LookupError) as error:
        raise _broken(error, name, head) from None
    if not head.version:
        raise _another(name, "rss")


def _broken(error: Exception, name: str, head: Head) -> ProblemsFound | Damaged:
    if not isinstance(error, ParseError):  # expat knows few encodings, and Python's are not all of one byte a character
        message = f"is in an encoding that cannot be read ({error}). Save it as UTF-8."
        return ProblemsFound([Problem(name, 1, message)])
    line, column = error.position
    if not head.version:
        message = f"is no XML ({_reason(error)}). Name the .xml that WordPress exported, unpacked."
        return ProblemsFound([Problem(name, line, message)])
    message = f"{name}:{line}: the export is damaged here ({_reason(error)}, column {column})"
    return Damaged(f"{message}; everything before it was read, nothing after it.")


def _children(file: Mended, name: str) -> Iterator[Element]:
    """The elements of the channel, each as soon as it ends, after which its memory is freed."""
    depth = 0
    channel: Element | None = None
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            if depth == 2 and channel is not None:
                yield element
                channel.clear()
            continue
        depth += 1
        if depth == 1 and element.tag != "rss":
            raise _another(name, element.tag)
        if depth == 2:
            channel = element


def _another(name: str, tag: str) -> ProblemsFound:
    kind = "a feed" if tag in ("rss", "{http://www.w3.org/2005/Atom}feed") else f"an XML file of another kind (<{tag}>)"
    hint = "Try 'import feed' with it." if kind == "a feed" else "Name the .xml of Tools > Export in WordPress."
    return ProblemsFound([Problem(name, 1, f"is {kind}, not an export of WordPress. {hint}")])


def _reason(error: ParseError) -> str:
    return str(error).partition(":")[0]


@functools.cache
def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    tag = _EXCERPT.sub("excerpt:", _EXPORT.sub("wp:", tag))
    for namespace, prefix in _OTHERS.items():
        if tag.startswith(namespace):
            return prefix + tag.removeprefix(namespace)
    return tag


def _fields(element: Element) -> dict[str, str]:
    return {_name(child.tag): child.text or "" for child in element}


def _post(item: Element) -> Post:
    fields: dict[str, str] = {}
    terms: dict[tuple[str, str], Term] = {}
    meta: dict[str, str] = {}
    comments = 0
    for child in item:
        name = _name(child.tag)
        if name == "category":
            term = Term(child.get("domain", ""), child.get("nicename", ""), (child.text or "").strip())
            terms.setdefault((term.domain, term.name), term)
        elif name == "wp:postmeta":
            row = _fields(child)
            meta.setdefault(row.get("wp:meta_key", ""), row.get("wp:meta_value", ""))
        elif name == "wp:comment":
            comments += 1
        else:
            fields[name] = child.text or ""
    return Post(fields, tuple(terms.values()), meta, comments)


def _learn(head: Head, element: Element) -> None:
    name, text = _name(element.tag), (element.text or "").strip()
    if name == "wp:wxr_version":
        head.version = text
    elif name == "wp:base_blog_url" or (name == "link" and not head.base):
        head.base = text
    elif name == "title":
        head.title = text
    elif name == "pubDate":
        head.date = text
    elif name == "wp:author":
        row = _fields(element)
        head.authors[row.get("wp:author_login", "")] = row.get("wp:author_display_name", "").strip()
    elif name == "wp:category":
        row = _fields(element)
        slug = row.get("wp:category_nicename", "")
        head.parents[slug] = row.get("wp:category_parent", "")
        head.names[slug] = row.get("wp:cat_name", "").strip()
        head.numbers[slug] = row.get("wp:term_id", "").strip()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 read as Windows-1252, which is what they are in exports of old sites."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("warta-windows", _as_windows)


class Mended:
    """The bytes of an export without what no XML parser accepts: control characters, and bytes that are not UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")("warta-windows")
        self._is_utf8: bool | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, about `size` of them; empty at the end."""
        while chunk := self._file.read(size):
            if self._is_utf8 is None:
                chunk = self._begin(chunk)
            mended = self._decoder.decode(chunk.translate(None, _CONTROL)).encode() if self._is_utf8 else chunk
            if mended:
                return mended
        return self._decoder.decode(b"", final=True).encode()

    def _begin(self, chunk: bytes) -> bytes:
        """The first bytes without blanks before them; in another declared encoding as they are, for the parser."""
        declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", chunk.removeprefix(codecs.BOM_UTF8))
        wide = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self._is_utf8 = not wide and (declared is None or declared[1].lower() in (b"utf-8", b"utf8"))
        return chunk.removeprefix(codecs.BOM_UTF8).lstrip() if self._is_utf8 else chunk
