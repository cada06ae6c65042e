"""Turns a WordPress export (WXR 1.0 to 1.2) into a stream of flat posts, in memory that does not grow with the file.

An export is RSS with elements of WordPress's own (export.php of WordPress writes it). Entities and document types are
refused: an export has none, and both can be used to attack a parser.
All that WordPress's own elements may hold is read in one pass, which makes this module long.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from warta.errors import Problem, ProblemsFound
from warta.importing.sources.wxr_pieces import Piece, declared, mended, pieces, undeclared
from warta.messages import Message, msg

VERSIONS = ("1.0", "1.1", "1.2")
_NAMESPACES = (
    (re.compile(r"\{https?://(?:www\.)?wordpress\.org/export/[\d.]+/excerpt/?\}"), "excerpt:"),
    (re.compile(r"\{https?://(?:www\.)?wordpress\.org/export/[\d.]+/?\}"), "wp:"),
    (re.compile(r"\{https?://(?:www\.)?purl\.org/rss/1\.0/modules/content/?\}"), "content:"),
    (re.compile(r"\{https?://(?:www\.)?purl\.org/dc/elements/1\.1/?\}"), "dc:"),
)
# what a prefix that was never declared stands for
_MEANT = {
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ROOT = re.compile(r"<rss\b[^>]*>")
_ENDS = ("</channel>", "</rss>")
_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?([^<\]]{1,200})")
_HEAD = re.compile(r"<(wp:wxr_version|wp:base_blog_url|title)>([^<]*)<")


class Term(msgspec.Struct, frozen=True, gc=False):
    """A category or tag of a post: `domain` is WordPress's taxonomy, `nicename` its slug."""

    domain: str
    nicename: str
    name: str


class Post(msgspec.Struct, frozen=True):
    """One `item` of an export: its elements by prefixed name (`wp:post_id`), its terms, its meta values, comments.

    `rows` are the further values of keys that stand in its meta more than once.
    """

    fields: dict[str, str]
    terms: tuple[Term, ...]
    meta: dict[str, str]
    comments: int
    rows: tuple[tuple[str, str], ...] = ()

    def repeated(self, key: str) -> tuple[str, ...]:
        """All values of a key of the meta."""
        first = (self.meta[key],) if key in self.meta else ()
        return tuple(each.strip() for each in (*first, *(value for name, value in self.rows if name == key)))

    def get(self, name: str) -> str:
        """The text of an element, without blanks around it; empty when it is not there."""
        return self.fields.get(name, "").strip()


class Head(msgspec.Struct):
    """The head of an export, and the damage in it; filled while it is read.

    `authors` are display names by login, `users` by number; `terms` descriptions of terms by taxonomy and word.
    """

    version: str = ""
    base: str = ""
    title: str = ""
    date: str = ""
    authors: dict[str, str] = {}
    users: dict[str, str] = {}
    terms: dict[tuple[str, str], str] = {}
    parents: dict[str, str] = {}
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    damage: list[Message] = []


def read_posts(path: Path, head: Head) -> Iterator[Post]:
    """The posts in the export at `path`, in its order; `head` is filled on the way.

    Raises ProblemsFound for a file that is no WordPress export. An item that cannot be read is named in the damage.
    """
    head.damage.clear()
    try:
        with path.open("rb") as file:
            yield from _Reader(path.name, head).posts(pieces(file))
    except (FileNotFoundError, IsADirectoryError):
        message = msg("export-missing", "is no file. Name the .xml that WordPress exported.")
        raise ProblemsFound([Problem(str(path), 0, message)]) from None


class _Reader:
    """Reads the pieces of one export. Its first tag, in which prefixes are declared, stands before each of them."""

    def __init__(self, name: str, head: Head) -> None:
        self._name = name
        self._head = head
        self._root = "<rss>"

    def posts(self, found: Iterator[Piece]) -> Iterator[Post]:
        last, line = "", 1
        try:
            self._read_head(next(found))
            for piece in found:
                last = piece.text
                if piece.is_item and (post := self._post(piece)) is not None:
                    yield post
                line = piece.line + last.count("\n")
        except DefusedXmlException:
            message = msg(
                "export-declares",
                "declares a document type or entities, which no WordPress export does. It was not read.",
            )
            raise ProblemsFound([Problem(self._name, 1, message)]) from None
        except (ValueError, LookupError):
            message = msg(
                "export-encoding",
                "is in an encoding that cannot be read. Save it as UTF-8.",
            )
            raise ProblemsFound([Problem(self._name, 1, message)]) from None
        if last.endswith("</item>"):  # no tag that ends the whole
            self._cut(line, "</item>")

    def _read_head(self, piece: Piece) -> None:
        start = max(
            0, min((at for mark in ("<?xml", "<!DOCTYPE", "<rss") if (at := piece.text.find(mark)) >= 0), default=0)
        )
        text = _DECLARATION.sub("", piece.text[start:], count=1)
        root = _ROOT.search(text)
        if root is not None:
            self._root = root[0]
        ends = "" if text.rstrip().endswith("</rss>") else "".join(_ENDS)
        try:
            element = self._parsed(text + ends if root is not None else text, wrapped=False)
        except ParseError as error:
            if "wordpress.org/export/" not in self._root:
                message = msg(
                    "export-no-xml",
                    "is no XML. Name the .xml that WordPress exported, unpacked.",
                )
                raise ProblemsFound([Problem(self._name, piece.line + error.position[0] - 1, message)]) from None
            self._head.damage.append(
                msg(
                    "export-head-damaged",
                    "%(file)s:%(line)s: the head of the export is damaged: names of authors and categories "
                    "may be missing.",
                    file=self._name,
                    line=str(piece.line + error.position[0] - 1),
                )
            )
            self._learn_plain(text)
        else:
            if element.tag != "rss":
                raise _another(self._name, element.tag)
            for child in element.iterfind("channel/*"):
                _learn(self._head, child)
        if not self._head.version:
            raise _another(self._name, "rss")

    def _learn_plain(self, text: str) -> None:
        """What is needed of a head that is no XML."""
        found = {name: words.strip() for name, words in reversed(_HEAD.findall(text))}
        self._head.version = found.get("wp:wxr_version", VERSIONS[-1])
        self._head.base = found.get("wp:base_blog_url", "")
        self._head.title = found.get("title", "")

    def _post(self, piece: Piece) -> Post | None:
        with contextlib.suppress(ParseError):
            return _post(self._parsed(piece.text)[0])
        title = _TITLE.search(piece.text)
        name = " ".join(title[1].split()) if title else "?"
        if piece.text.endswith("</item>"):
            message = msg(
                "export-damaged",
                "%(file)s:%(line)s: the export is damaged here: the entry '%(title)s' was not read, what "
                "stands behind it was.",
                file=self._name,
                line=str(piece.line),
                title=name,
            )
            self._head.damage.append(message)
        else:
            self._cut(piece.line, name)
        return None

    def _cut(self, line: int, title: str) -> None:
        self._head.damage.append(
            msg(
                "export-cut",
                "%(file)s:%(line)s: the export is damaged here: it breaks off; nothing from '%(title)s' on was read.",
                file=self._name,
                line=str(line),
                title=title,
            )
        )

    def _parsed(self, text: str, *, wrapped: bool = True) -> Element:
        """The element written as `text`; mended, where it is none as it stands."""
        try:
            return self._element(text, self._root, wrapped=wrapped)
        except ParseError:
            text = mended(text)
        missing = undeclared(text if wrapped else text.replace(self._root, ""), declared(self._root))
        names = "".join(f' xmlns:{prefix}="{_MEANT.get(prefix, "urn:undeclared")}"' for prefix in missing)
        root = f"{self._root[:-1]}{names}>"
        return self._element(text if wrapped else text.replace(self._root, root, 1), root, wrapped=wrapped)

    def _element(self, text: str, root: str, *, wrapped: bool) -> Element:
        element: Element = fromstring(f"{root}{text}</rss>" if wrapped else text, forbid_dtd=True)
        return element


def _another(name: str, tag: str) -> ProblemsFound:
    if tag in ("rss", "{http://www.w3.org/2005/Atom}feed"):
        message = msg("export-is-feed", "is a feed, not an export of WordPress. Try 'import feed' with it.")
    else:
        message = msg(
            "export-other-xml",
            "is an XML file of another kind (<%(tag)s>), not an export of WordPress. Name the .xml of Tools > Export "
            "in WordPress.",
            tag=tag,
        )
    return ProblemsFound([Problem(name, 1, message)])


@functools.cache
def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    for pattern, prefix in _NAMESPACES:
        if match := pattern.match(tag):
            return prefix + tag[match.end() :]
    return tag


def _text(element: Element) -> str:
    """The text of an element, with that of tags which stand in it without CDATA."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def _fields(element: Element) -> dict[str, str]:
    return {_name(child.tag): _text(child) for child in element}


def _post(item: Element) -> Post:
    fields: dict[str, str] = {}
    terms: dict[tuple[str, str], Term] = {}
    meta: dict[str, str] = {}
    rows: list[tuple[str, str]] = []
    comments = 0
    for child in item:
        name = _name(child.tag)
        if name == "category":
            term = Term(child.get("domain", ""), child.get("nicename", ""), _text(child).strip())
            terms.setdefault((term.domain, term.name), term)
        elif name == "wp:postmeta":
            row = _fields(child)
            key, value = row.get("wp:meta_key", ""), row.get("wp:meta_value", "")
            if meta.setdefault(key, value) is not value:
                rows.append((key, value))
        elif name == "wp:comment":
            comments += 1
        else:
            fields[name] = _text(child)
    return Post(fields, tuple(terms.values()), meta, comments, tuple(rows))


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
        head.users[row.get("wp:author_id", "").strip()] = row.get("wp:author_display_name", "").strip()
    elif name == "wp:term":
        row = _fields(element)
        term = (row.get("wp:term_taxonomy", "").strip(), row.get("wp:term_slug", "").strip())
        head.terms[term] = row.get("wp:term_description", "")
    elif name == "wp:category":
        row = _fields(element)
        slug = row.get("wp:category_nicename", "")
        head.parents[slug] = row.get("wp:category_parent", "")
        head.names[slug] = row.get("wp:cat_name", "").strip()
        head.numbers[slug] = row.get("wp:term_id", "").strip()
