"""Turns a mirrored copy of an old website into items: one for each article, whatever copies of it there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from warta.aside import GaveUp
from warta.content.bounds import LARGEST, first_bytes, given_up
from warta.errors import Problem, ProblemsFound
from warta.importing.apart import Apart
from warta.importing.digests import digest_of_bytes
from warta.importing.item import PAGE, RELEASE, WEB, Item, Summary
from warta.importing.markup import read_page
from warta.importing.old_addresses import address_key
from warta.importing.sources.web import passed_over
from warta.importing.sources.web.mirror import File, address_of, files_of, other_addresses
from warta.importing.sources.web.page import Page, Select, read_article
from warta.messages import Message, msg

_SIDES = (".html", ".htm", ".php", ".asp", ".aspx", ".jsp")


class _Article(msgspec.Struct):
    """An article that was found: its file and page without the text, its address, and files that continue its text."""

    file: File
    address: str
    title: str
    digest: str
    aliases: list[str]
    rest: list[File]


class Website:
    """The mirror in a folder. Its pages are read once to find the articles, and those again for their texts."""

    def __init__(self, folder: Path, zone: ZoneInfo, select: Select) -> None:
        if not folder.is_dir():
            message = msg("web-missing", "is no folder. Name the one that holds the copy of the old site.")
            raise ProblemsFound([Problem(str(folder), 0, message)])
        _check(select)
        self._folder = folder
        self._zone = zone
        self._select = select
        self._apart = Apart()
        self._left_out: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._lost: list[Message] = []
        self._lists: dict[str, tuple[str, str, str]] = {}
        every = list(files_of(folder))
        self._pages = [file for file in every if file.may_be_page]
        self.base = _base(self._pages)
        self.files = _side_files(every, urlsplit(self.base).netloc)
        self._titles: set[str] = set()
        self._articles: dict[str, list[_Article]] | None = None

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The articles, in the order of their files' paths."""
        try:
            if self._articles is None:
                self._articles = self._found()
            for article in [each for every in self._articles.values() for each in every]:
                item = self._item(article)
                if item is not None:
                    yield item
        finally:
            self._apart.close()

    def summary(self) -> Summary:
        """How many pages were passed over for each reason, and the lists that articles link to."""
        return Summary(
            name=f"{self._folder.name} (web)",
            system=WEB,
            lists=tuple(self._lists.values()),
            left_out=passed_over.told(self._left_out, self._examples),
            lost=tuple(self._lost),
        )

    def _read(self, file: File) -> Page | None:
        """What a page holds; None when it could not be read, which counts as lost."""
        data = first_bytes(file.path)
        if len(data) > LARGEST:
            self._lost.append(msg("web-too-large", "%(file)s is larger than 4 MB, and no page", file=file.name))
            return None
        address = _root(self.base, file.host) + address_of(file.below)
        try:
            return self._apart(data, read_article, file, address, self.base, self._select, self._zone)
        except GaveUp as gave_up:
            words = given_up(file.name, gave_up.why).message
            self._lost.append(msg("file-unread", "%(file)s was not read: it %(words)s", file=file.name, words=words))
        return None

    def _found(self) -> dict[str, list[_Article]]:
        """The articles by address; pages that are copies of one give it their addresses."""
        found: dict[str, list[_Article]] = {}
        by_text: dict[str, _Article] = {}
        # pages at their own address come before views of them, so that the text is taken from there
        for file in sorted(self._pages, key=_order):
            page = self._read(file)
            if page is None:
                continue
            if page.reason:
                self._pass_over(page.reason, file)
                continue
            self._meet(file, page, found, by_text)
        return found

    def _meet(self, file: File, page: Page, found: dict[str, list[_Article]], by_text: dict[str, _Article]) -> None:
        own = _root(self.base, file.host) + address_of(file.below)
        address = page.canonical or own
        digest = digest_of_bytes("\0".join((page.title.casefold(), page.html)))
        same = [each for each in found.get(address_key(address), ()) if _is_same(each, page, digest)]
        twin = same[0] if same else by_text.get(digest)
        if twin is not None:
            self._left_out[passed_over.COPIES] += 1
            twin.aliases += [own]
            return
        whole = self._continued(own, page, found)
        if whole is not None:
            whole.rest.append(file)
            whole.aliases.append(own)
            return
        if page.canonical and found.get(address_key(address)):  # a theme that gives all pages the address of one
            address = own
        if passed_over.is_copy(own) and page.title in self._titles:
            self._pass_over(passed_over.COPIES, file)
            return
        article = _Article(file, address, page.title, digest, [own], [])
        found.setdefault(address_key(address), []).append(article)
        by_text[digest] = article
        self._titles.add(page.title)

    def _continued(self, own: str, page: Page, found: dict[str, list[_Article]]) -> _Article | None:
        """The article whose next part a page is, as WordPress divides long ones: one title, a number behind."""
        path, _, number = own.rstrip("/").rpartition("/")
        if not number.isdecimal() or len(number) > 2:
            return None
        return next((each for each in found.get(address_key(f"{path}/"), ()) if each.title == page.title), None)

    def _pass_over(self, reason: str, file: File) -> None:
        self._left_out[reason] += 1
        self._examples.setdefault(reason, file.name)

    def _item(self, article: _Article) -> Item | None:
        page = self._read(article.file)
        if page is None or page.reason:  # it was changed while it was read
            return None
        rest = [part for each in article.rest if (part := self._read(each)) is not None]
        doubts = list(page.doubts)
        lost = [msg("web-gone", "words of its page: %(words)s", words=page.gone)] if page.gone else []
        if article.rest:
            doubts.append(
                msg("web-joined", "was divided into %(count)s pages, which were joined", count=len(article.rest) + 1)
            )
        if page.date is None:
            doubts.append(msg("web-no-date", "told no date, so it came as a page: write 'date:' to make it a release"))
        for kind, path, name in page.lists:
            self._lists.setdefault(path, (kind, path, name))
        html = "".join(each.html for each in (page, *rest))
        removed = tuple(text for each in (page, *rest) for text in each.removed)
        if not html.strip():
            lost.append(msg("web-empty", "has no text where its page should have it"))
        origin = article.address
        files = () if page.canonical else (article.file, *article.rest)
        names = [other for each in files for other in other_addresses(each.below)]
        return Item(
            key=f"web {address_key(origin) or '/'}" if len(self._at(article)) == 1 else f"web {article.file.name}",
            origin=origin,
            title=page.title or "Tanpa judul",
            text=html,
            date=page.date or dt.datetime(2000, 1, 1, tzinfo=self._zone),
            timed=page.timed,
            kind=PAGE if page.date is None else RELEASE,
            slug=_slug(origin),
            categories=page.categories,
            tags=page.tags,
            authors=page.authors,
            image=page.image,
            aliases=tuple(dict.fromkeys((*article.aliases, *names))),
            hidden=page.hidden,
            doubts=tuple(doubts),
            lost=tuple(lost),
            removed=removed,
        )

    def _at(self, article: _Article) -> list[_Article]:
        """All articles at the address of one."""
        return (self._articles or {}).get(address_key(article.address), [article])


def _order(file: File) -> tuple[bool, bool, int, str]:
    """Pages before views of them, the first part of an article before others."""
    address = address_of(file.below)
    return passed_over.is_copy(address), "?" in address, len(address), file.name


def _check(select: Select) -> None:
    """Raise ProblemsFound for selectors that are none."""
    document = read_page("<p>")
    problems = []
    for selector in (select.text, select.title, select.date):
        try:
            document.css(selector or "p")
        except Exception:  # noqa: BLE001 - the parser has an error of its own, which only its door may name
            message = msg("web-selector", "is no selector. Write one as in a stylesheet, such as '.entry-content'.")
            problems.append(Problem(selector, 0, message))
    if problems:
        raise ProblemsFound(problems)


def _is_same(article: _Article, page: Page, digest: str) -> bool:
    """Whether a page with the address of an article is a view of it, not another text of a careless theme."""
    one, two = article.title.casefold(), page.title.casefold()
    return article.digest == digest or one == two or (min(len(one), len(two)) > 12 and (one in two or two in one))


def _base(pages: list[File]) -> str:
    """The address of the old site: that of the host with most pages, with the scheme its pages name."""
    hosts = Counter(file.host for file in pages if file.host)
    host = hosts.most_common(1)[0][0] if hosts else ""
    sites = Counter(site for file in pages[:200] if file.host == host and (site := _named_site(file)))
    named = [site for site, _ in sites.most_common() if not host or urlsplit(site).netloc == host]
    return named[0] if named else f"https://{host}" if host else ""


def _named_site(file: File) -> str:
    """Scheme and host of the address that a page gives itself."""
    data = first_bytes(file.path, 100_000)
    document = read_page(data.decode("utf-8", "replace"))
    node = document.css_first("link[rel~=canonical][href^=http], meta[property='og:url'][content^=http]")
    if node is None:
        return ""
    parts = urlsplit((node.attributes.get("href") or node.attributes.get("content") or "").strip())
    return f"{parts.scheme}://{parts.netloc}"


def _root(base: str, host: str) -> str:
    """The address of a host of the mirror."""
    return f"{base.partition('://')[0] or 'https'}://{host}" if host else base


def _side_files(every: list[File], host: str) -> Mapping[str, Path]:
    """Pictures and documents by the path of their address; those of the site's own host count before others."""
    found: dict[str, Path] = {}
    for file in sorted(every, key=lambda each: each.host != host):
        path = address_of(file.below).partition("?")[0].lstrip("/")
        if not path.casefold().endswith(_SIDES) and not path.endswith("/") and path:
            found.setdefault(unquote(path), file.path)
    return found


def _slug(address: str) -> str:
    """The last word of an address; empty where it is a number, or asks a program."""
    parts = urlsplit(address)
    name = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return "" if parts.query or name.isdecimal() else name
