"""Reads a WordPress export plainly: libxml2 repairs what is no XML, and nothing of the conversion is used.

The door to lxml. The file is read twice, an entry at a time: the pictures stand behind the posts that show them.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from warta.errors import Problem, ProblemsFound
from warta.importing.checking.seen import Seen, is_document, is_link, link_key, seen_in
from warta.importing.checking.texts import OldText, hosts_of
from warta.messages import msg

_MACHINERY = re.compile(
    r"nav_menu_item|attachment|revision|custom_css|oembed_cache|user_request|customize_changeset|wp_\w+|acf-.*|"
    r"elementor_.*|.*_form|.*-form|feedback|shop_order|popup|jp_.*|tablepress_table|amn_.*|wpforms|jetpack_migration"
)
_SHORTCODE = re.compile(r"""\[(/?)([A-Za-z][\w-]*)((?:\s+|=)(?:[^\[\]"']|"[^"]*"|'[^']*')*)?/?\](?!\()""")
_CORE = frozenset("caption wp_caption gallery playlist audio video embed".split())
_ADDRESS = re.compile(r"""https?(?::|%3A)(?:/|%2F){2}[^\s"'|\]]+""", re.IGNORECASE)
_IDS = re.compile(r"""\bids?=["']?([\d, ]+)""")
_CLOSED = re.compile(
    r"^(?:wp)?[-_]?(?:private|members?(?:[-_]?only)?|restrict|hide|protect|log+ed|login|paywall|subscri)"
)
_LIMITS = re.compile(r"members_access|restrict|paywall|^_?rcp_|members?_only|groups-read|_is_paid", re.IGNORECASE)


class Export:
    """A WordPress export."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ProblemsFound([Problem(str(path), 0, msg("check-no-export", "is no file."))])
        self._path = path
        self._pictures: dict[str, str] = {}
        self._attached: dict[str, list[str]] = {}
        self._files: dict[str, str] = {}
        self._base = ""

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the old site."""
        return hosts_of([self._base])

    def texts(self) -> Iterator[OldText]:
        """Posts, pages and what plugins made."""
        for entry in self._entries():
            if entry.one("post_type") == "attachment":
                self._learn(entry)
        for entry in self._entries():
            kind, status = entry.one("post_type") or "post", entry.one("status") or "publish"
            if not _MACHINERY.fullmatch(kind) and status not in ("trash", "auto-draft", "inherit"):
                yield self._text(entry, kind, status)

    def _learn(self, entry: _Entry) -> None:
        number = entry.one("post_id")
        self._pictures[number] = entry.one("attachment_url") or entry.one("guid")
        self._attached.setdefault(entry.one("post_parent"), []).append(number)
        if link := entry.one("link"):  # the page of a picture or document: what it showed is the file
            self._files[link_key(link)] = self._pictures[number]

    def _text(self, entry: _Entry, kind: str, status: str) -> OldText:
        number, link = entry.one("post_id"), entry.one("link")
        raw = entry.one("encoded", "content")
        closed = [name for _, name, _ in _SHORTCODE.findall(raw) if _CLOSED.match(name.casefold())]
        limited = [
            key for key, value in entry.meta if _LIMITS.search(key) and value.strip() not in ("", "0", "no", "n;")
        ]
        is_shown = status == "publish" and not entry.one("post_password") and not closed and not limited
        hidden = not is_shown or (kind not in ("post", "page") and (not link or "post_type=" in link))
        addresses = [_path(link)] if link else []
        if number not in ("", "0"):
            site = _path(self._base).rstrip("/")
            addresses += [f"{site}/?p={number}", *([f"{site}/?page_id={number}"] if kind == "page" else [])]
        title = " ".join(re.sub(r"<[^>]*>", " ", htmllib.unescape(entry.one("title"))).split())
        return OldText(
            name=link or number,
            title=title,
            seen=self._seen(entry, number, raw),
            date=entry.one("post_date")[:10],
            addresses=tuple(dict.fromkeys(filter(None, addresses))),
            hidden=hidden,
        )

    def _seen(self, entry: _Entry, number: str, raw: str) -> Seen:
        pictures: list[str] = []
        links: list[str] = []
        names = {name for closing, name, _ in _SHORTCODE.findall(raw) if closing}

        def gone(match: re.Match[str]) -> str:
            closing, name, rest = match[1], match[2].casefold(), match[3] or ""
            is_tag = name in _CORE or match[2] in names or "=" in rest
            if not is_tag:
                return match[0]
            if name == "gallery" and not closing:
                ids = _IDS.search(rest)
                numbers = re.findall(r"\d+", ids[1]) if ids else self._attached.get(number, [])
                pictures.extend(self._pictures[each] for each in numbers if each in self._pictures)
            else:
                links.extend(unquote(each) for each in _ADDRESS.findall(rest))
            return " "

        seen = seen_in(_SHORTCODE.sub(gone, raw))
        lead = self._pictures.get(entry.meta_of("_thumbnail_id"))
        more = [each for each in (lead, *pictures) if each]
        found = [self._files.get(link_key(each), each) for each in (*seen.links, *filter(is_link, links))]
        return Seen(
            seen.words,
            tuple(dict.fromkeys((*more, *seen.pictures))),
            tuple(dict.fromkeys(each for each in found if not is_document(each))),
            tuple(dict.fromkeys((*seen.documents, *filter(is_document, found)))),
        )

    def _entries(self) -> Iterator[_Entry]:
        """The entries, however broken the file is; each is forgotten when the next is asked for."""
        parsing = etree.iterparse(
            str(self._path), events=("end",), recover=True, huge_tree=True, resolve_entities=False, no_network=True
        )
        try:
            for _, element in parsing:
                name = _local(element.tag)
                if name == "base_blog_url" or (name == "link" and not self._base):
                    self._base = (element.text or "").strip() or self._base
                elif name == "item":
                    yield _Entry(element)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError:
            return


class _Entry:
    """An entry: its values by their names without prefix, and its meta."""

    def __init__(self, element: etree._Element) -> None:
        self._values: dict[str, str] = {}
        self.meta: list[tuple[str, str]] = []
        for child in element.iterchildren(tag=etree.Element):
            name = _local(child.tag)
            if name == "postmeta":
                row = {_local(each.tag): "".join(each.itertext()) for each in child.iterchildren(tag=etree.Element)}
                self.meta.append((row.get("meta_key", ""), row.get("meta_value", "")))
            elif name == "encoded":
                prefix = "excerpt" if "excerpt" in str(child.tag) or child.prefix == "excerpt" else "content"
                self._values[f"{prefix}:{name}"] = "".join(child.itertext())
            else:
                self._values[name] = "".join(child.itertext())

    def one(self, name: str, prefix: str = "") -> str:
        """A value without blanks around it; empty where there is none."""
        return self._values.get(f"{prefix}:{name}" if prefix else name, "").strip()

    def meta_of(self, key: str) -> str:
        """The value of a meta key."""
        return next((value.strip() for name, value in self.meta if name == key), "")


def _local(tag: object) -> str:
    """The name of an element without its namespace, or a prefix that was never declared."""
    return str(tag).rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _path(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
