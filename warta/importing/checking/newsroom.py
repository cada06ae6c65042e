"""Turns the output folder of a newsroom into pages, found as a browser on its host finds them."""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from warta.content.frontmatter import split
from warta.errors import Problem, ProblemsFound
from warta.importing.checking.seen import Seen, seen_of, words_in
from warta.importing.markup import read_html
from warta.messages import msg

_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)"', re.IGNORECASE)
_PATHS = re.compile(r'^\s*RedirectMatch 301 "\^(.*?)/\?\$" "(.*)"$', re.MULTILINE)
_QUERIES = re.compile(
    r'^\s*RewriteCond %\{QUERY_STRING\} \^(.*?)\$\n\s*RewriteRule (?:\^\$|"\^(.*?)/\?\$") "([^"]*)"', re.MULTILINE
)
_NGINX = re.compile(
    r'^map "?\$(uri|arg_\w+|uri\?\$args)"? \$warta_(?!missing|cache)\w+ \{\n(.*?)^\}', re.MULTILINE | re.DOTALL
)
_NGINX_ROW = re.compile(r'^\s*"((?:[^"\\]|\\.)*)" "([^"]*)";$', re.MULTILINE)
_LINES = re.compile(r"^(/\S*)\s+(/\S*)\s+301$", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_HOPS = 5
_OTHERS = "nav,aside,footer,form,dialog,.related,.pager,.printed-from,.release-tools"


class Page(msgspec.Struct, frozen=True):
    """A text as its page shows it."""

    address: str
    title: str
    seen: Seen
    html: str = ""


class Newsroom:
    """What a build put into `output`, which lies at the path `base` of its host; addresses are given below that.

    `content` is looked at only for the titles of what is a draft.
    """

    def __init__(self, site: Path, output: Path, base: str = "") -> None:
        if not (output / "index.html").is_file():
            message = msg("check-not-built", "holds no built newsroom. Build it first: python build.py")
            raise ProblemsFound([Problem(str(output), 0, message)])
        self._site = site
        self._root = output
        self._base = base.rstrip("/")

    def leads_to(self, address: str) -> str | None:
        """The address of the page that a browser shows for an old address; None where it is told that there is none."""
        path, _, query = address.partition("#")[0].partition("?")
        path = re.sub("//+", "/", path)
        moved = self._moved_from(f"{path.rstrip('/')}?{query}") if query else None
        if moved is None and not (query and path in ("", "/")):
            moved = self._moved_from(path)
        if query and moved is None and path in ("", "/"):
            return None
        at = unquote(path) if moved is None else self._below(moved)
        for _ in range(_HOPS):
            file = self._file(at)
            if file is None:
                if (again := self._moved_from(at)) is None:
                    return None
                at = self._below(again)
                continue
            refresh = _REFRESH.search(file.read_text(encoding="utf-8", errors="replace")[:2000])
            if refresh is None:
                return at if at.endswith("/") or "." in at.rpartition("/")[2] else f"{at}/"
            at = self._below(htmllib.unescape(refresh[1]))
        return None

    def _moved_from(self, path: str) -> str | None:
        """Where the host leads a path below the newsroom's own, or one of the whole host."""
        return self._moved.get(_key(self._base + path)) or self._moved.get(_key(path))

    def _below(self, address: str) -> str:
        """The path of an address of this newsroom, below its own."""
        path = unquote(urlsplit(address).path)
        return path.removeprefix(self._base) if path.startswith(f"{self._base}/") else path

    def linked(self, address: str) -> str:
        """An address as pages of this newsroom link to it."""
        return self._base + address

    def page(self, address: str) -> Page | None:
        """The text on the page at an address; None where the page is a list, or there is none."""
        file = self._file(address)
        return _page(address, file.read_text(encoding="utf-8", errors="replace")) if file is not None else None

    def has(self, address: str) -> bool:
        """Whether there is a file at an address of this newsroom."""
        return self._file(self._below(address)) is not None

    def titled(self, title: str) -> tuple[str, ...]:
        """The addresses of the pages with a title."""
        return tuple(self._titles.get(words_in(title), ()))

    def is_draft(self, title: str) -> bool:
        """Whether a text of this title waits in `content`, and is not shown."""
        return words_in(title) in self._drafts

    def _file(self, at: str) -> Path | None:
        path = (self._root / at.lstrip("/")).resolve()
        if not path.is_relative_to(self._root.resolve()):
            return None
        found = path / "index.html" if path.is_dir() else path
        return found if found.is_file() else None

    @cached_property
    def _moved(self) -> dict[str, str]:
        """Where the host's settings lead old paths (without the last slash) and queries."""
        moved: dict[str, str] = {}
        htaccess = self._text(".htaccess")
        moved |= {_key(_ESCAPED.sub(r"\1", old)): _ESCAPED.sub(r"\1", new) for old, new in _PATHS.findall(htaccess)}
        for query, folder, new in _QUERIES.findall(htaccess):
            place = f"/{folder}" if folder else ""
            moved[_key(_ESCAPED.sub(r"\1", f"{place}?{query}"))] = _ESCAPED.sub(r"\1", new)
        for name, rows in _NGINX.findall(self._text(".nginx/http.conf")):
            for old, new in _NGINX_ROW.findall(rows):
                plain = _ESCAPED.sub(r"\1", old)
                moved[f"?{name.removeprefix('arg_')}={plain}" if name.startswith("arg_") else _asked(plain)] = new
        moved |= {_key(unquote(old)): new for old, new in _LINES.findall(self._text("_redirects"))}
        return moved

    def _text(self, name: str) -> str:
        path = self._root / name
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    @cached_property
    def _titles(self) -> dict[tuple[str, ...], list[str]]:
        titles: dict[tuple[str, ...], list[str]] = {}
        for file in sorted(self._root.rglob("index.html")):
            address = "/" + file.relative_to(self._root).as_posix().removesuffix("index.html")
            if page := _page(address, file.read_text(encoding="utf-8", errors="replace")):
                titles.setdefault(words_in(page.title), []).append(address)
        return titles

    @cached_property
    def _drafts(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_in(title) for title in _draft_titles(self._site / "content"))


def _draft_titles(content: Path) -> Iterator[str]:
    for path in content.rglob("*.md"):
        try:
            fields = split(path.read_bytes(), path.name).fields.value
        except (ProblemsFound, OSError):
            continue
        values = {name: node.value for name, node in fields.items()} if isinstance(fields, dict) else {}
        if str(values.get("draft", "")).casefold() == "true" or "embargo" in values or "expires" in values:
            yield str(values.get("title", ""))


def _page(address: str, html: str) -> Page | None:
    """The one article on a page: its title, and what a reader meets in it but for what leads to others."""
    document = read_html(html)
    places = document.css("article") or document.css("main") or document.css("body")
    article = next((each for each in places if each.css_first("h1") is not None), None)
    if article is None:
        return None
    for other in article.css(_OTHERS):
        other.decompose()
    heading = article.css_first("h1")
    title = heading.text() if heading is not None else ""
    return Page(address, " ".join(title.split()), seen_of([article]))


def _asked(address: str) -> str:
    """A path as a key, without the slash before what is asked for."""
    path, asks, query = address.partition("?")
    return _key(path) + asks + query


def _key(path: str) -> str:
    return unquote(path).rstrip("/").casefold()
