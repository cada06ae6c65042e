"""Reads a folder of an old site's pages plainly: what a generator had put out, or what `wget -m` copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from warta.errors import Problem, ProblemsFound
from warta.importing.checking.seen import seen_of
from warta.importing.checking.texts import OldText, hosts_of
from warta.importing.markup import Document, Node, read_html
from warta.messages import msg

_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:News|Report|Blog)?(?:Article|Posting)"')
_BODIES = (
    ".e-content",
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-content",
    ".td-post-content",
    ".post-body",
    ".article-body",
    "article",
    "main",
)


class OldPages:
    """A folder of HTML pages, laid out as their addresses were."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ProblemsFound([Problem(str(folder), 0, msg("check-no-folder", "is no folder."))])
        tops = [each for each in sorted(folder.iterdir()) if each.name != "index.html"]
        is_mirror = len(tops) == 1 and tops[0].is_dir() and "." in tops[0].name  # wget's folder for the host
        self._root = tops[0] if is_mirror else folder
        self._hosts = {self._root.name.casefold().removeprefix("www.")} if is_mirror else set()

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the mirror, and those that the pages say they lie on."""
        return frozenset(self._hosts)

    def texts(self) -> Iterator[OldText]:
        """The pages that say they are an article; lists and other pages are passed over."""
        for path in sorted(self._root.rglob("*")):
            if path.suffix.casefold() not in (".html", ".htm", ".php", "") and "?" not in path.name:
                continue
            if path.is_file() and not path.is_symlink():
                text = self._text(path, path.read_bytes().decode("utf-8", "replace"))
                if text is not None:
                    yield text

    def _text(self, path: Path, html: str) -> OldText | None:
        document = read_html(html)
        body = _body(document, html)
        if body is None or path.stem == "404" or _is_passed_over(document):
            return None
        canonical = document.css_first('link[rel="canonical"]')
        there = (canonical.attributes.get("href") or "") if canonical is not None else ""
        self._hosts |= hosts_of([there])
        name = path.relative_to(self._root).as_posix()
        address = "/" + re.sub(r"(?:^|(?<=/))index\.(?:html?|php)(?=$|\?)", "", name)
        address = re.sub(r"(?<=[?=\d])\.html$", "", address)
        addresses = [address, *([urlsplit(there).path] if there and urlsplit(there).path not in ("", "/") else [])]
        title = _title(document, body)
        heading = body.css_first("h1")
        if heading is not None and " ".join(heading.text().split()) == title:
            heading.decompose()  # the title is compared by itself
        return OldText(name=name, title=title, seen=seen_of([body]), addresses=tuple(addresses))


def _body(document: Document, html: str) -> Node | None:
    """The element that holds the text of an article; None on a page that is none."""
    kind = document.css_first('meta[property="og:type"]')
    is_article = (kind is not None and kind.attributes.get("content") == "article") or _ARTICLE.search(html)
    texts = [
        each for each in document.css("article, .h-entry, .hentry") if each.css_first("h1, .entry-title") is not None
    ]
    if not is_article and not texts:
        return None
    return next((found for each in _BODIES if (found := document.css_first(each)) is not None), None)


def _is_passed_over(document: Document) -> bool:
    """Whether a page only leads on, or asks not to be found, as the page for missing addresses does."""
    robots = document.css_first('meta[name="robots"]')
    is_kept_out = robots is not None and "noindex" in (robots.attributes.get("content") or "")
    return is_kept_out or document.css_first('meta[http-equiv="refresh"]') is not None


def _title(document: Document, body: Node) -> str:
    for node in (
        body.css_first("h1"),
        document.css_first("article h1, h1.entry-title, h1"),
        document.css_first("title"),
    ):
        if node is not None and (words := " ".join(node.text().split())):
            return words
    return ""
